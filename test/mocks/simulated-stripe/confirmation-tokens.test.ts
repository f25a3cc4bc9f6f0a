import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, clock, failureOf, fromBrowser, start, tokenFromBrowser } from './start.ts';

const charge = { amount: 12_000, currency: 'cad', ...cardsOnly };

test('a token previews the card, and never its number', async () => {
  const { simulated, stripe } = start();
  const id = await tokenFromBrowser(simulated, '5555555555554444');

  const token = await stripe.confirmationTokens.retrieve(id);

  assert.equal(token.object, 'confirmation_token');
  assert.equal(token.payment_method_preview?.card?.brand, 'mastercard');
  assert.equal(token.payment_method_preview?.card?.last4, '4444');
  assert.equal(token.use_stripe_sdk, true);
  assert.equal(JSON.stringify(token).includes('5555555555554444'), false);
});

test('a token pays once', async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4242424242424242');
  const first = await stripe.paymentIntents.create(charge);
  const second = await stripe.paymentIntents.create(charge);
  await stripe.paymentIntents.confirm(first.id, { confirmation_token: token });

  const error = await failureOf(stripe.paymentIntents.confirm(second.id, { confirmation_token: token }));

  assert.equal(error.param, 'confirmation_token');
  assert.match(error.message, /already been used/);
  assert.equal((await stripe.confirmationTokens.retrieve(token)).payment_intent, first.id);
  assert.equal(simulated.intents()[1]?.charges.length, 0);
});

test('a token that was declined is used up too', async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4000000000000002');
  const { id } = await stripe.paymentIntents.create(charge);
  await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  const again = await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  assert.match(again.message, /already been used/);
});

test('a token expires after twelve hours', async () => {
  const time = clock();
  const { simulated, stripe } = start(time);
  const token = await tokenFromBrowser(simulated, '4242424242424242');
  const { created, expires_at } = await stripe.confirmationTokens.retrieve(token);
  const { id } = await stripe.paymentIntents.create(charge);
  time.pass(12 * 60 * 60 * 1000);

  const error = await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  assert.equal(Number(expires_at) - created, 12 * 60 * 60);
  assert.match(error.message, /has expired/);
});

test('the intent must save the card just as the card form was told', async () => {
  const { simulated, stripe } = start();
  const saving = await tokenFromBrowser(simulated, '4242424242424242', { setup_future_usage: 'off_session' });
  const once = await tokenFromBrowser(simulated, '4242424242424242');
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentIntents.create({ ...charge, customer });

  const unasked = await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: saving }));
  const unsaid = await failureOf(
    stripe.paymentIntents.confirm(id, { confirmation_token: once, setup_future_usage: 'off_session' }),
  );
  const agreed = await stripe.paymentIntents.confirm(id, {
    confirmation_token: saving,
    setup_future_usage: 'off_session',
  });

  assert.match(
    unasked.message,
    /^The provided setup_future_usage \(null\) does not match the expected setup_future_usage \(off_session\)/,
  );
  assert.match(
    unsaid.message,
    /^The provided setup_future_usage \(off_session\) does not match the expected setup_future_usage \(null\)/,
  );
  assert.equal(agreed.status, 'succeeded');
});

test('the intent must have the amount and the currency that the card form was told', async () => {
  const { simulated, stripe } = start();
  const told = { 'simulated[mode]': 'payment', 'simulated[amount]': '12000', 'simulated[currency]': 'cad' };
  const token = await tokenFromBrowser(simulated, '4242424242424242', told);
  const confirm = async (amount: number, currency: string) => {
    const { id } = await stripe.paymentIntents.create({ ...charge, amount, currency });
    return stripe.paymentIntents.confirm(id, { confirmation_token: token });
  };

  const currency = await failureOf(confirm(12_000, 'usd'));
  const amount = await failureOf(confirm(12_001, 'cad'));

  assert.match(currency.message, /^The provided currency \(usd\) does not match the expected currency \(cad\)/);
  assert.match(amount.message, /^The provided amount \(12001\) does not match the expected amount \(12000\)/);
  assert.equal((await confirm(12_000, 'cad')).status, 'succeeded');
});

test('a mismatch is no payment that failed: no such event is told', async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4242424242424242', { setup_future_usage: 'off_session' });
  const { id } = await stripe.paymentIntents.create(charge);

  await failureOf(stripe.paymentIntents.confirm(id, { confirmation_token: token }));

  assert.equal((await stripe.events.list({ type: 'payment_intent.payment_failed' })).data.length, 0);
});

test("a token's own return address is enough for payment methods that may redirect", async () => {
  const { simulated, stripe } = start();
  const token = await tokenFromBrowser(simulated, '4242424242424242', { return_url: 'https://app.example/back' });
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });

  assert.equal((await stripe.paymentIntents.confirm(id, { confirmation_token: token })).status, 'succeeded');
});

test('a server makes tokens with the test helper only', async () => {
  const { simulated, stripe } = start();
  const token = await stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa' });
  const { id } = await stripe.paymentIntents.create(charge);

  const paid = await stripe.paymentIntents.confirm(id, { confirmation_token: token.id });
  const refused = await simulated.fetch('https://api.stripe.com/v1/confirmation_tokens', {
    method: 'POST',
    headers: { authorization: `Bearer ${simulated.secretKey}` },
    body: new URLSearchParams({ 'payment_method_data[type]': 'card' }),
  });

  assert.equal(paid.status, 'succeeded');
  assert.equal(refused.status, 401);
});

const entries = [
  [{ number: '4242424242424241' }, 'incorrect_number', 'number'],
  [{ exp_month: '13' }, 'invalid_expiry_month', 'exp_month'],
  [{ exp_year: '2026' }, 'invalid_expiry_year', 'exp_year'],
  [{ exp_month: '1', exp_year: '2027' }, null, null],
  [{ cvc: '12' }, 'invalid_cvc', 'cvc'],
  [{ number: '378282246310005', cvc: '123' }, 'invalid_cvc', 'cvc'],
  [{ number: '4111111111111111' }, 'card_declined', undefined],
] as const;
for (const [change, code, param] of entries) {
  test(`an entry with ${JSON.stringify(change)} is ${code === null ? 'taken' : `refused: ${code}`}`, async () => {
    const { simulated } = start(clock());
    const card = { number: '4242424242424242', exp_month: '12', exp_year: '2034', cvc: '123', ...change };
    const form = Object.entries(card).map(([name, value]) => [`payment_method_data[card][${name}]`, value]);

    const { status, body } = await fromBrowser(simulated, '/v1/confirmation_tokens', {
      'payment_method_data[type]': 'card',
      ...Object.fromEntries(form),
    });

    assert.equal(status, code === null ? 200 : 402);
    if (code === null) return;
    assert.equal(body.error?.type, 'card_error');
    assert.equal(body.error?.code, code);
    assert.equal(body.error?.param, param);
  });
}
