import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { exemplar } from './requests.js';

/** Another service did not give an answer to pass on; `status` is what to tell our own client. */
export class PeerUnavailable extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Client of another service: traced, measured, with a deadline.
 * call(method, path, route, body) returns { status, body }; it throws PeerUnavailable when the answer is none or a 5xx.
 */
export function createPeer(peer, baseUrl, timeoutMs, metrics) {
  const tracer = trace.getTracer('node-express');

  return async function call(method, path, route = path, body = undefined) {
    const span = tracer.startSpan(`${method} ${route}`, {
      kind: SpanKind.CLIENT, attributes: { 'http.request.method': method, 'url.full': new URL(path, baseUrl).href, 'peer.service': peer },
    });
    const started = performance.now();
    let outcome = 'error';
    try {
      return await context.with(trace.setSpan(context.active(), span), async () => {
        const headers = body === undefined ? {} : { 'content-type': 'application/json' };
        propagation.inject(context.active(), headers);
        const response = await fetch(new URL(path, baseUrl), {
          method, headers, body: body && JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
        });
        outcome = String(response.status);
        span.setAttribute('http.response.status_code', response.status);
        if (response.status >= 500) throw new PeerUnavailable(`The ${peer} service answered ${response.status}.`, 502);
        return { status: response.status, body: await response.json() };
      });
    } catch (problem) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: problem.message });
      if (problem instanceof PeerUnavailable) throw problem;
      if (problem.name === 'TimeoutError') throw new PeerUnavailable(`The ${peer} service did not answer within ${timeoutMs} ms.`, 504);
      throw new PeerUnavailable(`The ${peer} service cannot be reached: ${problem.cause?.code ?? problem.message}.`, 502);
    } finally {
      metrics.calls.observe({
        labels: { peer, method, status_code: outcome },
        value: (performance.now() - started) / 1000, exemplarLabels: exemplar(span),
      });
      span.end();
    }
  };
}
