import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import * as v from 'valibot';
import { account as accountSchema } from '../../src/contract/account.ts';
import { booking, newCardCharge, openShop, threeDSecure, visaCharge } from './shop.ts';

test('the account is what the contract says', async () => {
  const shop = await openShop();
  await shop.charge(visaCharge(shop, { line: { description: 'Salt', amount: 700 } }));
  await shop.charge(
    await newCardCharge(shop, threeDSecure, { allocations: [{ bookingId: 'b2', amount: 100, dueSeen: 8_000 }] }),
  );
  const { body } = await shop.account();
  v.parse(accountSchema, body);
  assert.equal(body.stripe?.testMode, true);
  assert.equal(body.stripe?.publishableKey, shop.stripe.publishableKey);
});

test('what was collected elsewhere counts as paid, and nothing is ever due below zero', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [
    booking('b1', 12_000, 2_000),
    booking('b2', 8_000, 9_000),
    booking('b4', 500),
    booking('b5', 0),
  ]);
  const { body } = await shop.account();
  assert.deepEqual(
    body.bookings?.map(({ paid, due, status }) => [paid, due, status]),
    [
      [2_000, 10_000, 'partially_charged'],
      [9_000, 0, 'charged_in_full'],
      [0, 500, 'not_charged'],
      [0, 0, 'charged_in_full'],
    ],
  );
  assert.equal(body.balance, 10_500);
});

test('what Paydesk and the host collected adds up', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [booking('b1', 12_000, 2_000)]);
  await shop.charge(visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 4_000, dueSeen: 10_000 }] }));
  const { body } = await shop.account();
  assert.deepEqual([body.bookings?.[0]?.paid, body.bookings?.[0]?.due], [6_000, 6_000]);
});

test('open attempts say which bookings they hold, with the secret that Stripe.js needs', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  const { body } = await shop.account('ada', 'noah');
  assert.deepEqual(
    body.bookings?.map(({ heldBy }) => heldBy),
    [key, null],
  );
  assert.equal(body.attempts?.length, 1);
  assert.equal(body.attempts?.[0]?.phase, 'requires_action');
  assert.equal(body.attempts?.[0]?.payment?.clientSecret, asked.body.clientSecret);
  assert.equal(body.balance, 20_000, 'reserved is not paid');
});

test('an open attempt that was paid meanwhile is a payment when the account is read', async () => {
  const shop = await openShop();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure));
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.account();
  assert.deepEqual(body.attempts, []);
  assert.deepEqual(
    body.payments?.map(({ id }) => id),
    [asked.body.id],
  );
  assert.equal(body.bookings?.[0]?.status, 'charged_in_full');
});

test('the latest ten payments are listed, the newest first', async () => {
  const shop = await openShop();
  for (let amount = 101; amount <= 112; amount += 1) {
    await shop.charge(visaCharge(shop, { allocations: [], line: { description: 'Bag', amount } }));
    shop.pass(1);
  }
  const { body } = await shop.account();
  assert.deepEqual(
    body.payments?.map(({ amount }) => amount),
    [112, 111, 110, 109, 108, 107, 106, 105, 104, 103],
  );
});

test('the same card saved twice is shown once', async () => {
  const shop = await openShop();
  await shop.saveCard('ada', '5555555555554444');
  shop.pass(1);
  const newest = await shop.saveCard('ada', '4242424242424242');
  const { body } = await shop.account();
  assert.deepEqual(
    body.cards?.map(({ last4, primary }) => [last4, primary]),
    [
      ['4242', true],
      ['4444', false],
    ],
  );
  assert.equal(body.cards?.[0]?.id, newest);
});

test('cards say how long they are good for', async () => {
  const shop = await openShop();
  await shop.saveCard('bob', '5555555555554444', { expMonth: 10, expYear: 2026 });
  await shop.saveCard('bob', '4000056655665556', { expMonth: 12, expYear: 2026 });
  await shop.saveCard('bob', '378282246310005', { expMonth: 1, expYear: 2027 });
  const { body } = await shop.account('bob');
  const expiry = new Map(body.cards?.map((card) => [card.last4, card.expiry]));
  assert.deepEqual([expiry.get('4444'), expiry.get('5556'), expiry.get('0005')], ['expired', 'expiring', 'valid']);
});

test('who may not see cards sees none, in payments either', async () => {
  const shop = await openShop();
  shop.permissions.seeCards = false;
  const charged = await shop.charge(visaCharge(shop));
  assert.equal(charged.body.card, null);
  shop.calls.length = 0;
  const { body } = await shop.account();
  assert.deepEqual(body.cards, []);
  assert.deepEqual(
    body.payments?.map(({ card }) => card),
    [null],
  );
  assert.deepEqual(shop.calls, []);
});

test('an account that has not changed costs a 304', async () => {
  const shop = await openShop();
  const first = await shop.account();
  const tag = first.headers.get('ETag') ?? '';
  assert.equal(first.headers.get('Cache-Control'), 'no-store');
  const same = await shop.send('GET', '/customers/ada', { headers: { 'If-None-Match': tag } });
  assert.equal(same.status, 304);
  assert.equal(same.headers.get('ETag'), tag);
  // As a server in front that compresses answers passes it on.
  const weak = await shop.send('GET', '/customers/ada', { headers: { 'If-None-Match': `W/${tag}` } });
  assert.equal(weak.status, 304);
  await shop.charge(visaCharge(shop));
  const changed = await shop.send('GET', '/customers/ada', { headers: { 'If-None-Match': tag } });
  assert.equal(changed.status, 200);
  assert.notEqual(changed.headers.get('ETag'), tag);
});

test('Stripe is not asked while it is not connected, and the account says where to connect it', async () => {
  const shop = await openShop();
  await shop.charge(await newCardCharge(shop, threeDSecure));
  Object.assign(shop.merchant, { connection: 'not_connected', connectUrl: 'https://desk.example/connect' });
  shop.calls.length = 0;
  const { body } = await shop.account();
  assert.deepEqual(shop.calls, []);
  assert.deepEqual(body.cards, []);
  assert.equal(body.attempts?.length, 1);
  assert.equal(body.stripe?.connection, 'not_connected');
  assert.equal(body.stripe?.connectUrl, 'https://desk.example/connect');
});

test('while Stripe can not be asked there is no account: half of one misleads', async () => {
  const shop = await openShop();
  shop.stripe.faults.add({ path: /payment_methods|customers/, kind: 'lost-request', times: 99 });
  const { status, body } = await shop.account();
  assert.equal(status, 503);
  assert.equal(body.code, 'unavailable');
  assert.equal(body.attempt, 'none');
});

test('a customer without a card costs no call to Stripe', async () => {
  const shop = await openShop();
  const { status, body } = await shop.account('bob');
  assert.equal(status, 200);
  assert.deepEqual(body.cards, []);
  assert.deepEqual(shop.calls, []);
});

test('an unknown customer is not found', async () => {
  const shop = await openShop();
  const { status, body } = await shop.account('nobody');
  assert.equal(status, 404);
  assert.equal(body.code, 'not_found');
});

/** What the account asks of Stripe for the cards: the list, and which one is primary. */
const cardCalls = (calls: readonly string[]) =>
  calls.filter((call) => call.startsWith('GET /v1/payment_methods') || call.startsWith('GET /v1/customers/')).length;

test('the cards of an account that is polled are asked for every ten seconds at most', async () => {
  const shop = await openShop();
  shop.calls.length = 0;
  await Promise.all([shop.account(), shop.account('ada', 'noah')]);
  for (let poll = 0; poll < 4; poll += 1) {
    shop.pass(2 / 60);
    await shop.account();
  }
  assert.equal(cardCalls(shop.calls), 2);
  shop.pass(2 / 60);
  await shop.account();
  assert.equal(cardCalls(shop.calls), 4);
});

test('a card that a payment saved is there at once', async () => {
  const shop = await openShop();
  const lastFours = async () => (await shop.account()).body.cards?.map(({ last4 }) => last4);
  assert.deepEqual(await lastFours(), ['4242']);
  const method = {
    type: 'new_card',
    confirmationToken: await shop.token('5555555555554444', { save: true }),
    save: true,
    consent: { text: 'Agreed.', version: '1', locale: 'en' },
  };
  await shop.charge(visaCharge(shop, { method }));
  assert.deepEqual(await lastFours(), ['4242', '4444']);
});

for (const [about, object] of [
  ['is told of by Stripe', { object: 'payment_method', customer: '' }],
  ['was taken from a customer who is not named any more', { object: 'payment_method', customer: null }],
  ['became the primary one at Stripe', { object: 'customer' }],
] as const) {
  test(`a card that ${about} changes what is shown at once`, async () => {
    const shop = await openShop();
    const { stripeCustomerId } = (await shop.store.transaction('m1', (tx) => tx.customer('ada'))) ?? {};
    await shop.account();
    await shop.saveCard('ada', '5555555555554444');
    assert.equal((await shop.account()).body.cards?.length, 1, 'nobody has told yet');
    const said = object.object === 'customer' ? { id: stripeCustomerId } : { id: 'pm_1' };
    const its = 'customer' in object && object.customer !== null ? { customer: stripeCustomerId } : {};
    const data = { object: { ...object, ...said, ...its } };
    const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'any', livemode: false, data });
    const time = Math.floor(shop.now().getTime() / 1000);
    const v1 = createHmac('sha256', 'whsec_test').update(`${time}.${payload}`).digest('hex');
    await shop.sendRaw('/stripe/webhook', payload, { 'Stripe-Signature': `t=${time},v1=${v1}` });
    assert.equal((await shop.account()).body.cards?.length, 2);
  });
}

test('an open attempt is looked up at Stripe every two seconds at most, and on request', async () => {
  const shop = await openShop();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure));
  const key = asked.body.attemptKey ?? '';
  shop.calls.length = 0;
  const reads = () => shop.calls.filter((call) => call.startsWith('GET /v1/payment_intents/')).length;
  for (let poll = 0; poll < 3; poll += 1) {
    const { body } = await shop.account();
    assert.equal(body.attempts?.[0]?.payment?.clientSecret, asked.body.clientSecret);
  }
  assert.equal(reads(), 1);
  shop.pass(2 / 60);
  await shop.account();
  assert.equal(reads(), 2);
  await shop.attempt(key);
  await shop.send('GET', `/payments/${asked.body.id}`);
  assert.equal(reads(), 4);
});
