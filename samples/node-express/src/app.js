import express from 'express';
import { PeerUnavailable } from './peers.js';
import { products } from './products.js';
import { observeRequests } from './requests.js';

/** The storefront's routes. `orders` and `recommendations` are null where there is no such service. */
export function createApp({ metrics, log, faults, orders, recommendations, health, faultsEndpoint }) {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  app.get('/healthz', (req, res) => res.json({ status: 'alive' }));
  app.get('/readyz', (req, res) => res.status(health.ready ? 200 : 503).json({ status: health.ready ? 'ready' : 'not ready' }));
  app.get('/metrics', metrics.exposition);

  app.use(observeRequests({ metrics, log }));
  const json = express.json({ limit: '16kb' });

  app.get('/products', faults.inject, (req, res) => res.json({ products }));

  app.get('/products/:item', faults.inject, async (req, res) => {
    const product = products.find(({ item }) => item === req.params.item);
    if (!product) return res.status(404).json({ error: 'No product has this name.' });
    res.json({ ...product, goesWith: await goesWith(product.item) });
  });

  // A page without recommendations is better than no page.
  async function goesWith(item) {
    if (!recommendations) return [];
    try {
      const answer = await recommendations('GET', `/recommendations/${item}`, '/recommendations/{item}');
      return answer.body.recommendations ?? [];
    } catch (problem) {
      log.warn(problem.message);
      return [];
    }
  }

  app.post('/checkout', json, faults.inject, async (req, res) => {
    const problem = problemWith(req.body);
    if (problem) {
      metrics.checkouts.inc({ outcome: 'refused' });
      return res.status(400).json({ error: problem });
    }
    const { item, quantity, currency } = req.body;
    const answer = orders ? await orders('POST', '/orders', '/orders', { item, quantity, currency }) : { status: 201, body: null };
    const accepted = answer.status === 201;
    metrics.checkouts.inc({ outcome: accepted ? 'completed' : 'refused' });
    if (!accepted) return res.status(answer.status === 409 ? 409 : 400).json({ error: answer.body?.error ?? 'The orders service refused the order.' });
    log.info('Checkout completed', { item, quantity, order_id: answer.body?.id });
    res.status(201).json({ status: 'completed', order: answer.body });
  });

  if (faultsEndpoint) {
    const { endpoint } = faults;
    app.route('/faults').get(endpoint.get).put(json, endpoint.put).post(json, endpoint.post).delete(endpoint.delete);
  }

  app.use((req, res) => res.status(404).json({ error: 'There is nothing at this path.' }));
  app.use(failures({ metrics, log }));
  return app;
}

function problemWith(body) {
  if (typeof body !== 'object' || body === null) return 'Send a JSON object as application/json.';
  const names = products.map(({ item }) => item);
  if (!names.includes(body.item)) return `item must be one of ${names.join(', ')}.`;
  if (!Number.isInteger(body.quantity) || body.quantity < 1 || body.quantity > 100) return 'quantity must be a whole number from 1 to 100.';
  if (body.currency !== undefined && typeof body.currency !== 'string') return 'currency must be text such as EUR.';
  return null;
}

/** The last middleware: what was thrown becomes an answer that says what is wrong and nothing more. */
function failures({ metrics, log }) {
  return (problem, req, res, next) => {
    if (res.headersSent) return next(problem);
    if (problem instanceof PeerUnavailable) {
      metrics.checkouts.inc({ outcome: 'failed' });
      log.error(problem.message);
      return res.status(problem.status).json({ error: problem.message });
    }
    if (problem.status >= 400 && problem.status < 500) {
      const message = problem.type === 'entity.parse.failed' ? 'The body is not valid JSON.'
        : problem.type === 'entity.too.large' ? 'The body is larger than 16 kB.' : 'The request cannot be understood.';
      return res.status(problem.status).json({ error: message });
    }
    log.error('The request failed unexpectedly', { error: problem.stack });
    res.status(500).json({ error: 'Something went wrong here.' });
  };
}
