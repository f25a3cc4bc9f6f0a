import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe } from 'stripe';
import { cardsOnly, clock, customerWithCard, failureOf, fromBrowser, start, tokenFromBrowser } from './start.ts';

const secret = 'whsec_test';

/** An endpoint that answers with these statuses, then with 200. */
function endpoint(...statuses: (number | 'unreachable')[]) {
  const received: { body: string; signature: string; at: number }[] = [];
  const time = clock();
  const webhook = {
    url: 'https://desk.example/stripe/webhook',
    secret,
    async fetch(request: Request) {
      received.push({
        body: await request.text(),
        signature: String(request.headers.get('stripe-signature')),
        at: time.now(),
      });
      const status = statuses.shift() ?? 200;
      if (status === 'unreachable') throw new TypeError('fetch failed');
      return new Response(null, { status });
    },
  };
  const types = () => received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type).sort();
  return { received, types, options: { ...time, webhook } };
}

test('an event comes with a signature that the SDK verifies', async () => {
  const { received, options } = endpoint();
  const { simulated, stripe } = start(options);
  await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'make-ada-1' });
  await simulated.idle();

  const [{ body, signature, at } = assert.fail('nothing came')] = received;
  const event = await stripe.webhooks.constructEventAsync(body, signature, secret, 300, undefined, at);

  assert.equal(event.type, 'customer.created');
  assert.equal(event.request?.idempotency_key, 'make-ada-1');
  assert.equal(event.livemode, false);
  await assert.rejects(
    stripe.webhooks.constructEventAsync(body.replace('Ada', 'Eve'), signature, secret, 300, undefined, at),
    Stripe.errors.StripeSignatureVerificationError,
  );
  await assert.rejects(stripe.webhooks.constructEventAsync(body, signature, secret, 300, undefined, at + 301_000));
});

test('a refused event is sent again after growing pauses, signed anew, and then given up', async () => {
  const { received, options } = endpoint(500, 'unreachable', 404, 503, 200);
  const { simulated, stripe } = start(options);
  await stripe.customers.create();

  await simulated.idle();

  assert.equal(received.length, 4);
  const [first = 0, ...later] = received.map(({ at }) => at);
  assert.deepEqual(
    later.map((at) => at - first),
    [1000, 6000, 31_000],
  );
  assert.equal(new Set(received.map(({ body }) => (JSON.parse(body) as Stripe.Event).id)).size, 1);
  assert.equal(new Set(received.map(({ signature }) => signature)).size, 4);
});

test('idle waits for the delivery that is taken at last', async () => {
  const { received, options } = endpoint(500);
  const { simulated, stripe } = start(options);
  await stripe.customers.create();

  await simulated.idle();

  assert.equal(received.length, 2);
});

test('a payment tells of the intent, the charge and the success', async () => {
  const { types, options } = endpoint();
  const { simulated, stripe } = start(options);
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  await stripe.paymentIntents.create({ amount: 500, currency: 'usd', ...card, ...cardsOnly, confirm: true });

  await simulated.idle();

  assert.deepEqual(types(), [
    'charge.succeeded',
    'customer.created',
    'payment_intent.created',
    'payment_intent.succeeded',
  ]);
});

test('a decline tells of the failed charge and the failed payment', async () => {
  const { types, options } = endpoint();
  const { simulated, stripe } = start(options);
  const card = await customerWithCard(simulated, stripe, '4000000000000341');
  await failureOf(stripe.paymentIntents.create({ amount: 500, currency: 'usd', ...card, ...cardsOnly, confirm: true }));

  await simulated.idle();

  assert.deepEqual(types(), [
    'charge.failed',
    'customer.created',
    'payment_intent.created',
    'payment_intent.payment_failed',
  ]);
});

test('a challenge, its failure and a cancellation are told', async () => {
  const { types, options } = endpoint();
  const { simulated, stripe } = start(options);
  const token = await tokenFromBrowser(simulated, '4000000000003220');
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', ...cardsOnly });
  await stripe.paymentIntents.confirm(intent.id, { confirmation_token: token });
  await fromBrowser(simulated, `/v1/simulated/challenges/${intent.id}`, {
    outcome: 'fail',
    client_secret: String(intent.client_secret),
  });
  await stripe.paymentIntents.cancel(intent.id);

  await simulated.idle();

  assert.deepEqual(types(), [
    'payment_intent.canceled',
    'payment_intent.created',
    'payment_intent.payment_failed',
    'payment_intent.requires_action',
  ]);
});

test('saving, detaching and refunding are told', async () => {
  const { types, options } = endpoint();
  const { simulated, stripe } = start(options);
  const { id: customer } = await stripe.customers.create();
  const paid = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    customer,
    ...cardsOnly,
    payment_method: 'pm_card_visa',
    setup_future_usage: 'off_session',
    confirm: true,
  });
  await stripe.paymentMethods.detach(String(paid.payment_method));
  await stripe.refunds.create({ payment_intent: paid.id });

  await simulated.idle();

  assert.deepEqual(types(), [
    'charge.refunded',
    'charge.succeeded',
    'customer.created',
    'payment_intent.created',
    'payment_intent.succeeded',
    'payment_method.attached',
    'payment_method.detached',
    'refund.created',
  ]);
});

test('an event holds the object as it was when it happened', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
  await stripe.paymentIntents.cancel(id);

  const { data } = await stripe.events.list({ type: 'payment_intent.created' });

  assert.equal((data[0]!.data.object as Stripe.PaymentIntent).status, 'requires_payment_method');
});

test("a connected account's events name the account", async () => {
  const { received, options } = endpoint();
  const { simulated, stripe } = start({ ...options, accounts: ['acct_1'] }, { account: 'acct_1' });
  await stripe.customers.create();

  await simulated.idle();

  assert.equal((JSON.parse(String(received[0]?.body)) as Stripe.Event).account, 'acct_1');
});
