import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** Middleware: one span, one histogram sample with its trace as exemplar and one log line for each request but probes. */
export function observeRequests({ metrics, log }) {
  const tracer = trace.getTracer('node-express');
  return (req, res, next) => {
    if (probes.has(req.path)) return next();

    const method = knownMethods.has(req.method) ? req.method : 'other';
    const parent = propagation.extract(ROOT_CONTEXT, req.headers);
    const span = tracer.startSpan(method, {
      kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'url.path': req.path },
    }, parent);
    const current = trace.setSpan(parent, span);
    const started = performance.now();
    metrics.active.inc();

    res.once('close', () => context.with(current, () => {
      const elapsed = performance.now() - started;
      const status = res.writableFinished ? res.statusCode : 499; // The client went away.
      const route = req.route ? req.baseUrl + req.route.path : 'unmatched';
      metrics.active.dec();
      metrics.requests.observe({
        labels: { method, route, status_code: String(status) }, value: elapsed / 1000, exemplarLabels: exemplar(span),
      });
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      log.info(`${method} ${route} answered ${status}`, { method, route, status_code: status, duration_ms: Math.round(elapsed * 1000) / 1000 });
    }));
    context.with(current, next);
  };
}

/** Exemplar labels that lead from a sample to its trace; none when the caller decided that the trace is not kept. */
export function exemplar(span) {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return traceFlags & TraceFlags.SAMPLED ? { trace_id: traceId, span_id: spanId } : {};
}
