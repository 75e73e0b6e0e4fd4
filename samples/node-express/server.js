import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from './src/app.js';
import { readConfig } from './src/config.js';
import { createFaults } from './src/faults.js';
import { createLogger } from './src/logger.js';
import { createMetrics } from './src/metrics.js';
import { createPeer } from './src/peers.js';
import { startTelemetry } from './src/tracing.js';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const config = configOrExit();
const telemetry = await startTelemetry({ ...config, version });
const log = createLogger(config, telemetry.exportLog);
const metrics = createMetrics(version);
const health = { ready: false };

const app = createApp({
  metrics, log, health,
  faults: createFaults(config, { metrics, log }),
  orders: config.ordersUrl && createPeer('orders', config.ordersUrl, config.ordersTimeoutMs, metrics),
  recommendations: config.recommendationsUrl && createPeer('recommendations', config.recommendationsUrl, 500, metrics),
  faultsEndpoint: config.faultsEndpoint,
});
const server = createServer({ requestTimeout: 30_000 }, app);
server.on('error', (problem) => {
  log.fatal(`Cannot listen on ${config.host}:${config.port}: ${problem.code}`);
  process.exit(1);
});
server.listen(config.port, config.host, () => {
  health.ready = true;
  log.info('Listening', { host: config.host, port: config.port, orders_url: config.ordersUrl });
});

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => shutDown(signal));

/** Not ready first, so that load balancers look elsewhere; then requests in flight end; then spans and logs are sent. */
async function shutDown(signal) {
  log.info('Shutting down', { signal });
  health.ready = false;
  setTimeout(() => process.exit(1), config.shutdownDelayMs + 15_000).unref();
  await sleep(config.shutdownDelayMs);
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  await new Promise((closed) => server.close(closed));
  clearInterval(idle);
  log.info('Stopped');
  await telemetry.shutdown();
  process.exit(0);
}

function configOrExit() {
  try {
    return readConfig(process.env);
  } catch (problem) {
    process.stderr.write(`${problem.message}\n`);
    process.exit(2);
  }
}
