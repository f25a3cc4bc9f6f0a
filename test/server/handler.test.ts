import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { problem } from '../../src/contract/problem.ts';
import { staffRoutes } from '../../src/contract/routes.ts';
import { openShop, visaCharge } from './shop.ts';

test('every route of the contract is answered', async () => {
  const shop = await openShop();
  for (const { method, path } of Object.values(staffRoutes)) {
    const { headers, body } = await shop.send(method, path.replaceAll(/\{\w+\}/g, 'some-thing'));
    assert.notEqual(body.detail, 'There is nothing at this address.', `${method} ${path}`);
    assert.equal(headers.get('Cache-Control'), 'no-store');
  }
  assert.equal((await shop.send('GET', '/elsewhere')).status, 404);
});

test('a problem is told as problem details', async () => {
  const shop = await openShop();
  const { status, headers, body } = await shop.charge(visaCharge(shop, { currency: 'usd' }));
  assert.equal(status, 400);
  assert.equal(headers.get('Content-Type'), 'application/problem+json');
  const told = v.parse(problem, { ...body, status });
  assert.equal(told.code, 'invalid_request');
  assert.notEqual((await shop.charge(visaCharge(shop, { currency: 'usd' }))).body.requestId, told.requestId);
});

test('who is not signed in, or may not serve the customer, gets nothing', async () => {
  const shop = await openShop();
  shop.barred.add('noah:ada');
  for (const [method, path, body] of [
    ['GET', '/customers/ada', undefined],
    ['POST', '/payments', visaCharge(shop)],
    ['GET', '/payments/pay_1', undefined],
    ['GET', '/attempts/key-number-1', undefined],
    ['POST', '/attempts/key-number-1/close', undefined],
  ] as const) {
    const { status, body: told } = await shop.send(method, path, { staff: null, key: 'key-number-1', body });
    assert.equal(status, 401, path);
    assert.equal(told.code, 'unauthorized');
  }
  assert.equal((await shop.account('ada', 'noah')).status, 403);
  const charged = await shop.charge(visaCharge(shop), { staff: 'noah' });
  assert.equal(charged.status, 403);
  assert.equal(charged.body.attempt, 'none');
  const paid = await shop.charge(visaCharge(shop));
  assert.equal((await shop.send('GET', `/payments/${paid.body.id}`, { staff: 'noah' })).status, 403);
});

test('a request for a customer who does not exist is not found, after it was asked who is asking', async () => {
  const shop = await openShop();
  const { status, body } = await shop.charge(visaCharge(shop, { customerId: 'nobody' }));
  assert.equal(status, 404);
  assert.equal(body.attempt, 'none');
  assert.equal((await shop.send('GET', '/customers/nobody', { staff: null })).status, 401);
});

test('a charge needs a key of 8 to 255 printable characters', async () => {
  const shop = await openShop();
  for (const key of ['', 'short', 'x'.repeat(256)]) {
    const { status, body } = await shop.charge(visaCharge(shop), { key });
    assert.equal(status, 400);
    assert.ok(body.fields?.['Idempotency-Key']);
  }
  assert.equal((await shop.charge(visaCharge(shop), { key: 'x'.repeat(255) })).body.status, 'succeeded');
});

test('a key may hold what an address has to escape', async () => {
  const shop = await openShop();
  const key = 'a/b?c#d%e&f';
  await shop.charge(visaCharge(shop), { key });
  assert.equal((await shop.attempt(encodeURIComponent(key))).body.payment?.status, 'succeeded');
});

test('writes need a JSON content type', async () => {
  const shop = await openShop();
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    for (const path of ['/payments', '/attempts/key-number-1/close']) {
      const { status, body } = await shop.send('POST', path, { key: shop.newKey(), headers: { 'Content-Type': type } });
      assert.equal(status, 400);
      assert.equal(body.code, 'invalid_request');
    }
  }
  const charset = { 'Content-Type': 'application/json; charset=utf-8' };
  const { status } = await shop.send('POST', '/payments', {
    key: shop.newKey(),
    headers: charset,
    body: visaCharge(shop),
  });
  assert.equal(status, 200);
});

test('writes from a page of another site are refused', async () => {
  const shop = await openShop();
  const headers = { 'Sec-Fetch-Site': 'cross-site' };
  for (const path of ['/payments', '/attempts/key-number-1/close']) {
    const { status, body } = await shop.send('POST', path, { key: shop.newKey(), headers, body: visaCharge(shop) });
    assert.equal(status, 403);
    assert.equal(body.code, 'forbidden');
  }
  const own = { 'Sec-Fetch-Site': 'same-site' };
  const { status } = await shop.send('POST', '/payments', { key: shop.newKey(), headers: own, body: visaCharge(shop) });
  assert.equal(status, 200);
});

test('a body that is not what the contract says names the fields', async () => {
  const shop = await openShop();
  const twice = { bookingId: 'b1', amount: 100, dueSeen: 12_000 };
  for (const [changes, field] of [
    [{ allocations: [{ ...twice, amount: 0 }] }, 'allocations.0.amount'],
    [{ allocations: [{ ...twice, amount: 1.5 }] }, 'allocations.0.amount'],
    [{ allocations: [twice, twice] }, 'allocations'],
    [{ currency: 'CAD' }, 'currency'],
    [{ method: { type: 'cash' } }, 'method.type'],
  ] as const) {
    const { status, body } = await shop.charge(visaCharge(shop, changes));
    assert.equal(status, 400);
    assert.deepEqual(Object.keys(body.fields ?? {}), [field]);
  }
  const broken = await shop.sendRaw('/payments', '{', {
    'Content-Type': 'application/json',
    'Idempotency-Key': 'key-number-1',
    'X-Staff': 'maya',
  });
  assert.equal(broken.status, 400);
});

test('a body that is too long is refused before it is read', async () => {
  const shop = await openShop();
  const { status, body } = await shop.charge({ text: 'x'.repeat(600 * 1024) });
  assert.equal(status, 400);
  assert.equal(body.code, 'invalid_request');
});

test('a failure that nobody foresaw is told without its cause, which is reported', async () => {
  const shop = await openShop();
  const cause = new Error('password=secret at db.internal');
  shop.restart({
    store: {
      ...shop.store,
      transaction: () => Promise.reject(cause),
    },
  });
  const account = await shop.account();
  const charged = await shop.charge(visaCharge(shop));
  for (const { status, body } of [account, charged]) {
    assert.equal(status, 503);
    assert.equal(body.code, 'unavailable');
    assert.doesNotMatch(JSON.stringify(body), /secret|internal/);
  }
  assert.equal(account.body.attempt, 'none');
  assert.equal(charged.body.attempt, 'open', 'an earlier request with this key may have made an attempt');
  assert.deepEqual(shop.errors, [cause, cause]);
});

test('a failure while reserving leaves the attempt open to question, until its key is closed', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  let left = 2;
  shop.restart({
    store: {
      ...shop.store,
      transaction: (merchantId, work) => {
        left -= 1;
        // The second transaction reserves. It is committed, and its answer is lost.
        if (left !== 0) return shop.store.transaction(merchantId, work);
        return shop.store.transaction(merchantId, work).then(() => Promise.reject(new Error('connection reset')));
      },
    },
  });
  const lost = await shop.charge(visaCharge(shop), { key });
  assert.equal(lost.body.attempt, 'open');
  shop.restart();
  assert.equal((await shop.charge(visaCharge(shop))).body.code, 'payment_in_progress');
  assert.equal((await shop.close(key)).body.payment?.status, 'canceled');
  assert.equal((await shop.charge(visaCharge(shop))).body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('nothing that is reported names a secret, a card entry or a card', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ path: /confirm$/, kind: 'lost-answer', times: 4 });
  const confirmationToken = await shop.token('4000000000003220');
  const { body } = await shop.charge(
    visaCharge(shop, { method: { type: 'new_card', confirmationToken, save: false } }),
  );
  shop.stripe.faults.add({ path: /cancel$/, kind: 'error-500', times: 2 });
  await shop.close(body.attemptKey ?? '');
  assert.ok(shop.errors.length >= 2);
  const reported = shop.errors
    .map((error) => `${error instanceof Error ? error.stack : ''} ${JSON.stringify(error)}`)
    .join();
  assert.doesNotMatch(reported, /_secret_|ctoken_|3220|sk_test/);
});

test('whatever the host throws, the request is answered and the cause is reported', async () => {
  for (const thrown of ['away', undefined, { status: 401 }, new Response(null, { status: 302 })]) {
    const shop = await openShop();
    shop.restart({ authorize: () => Promise.reject(thrown) });
    const { status, body } = await shop.charge(visaCharge(shop));
    assert.equal(status, 503);
    assert.equal(body.attempt, 'open');
    assert.equal((shop.errors[0] as Error).cause, thrown);
  }
});

test('a body full of faults is refused at its first', async () => {
  const shop = await openShop();
  const { status, body } = await shop.charge(
    visaCharge(shop, { allocations: Array.from({ length: 1000 }, () => ({})) }),
  );
  assert.equal(status, 400);
  assert.equal(Object.keys(body.fields ?? {}).length, 1);
});
