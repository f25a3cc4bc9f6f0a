import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import type { SimulatedStripe, SimulatedStripeOptions } from '../../../mocks/simulated-stripe/simulated-stripe.ts';
import { cardsOnly, customerWithCard, fromBrowser, start, tokenFromBrowser } from './start.ts';

const asksAlways = '4000002760003184';
const returnUrl = 'https://app.example/pay?link=abc#here';

/** A payment of a payer whose bank can't be framed, as it stands after the confirmation. */
async function asked(card: string = asksAlways, options: SimulatedStripeOptions = {}) {
  const { simulated, stripe } = start({ hooksOrigin: 'http://bank.example', ...options });
  simulated.redirectsChallenges = true;
  const intent = await stripe.paymentIntents.create({
    amount: 12_000,
    currency: 'cad',
    ...cardsOnly,
    confirm: true,
    confirmation_token: await tokenFromBrowser(simulated, card),
    return_url: returnUrl,
  });
  return { simulated, stripe, intent, bank: bankOf(intent) };
}

const bankOf = (intent: Stripe.PaymentIntent): string => intent.next_action?.redirect_to_url?.url ?? '';

const press = (simulated: SimulatedStripe, bank: string, outcome?: string): Promise<Response> =>
  simulated.hooks(new Request(bank, { method: 'POST', body: new URLSearchParams(outcome ? { outcome } : {}) }));

/** Where a page of the bank leads. */
function led(response: Response): { to: string; said: Record<string, string> } {
  assert.equal(response.status, 303);
  const url = new URL(response.headers.get('location') ?? '');
  return { to: url.origin + url.pathname + url.hash, said: Object.fromEntries(url.searchParams) };
}

test('a bank that can not be framed has a page of its own, wherever there is a way back', async () => {
  const { simulated, stripe, intent, bank } = await asked();
  assert.equal(intent.status, 'requires_action');
  assert.equal(intent.next_action?.type, 'redirect_to_url');
  assert.match(bank, /^http:\/\/bank\.example\/3d_secure_2\/hosted\?/);
  const page = await simulated.hooks(new Request(bank));
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Complete authentication.*Fail authentication/);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);

  const framed = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'cad',
    ...cardsOnly,
    confirm: true,
    confirmation_token: await tokenFromBrowser(simulated, asksAlways),
  });
  assert.equal(framed.next_action?.type, 'use_stripe_sdk');
});

test('what is approved there is paid, and leads back with what Stripe adds', async () => {
  const { simulated, intent, bank } = await asked();
  const { to, said } = led(await press(simulated, bank, 'pass'));
  assert.equal(to, 'https://app.example/pay#here');
  assert.deepEqual(said, {
    link: 'abc',
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: 'succeeded',
  });
  assert.equal(simulated.intents()[0]?.status, 'succeeded');
});

test('what is refused there is not paid, and another card can be tried', async () => {
  const { simulated, bank } = await asked();
  assert.equal(led(await press(simulated, bank, 'fail')).said['redirect_status'], 'failed');
  const [seen] = simulated.intents();
  assert.equal(seen?.status, 'requires_payment_method');
  assert.equal(seen?.lastError?.code, 'payment_intent_authentication_failure');
});

test('a card that is declined after approval leads back as failed', async () => {
  const { simulated, bank } = await asked('4000008260003178');
  assert.equal(led(await press(simulated, bank, 'pass')).said['redirect_status'], 'failed');
  assert.equal(simulated.intents()[0]?.lastError?.declineCode, 'insufficient_funds');
});

test('a page that is over leads back again, however it is asked, and charges nothing more', async () => {
  const { simulated, bank } = await asked();
  await press(simulated, bank, 'pass');
  assert.equal(led(await press(simulated, bank, 'fail')).said['redirect_status'], 'succeeded');
  assert.equal(led(await simulated.hooks(new Request(bank))).said['redirect_status'], 'succeeded');
  assert.equal(simulated.intents()[0]?.charges.length, 1);
});

test('a payment that was canceled meanwhile leads back as failed', async () => {
  const { simulated, stripe, intent, bank } = await asked();
  await stripe.paymentIntents.cancel(intent.id);
  assert.equal(led(await press(simulated, bank, 'pass')).said['redirect_status'], 'failed');
  assert.equal(simulated.intents()[0]?.status, 'canceled');
});

test('a page that was never made is not there, and one where nothing was pressed changes nothing', async () => {
  const { simulated, bank } = await asked();
  assert.equal((await press(simulated, bank.replace(/payatt_.*/, 'payatt_x'), 'pass')).status, 404);
  assert.equal((await press(simulated, bank)).status, 400);
  assert.equal((await press(simulated, bank, 'maybe')).status, 400);
  assert.equal(simulated.intents()[0]?.status, 'requires_action');
});

test('another process decides how banks ask', async () => {
  const { simulated } = start();
  const control = (form: Record<string, string>) =>
    simulated.fetch('https://api.stripe.com/v1/simulated/settings', {
      method: 'POST',
      headers: { authorization: `Bearer ${simulated.secretKey}` },
      body: new URLSearchParams(form),
    });
  await control({ redirects_challenges: 'true' });
  assert.equal(simulated.redirectsChallenges, true);
  await control({});
  assert.equal(simulated.redirectsChallenges, true);
  await control({ redirects_challenges: 'false' });
  assert.equal(simulated.redirectsChallenges, false);
  const { status } = await fromBrowser(simulated, '/v1/simulated/settings', { redirects_challenges: 'true' });
  assert.equal(status, 401);
});

test('a saved card whose bank wants to ask is confirmed while its owner is here, in the page or by redirect', async () => {
  for (const redirects of [false, true]) {
    const { simulated, stripe } = start();
    simulated.redirectsChallenges = redirects;
    const { customer, payment_method } = await customerWithCard(simulated, stripe, asksAlways);
    const { id } = await stripe.paymentIntents.create({ amount: 900, currency: 'cad', ...cardsOnly, customer });
    const how = { payment_method, return_url: returnUrl, use_stripe_sdk: true };
    const intent = await stripe.paymentIntents.confirm(id, how);
    assert.equal(intent.status, 'requires_action');
    assert.equal(intent.next_action?.type, redirects ? 'redirect_to_url' : 'use_stripe_sdk');
    if (redirects) await press(simulated, bankOf(intent), 'pass');
    else {
      await fromBrowser(simulated, `/v1/simulated/challenges/${id}`, {
        client_secret: intent.client_secret ?? '',
        outcome: 'pass',
      });
    }
    assert.equal(simulated.intents()[0]?.status, 'succeeded');
  }
});
