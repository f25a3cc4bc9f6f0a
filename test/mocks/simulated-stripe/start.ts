import assert from 'node:assert/strict';
import { Stripe } from 'stripe';
import {
  createSimulatedStripe,
  type SimulatedStripe,
  type SimulatedStripeOptions,
} from '../../../mocks/simulated-stripe/simulated-stripe.ts';

/** A simulation of its own, driven by the real SDK, which doesn't retry unless told to. */
export function start(options: SimulatedStripeOptions = {}, sdk: { retries?: number; account?: string } = {}) {
  const simulated = createSimulatedStripe(options);
  return { simulated, stripe: sdkOf(simulated, sdk) };
}

export function sdkOf(
  simulated: SimulatedStripe,
  sdk: { retries?: number; account?: string; key?: string } = {},
): Stripe {
  return new Stripe(sdk.key ?? simulated.secretKey, {
    httpClient: Stripe.createFetchHttpClient(simulated.fetch),
    maxNetworkRetries: sdk.retries ?? 0,
    telemetry: false,
    ...(sdk.account ? { stripeAccount: sdk.account } : {}),
  });
}

/** Time that passes only when somebody waits for it. Starts on 2027-01-15. */
export function clock() {
  let time = Date.UTC(2027, 0, 15, 12);
  return {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
    async wait(milliseconds: number) {
      time += milliseconds;
      await new Promise((done) => setImmediate(done));
    },
  };
}

/** The error that Stripe's SDK throws; `raw` is the body's. */
export async function failureOf(asked: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof Stripe.errors.StripeError, `not an error of Stripe's: ${String(error)}`);
    return error;
  }
  assert.fail('it was allowed');
}

/** A header of the answer that the SDK took this from. */
export function headerOf({ lastResponse }: { lastResponse: { headers: Record<string, string> } }, name: string) {
  return new Headers(lastResponse.headers).get(name);
}

/** A customer with one saved card. */
export async function customerWithCard(simulated: SimulatedStripe, stripe: Stripe, number: string) {
  const customer = await stripe.customers.create({ name: 'Ada Byron' });
  return { customer: customer.id, payment_method: simulated.seedCard(customer.id, number) };
}

/** Cards and nothing else: no return address is needed then. */
export const cardsOnly = { allowed_payment_method_types: ['card' as const] };

/** A request as a browser makes it, with the publishable key. */
export async function fromBrowser(
  simulated: SimulatedStripe,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> & { error?: Record<string, unknown> }; headers: Headers }> {
  const response = await simulated.fetch(`https://api.stripe.com${path}`, {
    method: form ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${simulated.publishableKey}`, ...headers },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** A confirmation token as Stripe.js makes it; `simulated[…]` is what its Elements were told. */
export async function tokenFromBrowser(
  simulated: SimulatedStripe,
  number: string,
  more: Record<string, string> = {},
): Promise<string> {
  const { body } = await fromBrowser(simulated, '/v1/confirmation_tokens', {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': number.startsWith('37') ? '1234' : '123',
    ...more,
  });
  assert.equal(body.error, undefined, JSON.stringify(body.error));
  return String(body.id);
}
