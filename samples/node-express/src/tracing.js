import { context, propagation, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { randomBytes } from 'node:crypto';

/**
 * Makes the OpenTelemetry API work: W3C trace context in and out, and spans that are exported when the environment names
 * an OTLP endpoint. Without one the SDK is not even loaded, but requests still have trace ids to log and to pass on.
 * Returns what the process needs at its end and, for logs, at each line.
 */
export async function startTelemetry(config) {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (!config.exportsTraces && !config.exportsLogs) {
    trace.setGlobalTracerProvider(idsOnly);
    return { exportLog: undefined, shutdown: async () => {} };
  }
  const { startExport } = await import('./otlp.js');
  return startExport(config, idsOnly);
}

const tracer = {
  startSpan(name, options, parentContext = context.active()) {
    const parent = trace.getSpanContext(parentContext);
    return trace.wrapSpanContext({
      traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      traceFlags: parent?.traceFlags ?? TraceFlags.SAMPLED, // Services behind this one may well export.
    });
  },
};
const idsOnly = { getTracer: () => tracer };
