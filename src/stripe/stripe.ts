import type {
  Appearance,
  ConfirmationToken,
  Stripe,
  StripeConstructor,
  StripeElementLocale,
  StripeElements,
  StripeElementsOptionsMode,
  StripeError,
  StripePaymentElement,
} from '@stripe/stripe-js';
import type { loadStripe as loadStripeScript } from '@stripe/stripe-js/pure/index.js';
import { PaymentError } from '../errors.ts';

export type {
  Appearance,
  ConfirmationToken,
  Stripe,
  StripeConstructor,
  StripeElementLocale,
  StripeElements,
  StripeElementsOptionsMode,
  StripeError,
  StripePaymentElement,
};

/** Which Stripe account takes the money: the publishable key, and the connected account where charges are direct. */
export interface StripeSettings {
  publishableKey: string;
  account: string | null;
}

/** Makes a Stripe instance in place of the script from js.stripe.com: the simulated Stripe, or a page's own loader. */
export type StripeLoader = (
  publishableKey: string,
  options: { stripeAccount?: string; locale?: StripeElementLocale },
) => Promise<Stripe | null>;

export interface LoadStripeOptions {
  /** BCP 47; Stripe's nearest language is taken, else Stripe detects the browser's. */
  locale?: string;
  loader?: StripeLoader;
  /**
   * Whether Stripe.js may collect signals about the device. On a staff member's page they describe the wrong person, so a host may turn
   * them off. The first load of a page decides: the script is there once.
   */
  advancedFraudSignals?: boolean;
}

/** Where an error of Stripe's came up, which tells what it means for the attempt. */
export type StripeStage = 'load' | 'entry' | 'authentication';

/**
 * Stripe for these settings. One instance per key, account and language, since each leaves frames in the page that nothing removes
 * (stripe-js #99, #235); a failure is forgotten, so that asking again really tries again.
 * @throws {PaymentError} `stripe_unavailable` where the script can't be had, `misconfigured` where Stripe refuses the settings; no
 * attempt was made in either case.
 */
export function loadStripe(settings: StripeSettings, options: LoadStripeOptions = {}): Promise<Stripe> {
  throw new PaymentError('stripe_unavailable', `${settings.account}${options.locale}`);
}

/**
 * Lets the payer answer what their bank asks (3-D Secure). Call it only after a fresh read says `requires_action`, and read the
 * payment again afterwards whatever it said: Stripe's answer isn't the outcome.
 * @throws {PaymentError} with attempt `unknown`
 */
export function authenticate(stripe: Stripe, clientSecret: string): Promise<void> {
  throw new PaymentError('authentication_failed', `${stripe}${clientSecret}`);
}

/** What Stripe threw or returned, as the one kind of error the rest knows. */
export function toPaymentError(error: unknown, stage: StripeStage): PaymentError {
  return new PaymentError('misconfigured', `${error}${stage}`);
}

/** Stripe's name for a language, `auto` (the browser's) where Stripe has none. */
export function stripeLocale(language: string | undefined): StripeElementLocale {
  return language === 'en' ? 'en' : 'auto';
}
