// Does what a customer does, then asks Prometheus whether that can be seen. The platform puts the addresses into the environment.
import assert from 'node:assert/strict';
import test from 'node:test';

const name = 'node-express';
const shop = process.env[`${name.toUpperCase().replaceAll('-', '_')}_URL`];
const prometheus = process.env.PROMETHEUS_URL;
const notFound = `sum(http_server_request_duration_seconds_count{job="${name}",route="/products/:item",status_code="404"}) or vector(0)`;

async function value(query) {
  const response = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = await response.json();
  return Number(data.result[0].value[1]);
}

async function until(what, holds, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail(`${what} within ${seconds} s`);
}

test('a checkout is accepted', async () => {
  const response = await fetch(`${shop}/checkout`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ item: 'book', quantity: 1 }),
  });
  assert.ok(response.ok, `answered ${response.status}: ${await response.text()}`);
});

test('a product that does not exist is an answer of 404 and counted as one', async () => {
  const before = await value(notFound);
  assert.equal((await fetch(`${shop}/products/no-such-thing`)).status, 404);
  await until('Prometheus counts it', async () => await value(notFound) > before);
});
