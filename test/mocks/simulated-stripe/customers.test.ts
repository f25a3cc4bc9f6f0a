import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { customerWithCard, failureOf, start } from './start.ts';

test('a customer is created, changed and read', async () => {
  const { stripe } = start();
  const { id } = await stripe.customers.create({ name: 'Ada', email: 'ada@example.com', metadata: { a: '1' } });

  await stripe.customers.update(id, { phone: '+1 514 555 0100', email: '' });

  const customer = (await stripe.customers.retrieve(id)) as Stripe.Customer;
  assert.equal(customer.name, 'Ada');
  assert.equal(customer.email, null);
  assert.equal(customer.phone, '+1 514 555 0100');
  assert.deepEqual(customer.metadata, { a: '1' });
});

test('an unknown customer is a 404', async () => {
  const { stripe } = start();

  const error = await failureOf(stripe.customers.retrieve('cus_unknown'));

  assert.equal(error.statusCode, 404);
  assert.equal(error.code, 'resource_missing');
  assert.equal(error.message, "No such customer: 'cus_unknown'");
});

test('a deleted customer is told as deleted, loses its cards and is charged no more', async () => {
  const { simulated, stripe } = start();
  const { customer, payment_method } = await customerWithCard(simulated, stripe, '4242424242424242');

  await stripe.customers.del(customer);

  assert.equal((await stripe.customers.retrieve(customer)).deleted, true);
  const method = await stripe.paymentMethods.retrieve(payment_method);
  assert.equal(method.customer, null);
  const error = await failureOf(stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer }));
  assert.equal(error.code, 'resource_missing');
  assert.equal(error.param, 'customer');
});

test('the default card is one of the customer', async () => {
  const { simulated, stripe } = start();
  const ada = await customerWithCard(simulated, stripe, '4242424242424242');
  const other = await customerWithCard(simulated, stripe, '5555555555554444');
  const setDefault = (default_payment_method: string) =>
    stripe.customers.update(ada.customer, {
      invoice_settings: { default_payment_method },
      expand: ['invoice_settings.default_payment_method'],
    });

  const error = await failureOf(setDefault(other.payment_method));
  const updated = await setDefault(ada.payment_method);

  assert.match(error.message, /does not have a payment method with the ID/);
  assert.equal(error.param, 'invoice_settings[default_payment_method]');
  assert.equal((updated.invoice_settings.default_payment_method as Stripe.PaymentMethod).card?.last4, '4242');
});

test('a card that is detached is the default no more, and never comes back', async () => {
  const { simulated, stripe } = start();
  const { id } = await stripe.customers.create();
  const card = simulated.seedCard(id, '4242424242424242', { primary: true });

  await stripe.paymentMethods.detach(card);

  const customer = (await stripe.customers.retrieve(id)) as Stripe.Customer;
  assert.equal(customer.invoice_settings.default_payment_method, null);
  const error = await failureOf(stripe.paymentMethods.attach(card, { customer: id }));
  assert.match(error.message, /It may not be used again/);
});
