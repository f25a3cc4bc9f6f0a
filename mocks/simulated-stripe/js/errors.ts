import type { StripeError } from '@stripe/stripe-js';

/**
 * A mistake in the integration. Stripe.js throws it (or rejects with it) and never returns it as `{ error }`, so every call of Stripe.js
 * needs a `catch` as well (facts: stripe-js #143, #399, #662, svelte-stripe #33).
 */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
}

/** What is not built here is refused by name, so that nobody takes silence for success. */
export function notSimulated(what: string): IntegrationError {
  return new IntegrationError(`${what} is not simulated: use Stripe.js itself.`);
}

/** What Stripe.js returns where its own request got no answer: whether it arrived is unknown. */
export const connectionError: StripeError = {
  type: 'api_connection_error',
  message:
    'We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again.',
};

// Stripe.js speaks to the developer through the page's console; looked up at each call, so that a page may listen.
const page: Pick<Console, 'warn' | 'error'> = globalThis.console;

export function warn(message: string): void {
  page.warn(`[Stripe.js] ${message}`);
}

export function complain(message: string): void {
  page.error(`[Stripe.js] ${message}`);
}
