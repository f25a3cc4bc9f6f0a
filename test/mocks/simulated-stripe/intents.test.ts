import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, customerWithCard, failureOf, fromBrowser, start } from './start.ts';

test('a new intent wants a payment method and has a secret', async () => {
  const { stripe } = start();

  const intent = await stripe.paymentIntents.create({ amount: 4900, currency: 'usd', metadata: { booking: '7' } });

  assert.equal(intent.object, 'payment_intent');
  assert.equal(intent.status, 'requires_payment_method');
  assert.equal(intent.capture_method, 'automatic_async');
  assert.deepEqual(intent.payment_method_types, ['card']);
  assert.deepEqual(intent.metadata, { booking: '7' });
  assert.ok(intent.client_secret?.startsWith(`${intent.id}_secret_`));
  assert.equal(intent.latest_charge, null);
});

test('with a payment method it wants a confirmation', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');

  const intent = await stripe.paymentIntents.create({ amount: 4900, currency: 'usd', ...card });

  assert.equal(intent.status, 'requires_confirmation');
  assert.equal(intent.payment_method, card.payment_method);
});

const amounts = [
  [0, 'usd', 'parameter_invalid_integer'],
  [49, 'usd', 'amount_too_small'],
  [49, 'jpy', 'amount_too_small'],
  [299, 'nok', 'amount_too_small'],
  [17_400, 'huf', 'amount_too_small'],
  [1250, 'isk', 'invalid_charge_amount'],
  [150, 'ugx', 'invalid_charge_amount'],
  [1234, 'kwd', 'invalid_charge_amount'],
  [1_000_000_000_000, 'usd', 'amount_too_large'],
] as const;

for (const [amount, currency, code] of amounts) {
  test(`${amount} ${currency} can't be charged: ${code}`, async () => {
    const { simulated, stripe } = start();

    const error = await failureOf(stripe.paymentIntents.create({ amount, currency }));

    assert.equal(error.statusCode, 400);
    assert.equal(error.code, code);
    assert.equal(error.param, 'amount');
    assert.equal(simulated.intents().length, 0);
  });
}

for (const [amount, currency] of [
  [50, 'usd'],
  [50, 'jpy'],
  [1200, 'isk'],
  [1230, 'kwd'],
] as const) {
  test(`${amount} ${currency} can be charged`, async () => {
    const { stripe } = start();

    assert.equal((await stripe.paymentIntents.create({ amount, currency })).amount, amount);
  });
}

test('the smallest amount is told as people write it', async () => {
  const { stripe } = start();

  const error = await failureOf(stripe.paymentIntents.create({ amount: 10, currency: 'usd' }));

  assert.equal(error.message, 'Amount must be at least $0.50 usd');
});

test('a currency is written in lower case and known to Stripe', async () => {
  const { stripe } = start();

  for (const currency of ['CAD', 'xyz']) {
    const error = await failureOf(stripe.paymentIntents.create({ amount: 500, currency }));
    assert.equal(error.param, 'currency');
    assert.match(error.message, new RegExp(`^Invalid currency: ${currency}`));
  }
});

test('what is missing is named', async () => {
  const { simulated } = start();
  const create = async (form: Record<string, string>) => {
    const response = await simulated.fetch('https://api.stripe.com/v1/payment_intents', {
      method: 'POST',
      headers: { authorization: `Bearer ${simulated.secretKey}` },
      body: new URLSearchParams(form),
    });
    return { status: response.status, ...(await response.json()).error };
  };

  const currency = await create({ amount: '500' });
  const amount = await create({ currency: 'usd' });
  const word = await create({ amount: 'ten', currency: 'usd' });

  assert.deepEqual([currency.status, currency.code, currency.param], [400, 'parameter_missing', 'currency']);
  assert.deepEqual([amount.status, amount.code, amount.param], [400, 'parameter_missing', 'amount']);
  assert.deepEqual([word.status, word.code, word.param], [400, 'parameter_invalid_integer', 'amount']);
});

const confirmOnly = { off_session: true, return_url: 'https://app.example', error_on_requires_action: true };
for (const [name, value] of Object.entries(confirmOnly)) {
  test(`${name} is refused where the intent is not confirmed at once`, async () => {
    const { stripe } = start();

    const error = await failureOf(stripe.paymentIntents.create({ amount: 500, currency: 'usd', [name]: value }));

    assert.equal(error.statusCode, 400);
    assert.equal(error.param, name);
    assert.match(error.message, /unless `confirm` is set to true/);
  });
}

test('payment_method_types is no longer supported', async () => {
  const { stripe } = start();
  const params = { amount: 500, currency: 'usd', payment_method_types: ['card'] };

  const error = await failureOf(stripe.paymentIntents.create(params));

  assert.equal(error.statusCode, 400);
  assert.equal(error.code, 'payment_method_types_no_longer_supported');
});

test('allowed and automatic payment methods exclude each other', async () => {
  const { stripe } = start();

  const error = await failureOf(
    stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      ...cardsOnly,
      automatic_payment_methods: { enabled: true },
    }),
  );

  assert.match(error.message, /You may only specify one of these parameters/);
});

test('a telephone order is unknown to an account that Stripe did not enable for it', async () => {
  const { stripe } = start();

  const error = await failureOf(
    stripe.paymentIntents.create({ amount: 500, currency: 'usd', payment_method_options: { card: { moto: true } } }),
  );

  assert.equal(error.code, 'parameter_unknown');
  assert.equal(error.param, 'payment_method_options[card][moto]');
});

test('metadata has limits', async () => {
  const { stripe } = start();
  const create = (metadata: Record<string, string>) =>
    stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata });
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

  await create(keys(50));
  await create({ ['k'.repeat(40)]: 'v'.repeat(500) });
  const many = await failureOf(create(keys(51)));
  const longKey = await failureOf(create({ ['k'.repeat(41)]: 'v' }));
  const longValue = await failureOf(create({ k: 'v'.repeat(501) }));

  for (const error of [many, longKey, longValue]) assert.equal(error.param, 'metadata');
  assert.match(many.message, /50 metadata keys/);
  assert.match(longKey.message, /41 characters/);
  assert.match(longValue.message, /501 characters/);
});

test('an update merges metadata, and an empty value drops its key', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { a: '1', b: '2' } });

  const updated = await stripe.paymentIntents.update(id, { amount: 700, metadata: { a: '', c: '3' } });

  assert.equal(updated.amount, 700);
  assert.deepEqual(updated.metadata, { b: '2', c: '3' });
});

test('the amount of what was paid stays as it is', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    ...card,
    ...cardsOnly,
    confirm: true,
  });

  const error = await failureOf(stripe.paymentIntents.update(id, { amount: 5 }));

  assert.equal(error.code, 'payment_intent_unexpected_state');
  assert.equal(simulated.intents()[0]?.amount, 500);
});

test('an intent is canceled once, with its reason', async () => {
  const { stripe } = start();
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });

  const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
  const again = await failureOf(stripe.paymentIntents.cancel(id));

  assert.equal(canceled.status, 'canceled');
  assert.equal(canceled.cancellation_reason, 'abandoned');
  assert.equal(again.code, 'payment_intent_unexpected_state');
  assert.equal(again.payment_intent?.id, id);
});

test('what succeeded is not canceled', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    ...card,
    ...cardsOnly,
    confirm: true,
  });

  const error = await failureOf(stripe.paymentIntents.cancel(id));

  assert.equal(error.code, 'payment_intent_unexpected_state');
  assert.match(error.message, /has a status of succeeded/);
  assert.equal((await stripe.paymentIntents.retrieve(id)).status, 'succeeded');
});

test('a challenge that is open when its intent is canceled leads nowhere', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000002760003184');
  const intent = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    ...card,
    ...cardsOnly,
    confirm: true,
  });
  await stripe.paymentIntents.cancel(intent.id);

  const { body } = await fromBrowser(simulated, `/v1/simulated/challenges/${intent.id}`, {
    outcome: 'pass',
    client_secret: String(intent.client_secret),
  });

  assert.equal(body.error?.code, 'payment_intent_unexpected_state');
  assert.equal(simulated.intents()[0]?.status, 'canceled');
  assert.equal(simulated.intents()[0]?.charges.length, 0);
});

test('an amount that changes during a challenge ends the challenge', async () => {
  const { simulated, stripe } = start();
  const card = await customerWithCard(simulated, stripe, '4000002760003184');
  const { id } = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    ...card,
    ...cardsOnly,
    confirm: true,
  });

  const updated = await stripe.paymentIntents.update(id, { amount: 900 });

  assert.equal(updated.status, 'requires_confirmation');
  assert.equal(updated.next_action, null);
});

test('a browser reads an intent with its secret only', async () => {
  const { simulated, stripe } = start();
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { a: '1' } });
  const read = (query: string) => fromBrowser(simulated, `/v1/payment_intents/${intent.id}${query}`);

  const without = await read('');
  const wrong = await read('?client_secret=x');
  const right = await read(`?client_secret=${String(intent.client_secret)}`);

  assert.equal(without.body.error?.code, 'parameter_missing');
  assert.equal(wrong.status, 400);
  assert.equal(right.body.amount, 500);
  assert.equal('metadata' in right.body, false);
});

test("a customer's intents are listed, the newest first, page by page", async () => {
  const { stripe } = start();
  const { id: customer } = await stripe.customers.create();
  await stripe.paymentIntents.create({ amount: 999, currency: 'usd' });
  const amounts = [100, 200, 300];
  for (const amount of amounts) await stripe.paymentIntents.create({ amount, currency: 'usd', customer });

  const first = await stripe.paymentIntents.list({ customer, limit: 2 });
  const rest = await stripe.paymentIntents.list({ customer, limit: 2, starting_after: String(first.data[1]?.id) });

  assert.deepEqual(
    first.data.map(({ amount }) => amount),
    [300, 200],
  );
  assert.equal(first.has_more, true);
  assert.deepEqual(
    rest.data.map(({ amount }) => amount),
    [100],
  );
  assert.equal(rest.has_more, false);
});
