import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const severities = { debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

const longestGoodbyeMs = 3000;

/** Loaded only when there is somewhere to send to. The exporters read OTEL_EXPORTER_OTLP_* themselves. */
export function startExport(config, withoutExport) {
  const resource = defaultResource()
    .merge(detectResources({ detectors: [envDetector] })) // OTEL_RESOURCE_ATTRIBUTES
    .merge(resourceFromAttributes({ 'service.name': config.service, 'service.version': config.version }));
  const running = [];
  let exportLog;

  if (config.exportsTraces) {
    const provider = new TracerProvider({
      resource,
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: config.spanDelayMs })],
    });
    trace.setGlobalTracerProvider(provider);
    running.push(provider);
  } else {
    trace.setGlobalTracerProvider(withoutExport);
  }

  if (config.exportsLogs) {
    const provider = new LoggerProvider({
      resource,
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(), scheduledDelayMillis: config.logDelayMs })],
    });
    const logger = provider.getLogger(config.service);
    exportLog = (level, body, attributes) =>
      logger.emit({ severityNumber: severities[level], severityText: level, body, attributes });
    running.push(provider);
  }

  return { exportLog, shutdown: () => Promise.race([sleep(longestGoodbyeMs), Promise.allSettled(running.map((one) => one.shutdown()))]) };
}
