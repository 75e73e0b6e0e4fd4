import client from 'prom-client';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Every metric of this service in one place. Label values come from fixed sets, never from a request's text. */
export function createMetrics(version) {
  const registry = new client.Registry(client.Registry.OPENMETRICS_CONTENT_TYPE); // Exemplars exist only there.
  const registers = [registry];
  client.collectDefaultMetrics({ register: registry });

  const metrics = {
    requests: new client.Histogram({
      name: 'http_server_request_duration_seconds', help: 'Time to answer an HTTP request.',
      labelNames: ['method', 'route', 'status_code'], buckets: seconds, enableExemplars: true, registers,
    }),
    active: new client.Gauge({ name: 'http_server_active_requests', help: 'HTTP requests being answered now.', registers }),
    calls: new client.Histogram({
      name: 'http_client_request_duration_seconds', help: 'Time another service took to answer us.',
      labelNames: ['peer', 'method', 'status_code'], buckets: seconds, enableExemplars: true, registers,
    }),
    checkouts: new client.Counter({ name: 'checkouts_total', help: 'Checkouts by outcome.', labelNames: ['outcome'], registers }),
    faults: new client.Gauge({
      name: 'fault_injection_level', help: 'Setting of each fault switch; 0 is off.', labelNames: ['fault'], registers,
    }),
  };
  new client.Gauge({
    name: 'app_build_info', help: 'Constant 1, labelled with what is running.', labelNames: ['version', 'runtime'], registers,
  }).set({ version, runtime: `node ${process.versions.node}` }, 1);
  for (const outcome of ['completed', 'refused', 'failed']) metrics.checkouts.inc({ outcome }, 0);

  return { ...metrics, exposition: exposition(registry) };
}

/** Answers GET /metrics in OpenMetrics (which carries exemplars) to those who ask for it, in the classic format otherwise. */
function exposition(openMetrics) {
  const classic = new client.Registry();
  // prom-client renames counters in place while it writes OpenMetrics: give the classic format views that keep their names.
  for (const metric of openMetrics.getMetricsAsArray()) {
    classic.registerMetric(Object.create(metric, { name: { value: metric.name } }));
  }
  return async (req, res) => {
    const chosen = req.get('accept')?.includes('application/openmetrics-text') ? openMetrics : classic;
    res.set('Content-Type', chosen.contentType).end(await chosen.metrics());
  };
}
