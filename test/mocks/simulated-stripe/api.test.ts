import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe } from 'stripe';
import { clock, customerWithCard, failureOf, fromBrowser, sdkOf, start, tokenFromBrowser } from './start.ts';

test('a wrong key is a 401', async () => {
  const { simulated } = start();

  const error = await failureOf(sdkOf(simulated, { key: 'sk_test_wrong' }).customers.create());

  assert.ok(error instanceof Stripe.errors.StripeAuthenticationError);
  assert.equal(error.statusCode, 401);
});

test('no key is a 401', async () => {
  const { simulated } = start();

  assert.equal((await simulated.fetch('https://api.stripe.com/v1/customers')).status, 401);
});

test('a publishable key reaches nothing that is secret', async () => {
  const { simulated, stripe } = start();
  const { id } = await stripe.customers.create();

  for (const path of [`/v1/customers/${id}`, '/v1/payment_intents', '/v1/charges', '/v1/simulated/intents']) {
    const { status, body } = await fromBrowser(simulated, path);
    assert.equal(status, 401, path);
    assert.equal(body.error?.code, 'secret_key_required', path);
  }
});

test('every answer has a request id of its own and the asked for version', async () => {
  const { stripe } = start();

  const one = await stripe.customers.create();
  const two = await stripe.customers.create();

  assert.match(one.lastResponse.requestId, /^req_/);
  assert.notEqual(one.lastResponse.requestId, two.lastResponse.requestId);
  assert.equal(one.lastResponse.apiVersion, Stripe.API_VERSION);
});

test('an error has the shape of Stripe, its documentation and its request id', async () => {
  const { stripe } = start();

  const error = await failureOf(stripe.paymentIntents.retrieve('pi_unknown'));

  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
  assert.equal(error.statusCode, 404);
  assert.equal(error.code, 'resource_missing');
  assert.equal(error.doc_url, 'https://stripe.com/docs/error-codes/resource-missing');
  assert.match(String(error.requestId), /^req_/);
});

test('objects of one account are unknown to another', async () => {
  const { simulated, stripe } = start({ accounts: ['acct_1'] });
  const connected = sdkOf(simulated, { account: 'acct_1' });
  const { id } = await connected.customers.create({ name: 'Ada' });

  assert.equal((await connected.customers.retrieve(id)).id, id);
  assert.equal((await failureOf(stripe.customers.retrieve(id))).code, 'resource_missing');
});

test('an unknown account is refused', async () => {
  const { simulated } = start();

  const error = await failureOf(sdkOf(simulated, { account: 'acct_unknown' }).customers.create());

  assert.equal(error.statusCode, 403);
  assert.equal(error.code, 'account_invalid');
  assert.match(error.message, /does not have access to account 'acct_unknown'/);
});

test('an unknown parameter is refused, at any depth, and nothing is done', async () => {
  const { simulated, stripe } = start();
  const intent = { amount: 500, currency: 'usd' };

  const top = await failureOf(stripe.paymentIntents.create({ ...intent, ammount: 500 } as typeof intent));
  const deep = await failureOf(
    stripe.customers.create({ invoice_settings: { default_card: 'x' } } as Stripe.CustomerCreateParams),
  );

  assert.deepEqual([top.statusCode, top.code, top.param], [400, 'parameter_unknown', 'ammount']);
  assert.equal(top.message, 'Received unknown parameter: ammount');
  assert.equal(deep.param, 'invoice_settings[default_card]');
  assert.equal(simulated.intents().length, 0);
});

test('only what can be expanded is expanded', async () => {
  const { simulated, stripe } = start();
  const { customer, payment_method } = await customerWithCard(simulated, stripe, '4242424242424242');
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer, payment_method });

  const read = await stripe.paymentIntents.retrieve(id, { expand: ['customer', 'payment_method.customer'] });
  const listed = await stripe.paymentIntents.list({ expand: ['data.payment_method'] });
  const error = await failureOf(stripe.paymentIntents.retrieve(id, { expand: ['amount'] }));

  assert.equal((read.customer as Stripe.Customer).name, 'Ada Byron');
  const method = read.payment_method as Stripe.PaymentMethod;
  assert.equal((method.customer as Stripe.Customer).id, customer);
  assert.equal((listed.data[0]!.payment_method as Stripe.PaymentMethod).card?.last4, '4242');
  assert.match(error.message, /^This property cannot be expanded \(amount\)/);
});

test('an address that Stripe has not is a 404', async () => {
  const { simulated } = start();

  const response = await simulated.fetch('https://api.stripe.com/v1/nothing', {
    headers: { authorization: `Bearer ${simulated.secretKey}` },
  });

  assert.equal(response.status, 404);
  assert.match((await response.json()).error.message, /^Unrecognized request URL \(GET: \/v1\/nothing\)/);
});

test('a JSON body is refused, as the first version of the API takes forms', async () => {
  const { simulated } = start();

  const response = await simulated.fetch('https://api.stripe.com/v1/customers', {
    method: 'POST',
    headers: { authorization: `Bearer ${simulated.secretKey}`, 'content-type': 'application/json' },
    body: '{"name":"Ada"}',
  });

  assert.equal(response.status, 400);
  assert.match((await response.json()).error.message, /application\/x-www-form-urlencoded/);
});

test('any origin will do, and a Request as well as an address', async () => {
  const { simulated } = start();
  const headers = { authorization: `Bearer ${simulated.secretKey}` };

  const request = await simulated.fetch(new Request('http://127.0.0.1:4242/v1/customers', { headers }));
  const relative = await simulated.fetch('/v1/customers', { headers });

  assert.equal(request.status, 200);
  assert.equal(relative.status, 200);
});

test('browsers of every origin may ask, with the headers that Stripe.js sends', async () => {
  const { simulated } = start();

  const preflight = await simulated.fetch('https://api.stripe.com/v1/confirmation_tokens', {
    method: 'OPTIONS',
    headers: { origin: 'null', 'access-control-request-headers': 'authorization,stripe-account' },
  });
  const { headers } = await fromBrowser(simulated, '/v1/payment_intents/pi_x?client_secret=y', undefined, {
    origin: 'null',
  });

  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(String(preflight.headers.get('access-control-allow-headers')), /Authorization.*Stripe-Account/);
  assert.equal(headers.get('access-control-allow-origin'), '*');
});

test('latency is waited for at every answer', async () => {
  const time = clock();
  const { stripe } = start({ ...time, latency: 400 });
  const before = time.now();

  await stripe.customers.create();

  assert.equal(time.now() - before, 400);
});

test('an aborted request loses its answer and not its work', async () => {
  const { simulated } = start();
  const leaving = new AbortController();
  const asked = simulated.fetch('https://api.stripe.com/v1/payment_intents', {
    method: 'POST',
    headers: { authorization: `Bearer ${simulated.secretKey}` },
    body: new URLSearchParams({ amount: '500', currency: 'usd' }),
    signal: leaving.signal,
  });
  leaving.abort();

  await assert.rejects(asked, { name: 'AbortError' });
  await simulated.fetch('https://api.stripe.com/v1/customers', {
    headers: { authorization: `Bearer ${simulated.secretKey}` },
  });
  assert.equal(simulated.intents().length, 1);
});

test('Stripe.js of a connected account needs its account header', async () => {
  const { simulated } = start({ accounts: ['acct_1'] });
  const stripe = sdkOf(simulated, { account: 'acct_1' });
  const token = await tokenFromBrowser(simulated, '4242424242424242');

  const error = await failureOf(stripe.confirmationTokens.retrieve(token));

  assert.equal(error.code, 'resource_missing');
});
