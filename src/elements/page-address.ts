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
 * backend knows what became of a payment. Answers whether there was any: then somebody comes back from their bank.
 */
export function cleanAddress(): boolean {
  const url = new URL(location.href);
  if (!redirectParameters.some((name) => url.searchParams.has(name))) return false;
  for (const name of redirectParameters) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
  return true;
}

/**
 * An address of the host's with the token in the place of `{token}`, to go to; null where there is nothing to put there, and for what is no web
 * address, which could run as a script.
 */
export function addressWithToken(template: string, token: string): string | null {
  if (!template || (!token && template.includes('{token}'))) return null;
  const address = template.replaceAll('{token}', encodeURIComponent(token));
  if (!URL.canParse(address, document.baseURI)) return null;
  const url = new URL(address, document.baseURI);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
