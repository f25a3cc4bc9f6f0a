import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimulatedStripe } from '../../mocks/simulated-stripe/simulated-stripe.ts';
import { newCardCharge, openShop, type Shop, threeDSecure, visaCharge } from './shop.ts';

type Fetch = SimulatedStripe['fetch'];

/** A way to Stripe that stops in the middle of a call: `before` it is sent, or `after` it was carried out. */
function hanging(way: Fetch, path: RegExp, when: 'before' | 'after') {
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let reached = () => {};
  const there = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const fetch: Fetch = async (input, init) => {
    const isIt = init?.method === 'POST' && path.test(String(input));
    const response = isIt && when === 'before' ? null : await way(input, init);
    if (isIt) {
      reached();
      await gate;
    }
    return response ?? way(input, init);
  };
  return { there, goOn, fetch };
}

/** A process that stops there; another one is started with `shop.restart()`. */
function processThatHangs(shop: Shop, path: RegExp, when: 'before' | 'after') {
  const { there, goOn, fetch } = hanging(shop.stripe.fetch, path, when);
  shop.restart({ stripe: { ...shop.stripe, fetch } });
  return { there, goOn };
}

const creating = /\/payment_intents$/;
const confirming = /\/confirm$/;

test('an attempt that never came is not found', async () => {
  const shop = await openShop();
  const { status, body } = await shop.attempt('key-nobody-used');
  assert.equal(status, 404);
  assert.equal(body.attempt, 'none');
});

test('a key closed before its request came refuses the request when it comes', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const closed = await shop.close(key);
  assert.deepEqual(closed.body, { key, state: 'closed', phase: null, payment: null });
  const late = await shop.charge(visaCharge(shop), { key });
  assert.equal(late.status, 422);
  assert.equal(late.body.code, 'idempotency_mismatch');
  assert.equal(late.body.attempt, 'closed');
  assert.deepEqual((await shop.attempt(key)).body, { key, state: 'closed', phase: null, payment: null });
  assert.deepEqual((await shop.close(key)).body, closed.body);
  const unreadable = await shop.charge({}, { key });
  assert.equal(unreadable.body.code, 'idempotency_mismatch');
  assert.deepEqual(shop.stripe.intents(), []);
});

test('a key that another person closed means nothing to mine', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.close(key, 'noah');
  const { body } = await shop.charge(visaCharge(shop), { key, staff: 'maya' });
  assert.equal(body.status, 'succeeded');
});

test('a request and the closing of its key at once end in one of two ways, never in between', async () => {
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop();
    const key = shop.newKey();
    const [charged, closed] = await Promise.all([shop.charge(visaCharge(shop), { key }), shop.close(key)]);
    assert.equal(closed.status, 200);
    assert.equal(closed.body.state, 'closed');
    const paid = closed.body.payment?.status === 'succeeded';
    assert.equal(shop.received(), paid ? 12_000 : 0);
    assert.equal(charged.body.status === 'succeeded', paid);
  }
});

test('the bank asks the payer: the attempt says so, with what Stripe.js needs, and is settled by a read after a pass', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  assert.equal(asked.status, 200);
  assert.equal(asked.body.status, 'requires_action');
  assert.match(asked.body.clientSecret ?? '', /_secret_/);
  const open = await shop.attempt(key);
  assert.equal(open.body.state, 'open');
  assert.equal(open.body.phase, 'requires_action');
  assert.equal(open.body.payment?.clientSecret, asked.body.clientSecret);

  await shop.answerBank(asked.body, 'pass');
  const settled = await shop.attempt(key);
  assert.equal(settled.body.state, 'closed');
  assert.equal(settled.body.phase, null);
  assert.equal(settled.body.payment?.status, 'succeeded');
  assert.equal(settled.body.payment?.clientSecret, undefined);
  assert.equal(shop.received(), 12_000);
});

test('however many look at once, a payment is settled once, with its consent', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const confirmationToken = await shop.token(threeDSecure, { save: true });
  const consent = { text: 'Agreed.', version: '1', locale: 'en' };
  const asked = await shop.charge(
    visaCharge(shop, { method: { type: 'new_card', confirmationToken, save: true, consent } }),
    { key },
  );
  await shop.answerBank(asked.body, 'pass');
  const answers = await Promise.all([shop.attempt(key), shop.attempt(key), shop.account(), shop.close(key)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  assert.equal((await shop.store.transaction('m1', (tx) => tx.consents('ada'))).length, 1);
});

test('a payment is read again from Stripe too', async () => {
  const shop = await openShop();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure));
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.send<{ status: string }>('GET', `/payments/${asked.body.id}`);
  assert.equal(body.status, 'succeeded');
});

test('a payment that does not exist is not found, nor is a key that was closed', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.close(key);
  const record = await shop.store.transaction('m1', (tx) =>
    tx.attemptByScope({ actor: 'staff:maya', route: 'charge', key }),
  );
  for (const id of ['pay_nobody', record?.id]) {
    assert.equal((await shop.send('GET', `/payments/${id}`)).status, 404);
  }
});

test('a failed 3-D Secure closes the attempt, cancels the intent and frees the booking', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  await shop.answerBank(asked.body, 'fail');
  const { body } = await shop.attempt(key);
  assert.equal(body.state, 'closed');
  assert.equal(body.payment?.status, 'failed');
  assert.deepEqual(body.payment?.failure, { code: 'declined', reason: 'authentication_failed' });
  assert.deepEqual(shop.statuses(), ['canceled']);
  assert.equal((await shop.charge(visaCharge(shop))).body.status, 'succeeded');
});

test('a card that is declined after 3-D Secure is told with its reason', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, '4000008260003178'), { key });
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.attempt(key);
  assert.deepEqual(body.payment?.failure, { code: 'declined', reason: 'insufficient_funds' });
});

test('closing during 3-D Secure frees the booking, and a pass that comes later moves no money', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const charge = await newCardCharge(shop, threeDSecure);
  const asked = await shop.charge(charge, { key });
  const closed = await shop.close(key);
  assert.equal(closed.body.state, 'closed');
  assert.equal(closed.body.payment?.status, 'canceled');
  await assert.rejects(shop.answerBank(asked.body, 'pass'));
  assert.equal((await shop.charge(charge, { key })).body.status, 'canceled', 'the same key answers the current state');
  assert.equal((await shop.charge(visaCharge(shop))).body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('closing what was paid meanwhile answers the payment', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.close(key);
  assert.equal(body.payment?.status, 'succeeded');
  assert.equal((await shop.close(key)).body.payment?.status, 'succeeded');
});

test('closing while Stripe is away changes nothing', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  shop.stripe.faults.add({ path: /payment_intents/, kind: 'lost-request', times: 2 });
  const away = await shop.close(key);
  assert.equal(away.status, 503);
  assert.equal(away.body.attempt, 'open');
  assert.equal((await shop.attempt(key)).body.state, 'open');
});

test('a payment that Stripe is still processing can not be closed, and says so', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  shop.stripe.faults.add({ path: '/v1/payment_intents/*/confirm', kind: 'processing' });
  const { body } = await shop.charge(visaCharge(shop), { key });
  assert.equal(body.status, 'processing');
  const closing = await shop.close(key);
  assert.equal(closing.body.state, 'open');
  assert.equal(closing.body.phase, 'processing');
  const [intent] = shop.stripe.intents();
  shop.stripe.settle(intent?.id ?? '', 'succeeded');
  assert.equal((await shop.attempt(key)).body.payment?.status, 'succeeded');
});

test('another member of staff may read and close an attempt, if its customer is theirs to serve', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(await newCardCharge(shop, threeDSecure), { key, staff: 'maya' });
  shop.barred.add('noah:ada');
  assert.equal((await shop.attempt(key, 'noah')).status, 403);
  assert.equal((await shop.close(key, 'noah')).status, 403);
  assert.deepEqual(shop.statuses(), ['requires_action']);
  assert.equal((await shop.attempt(key, 'olga')).body.phase, 'requires_action');
  assert.equal((await shop.close(key, 'olga')).body.payment?.status, 'canceled');
});

test("one's own attempt comes before another's with the same key", async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(await newCardCharge(shop, threeDSecure), { key, staff: 'maya' });
  const own = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
    {
      key,
      staff: 'noah',
    },
  );
  assert.equal((await shop.attempt(key, 'noah')).body.payment?.id, own.body.id);
  await shop.close(key, 'noah');
  assert.equal((await shop.attempt(key, 'maya')).body.state, 'open');
});

test("one's own attempt is answered only while its customer is one's own to serve", async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const line = { description: 'Soil', amount: 900 };
  const confirmationToken = await shop.token('4242424242424242');
  const method = { type: 'new_card', confirmationToken, save: false };
  await shop.charge({ customerId: 'bob', allocations: [], line, currency: 'cad', method }, { key, staff: 'maya' });
  await shop.charge(visaCharge(shop), { key, staff: 'noah' });
  shop.barred.add('noah:ada');
  assert.equal((await shop.attempt(key, 'noah')).status, 403);
});

test('a process that died before it asked for money is closed by another, and finds it so if it wakes', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const process = processThatHangs(shop, creating, 'after');
  const charging = shop.charge(visaCharge(shop), { key });
  await process.there;
  shop.restart();
  const again = await shop.charge(visaCharge(shop), { key });
  assert.equal(again.body.code, 'in_progress');
  assert.equal(again.body.attempt, 'open');
  const read = await shop.attempt(key);
  assert.equal(read.body.phase, 'submitting');
  assert.equal((await shop.close(key)).body.payment?.status, 'canceled');
  assert.equal((await shop.charge(visaCharge(shop))).body.status, 'succeeded');

  process.goOn();
  const woken = await charging;
  assert.equal(woken.body.status, 'canceled');
  assert.equal(shop.received(), 12_000);
  assert.deepEqual(shop.statuses(), ['canceled', 'succeeded']);
});

test('a charge that goes on between the look and the closing is closed at Stripe, not by guess', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const confirmed = hanging(shop.stripe.fetch, confirming, 'after');
  const created = hanging(confirmed.fetch, creating, 'after');
  shop.restart({ stripe: { ...shop.stripe, fetch: created.fetch } });
  const charging = shop.charge(visaCharge(shop), { key });
  await created.there;
  let looks = 0;
  shop.restart({
    store: {
      ...shop.store,
      transaction: async (merchantId, work) => {
        looks += 1;
        // By key, by scope, and then the closing of what was seen as reserved.
        if (looks === 3) {
          created.goOn();
          await confirmed.there;
        }
        return shop.store.transaction(merchantId, work);
      },
    },
  });
  const closed = await shop.close(key);
  assert.equal(closed.body.payment?.status, 'succeeded');
  confirmed.goOn();
  assert.equal((await charging).body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('a process that died before its confirmation was sent is closed at Stripe, and can not charge if it wakes', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const process = processThatHangs(shop, confirming, 'before');
  const charging = shop.charge(visaCharge(shop), { key });
  await process.there;
  shop.restart();
  assert.equal((await shop.attempt(key)).body.phase, 'submitting');
  assert.equal((await shop.close(key)).body.payment?.status, 'canceled');
  process.goOn();
  const woken = await charging;
  assert.equal(woken.body.status, 'canceled');
  assert.equal(shop.received(), 0);
});

test('a process that died after its confirmation was carried out leaves a payment that the next read finds', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const process = processThatHangs(shop, confirming, 'after');
  const charging = shop.charge(visaCharge(shop), { key });
  await process.there;
  shop.restart();
  assert.equal((await shop.charge(visaCharge(shop), { key })).body.status, 'succeeded');
  process.goOn();
  assert.equal((await charging).body.status, 'succeeded');
  await shop.deliver();
  assert.equal(shop.told.length, 1);
  assert.equal(shop.received(), 12_000);
});

test('a sweep closes what was left open for fifteen minutes, and nothing younger', async () => {
  const shop = await openShop();
  const [old, young] = [shop.newKey(), shop.newKey()];
  await shop.charge(await newCardCharge(shop, threeDSecure), { key: old });
  shop.pass(10);
  await shop.charge(
    await newCardCharge(shop, threeDSecure, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
    { key: young },
  );
  shop.pass(6);
  await shop.sweep();
  assert.deepEqual(shop.statuses(), ['canceled', 'requires_action']);
  assert.equal((await shop.attempt(old)).body.payment?.status, 'canceled');
  assert.equal((await shop.attempt(young)).body.state, 'open');
});

test('a sweep settles what was paid, closes what a dead process reserved, and leaves alone what Stripe is processing', async () => {
  const shop = await openShop();
  const [paid, moving, reserved] = [shop.newKey(), shop.newKey(), shop.newKey()];
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key: paid });
  await shop.answerBank(asked.body, 'pass');
  shop.stripe.faults.add({ path: '/v1/payment_intents/*/confirm', kind: 'processing' });
  await shop.charge(visaCharge(shop, { allocations: [], line: { description: 'Soil', amount: 900 } }), { key: moving });
  const process = processThatHangs(shop, creating, 'before');
  const charging = shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
    {
      key: reserved,
    },
  );
  await process.there;
  shop.restart();
  shop.pass(16);
  shop.calls.length = 0;
  await shop.sweep();
  const [, beingProcessed] = shop.stripe.intents();
  assert.ok(!shop.calls.includes(`POST /v1/payment_intents/${beingProcessed?.id}/cancel`));
  const stepOf = async (key: string) =>
    (await shop.store.transaction('m1', (tx) => tx.attemptByScope({ actor: 'staff:maya', route: 'charge', key })))
      ?.step;
  assert.deepEqual(await Promise.all([paid, moving, reserved].map(stepOf)), ['succeeded', 'processing', 'canceled']);
  process.goOn();
  assert.equal((await charging).body.status, 'canceled');
});

test('a sweep that fails for one attempt closes the others, and reports it', async () => {
  const shop = await openShop();
  await shop.charge(await newCardCharge(shop, threeDSecure));
  await shop.charge(
    await newCardCharge(shop, threeDSecure, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
  );
  shop.pass(16);
  shop.stripe.faults.add({ path: '/v1/payment_intents/*/cancel', kind: 'lost-request', times: 2 });
  await shop.sweep();
  assert.equal(shop.errors.length, 1);
  assert.deepEqual(shop.statuses(), ['requires_action', 'canceled']);
});

test('attempts that can not be closed do not keep a sweep from the others', async () => {
  const shop = await openShop();
  const { body } = await shop.charge(await newCardCharge(shop, threeDSecure));
  await shop.store.transaction(shop.merchant.id, async (tx) => {
    const real = await tx.attemptById(body.id ?? '');
    assert.ok(real);
    const old = new Date(shop.now().getTime() - 60_000).toISOString();
    for (let each = 0; each < 120; each += 1) {
      const lost = { id: `lost-${each}`, key: `lost-key-${each}`, intentId: 'pi_unknown', updatedAt: old };
      await tx.insertAttempt({ ...real, ...lost, allocations: [] });
    }
  });
  shop.pass(17);
  await shop.sweep();
  assert.equal(shop.errors.length, 120);
  assert.deepEqual(shop.statuses(), ['canceled']);
});
