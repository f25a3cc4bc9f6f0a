import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimulatedStripe } from '../../../mocks/simulated-stripe/simulated-stripe.ts';
import { customerWithCard, failureOf, start } from './start.ts';

/** As another process does it. */
async function control(simulated: SimulatedStripe, method: string, path: string, form?: Record<string, string>) {
  const response = await simulated.fetch(`https://api.stripe.com${path}`, {
    method,
    headers: { authorization: `Bearer ${simulated.secretKey}` },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  return response.json();
}

test('another process adds faults and takes them away', async () => {
  const { simulated, stripe } = start();
  const fault = { path: '/v1/customers', kind: 'error-500', times: '2' };

  await control(simulated, 'POST', '/v1/simulated/faults', fault);
  const error = await failureOf(stripe.customers.create());
  await control(simulated, 'DELETE', '/v1/simulated/faults');

  assert.equal(error.statusCode, 500);
  assert.equal((await stripe.customers.create()).object, 'customer');
});

test('another process sees what became of the intents', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000000000009995');
  const refused = stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    ...card,
    allowed_payment_method_types: ['card'],
    confirm: true,
    metadata: { attempt: '1' },
  });
  await failureOf(refused);

  const { data } = await control(simulated, 'GET', '/v1/simulated/intents');

  const [seen] = simulated.intents();
  assert.deepEqual(data, [seen]);
  assert.deepEqual(seen?.lastError, { code: 'card_declined', declineCode: 'insufficient_funds' });
  assert.deepEqual(seen?.metadata, { attempt: '1' });
  assert.deepEqual([seen?.charges[0]?.status, seen?.charges[0]?.last4], ['failed', '9995']);
});

test('another process settles what is under way', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  await control(simulated, 'POST', '/v1/simulated/faults', { path: '/v1/payment_intents', kind: 'processing' });
  const intent = { amount: 500, currency: 'usd', ...card, allowed_payment_method_types: ['card' as const] };
  const { id } = await stripe.paymentIntents.create({ ...intent, confirm: true });

  const settled = await control(simulated, 'POST', `/v1/simulated/intents/${id}/settle`, { outcome: 'succeeded' });
  const again = await control(simulated, 'POST', `/v1/simulated/intents/${id}/settle`, { outcome: 'failed' });

  assert.equal(settled.status, 'succeeded');
  assert.equal(again.error.code, 'payment_intent_unexpected_state');
});

test('a card is seeded for a customer that exists, and from the test cards', async () => {
  const { simulated, stripe } = start();
  const { id } = await stripe.customers.create();

  assert.throws(() => simulated.seedCard(id, '4111111111111111'), RangeError);
  assert.throws(() => simulated.seedCard('cus_unknown', '4242424242424242'), RangeError);
});
