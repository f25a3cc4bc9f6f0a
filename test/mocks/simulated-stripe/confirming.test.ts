import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { cardsOnly, customerWithCard, failureOf, fromBrowser, start, tokenFromBrowser } from './start.ts';

const charge = { amount: 12_000, currency: 'cad', ...cardsOnly };

test('a saved card is charged off-session, and the money moves once', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');

  const paid = await stripe.paymentIntents.create({
    ...charge,
    ...card,
    confirm: true,
    off_session: true,
    expand: ['latest_charge'],
  });

  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.amount_received, 12_000);
  const made = paid.latest_charge as Stripe.Charge;
  assert.equal(made.status, 'succeeded');
  assert.equal(made.payment_method_details?.card?.last4, '4242');
  assert.deepEqual(
    simulated.intents().map(({ charges }) => charges.length),
    [1],
  );
});

test('an intent is confirmed once: a second confirmation is refused and carries the intent', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({ ...charge, ...card });
  await stripe.paymentIntents.confirm(id);

  const error = await failureOf(stripe.paymentIntents.confirm(id));

  assert.equal(error.statusCode, 400);
  assert.equal(error.code, 'payment_intent_unexpected_state');
  assert.match(error.message, /already succeeded/);
  assert.equal(error.payment_intent?.status, 'succeeded');
  assert.equal(simulated.intents()[0]?.charges.length, 1);
});

test('a canceled intent is not confirmed', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({ ...charge, ...card });
  await stripe.paymentIntents.cancel(id);

  const error = await failureOf(stripe.paymentIntents.confirm(id));

  assert.equal(error.code, 'payment_intent_unexpected_state');
  assert.match(error.message, /status of canceled/);
  assert.equal(simulated.intents()[0]?.charges.length, 0);
});

test('an intent without a payment method is not confirmed', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create(charge);

  const error = await failureOf(stripe.paymentIntents.confirm(id));

  assert.equal(error.code, 'payment_intent_unexpected_state');
  assert.match(error.message, /missing a payment method/);
});

test('after a decline the same intent takes another card', async () => {
  const { simulated, stripe } = start();
  const { customer, payment_method } = await customerWithCard(simulated, stripe, '4000000000009995');
  const good = simulated.seedCard(customer, '5555555555554444');
  const { id } = await stripe.paymentIntents.create({ ...charge, customer, payment_method });
  await failureOf(stripe.paymentIntents.confirm(id));

  const paid = await stripe.paymentIntents.confirm(id, { payment_method: good });

  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.last_payment_error, null);
  assert.deepEqual(
    simulated.intents()[0]?.charges.map(({ status }) => status),
    ['failed', 'succeeded'],
  );
});

test('with a return address and without Stripe.js the bank is reached by redirect', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000002760003184');

  const { next_action } = await stripe.paymentIntents.create({
    ...charge,
    ...card,
    confirm: true,
    return_url: 'https://app.example/back',
  });

  assert.equal(next_action?.type, 'redirect_to_url');
  assert.equal(next_action?.redirect_to_url?.return_url, 'https://app.example/back');
});

test('error_on_requires_action fails instead of waiting', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000002760003184');

  const error = await failureOf(
    stripe.paymentIntents.create({ ...charge, ...card, confirm: true, error_on_requires_action: true }),
  );

  assert.equal(error.statusCode, 402);
  assert.equal(error.code, 'authentication_required');
  assert.equal(error.payment_intent?.status, 'requires_payment_method');
});

test('off_session and setup_future_usage exclude each other', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');

  const error = await failureOf(
    stripe.paymentIntents.create({
      ...charge,
      ...card,
      setup_future_usage: 'off_session',
      confirm: true,
      off_session: true,
    }),
  );

  assert.match(error.message, /You cannot confirm with `off_session=true` when `setup_future_usage` is also set/);
});

test("another customer's card is refused, and so is a saved card without its customer", async () => {
  const { simulated, stripe } = start();
  const { payment_method } = await customerWithCard(simulated, stripe, '4242424242424242');
  const other = await stripe.customers.create();
  const confirm = { payment_method, confirm: true as const };

  const stranger = await failureOf(stripe.paymentIntents.create({ ...charge, ...confirm, customer: other.id }));
  const nobody = await failureOf(stripe.paymentIntents.create({ ...charge, ...confirm }));

  assert.match(stranger.message, /does not belong to the Customer you supplied/);
  assert.equal(nobody.code, 'parameter_missing');
  assert.match(nobody.message, /Please include the Customer in the `customer` parameter/);
  assert.equal(simulated.intents().length, 0);
});

test('payment methods that may redirect need a return address', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const automatic = { amount: 500, currency: 'usd', ...card, confirm: true as const };

  const without = await failureOf(stripe.paymentIntents.create(automatic));
  const never = await stripe.paymentIntents.create({
    ...automatic,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  });
  const withOne = await stripe.paymentIntents.create({ ...automatic, return_url: 'https://app.example/back' });

  assert.match(without.message, /you must provide a `return_url`/);
  assert.equal(never.status, 'succeeded');
  assert.equal(withOne.status, 'succeeded');
});

test('Stripe.js confirms with the secret of the intent, and sees no customer, metadata or charge', async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4242424242424242');
  const { id: customer } = await stripe.customers.create();
  const intent = await stripe.paymentIntents.create({ ...charge, customer, metadata: { attempt: '1' } });
  const confirm = (secret: string) =>
    fromBrowser(simulated, `/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: secret,
      confirmation_token: token,
    });

  const guessed = await confirm(`${intent.id}_secret_guess`);
  const confirmed = await confirm(String(intent.client_secret));

  assert.equal(guessed.status, 400);
  assert.equal(confirmed.body.status, 'succeeded');
  for (const hidden of ['customer', 'metadata', 'latest_charge', 'amount_received']) {
    assert.equal(hidden in confirmed.body, false, hidden);
  }
});

test('a decline that Stripe.js hears of tells no more of the intent than a browser may know', async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4000000000000002');
  const intent = await stripe.paymentIntents.create({ ...charge, metadata: { attempt: '1' } });

  const { status, body } = await fromBrowser(simulated, `/v1/payment_intents/${intent.id}/confirm`, {
    client_secret: String(intent.client_secret),
    confirmation_token: token,
  });

  assert.equal(status, 402);
  const carried = body.error?.payment_intent as Record<string, unknown>;
  assert.equal(carried.status, 'requires_payment_method');
  assert.equal('metadata' in carried, false);
});
