import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, clock, customerWithCard, failureOf, headerOf, sdkOf, start } from './start.ts';

const charge = { amount: 12_000, currency: 'cad', ...cardsOnly };
const key = { idempotencyKey: 'attempt-1:create' };

test('the same key gives the same answer, marked as replayed, and the work is done once', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const request = { ...charge, ...card, confirm: true as const };

  const first = await stripe.paymentIntents.create(request, key);
  const again = await stripe.paymentIntents.create(request, key);

  assert.equal(again.id, first.id);
  assert.equal(headerOf(first, 'idempotent-replayed'), null);
  assert.equal(headerOf(again, 'idempotent-replayed'), 'true');
  assert.equal(headerOf(again, 'original-request'), first.lastResponse.requestId);
  assert.equal(simulated.intents().length, 1);
});

test('what is replayed is the answer of then, not the state of now', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create(charge, key);
  await stripe.paymentIntents.cancel(id);

  const replayed = await stripe.paymentIntents.create(charge, key);

  assert.equal(replayed.status, 'requires_payment_method');
});

test('a decline is replayed too', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000000000000341');
  const request = { ...charge, ...card, confirm: true as const };
  const first = await failureOf(stripe.paymentIntents.create(request, key));

  const again = await failureOf(stripe.paymentIntents.create(request, key));

  assert.equal(again.statusCode, 402);
  assert.equal(again.charge, first.charge);
  assert.equal(simulated.intents()[0]?.charges.length, 1);
});

test('a 500 is replayed too, and the SDK is told not to try again', async () => {
  const { simulated, stripe } = start({}, { retries: 2 });
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'error-500' });
  const first = await failureOf(stripe.paymentIntents.create(charge, key));

  const again = await failureOf(stripe.paymentIntents.create(charge, key));
  const other = await stripe.paymentIntents.create(charge, { idempotencyKey: 'attempt-2:create' });

  assert.equal(first.statusCode, 500);
  assert.equal(first.headers?.['idempotent-replayed'], undefined);
  assert.equal(again.statusCode, 500);
  assert.equal(again.headers?.['idempotent-replayed'], 'true');
  assert.equal(other.status, 'requires_payment_method');
  assert.equal(simulated.intents().length, 1);
});

test('a key is for one set of parameters', async () => {
  const { simulated, stripe } = start();
  await stripe.paymentIntents.create(charge, key);

  const error = await failureOf(stripe.paymentIntents.create({ ...charge, amount: 1000 }, key));

  assert.equal(error.statusCode, 400);
  assert.equal(error.rawType, 'idempotency_error');
  assert.match(error.message, /can only be used with the same parameters/);
  assert.equal(simulated.intents().length, 1);
});

test('a key is for one endpoint', async () => {
  const { stripe } = start();
  await stripe.paymentIntents.create(charge, key);

  const error = await failureOf(stripe.customers.create({}, key));

  assert.equal(error.rawType, 'idempotency_error');
  assert.match(error.message, /can only be used for the same endpoint/);
});

test('the order of parameters is no difference', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, key);

  assert.equal((await stripe.paymentIntents.create({ currency: 'usd', amount: 500 }, key)).id, id);
});

test('two requests with one key at the same time: one is done, the other is a conflict', async () => {
  const { simulated, stripe } = start();

  const answers = await Promise.allSettled([
    stripe.paymentIntents.create(charge, key),
    stripe.paymentIntents.create(charge, key),
  ]);

  const conflict = answers.find((answer) => answer.status === 'rejected');
  assert.equal(answers.filter((answer) => answer.status === 'fulfilled').length, 1);
  assert.equal(conflict?.reason.statusCode, 409);
  assert.equal(conflict?.reason.code, 'idempotency_key_in_use');
  assert.equal(simulated.intents().length, 1);
});

test('the SDK that meets the conflict tries again and gets the one answer', async () => {
  const { simulated, stripe } = start({}, { retries: 2 });

  const [one, two] = await Promise.all([
    stripe.paymentIntents.create(charge, key),
    stripe.paymentIntents.create(charge, key),
  ]);

  assert.equal(one.id, two.id);
  assert.equal(simulated.intents().length, 1);
});

test('parameters that fail validation leave the key free', async () => {
  const { stripe } = start();
  await failureOf(stripe.paymentIntents.create({ ...charge, amount: 1 }, key));

  assert.equal((await stripe.paymentIntents.create(charge, key)).amount, 12_000);
});

test('401 and 429 leave the key free', async () => {
  const { simulated, stripe } = start();
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'rate-limit' });

  const unauthorized = await failureOf(sdkOf(simulated, { key: 'sk_test_wrong' }).paymentIntents.create(charge, key));
  const paid = await stripe.paymentIntents.create(charge, key);

  assert.equal(unauthorized.statusCode, 401);
  assert.equal(headerOf(paid, 'idempotent-replayed'), null);
  simulated.faults.add({ path: '/v1/customers', kind: 'rate-limit' });
  const other = { idempotencyKey: 'another-key' };
  const limited = await failureOf(stripe.customers.create({}, other));
  assert.equal(limited.statusCode, 429);
  assert.equal(limited.type, 'StripeRateLimitError');
  assert.equal((await stripe.customers.create({}, other)).object, 'customer');
});

test('a key belongs to one account', async () => {
  const { simulated, stripe } = start({ accounts: ['acct_1'] });
  const connected = sdkOf(simulated, { account: 'acct_1' });

  const platform = await stripe.paymentIntents.create(charge, key);
  const other = await connected.paymentIntents.create({ ...charge, amount: 700 }, key);

  assert.notEqual(platform.id, other.id);
});

test('a key is forgotten after a day', async () => {
  const time = clock();
  const { stripe } = start(time);
  const first = await stripe.paymentIntents.create(charge, key);
  time.pass(23 * 60 * 60 * 1000);
  const within = await stripe.paymentIntents.create(charge, key);
  time.pass(60 * 60 * 1000);

  const after = await stripe.paymentIntents.create(charge, key);

  assert.equal(within.id, first.id);
  assert.notEqual(after.id, first.id);
});

test('a key has at most 255 characters', async () => {
  const { stripe } = start();

  const error = await failureOf(stripe.customers.create({}, { idempotencyKey: 'k'.repeat(256) }));

  assert.equal(error.statusCode, 400);
});
