import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, customerWithCard, failureOf, sdkOf, start } from './start.ts';

const good = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };

test('a card is made, attached, listed and detached', async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const made = await stripe.paymentMethods.create({ type: 'card', card: good, billing_details: { name: 'Ada' } });

  const attached = await stripe.paymentMethods.attach(made.id, { customer });
  const listed = await stripe.paymentMethods.list({ customer, type: 'card' });
  const detached = await stripe.paymentMethods.detach(made.id);
  const after = await stripe.customers.listPaymentMethods(customer);

  assert.equal(made.customer, null);
  assert.equal(attached.customer, customer);
  assert.deepEqual(
    listed.data.map(({ id }) => id),
    [made.id],
  );
  assert.equal(detached.customer, null);
  assert.deepEqual(after.data, []);
});

test('a card tells its brand, its last four digits and its expiry, and never its number', async () => {
  const { stripe } = start();
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: { number: '378282246310005', exp_month: 3, exp_year: 2031, cvc: '1234' },
  });

  assert.equal(method.card?.brand, 'amex');
  assert.equal(method.card?.last4, '0005');
  assert.deepEqual([method.card?.exp_month, method.card?.exp_year], [3, 2031]);
  assert.equal(method.card?.three_d_secure_usage?.supported, false);
  assert.equal(JSON.stringify(method).includes('378282246310005'), false);
});

test('the same number has the same fingerprint within an account, and another one elsewhere', async () => {
  const { simulated, stripe } = start({ accounts: ['acct_1'] });
  const connected = sdkOf(simulated, { account: 'acct_1' });

  const first = await stripe.paymentMethods.create({ type: 'card', card: good });
  const again = await stripe.paymentMethods.create({ type: 'card', card: { ...good, exp_year: 2035 } });
  const other = await stripe.paymentMethods.create({ type: 'card', card: { ...good, number: '5555555555554444' } });
  const elsewhere = await connected.paymentMethods.create({ type: 'card', card: good });

  assert.equal(first.card?.fingerprint, again.card?.fingerprint);
  assert.notEqual(first.card?.fingerprint, other.card?.fingerprint);
  assert.notEqual(first.card?.fingerprint, elsewhere.card?.fingerprint);
});

test('a ready-made card is a fresh payment method at every use', async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();

  const one = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const two = await stripe.paymentMethods.attach('pm_card_visa', { customer });

  assert.notEqual(one.id, two.id);
  assert.equal(one.card?.fingerprint, two.card?.fingerprint);
});

test('a card of one customer is not attached to another', async () => {
  const { simulated, stripe } = start();
  const { payment_method } = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id: customer } = await stripe.customers.create();

  const error = await failureOf(stripe.paymentMethods.attach(payment_method, { customer }));

  assert.match(error.message, /already been attached to a customer/);
});

test("a card that the bank declines can't be saved, but 4000000000000341 can", async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();

  const error = await failureOf(
    stripe.paymentMethods.attach('pm_card_visa_chargeDeclinedInsufficientFunds', { customer }),
  );
  const saved = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });

  assert.equal(error.statusCode, 402);
  assert.equal(error.decline_code, 'insufficient_funds');
  assert.equal(saved.customer, customer);
});

test('the check of a security code is told once the bank was asked', async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();
  const create = (number: string) => stripe.paymentMethods.create({ type: 'card', card: { ...good, number } });
  const right = await create('4242424242424242');
  const wrong = await create('4000000000000101');

  await stripe.paymentMethods.attach(right.id, { customer });
  await stripe.paymentMethods.attach(wrong.id, { customer });

  assert.equal(right.card?.checks?.cvc_check, 'unchecked');
  assert.equal((await stripe.paymentMethods.retrieve(right.id)).card?.checks?.cvc_check, 'pass');
  assert.equal((await stripe.paymentMethods.retrieve(wrong.id)).card?.checks?.cvc_check, 'fail');
});

test('an expired card may be seeded, as it was good when it was saved, and may still pay', async () => {
  const { simulated, stripe } = start(clock());
  const { id: customer } = await stripe.customers.create();
  const card = simulated.seedCard(customer, '4242424242424242', { expMonth: 1, expYear: 2024 });

  const paid = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    customer,
    payment_method: card,
    allowed_payment_method_types: ['card'],
    confirm: true,
    off_session: true,
  });

  assert.equal(paid.status, 'succeeded');
});

test('the expiry of a saved card can be renewed, but not into the past', async () => {
  const { simulated, stripe } = start(clock());
  const { payment_method } = await customerWithCard(simulated, stripe, '4242424242424242');

  const error = await failureOf(
    stripe.paymentMethods.update(payment_method, { card: { exp_month: 1, exp_year: 2020 } }),
  );
  const renewed = await stripe.paymentMethods.update(payment_method, { card: { exp_month: 6, exp_year: 2033 } });

  assert.equal(error.code, 'invalid_expiry_year');
  assert.equal(renewed.card?.exp_year, 2033);
});
