import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, clock, customerWithCard, failureOf, start } from './start.ts';

const intent = { amount: 500, currency: 'usd', ...cardsOnly };

test('a lost request does nothing', async () => {
  const { simulated, stripe } = start();
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'lost-request' });

  const error = await failureOf(stripe.paymentIntents.create(intent));

  assert.equal(error.type, 'StripeConnectionError');
  assert.equal(simulated.intents().length, 0);
});

test('a lost answer leaves the work done, and the same key finds it', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({ ...intent, ...card });
  const key = { idempotencyKey: 'attempt-1:confirm' };
  simulated.faults.add({ path: '/v1/payment_intents/*/confirm', kind: 'lost-answer' });

  const error = await failureOf(stripe.paymentIntents.confirm(id, {}, key));
  const again = await stripe.paymentIntents.confirm(id, {}, key);

  assert.equal(error.type, 'StripeConnectionError');
  assert.equal(again.status, 'succeeded');
  assert.equal(simulated.intents()[0]?.charges.length, 1);
});

test("the SDK's own retry of a lost answer charges once", async () => {
  const { simulated, stripe } = start({}, { retries: 1 });
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'lost-answer' });

  const paid = await stripe.paymentIntents.create({ ...intent, ...card, confirm: true });

  assert.equal(paid.status, 'succeeded');
  assert.deepEqual(
    simulated.intents().map(({ charges }) => charges.length),
    [1],
  );
});

test('a 500 may hide work that was done', async () => {
  const { simulated, stripe } = start();
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'error-500', executed: true });

  const error = await failureOf(stripe.paymentIntents.create(intent));

  assert.equal(error.statusCode, 500);
  assert.equal(error.rawType, 'api_error');
  assert.equal(simulated.intents().length, 1);
});

test('a slow answer comes after its delay', async () => {
  const time = clock();
  const { simulated, stripe } = start(time);
  simulated.faults.add({ path: '/v1/payment_intents', kind: 'slow', delay: 30_000 });
  const before = time.now();

  await stripe.paymentIntents.create(intent);

  assert.equal(time.now() - before, 30_000);
});

test('a fault meets as many requests as it says, of its method and path', async () => {
  const { simulated, stripe } = start();
  simulated.faults.add({ method: 'POST', path: /^\/v1\/customers$/g, kind: 'rate-limit', times: 2 });

  await stripe.customers.list();
  await stripe.paymentIntents.create(intent);
  for (const _ of [1, 2]) assert.equal((await failureOf(stripe.customers.create())).statusCode, 429);
  assert.equal((await stripe.customers.create()).object, 'customer');
});

test('cleared faults meet nobody', async () => {
  const { simulated, stripe } = start();
  simulated.faults.add({ path: '/v1/customers', kind: 'error-500' });
  simulated.faults.clear();

  assert.equal((await stripe.customers.create()).object, 'customer');
});

for (const outcome of ['succeeded', 'failed'] as const) {
  test(`a payment under way settles later: ${outcome}`, async () => {
    const { simulated, stripe } = start();
    const card = await customerWithCard(simulated, stripe, '4242424242424242');
    simulated.faults.add({ path: '/v1/payment_intents', kind: 'processing' });
    const { id, status } = await stripe.paymentIntents.create({ ...intent, ...card, confirm: true });
    const cancel = await failureOf(stripe.paymentIntents.cancel(id));

    simulated.settle(id, outcome);

    assert.equal(status, 'processing');
    assert.equal(cancel.code, 'payment_intent_unexpected_state');
    const after = await stripe.paymentIntents.retrieve(id);
    assert.equal(after.status, outcome === 'succeeded' ? 'succeeded' : 'requires_payment_method');
    assert.deepEqual((await stripe.events.list({ type: 'payment_intent.processing' })).data.length, 1);
  });
}
