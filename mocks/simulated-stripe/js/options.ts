import { IntegrationError } from './errors.ts';

/** Throws for a key that Stripe.js refuses. @param protocol The page's, `https:` for a live key. */
export function assertPublishableKey(key: unknown, protocol: string): asserts key is string {
  if (typeof key !== 'string') {
    throw new IntegrationError(`Expected publishable key to be of type string, got type ${typeof key} instead.`);
  }
  if (key.trim() === '') {
    throw new IntegrationError('Please call Stripe() with your publishable key. You used an empty string.');
  }
  if (/^(sk|rk)_/.test(key)) throw new IntegrationError('You should not use your secret key with Stripe.js.');
  if (key.startsWith('pk_live_') && protocol !== 'https:') {
    throw new IntegrationError('Live Stripe.js integrations must use HTTPS.');
  }
}
