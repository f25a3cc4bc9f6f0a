import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { attempt, type Attempt } from '../../src/contract/payment.ts';
import { payerRoutes } from '../../src/contract/routes.ts';
import { openShop, payRequest, type Shop, threeDSecure } from './shop.ts';

const routes = Object.entries(payerRoutes).map(([name, { method, path }]) => ({
  name,
  method,
  path: path.replace('{key}', 'some-key-of-mine'),
}));

const attemptOf = (shop: Shop, token: string, key: string) => shop.payer<Attempt>(token, 'GET', `/pay/attempts/${key}`);
const close = (shop: Shop, token: string, key: string) =>
  shop.payer<Attempt>(token, 'POST', `/pay/attempts/${key}/close`);

/** What a refusal says of an attempt that the request only asks about. */
const fateOf = (name: string) => (name === 'attempt' || name === 'closeAttempt' ? 'open' : 'none');

for (const { name, method, path } of routes) {
  test(`${method} ${path} needs the token of a link`, async () => {
    const shop = await openShop();
    const key = shop.newKey();
    const wrong = ['', 'Paydesk-Link', 'Paydesk-Link ', 'Bearer abc', 'Paydesk-Link a b', 'Paydesk-Link <a>'];
    for (const Authorization of wrong) {
      const answer = await shop.send(method, path, { staff: 'maya', key, headers: { Authorization } });
      assert.deepEqual([answer.status, answer.body.code], [401, 'unauthorized'], Authorization);
      assert.equal(answer.body.attempt, fateOf(name));
      assert.equal(answer.headers.get('Cache-Control'), 'no-store');
    }
    const { token } = await shop.link();
    const body = await payRequest(shop);
    const unknown = await shop.payer(`${token}x`, method, path, { key, body });
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'not_found']);
    assert.equal(unknown.body.attempt, fateOf(name));
    assert.deepEqual(shop.statuses(), []);
  });
}

for (const { method, path } of routes.filter((route) => route.method === 'POST')) {
  test(`${method} ${path} takes JSON alone, from whatever site the payer's page is on`, async () => {
    const shop = await openShop();
    const { token } = await shop.link();
    const headers = { Authorization: `Paydesk-Link ${token}`, 'Idempotency-Key': shop.newKey() };
    const form = { ...headers, 'Content-Type': 'text/plain' };
    assert.equal((await shop.sendRaw(path, '{}', form)).body.code, 'invalid_request');
    const json = { ...headers, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'cross-site' };
    assert.notEqual((await shop.sendRaw(path, '{}', json)).body.code, 'forbidden');
  });
}

for (const path of ['/pay/payments', '/pay/renew', '/pay/receipt']) {
  test(`POST ${path} needs a key`, async () => {
    const shop = await openShop();
    const { token } = await shop.link();
    const { body } = await shop.payer(token, 'POST', path, { body: await payRequest(shop) });
    assert.deepEqual([body.code, Object.keys(body.fields ?? {})], ['invalid_request', ['Idempotency-Key']]);
  });
}

test('a request that can not be read makes no attempt', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  for (const request of [{}, { ...(await payRequest(shop)), seen: [] }]) {
    const { body } = await shop.pay(token, request);
    assert.deepEqual([body.code, body.attempt], ['invalid_request', 'none']);
  }
});

test('an attempt is read by its key, within its link alone', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const other = await shop.link({ allocations: [], line: { description: 'Salt', amount: 700 } });
  const key = shop.newKey();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure), { key });
  const { status, body } = await attemptOf(shop, token, key);
  assert.equal(status, 200);
  v.parse(attempt, body);
  assert.deepEqual([body.key, body.state, body.phase], [key, 'open', 'requires_action']);
  assert.equal(body.payment?.clientSecret, asked.body.clientSecret);
  const elsewhere = await attemptOf(shop, other.token, key);
  assert.deepEqual([elsewhere.status, elsewhere.body.attempt], [404, 'none']);
});

test('a key of staff opens nothing to a payer', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const key = shop.newKey();
  const method = { type: 'new_card', confirmationToken: await shop.token(threeDSecure), save: false };
  const allocations = [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000 }];
  await shop.charge({ customerId: 'ada', allocations, currency: 'cad', method, closeLinks: [id] }, { key });
  assert.equal((await attemptOf(shop, token, key)).status, 404);
  await close(shop, token, key);
  assert.equal((await shop.attempt(key)).body.state, 'open');
});

test('a key that a payer used before, on another link, does not keep staff from closing what is open', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const first = await shop.link();
  await shop.pay(first.token, await payRequest(shop, '4000000000000002'), { key });
  await shop.cancelLink(first.id);
  const second = await shop.link();
  await shop.pay(second.token, await payRequest(shop, threeDSecure), { key });
  const closed = await shop.close(key);
  assert.deepEqual([closed.body.state, closed.body.payment?.linkId], ['closed', second.id]);
  const { body } = await shop.account();
  assert.deepEqual([body.attempts, body.bookings?.[0]?.heldBy], [[], null]);
});

test('a payer takes a payment back that waits for the bank, and can pay again', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const key = shop.newKey();
  await shop.pay(token, await payRequest(shop, threeDSecure), { key });
  const { body } = await close(shop, token, key);
  assert.deepEqual([body.state, body.payment?.status], ['closed', 'canceled']);
  assert.deepEqual((await close(shop, token, key)).body, body);
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
});

test('closing a payment that was paid answers it', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  await shop.answerBank(asked.body, 'pass');
  const { body } = await close(shop, token, asked.body.attemptKey ?? '');
  assert.deepEqual([body.state, body.payment?.status], ['closed', 'succeeded']);
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
});

test('a key closed before its request came refuses the request when it comes', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const key = shop.newKey();
  const closed = await close(shop, token, key);
  assert.deepEqual(closed.body, { key, state: 'closed', phase: null, payment: null });
  const late = await shop.pay(token, await payRequest(shop), { key });
  assert.deepEqual([late.status, late.body.code, late.body.attempt], [422, 'idempotency_mismatch', 'closed']);
  const { body } = await shop.view(token);
  assert.deepEqual([body.state, body.attempt, body.payment], ['open', null, null]);
});

test('a payment and the closing of its key at once end in one of two ways, never in between', async () => {
  const shop = await openShop();
  for (let round = 0; round < 10; round += 1) {
    const { token } = await shop.link({ allocations: [], line: { description: 'Salt', amount: 700 } });
    const key = shop.newKey();
    const before = shop.received();
    const request = await payRequest(shop, undefined, { seen: [{ bookingId: null, amount: 700 }] });
    const [paid, closed] = await Promise.all([shop.pay(token, request, { key }), close(shop, token, key)]);
    assert.equal(closed.body.state, 'closed');
    const won = closed.body.payment?.status === 'succeeded';
    assert.equal(shop.received() - before, won ? 700 : 0);
    assert.equal(paid.body.status === 'succeeded', won);
  }
});
