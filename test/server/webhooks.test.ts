import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { newCardCharge, openShop, type Shop, threeDSecure, visaCharge } from './shop.ts';

interface Sent {
  id?: string;
  livemode?: boolean;
  account?: string;
  object?: Record<string, unknown>;
  secret?: string;
  /** Seconds. */
  age?: number;
  signature?: string;
}

/** An event as Stripe sends it, about the last intent unless said otherwise. */
function send(shop: Shop, { id = 'evt_1', livemode = false, secret = 'whsec_test', age = 0, ...sent }: Sent = {}) {
  const object = sent.object ?? { object: 'payment_intent', id: shop.stripe.intents().at(-1)?.id };
  const payload = JSON.stringify({
    id,
    object: 'event',
    type: 'payment_intent.succeeded',
    livemode,
    ...(sent.account ? { account: sent.account } : {}),
    data: { object },
  });
  const time = Math.floor(shop.now().getTime() / 1000) - age;
  const v1 = createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex');
  return shop.sendRaw('/stripe/webhook', payload, { 'Stripe-Signature': sent.signature ?? `t=${time},v1=${v1}` });
}

const stepOf = async (shop: Shop, key: string) =>
  (await shop.store.transaction('m1', (tx) => tx.attemptByScope({ actor: 'staff:maya', route: 'charge', key })))?.step;

/** A payment that the bank has approved, while nobody looked. */
async function paidUnseen(shop: Shop): Promise<string> {
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  await shop.answerBank(asked.body, 'pass');
  return key;
}

test('an event settles the payment that nobody came back for', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  assert.equal(await stepOf(shop, key), 'requires_action');
  assert.equal((await send(shop)).status, 200);
  assert.equal(await stepOf(shop, key), 'succeeded');
});

test('an event is only a hint: what the intent says is applied', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  const { id } = shop.stripe.intents()[0] ?? {};
  assert.equal((await send(shop, { object: { object: 'payment_intent', id, status: 'succeeded' } })).status, 200);
  assert.equal(await stepOf(shop, key), 'requires_action');
});

test('a failed 3-D Secure that is told by an event frees the booking', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const asked = await shop.charge(await newCardCharge(shop, threeDSecure), { key });
  await shop.answerBank(asked.body, 'fail');
  await send(shop);
  assert.equal(await stepOf(shop, key), 'failed');
  assert.deepEqual(shop.statuses(), ['canceled']);
});

test('duplicates and replays settle once', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  const answers = await Promise.all([send(shop), send(shop), send(shop, { id: 'evt_2' })]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  shop.calls.length = 0;
  assert.equal((await send(shop, { id: 'evt_3' })).status, 200);
  assert.deepEqual(shop.calls, [], 'what is settled costs no call');
  await shop.deliver();
  assert.equal(await stepOf(shop, key), 'succeeded');
  assert.deepEqual(
    shop.told.map(({ type }) => type),
    ['payment.succeeded'],
  );
});

test('an event that was seen is remembered with what it changed, or not at all', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  shop.stripe.faults.add({ method: 'GET', path: '/v1/payment_intents/*', kind: 'lost-request', times: 2 });
  assert.equal((await send(shop)).status, 503, 'Stripe sends it again');
  assert.equal(await stepOf(shop, key), 'requires_action');
  assert.equal((await send(shop)).status, 200);
  assert.equal(await stepOf(shop, key), 'succeeded');
  assert.equal(await shop.store.transaction('m1', (tx) => tx.rememberEvent('evt_1')), false);
});

test('an event and the direct answer at once settle once', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  const [, , read] = await Promise.all([send(shop), send(shop, { id: 'evt_2' }), shop.attempt(key)]);
  assert.equal(read.body.payment?.status, 'succeeded');
  await shop.deliver();
  assert.equal(shop.told.length, 1);
});

test('what is not signed by Stripe, or too old, changes nothing', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  for (const wrong of [
    { secret: 'whsec_other' },
    { age: 301 },
    { signature: 'nonsense' },
    { signature: '' },
    { signature: 't=1,v1=' },
  ]) {
    const { status, body } = await send(shop, wrong);
    assert.equal(status, 400);
    assert.equal(body.code, 'invalid_request');
  }
  assert.equal(await stepOf(shop, key), 'requires_action');
});

test('an event of another account or of live mode is accepted and ignored', async () => {
  const shop = await openShop();
  const key = await paidUnseen(shop);
  for (const other of [{ account: 'acct_other' }, { livemode: true }]) {
    assert.equal((await send(shop, other)).status, 200);
  }
  assert.equal(await stepOf(shop, key), 'requires_action');
});

test('what Paydesk did not make is accepted and ignored', async () => {
  const shop = await openShop();
  assert.equal((await send(shop, { object: { object: 'payment_intent', id: 'pi_other' } })).status, 200);
  assert.equal((await send(shop, { object: { object: 'balance' } })).status, 200);
  assert.deepEqual(
    shop.calls.filter((call) => call.includes('pi_other')),
    [],
  );
});

test('events that arrive while the charge still runs do no harm', async () => {
  const shop = await openShop();
  const webhooks: Promise<{ status: number }>[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      webhookSecret: 'whsec_test',
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (String(input).endsWith('/confirm')) webhooks.push(send(shop), send(shop, { id: 'evt_2' }));
        return response;
      },
    },
  });
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.status, 'succeeded');
  assert.deepEqual(
    (await Promise.all(webhooks)).map(({ status }) => status),
    [200, 200],
  );
  await shop.deliver();
  assert.equal(shop.told.length, 1);
});

test('a decline whose event arrives while the charge still runs keeps its reason', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', '4000000000009995');
  const webhooks: Promise<unknown>[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      webhookSecret: 'whsec_test',
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (/\/(confirm|cancel)$/.test(String(input))) webhooks.push(send(shop, { id: `evt_${webhooks.length}` }));
        return response;
      },
    },
  });
  const { body } = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  await Promise.all(webhooks);
  assert.equal(body.code, 'declined');
  assert.equal(body.reason, 'insufficient_funds');
});
