import type { Stripe, StripeConstructorOptions } from '@stripe/stripe-js';
import { assertPublishableKey } from './js/options.ts';
import { Rest, type RestFetch } from './js/rest.ts';
import { createStripe } from './js/stripe-instance.ts';

export { frameDocument, framePaths, type FramePath } from './js/frame-documents.ts';

/** Where a simulated Stripe.js finds its parts. */
export interface StripeJsSettings {
  /** Reaches Stripe's REST with the publishable key: `createSimulatedStripe(…).fetch`, or the page's own `fetch`. A rejection is "offline". */
  fetch: RestFetch;
  /** The address of the REST that `fetch` is asked for. */
  apiBase?: string;
  /**
   * An origin that serves `frameDocument(path)` under `framePaths`, for pages whose policy forbids inline script; null: the frames carry
   * their document as `srcdoc`. They have an origin of their own either way.
   */
  frameOrigin?: string | null;
  /** Leaves the page for the bank's own; by default the browser does. */
  navigate?: (url: string) => void;
  /** Milliseconds that each request of Stripe.js takes at least, and so the loading of an Element. */
  latency?: number;
}

/** What `window.Stripe` is: called without `new`, once per publishable key and account. */
export interface StripeJs {
  (publishableKey: string, options?: StripeConstructorOptions): Stripe;
  /** The release train: the npm loader warns where it isn't the one that it expects (stripe-js 10.2, `initStripe`). */
  readonly version: 'endive';
}

/**
 * Stripe.js as an integration meets it, over the simulated Stripe's REST and never kinder than Stripe: Elements in frames of a foreign
 * origin, integration mistakes thrown, 3-D Secure on `<body>`.
 */
export function createStripeJs(settings: StripeJsSettings): StripeJs {
  const { fetch, apiBase = 'https://api.stripe.com', frameOrigin = null, latency = 0 } = settings;
  const navigate = settings.navigate ?? ((url: string) => location.assign(url));
  function Stripe(publishableKey: string, options: StripeConstructorOptions = {}): Stripe {
    assertPublishableKey(publishableKey, location.protocol);
    const rest = new Rest(fetch, apiBase, publishableKey, options.stripeAccount, latency);
    return createStripe({ key: publishableKey, options, rest, frameOrigin, navigate });
  }
  return Object.assign(Stripe, { version: 'endive' } as const);
}

/** Makes it the page's Stripe.js, as the script from js.stripe.com does; the npm loader then takes it without a request. */
export function install(target: Window, stripeJs: StripeJs): void {
  Object.assign(target, { Stripe: stripeJs });
}
