import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { cardsOnly, clock, customerWithCard, failureOf, start } from './start.ts';

async function paid(number = '4242424242424242', options = {}) {
  const { simulated, stripe } = start(options);
  const card = await customerWithCard(simulated, stripe, number);
  const intent = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'usd',
    ...card,
    ...cardsOnly,
    confirm: true,
  });
  const charge = async () => {
    const { latest_charge } = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    return latest_charge as Stripe.Charge;
  };
  return { simulated, stripe, intent, charge };
}

test('a whole payment is refunded once', async () => {
  const { stripe, intent, charge } = await paid();

  const refund = await stripe.refunds.create({ payment_intent: intent.id, reason: 'requested_by_customer' });
  const again = await failureOf(stripe.refunds.create({ payment_intent: intent.id }));

  assert.equal(refund.amount, 10_000);
  assert.equal(refund.status, 'succeeded');
  assert.equal((await charge()).refunded, true);
  assert.equal(again.code, 'charge_already_refunded');
});

test('parts are refunded, and never more than was paid', async () => {
  const { stripe, intent, charge } = await paid();
  await stripe.refunds.create({ payment_intent: intent.id, amount: 4000 });

  const over = await failureOf(stripe.refunds.create({ payment_intent: intent.id, amount: 6001 }));
  const nothing = await failureOf(stripe.refunds.create({ payment_intent: intent.id, amount: 0 }));
  await stripe.refunds.create({ payment_intent: intent.id, amount: 6000 });

  assert.equal(over.param, 'amount');
  assert.match(over.message, /greater than unrefunded amount/);
  assert.equal(nothing.code, 'parameter_invalid_integer');
  assert.equal((await charge()).amount_refunded, 10_000);
  assert.equal((await stripe.refunds.list({ payment_intent: intent.id })).data.length, 2);
});

test('what was not paid is not refunded', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });

  const error = await failureOf(stripe.refunds.create({ payment_intent: id }));

  assert.match(error.message, /does not have a successful charge to refund/);
});

test('a refund that the bank sends back fails, and the charge holds its money again', async () => {
  const time = clock();
  const { simulated, stripe, intent, charge } = await paid('4000000000005126', time);
  const refund = await stripe.refunds.create({ payment_intent: intent.id });

  await simulated.idle();

  const after = await stripe.refunds.retrieve(refund.id);
  assert.equal(after.status, 'failed');
  assert.equal(after.failure_reason, 'unknown');
  assert.equal((await charge()).amount_refunded, 0);
});
