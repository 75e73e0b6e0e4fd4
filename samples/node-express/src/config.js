/** Everything the environment decides, read once at start. Throws a RangeError that quotes the value at fault. */
export function readConfig(env) {
  return {
    host: env.HOST || '0.0.0.0',
    port: number(env, 'PORT', 8080, 1, 65535),
    service: env.OTEL_SERVICE_NAME || 'node-express',
    logLevel: oneOf(env, 'LOG_LEVEL', 'info', ['debug', 'info', 'warn', 'error']),
    ordersUrl: url(env, 'ORDERS_URL'),
    ordersTimeoutMs: number(env, 'ORDERS_TIMEOUT_MS', 5000, 1, 60_000),
    recommendationsUrl: url(env, 'RECOMMENDATIONS_URL'),
    shutdownDelayMs: 1000 * number(env, 'SHUTDOWN_DELAY_SECONDS', 0, 0, 60),
    faultsEndpoint: env.FAULTS_ENDPOINT !== 'off',
    leakLimitMiB: number(env, 'FAULT_MEMORY_LEAK_LIMIT_MIB', 256, 1, 4096),
    faults: {
      latencyMs: number(env, 'FAULT_LATENCY_MS', 0, 0, 60_000),
      errorRate: number(env, 'FAULT_ERROR_RATE', 0, 0, 1),
      memoryLeakMiBPerSecond: number(env, 'FAULT_MEMORY_LEAK_MIB_PER_SECOND', 0, 0, 64),
      cpuBurn: number(env, 'FAULT_CPU_BURN', 0, 0, 1),
      crash: env.FAULT_CRASH === 'true',
    },
    exportsTraces: Boolean(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT),
    exportsLogs: Boolean(env.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT),
    spanDelayMs: number(env, 'OTEL_BSP_SCHEDULE_DELAY', 5000, 1, 600_000),
    logDelayMs: number(env, 'OTEL_BLRP_SCHEDULE_DELAY', 1000, 1, 600_000),
  };
}

function number(env, name, fallback, least, most) {
  if (!env[name]) return fallback;
  const value = Number(env[name]);
  if (value >= least && value <= most) return value;
  throw new RangeError(`${name} is "${env[name]}": expected a number from ${least} to ${most}.`);
}

function oneOf(env, name, fallback, allowed) {
  const value = env[name] || fallback;
  if (allowed.includes(value)) return value;
  throw new RangeError(`${name} is "${value}": expected one of ${allowed.join(', ')}.`);
}

function url(env, name) {
  if (!env[name]) return null;
  if (URL.canParse(env[name]) && /^https?:$/.test(new URL(env[name]).protocol)) return env[name];
  throw new RangeError(`${name} is "${env[name]}": expected an address such as http://127.0.0.1:8080.`);
}
