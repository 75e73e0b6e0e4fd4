import { context, trace } from '@opentelemetry/api';

const levels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

/**
 * Logs one JSON object a line: time, level, msg, service, the ids of the current trace, then the message's own fields.
 * `alsoTo`, when given, gets (level, msg, fields) of every line: the OTLP exporter.
 */
export function createLogger({ service, logLevel }, alsoTo) {
  const write = (level, msg, fields) => {
    if (levels[level] < levels[logLevel]) return;
    const span = trace.getSpanContext(context.active());
    const ids = span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, service, ...ids, ...fields })}\n`);
    alsoTo?.(level, msg, fields);
  };
  return Object.fromEntries(Object.keys(levels).map((level) => [level, (msg, fields = {}) => write(level, msg, fields)]));
}
