import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { cardsOnly, customerWithCard, failureOf, fromBrowser, start, tokenFromBrowser } from './start.ts';

const charge = { amount: 12_000, currency: 'cad', ...cardsOnly };

const declines = [
  ['4000000000000002', 'card_declined', 'generic_decline', 'Your card was declined.'],
  ['4000000000009995', 'card_declined', 'insufficient_funds', 'Your card has insufficient funds.'],
  ['4000000000009987', 'card_declined', 'lost_card', 'Your card was declined.'],
  ['4000000000009979', 'card_declined', 'stolen_card', 'Your card was declined.'],
  ['4000000000000069', 'expired_card', 'expired_card', 'Your card has expired.'],
  ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect."],
  [
    '4000000000000119',
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ],
  [
    '4000000000006975',
    'card_declined',
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  ],
  ['4000000000000341', 'card_declined', 'generic_decline', 'Your card was declined.'],
] as const;

for (const [number, code, declineCode, message] of declines) {
  test(`card ${number} is declined as ${code} / ${declineCode}, and the intent wants another one`, async () => {
    const { simulated, stripe } = start();
    const card = await customerWithCard(simulated, stripe, number);

    const error = await failureOf(
      stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true }),
    );

    assert.equal(error.statusCode, 402);
    assert.equal(error.rawType, 'card_error');
    assert.equal(error.code, code);
    assert.equal(error.decline_code, declineCode);
    assert.equal(error.message, message);
    assert.equal(error.payment_method?.id, card.payment_method);
    assert.equal(error.payment_intent?.status, 'requires_payment_method');
    assert.equal(error.payment_intent?.payment_method, null);
    assert.equal(error.payment_intent?.last_payment_error?.decline_code, declineCode);
    const failed = await stripe.charges.retrieve(String(error.charge));
    assert.equal(failed.status, 'failed');
    assert.equal(failed.failure_code, code);
    assert.equal(failed.outcome?.type, 'issuer_declined');
  });
}

test("a card that Stripe's own rules block never reaches the bank", async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4100000000000019');

  const error = await failureOf(stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true }));

  assert.equal(error.decline_code, 'fraudulent');
  assert.equal(error.message, 'Your card was declined.');
  const blocked = await stripe.charges.retrieve(String(error.charge));
  assert.equal(blocked.outcome?.type, 'blocked');
  assert.equal(blocked.outcome?.network_status, 'not_sent_to_network');
});

for (const number of ['4000002760003184', '4000000000003220']) {
  test(`card ${number} is refused off-session, as nobody is there to approve`, async () => {
    const { simulated, stripe } = start();
    const card = await customerWithCard(simulated, stripe, number);

    const error = await failureOf(
      stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true }),
    );

    assert.equal(error.statusCode, 402);
    assert.equal(error.rawType, 'card_error');
    assert.equal(error.code, 'authentication_required');
    assert.equal(error.decline_code, 'authentication_required');
    assert.equal(error.message, 'Your card was declined. This transaction requires authentication.');
    assert.equal(error.charge, undefined);
    assert.equal(error.payment_method?.id, card.payment_method);
    const { status, last_payment_error, payment_method } = await stripe.paymentIntents.retrieve(
      String(error.payment_intent?.id),
    );
    assert.equal(status, 'requires_payment_method');
    assert.equal(payment_method, null);
    assert.equal(last_payment_error?.code, 'authentication_required');
    assert.equal(last_payment_error?.payment_method?.id, card.payment_method);
  });
}

for (const number of ['4000002500003155', '4000003800000446']) {
  test(`card ${number} that was set up passes off-session and asks on-session`, async () => {
    const { simulated, stripe } = start();
    const card = await customerWithCard(simulated, stripe, number);

    const offSession = await stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true });
    const onSession = await stripe.paymentIntents.create({ ...charge, ...card, confirm: true });

    assert.equal(offSession.status, 'succeeded');
    assert.equal(onSession.status, 'requires_action');
  });
}

test('card 4000002500003155 that was only attached is refused off-session', async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_authenticationRequiredOnSetup', { customer });

  const error = await failureOf(
    stripe.paymentIntents.create({ ...charge, customer, payment_method: id, confirm: true, off_session: true }),
  );

  assert.equal(error.code, 'authentication_required');
});

test('card 4000008260003178 lacks funds even when set up and off-session', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000008260003178');

  const error = await failureOf(stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true }));

  assert.equal(error.decline_code, 'insufficient_funds');
});

/** Waits for the bank, on-session. */
async function awaitingBank(number: string, more: Record<string, string> = {}) {
  const { simulated, stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const token = await tokenFromBrowser(simulated, number, more);
  const intent = await stripe.paymentIntents.create({ ...charge, customer });
  const confirmed = await stripe.paymentIntents.confirm(intent.id, {
    confirmation_token: token,
    ...(more.setup_future_usage ? { setup_future_usage: 'off_session' as const } : {}),
  });
  const answer = (outcome: string, secret = String(confirmed.client_secret)) =>
    fromBrowser(simulated, `/v1/simulated/challenges/${intent.id}`, { outcome, client_secret: secret });
  return { simulated, stripe, customer, confirmed, answer };
}

test('a new card that needs approval waits for Stripe.js, and no charge is made meanwhile', async () => {
  const { simulated, confirmed } = await awaitingBank('4000000000003220');

  assert.equal(confirmed.status, 'requires_action');
  assert.equal(confirmed.next_action?.type, 'use_stripe_sdk');
  assert.match(String(confirmed.client_secret), new RegExp(`^${confirmed.id}_secret_`));
  assert.equal(confirmed.latest_charge, null);
  assert.equal(simulated.intents()[0]?.charges.length, 0);
});

test('a passed challenge charges the card', async () => {
  const { stripe, confirmed, answer } = await awaitingBank('4000000000003220');

  const { status, body } = await answer('pass');

  assert.equal(status, 200);
  assert.equal(body.status, 'succeeded');
  const { latest_charge } = await stripe.paymentIntents.retrieve(confirmed.id, { expand: ['latest_charge'] });
  assert.equal((latest_charge as Stripe.Charge).payment_method_details?.card?.three_d_secure?.result, 'authenticated');
});

for (const outcome of ['fail', 'cancel']) {
  test(`a challenge that ends with ${outcome} charges nothing, and the intent wants another card`, async () => {
    const { simulated, stripe, confirmed, answer } = await awaitingBank('4000000000003220');

    await answer(outcome);

    const { status, last_payment_error } = await stripe.paymentIntents.retrieve(confirmed.id);
    assert.equal(status, 'requires_payment_method');
    assert.equal(last_payment_error?.type, 'invalid_request_error');
    assert.equal(last_payment_error?.code, 'payment_intent_authentication_failure');
    assert.equal(simulated.intents()[0]?.charges.length, 0);
  });
}

for (const [number, declineCode] of [
  ['4000008400001629', 'generic_decline'],
  ['4000008260003178', 'insufficient_funds'],
] as const) {
  test(`card ${number} passes its challenge and is then declined: ${declineCode}`, async () => {
    const { stripe, confirmed, answer } = await awaitingBank(number);

    const { status } = await answer('pass');

    assert.equal(status, 200);
    const after = await stripe.paymentIntents.retrieve(confirmed.id);
    assert.equal(after.status, 'requires_payment_method');
    assert.equal(after.last_payment_error?.decline_code, declineCode);
  });
}

test('a challenge is answered once, and only with the secret of its intent', async () => {
  const { simulated, answer } = await awaitingBank('4000000000003220');

  const wrong = await answer('pass', 'pi_x_secret_y');
  const first = await answer('pass');
  const second = await answer('pass');

  assert.equal(wrong.body.error?.param, 'client_secret');
  assert.equal(first.status, 200);
  assert.equal(second.body.error?.code, 'payment_intent_unexpected_state');
  assert.equal(simulated.intents()[0]?.charges.length, 1);
});

test('card 4000008400001280 breaks down when approval is asked for, and is declined', async () => {
  const { simulated, stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const token = await tokenFromBrowser(simulated, '4000008400001280');
  const { id } = await stripe.paymentIntents.create({ ...charge, customer });

  const error = await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  assert.equal(error.code, 'card_declined');
});

test('an optional card pays at once, and asks where 3-D Secure is requested', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000000000003055');
  const requested = { payment_method_options: { card: { request_three_d_secure: 'any' as const } } };

  const plain = await stripe.paymentIntents.create({ ...charge, ...card, confirm: true });
  const asked = await stripe.paymentIntents.create({ ...charge, ...card, confirm: true, ...requested });
  const offSession = await failureOf(
    stripe.paymentIntents.create({ ...charge, ...card, confirm: true, off_session: true, ...requested }),
  );

  assert.equal(plain.status, 'succeeded');
  assert.equal(asked.status, 'requires_action');
  assert.equal(offSession.code, 'authentication_required');
});

test('setup_future_usage saves the card with the customer once it paid, not before', async () => {
  const { simulated, stripe, customer, confirmed, answer } = await awaitingBank('4000002500003155', {
    setup_future_usage: 'off_session',
  });
  const before = await stripe.customers.listPaymentMethods(customer);

  await answer('pass');

  const after = await stripe.customers.listPaymentMethods(customer);
  assert.equal(before.data.length, 0);
  assert.deepEqual(
    after.data.map(({ id }) => id),
    [confirmed.payment_method],
  );
  const again = await stripe.paymentIntents.create({
    ...charge,
    customer,
    payment_method: String(confirmed.payment_method),
    confirm: true,
    off_session: true,
  });
  assert.equal(again.status, 'succeeded');
  assert.equal(simulated.intents().length, 2);
});

test('setup_future_usage saves nothing where the card is declined', async () => {
  const { simulated, stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const token = await tokenFromBrowser(simulated, '4000000000009995', { setup_future_usage: 'off_session' });
  const { id } = await stripe.paymentIntents.create({ ...charge, customer, setup_future_usage: 'off_session' });

  await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  assert.equal((await stripe.customers.listPaymentMethods(customer)).data.length, 0);
});

test('a card that was not saved is never taken again', async () => {
  const { simulated, stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const token = await tokenFromBrowser(simulated, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({ ...charge, customer });
  const { payment_method } = await stripe.paymentIntents.confirm(id, { confirmation_token: token });

  const error = await failureOf(
    stripe.paymentIntents.create({ ...charge, customer, payment_method: String(payment_method), confirm: true }),
  );

  assert.match(error.message, /It may not be used again/);
});
