import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newCardCharge, openShop, visaCharge } from './shop.ts';

// The SDK repeats a request once of its own, and the gateway's caller once more: four requests in all.
const always = 99;
const create = { method: 'POST', path: '/v1/payment_intents' } as const;
const confirm = { method: 'POST', path: '/v1/payment_intents/*/confirm' } as const;
const read = { method: 'GET', path: '/v1/payment_intents/*' } as const;
const cancel = { method: 'POST', path: '/v1/payment_intents/*/cancel' } as const;

test('a confirmation whose answer is lost is repeated with the same key, and charges once', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: 3 });
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
  assert.equal(shop.stripe.intents()[0]?.charges.length, 1);
});

test('however often Stripe is asked, its keys are those of the attempt', async () => {
  const shop = await openShop();
  const keys = new Map<string, Set<string | null>>();
  shop.restart({
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        const name = new URL(String(input)).pathname.split('/').at(-1) ?? '';
        const key = new Headers(init?.headers).get('Idempotency-Key');
        if (init?.method === 'POST') keys.set(name, new Set([...(keys.get(name) ?? []), key]));
        return shop.stripe.fetch(input, init);
      },
    },
  });
  shop.stripe.faults.add({ ...create, kind: 'lost-answer', times: 2 });
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: 2 });
  const { body } = await shop.charge(visaCharge(shop));
  assert.deepEqual([...(keys.get('payment_intents') ?? [])], [`${body.id}:create`]);
  assert.deepEqual([...(keys.get('confirm') ?? [])], [`${body.id}:confirm`]);
});

test('a confirmation that is never answered is found out by reading the intent', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: always });
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('where nothing can be learned the attempt stays open, and a later read settles it', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: always });
  shop.stripe.faults.add({ ...read, kind: 'lost-request', times: 2 });
  const lost = await shop.charge(visaCharge(shop), { key });
  assert.equal(lost.status, 503);
  assert.equal(lost.body.code, 'unavailable');
  assert.equal(lost.body.attempt, 'open');

  const other = await shop.charge(visaCharge(shop), { staff: 'noah' });
  assert.equal(other.body.code, 'payment_in_progress');
  const found = await shop.attempt(key);
  assert.equal(found.body.state, 'closed');
  assert.equal(found.body.payment?.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('a confirmation that never arrived is taken back: nothing is charged, and the booking is free', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-request', times: 4 });
  const lost = await shop.charge(visaCharge(shop));
  assert.equal(lost.status, 503);
  assert.equal(lost.body.attempt, 'closed');
  const again = await shop.charge(visaCharge(shop));
  assert.equal(again.body.status, 'succeeded');
  assert.deepEqual(shop.statuses(), ['canceled', 'succeeded']);
});

test('a server error that is repeated under its key is settled by what the intent says', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...confirm, kind: 'error-500', executed: true });
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('an intent whose creation was not answered is made once', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...create, kind: 'lost-answer', times: 3 });
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.stripe.intents().length, 1);
});

test('while Stripe is away nothing is charged, the attempt is closed and the booking free', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...create, kind: 'lost-request', times: 4 });
  const away = await shop.charge(visaCharge(shop));
  assert.equal(away.status, 503);
  assert.equal(away.body.attempt, 'closed');
  const again = await shop.charge(visaCharge(shop));
  assert.equal(again.body.status, 'succeeded');
});

test('a customer whose creation was not answered is made once', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ method: 'POST', path: '/v1/customers', kind: 'lost-answer' });
  const charge = await newCardCharge(shop, '4242424242424242', {
    customerId: 'bob',
    allocations: [{ bookingId: 'b3', amount: 5_000, dueSeen: 5_000 }],
  });
  const { body } = await shop.charge(charge);
  assert.equal(body.status, 'succeeded');
  const response = await shop.stripe.fetch('https://api.stripe.com/v1/customers', {
    headers: { Authorization: `Bearer ${shop.stripe.secretKey}` },
  });
  const { data } = (await response.json()) as { data: { metadata: Record<string, string> }[] };
  assert.equal(data.filter(({ metadata }) => metadata['paydesk_customer'] === 'bob').length, 1);
});

test('a decline whose cancelation is not answered stays open and is closed, with its reason, by the next read', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const cardId = await shop.saveCard('ada', '4000000000009995');
  shop.stripe.faults.add({ ...cancel, kind: 'lost-request', times: 2 });
  const lost = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }), { key });
  assert.equal(lost.status, 503);
  assert.equal(lost.body.attempt, 'open');
  const { body } = await shop.attempt(key);
  assert.equal(body.state, 'closed');
  assert.deepEqual(body.payment?.failure, { code: 'declined', reason: 'insufficient_funds' });
  assert.deepEqual(shop.statuses(), ['canceled']);
});

test('a charge that takes too long is answered as open, goes on, and is settled once', async () => {
  const shop = await openShop();
  let answer = () => {};
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const key = shop.newKey();
  const paydesk = shop.restart({
    answerWithin: 50,
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (String(input).endsWith('/confirm')) await late;
        return response;
      },
    },
  });
  const { status, body } = await shop.charge(visaCharge(shop), { key });
  assert.equal(status, 503);
  assert.equal(body.attempt, 'open');
  const repeated = await shop.charge(visaCharge(shop), { key });
  assert.equal(repeated.body.code, 'in_progress');
  answer();
  const settled = await shop.attempt(key);
  assert.equal(settled.body.payment?.status, 'succeeded');
  await paydesk.deliver();
  assert.equal(shop.told.length, 1);
  assert.equal(shop.received(), 12_000);
});

test('a booking that is charged at Stripe but not known to be is never charged again', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ ...confirm, kind: 'lost-answer', times: always });
  shop.stripe.faults.add({ ...read, kind: 'lost-request', times: always });
  await shop.charge(visaCharge(shop));
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.code, 'payment_in_progress');
  assert.equal(shop.received(), 12_000);
});

test('a customer whom Stripe failed to make can be charged nevertheless, though Stripe repeats its failure for a day', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ method: 'POST', path: '/v1/customers', kind: 'error-500' });
  const charge = await newCardCharge(shop, '4242424242424242', {
    customerId: 'bob',
    allocations: [{ bookingId: 'b3', amount: 5_000, dueSeen: 5_000 }],
  });
  const { body } = await shop.charge(charge);
  assert.equal(body.status, 'succeeded');
});

test('a customer who was deleted at Stripe has no cards, and is made anew for the next charge', async () => {
  const shop = await openShop();
  const known = await shop.store.transaction('m1', (tx) => tx.customer('ada'));
  await shop.stripe.fetch(`https://api.stripe.com/v1/customers/${known?.stripeCustomerId}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${shop.stripe.secretKey}` },
  });
  assert.deepEqual((await shop.account()).body.cards, []);
  const first = await shop.charge(await newCardCharge(shop, '4242424242424242'));
  assert.equal(first.body.code, 'unavailable');
  assert.equal(first.body.attempt, 'closed');
  const second = await shop.charge(await newCardCharge(shop, '4242424242424242'));
  assert.equal(second.body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});
