import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { booking, newCardCharge, openShop, payRequest, type Shop, threeDSecure, visaCharge } from './shop.ts';

const about = (id: string, amount: number) => ({
  bookingId: id,
  reference: `R-${id}`,
  title: `Booking ${id}`,
  date: '2026-11-20',
  amount,
});

const stateOf = async (shop: Shop, id: string) => (await shop.linkRecord(id))?.state;

/** An event about the last intent, as Stripe sends it. */
function webhook(shop: Shop, id: string) {
  const object = { object: 'payment_intent', id: shop.stripe.intents().at(-1)?.id };
  const event = { id, object: 'event', type: 'payment_intent.succeeded', livemode: false, data: { object } };
  const payload = JSON.stringify(event);
  const time = Math.floor(shop.now().getTime() / 1000);
  const v1 = createHmac('sha256', 'whsec_test').update(`${time}.${payload}`).digest('hex');
  return shop.sendRaw('/stripe/webhook', payload, { 'Stripe-Signature': `t=${time},v1=${v1}` });
}

const outbox = async (shop: Shop) =>
  (await shop.store.claimMessages('m1', '9', '9', 100))
    .map(({ message }) => ('type' in message ? message.type : message.kind))
    .sort();

const settledOnce = ['link.paid', 'notice', 'payment.succeeded', 'receipt'];

test('a charge of a booking that a live link asks for is refused until it names the link', async () => {
  const shop = await openShop();
  const { id } = await shop.link({ allocations: [about('b1', 5_000), about('b2', 8_000)] });
  const { status, body } = await shop.charge(visaCharge(shop));
  assert.equal(status, 409);
  assert.equal(body.code, 'link_open');
  assert.equal(body.attempt, 'none');
  assert.deepEqual(body.links, [{ id, bookingIds: ['b1'] }]);
  assert.deepEqual(shop.statuses(), []);
  const named = await shop.charge(visaCharge(shop, { closeLinks: [id] }));
  assert.equal(named.body.status, 'succeeded');
  assert.equal(await stateOf(shop, id), 'settled_elsewhere');
});

test('a locked link must be named as well', async () => {
  const shop = await openShop();
  const { id } = await shop.link({ state: 'locked' });
  assert.equal((await shop.charge(visaCharge(shop))).body.code, 'link_open');
  await shop.charge(visaCharge(shop, { closeLinks: [id] }));
  assert.equal(await stateOf(shop, id), 'settled_elsewhere');
});

test('links that are over, or were never there, may be named and are in nobody`s way', async () => {
  const shop = await openShop();
  const cancelled = await shop.link({ state: 'cancelled' });
  const replaced = await shop.link({ state: 'replaced' });
  const { body } = await shop.charge(visaCharge(shop, { closeLinks: [cancelled.id, 'link_nobody_made'] }));
  assert.equal(body.status, 'succeeded');
  assert.equal(await stateOf(shop, cancelled.id), 'cancelled');
  assert.equal(await stateOf(shop, replaced.id), 'replaced');
});

test('a charge closes no link that asks for other bookings', async () => {
  const shop = await openShop();
  const { id } = await shop.link({ allocations: [about('b2', 8_000)] });
  const line = { description: 'Salt', amount: 700 };
  const other = await shop.link({ allocations: [], line });
  assert.equal((await shop.charge(visaCharge(shop, { line }))).body.status, 'succeeded');
  assert.equal(await stateOf(shop, id), 'open');
  assert.equal(await stateOf(shop, other.id), 'open');
});

test('a charge that fails leaves the link as it was, and payable', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const declined = await shop.charge(await newCardCharge(shop, '4000000000000002', { closeLinks: [id] }));
  assert.equal(declined.body.code, 'declined');
  assert.equal((await shop.linkRecord(id))?.declines, 0, 'staff`s cards lock nobody`s link');
  assert.equal((await shop.view(token)).body.state, 'open');
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
});

test('an expired link is in nobody`s way, and can still be renewed for what a charge left', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  shop.pass(31 * 24 * 60);
  const part = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 2_000, dueSeen: 12_000 }] }),
  );
  assert.equal(part.body.status, 'succeeded');
  assert.equal(await stateOf(shop, id), 'open');
  assert.equal((await shop.view(token)).body.state, 'expired');
  await shop.charge(visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 10_000, dueSeen: 10_000 }] }));
  assert.equal((await shop.view(token)).body.state, 'settled_elsewhere');
});

test('a link that a charge agreed to close is closed, though it expires while the bank asks', async () => {
  const shop = await openShop();
  const line = { description: 'Soil', amount: 700 };
  const { id, token } = await shop.link({ expiresAt: '2026-11-23T10:05:00.000Z', line });
  const charged = await shop.charge(await newCardCharge(shop, threeDSecure, { closeLinks: [id] }));
  shop.pass(6);
  await shop.answerBank(charged.body, 'pass');
  assert.equal((await shop.attempt(charged.body.attemptKey ?? '')).body.payment?.status, 'succeeded');
  assert.equal(await stateOf(shop, id), 'settled_elsewhere');
  const renewed = await shop.payer(token, 'POST', '/pay/renew', { key: shop.newKey() });
  assert.equal(renewed.body.code, 'link_settled');
});

test('a payment of one link closes the others that ask for its bookings', async () => {
  const shop = await openShop();
  const paid = await shop.link();
  const overlapping = await shop.link({ allocations: [about('b1', 4_000), about('b2', 8_000)] });
  const other = await shop.link({ allocations: [about('b2', 8_000)] });
  assert.equal((await shop.pay(paid.token, await payRequest(shop))).body.status, 'succeeded');
  assert.equal(await stateOf(shop, paid.id), 'paid');
  assert.equal(await stateOf(shop, overlapping.id), 'settled_elsewhere');
  assert.equal(await stateOf(shop, other.id), 'open');
});

test('a link that expires while it is being paid is paid', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link({ expiresAt: '2026-11-23T10:05:00.000Z' });
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  shop.pass(6);
  assert.equal((await shop.view(token)).body.state, 'processing');
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.payer<{ state: string }>(token, 'GET', `/pay/attempts/${asked.body.attemptKey}`);
  assert.equal(body.state, 'closed');
  assert.equal(await stateOf(shop, id), 'paid');
  assert.equal((await shop.view(token)).body.payment?.status, 'succeeded');
});

test('the sweeper closes what a payer walked away from, and the link is open again', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  await shop.pay(token, await payRequest(shop, threeDSecure));
  shop.pass(14);
  await shop.sweep();
  assert.equal((await shop.view(token)).body.state, 'processing');
  shop.pass(2);
  await shop.sweep();
  const { body } = await shop.view(token);
  assert.deepEqual([body.state, body.attempt, body.payment], ['open', null, null]);
  assert.deepEqual(shop.statuses(), ['canceled']);
  assert.equal((await shop.linkRecord(id))?.declines, 0);
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
});

test('an event settles the payment that the payer never came back from, once, whoever else looks', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  await shop.answerBank(asked.body, 'pass');
  assert.equal(await stateOf(shop, id), 'open');
  const answers = await Promise.all([
    webhook(shop, 'evt_1'),
    webhook(shop, 'evt_1'),
    webhook(shop, 'evt_2'),
    shop.view(token),
    shop.account(),
    shop.attempt(asked.body.attemptKey ?? ''),
    shop.payer(token, 'POST', `/pay/attempts/${asked.body.attemptKey}/close`),
  ]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(await stateOf(shop, id), 'paid');
  await webhook(shop, 'evt_3');
  assert.deepEqual(await outbox(shop), settledOnce);
  assert.equal(shop.received(), 12_000);
});

test('events that come before the answer settle the link once', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const events: Promise<unknown>[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      webhookSecret: 'whsec_test',
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (String(input).endsWith('/confirm')) {
          const first = webhook(shop, 'evt_1');
          events.push(first, webhook(shop, 'evt_2'));
          await first;
        }
        return response;
      },
    },
  });
  const { body } = await shop.pay(token, await payRequest(shop));
  await Promise.all(events);
  assert.equal(body.status, 'succeeded');
  assert.equal(await stateOf(shop, id), 'paid');
  assert.deepEqual(await outbox(shop), settledOnce);
});

test('a decline that an event tells first counts once', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const events: Promise<unknown>[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      webhookSecret: 'whsec_test',
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (/\/(confirm|cancel)$/.test(String(input))) events.push(webhook(shop, `evt_${events.length}`));
        return response;
      },
    },
  });
  const { body } = await shop.pay(token, await payRequest(shop, '4000000000000002'));
  await Promise.all(events);
  assert.equal(body.code, 'declined');
  assert.equal((await shop.linkRecord(id))?.declines, 1);
});

const confirm = { method: 'POST', path: '/v1/payment_intents/*/confirm' } as const;
const read = { method: 'GET', path: '/v1/payment_intents/*' } as const;

test('a payment whose answers are all lost keeps the link closed to others until it is found out', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: 99 });
  shop.stripe.faults.add({ ...read, kind: 'lost-request', times: 4 });
  const key = shop.newKey();
  const lost = await shop.pay(token, await payRequest(shop), { key });
  assert.deepEqual([lost.status, lost.body.attempt], [503, 'open']);
  assert.equal((await shop.view(token)).body.state, 'processing', 'Stripe can`t be asked: nothing new is known');
  const other = await shop.pay(token, await payRequest(shop));
  assert.equal(other.body.code, 'payment_in_progress');
  const charge = await shop.charge(visaCharge(shop, { closeLinks: [id] }));
  assert.equal(charge.body.code, 'payment_in_progress');
  const { body } = await shop.payer<{ state: string }>(token, 'GET', `/pay/attempts/${key}`);
  assert.equal(body.state, 'closed');
  assert.equal(await stateOf(shop, id), 'paid');
  assert.deepEqual(await outbox(shop), settledOnce);
  assert.equal(shop.received(), 12_000);
});

for (const [when, path, charged] of [
  ['before Stripe is asked for anything', /\/payment_intents$/, 0],
  ['with the confirmation on its way back', /\/confirm$/, 12_000],
] as const) {
  test(`a process that dies ${when} leaves a payment that the next sweep ends`, async () => {
    const shop = await openShop();
    const { token } = await shop.link();
    let reached = () => {};
    const there = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let die = () => {};
    const gone = new Promise<Response>((_, reject) => {
      die = () => reject(new Error('The process died.'));
    });
    shop.restart({
      stripe: {
        ...shop.stripe,
        fetch: async (input, init) => {
          const isIt = init?.method === 'POST' && path.test(String(input));
          const response = isIt && charged === 0 ? null : await shop.stripe.fetch(input, init);
          if (response && !isIt) return response;
          reached();
          return gone;
        },
      },
    });
    const unanswered = shop.pay(token, await payRequest(shop));
    await there;
    shop.restart();
    assert.equal((await shop.pay(token, await payRequest(shop))).body.code, 'payment_in_progress');
    shop.pass(16);
    await shop.sweep();
    assert.equal(shop.received(), charged);
    assert.equal((await shop.view(token)).body.state, charged > 0 ? 'paid' : 'open');
    die();
    await unanswered;
  });
}

test('a booking that went to another customer with its link is still protected by it', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  shop.bookings.set('ada', [booking('b2', 8_000)]);
  shop.bookings.set('bob', [booking('b1', 12_000)]);
  const charge = await newCardCharge(shop, '4242424242424242', { customerId: 'bob' });
  assert.equal((await shop.charge(charge)).body.code, 'link_open');
  assert.equal((await shop.charge({ ...charge, closeLinks: [id] })).body.status, 'succeeded');
  assert.equal((await shop.view(token)).body.state, 'settled_elsewhere');
});
