/** The token of a payment link in the page's address, `?link=`; empty where there is none. */
export function tokenInAddress(): string {
  return new URLSearchParams(location.search).get('link') ?? '';
}

/** What Stripe adds to a `return_url` (https://docs.stripe.com/payments/3d-secure/authentication-flow#when-to-use-3d-secure). */
const redirectParameters = [
  'payment_intent',
  'payment_intent_client_secret',
  'redirect_status',
  'setup_intent',
  'setup_intent_client_secret',
];

/**
 * Takes what Stripe added to the page's address out of it, a secret among it. None of it is believed: anybody can write an address, and only the
 * backend knows what became of a payment.
 */
export function cleanAddress(): void {
  const url = new URL(location.href);
  if (!redirectParameters.some((name) => url.searchParams.has(name))) return;
  for (const name of redirectParameters) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
}
