import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { exemplar } from './requests.js';

/** The orders service did not give an answer to pass on. */
export class OrdersUnavailable extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Client of the orders service: traced, measured, with a deadline. */
export function createOrdersClient({ ordersUrl, ordersTimeoutMs }, { metrics }) {
  const tracer = trace.getTracer('node-express');

  /** Places an order. Returns { status, body } of the orders service; throws OrdersUnavailable when there is none. */
  return async function placeOrder(order) {
    const span = tracer.startSpan('POST /orders', {
      kind: SpanKind.CLIENT, attributes: { 'http.request.method': 'POST', 'url.full': `${ordersUrl}/orders`, 'peer.service': 'orders' },
    });
    const started = performance.now();
    let outcome = 'error';
    try {
      return await context.with(trace.setSpan(context.active(), span), async () => {
        const headers = { 'content-type': 'application/json' };
        propagation.inject(context.active(), headers);
        const response = await fetch(new URL('/orders', ordersUrl), {
          method: 'POST', headers, body: JSON.stringify(order), redirect: 'error', signal: AbortSignal.timeout(ordersTimeoutMs),
        });
        outcome = String(response.status);
        span.setAttribute('http.response.status_code', response.status);
        if (response.status >= 500) throw new OrdersUnavailable(`The orders service answered ${response.status}.`, 502);
        return { status: response.status, body: await response.json() };
      });
    } catch (problem) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: problem.message });
      if (problem instanceof OrdersUnavailable) throw problem;
      if (problem.name === 'TimeoutError') throw new OrdersUnavailable(`The orders service did not answer within ${ordersTimeoutMs} ms.`, 504);
      throw new OrdersUnavailable(`The orders service cannot be reached: ${problem.cause?.code ?? problem.message}.`, 502);
    } finally {
      metrics.calls.observe({
        labels: { peer: 'orders', method: 'POST', status_code: outcome },
        value: (performance.now() - started) / 1000, exemplarLabels: exemplar(span),
      });
      span.end();
    }
  };
}
