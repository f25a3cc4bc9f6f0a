import type {
  Appearance,
  Stripe,
  StripeElementLocale,
  StripeElements,
  StripeElementsOptionsMode,
  StripeError,
  StripePaymentElement,
} from '@stripe/stripe-js';
import type { loadStripe as StripeScript } from '@stripe/stripe-js/pure/index.js';
import { PaymentError, type PaymentErrorCode } from '../errors.ts';

export type {
  Appearance,
  Stripe,
  StripeElementLocale,
  StripeElements,
  StripeElementsOptionsMode,
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
  /** BCP 47; Stripe's nearest language is taken, else the browser's. */
  locale?: string;
  loader?: StripeLoader;
  /**
   * Whether Stripe.js may collect signals about the device. On a staff member's page they describe the wrong person, so a host may
   * turn them off. The first load in a page decides, since the script is there once.
   */
  advancedFraudSignals?: boolean;
}

/** Where an error of Stripe's came up, which tells what it means for the attempt. */
export type StripeStage = 'load' | 'entry' | 'authentication';

const instances = new WeakMap<object, Map<string, Promise<Stripe>>>();

/**
 * Stripe for these settings. One instance per key, account and language, since each leaves frames in the page that nothing removes
 * (stripe-js #99, #235); a failure is forgotten, so that asking again really tries again.
 * @throws {PaymentError} `stripe_unavailable` where the script can't be had, `misconfigured` where the settings are wrong; no attempt
 * was made in either case.
 */
export function loadStripe(settings: StripeSettings, options: LoadStripeOptions = {}): Promise<Stripe> {
  const loader = options.loader ?? loadScript;
  const locale = stripeLocale(options.locale);
  const known = instances.get(loader) ?? new Map<string, Promise<Stripe>>();
  instances.set(loader, known);
  const name = JSON.stringify([settings.publishableKey, settings.account, locale]);
  const found = known.get(name);
  if (found) return found;

  const loading = start(settings, locale, options);
  known.set(name, loading);
  loading.catch(() => known.delete(name));
  return loading;
}

async function start(
  settings: StripeSettings,
  locale: StripeElementLocale,
  options: LoadStripeOptions,
): Promise<Stripe> {
  const { publishableKey, account } = settings;
  if (!publishableKey.startsWith('pk_')) {
    // The key itself isn't told: a secret key put here by mistake must not reach a log.
    throw new PaymentError('misconfigured', 'The publishable key must start with "pk_".', { attempt: 'none' });
  }
  const constructorOptions = { locale, ...(account === null ? {} : { stripeAccount: account }) };
  let stripe: Stripe | null;
  try {
    stripe = options.loader
      ? await options.loader(publishableKey, constructorOptions)
      : await loadScript(publishableKey, constructorOptions, options.advancedFraudSignals);
  } catch (error) {
    throw toPaymentError(error, 'load');
  }
  if (!stripe) {
    throw new PaymentError('stripe_unavailable', 'Stripe.js needs a browser: there is no window.', { attempt: 'none' });
  }
  return stripe;
}

async function loadScript(
  publishableKey: string,
  options: Parameters<StripeLoader>[1],
  advancedFraudSignals?: boolean,
): Promise<Stripe | null> {
  // The ESM file: "/pure" is no path in Node's ESM, and "/pure/index.js" is CommonJS, which no browser loads without a bundler. The
  // package's types for it are empty (stripe-js 10.2, pure/index.d.mts names no extension), those of "/pure/index.js" are right.
  const module: unknown = await import('@stripe/stripe-js/pure/index.mjs');
  const { loadStripe: load } = module as { loadStripe: typeof StripeScript };
  if (typeof document === 'undefined' || 'Stripe' in window) return load(publishableKey, options);

  if (advancedFraudSignals !== undefined) {
    try {
      load.setLoadParameters({ advancedFraudSignals });
    } catch {
      // Another part of the page loaded it first, the other way; refusing the payment would not take that back.
    }
  }
  const over = dropFailedScripts();
  return load(publishableKey, options).finally(over);
}

/** How long one request of the script may take, in milliseconds. stripe-js makes two before it gives up. */
const scriptLimit = 15_000;

/**
 * Sees to it that the script's loading ends, and that a later one starts with a new script. stripe-js 10.2 waits for ever for a script that
 * failed before it was asked, and, where load parameters are set, for its own after a first failure (`loadScript` in src/shared.ts). So a
 * script that fails is taken out of the page before stripe-js hears of it, and one that says nothing is given up in its name. Can go when
 * stripe-js does both.
 */
function dropFailedScripts(): () => void {
  const selector = 'script[src^="https://js.stripe.com/"]';
  const drop = ({ target }: Event) => {
    if (target instanceof HTMLScriptElement && target.matches(selector)) target.remove();
  };
  document.addEventListener('error', drop, { capture: true });
  const timer = setInterval(() => {
    for (const script of document.querySelectorAll(selector)) script.dispatchEvent(new Event('error'));
  }, scriptLimit);
  return () => {
    clearInterval(timer);
    document.removeEventListener('error', drop, { capture: true });
  };
}

const challenges = new Map<string, Promise<void>>();
let lastChallenge: Promise<unknown> = Promise.resolve();

/**
 * Lets the payer answer what their bank asks (3-D Secure). Call it only after a fresh read says `requires_action`, and read the
 * payment again afterwards whatever became of it: Stripe's answer isn't the outcome.
 *
 * Never two at once in a page, for a second challenge cancels the first and may charge after an error was shown: asked again for the
 * same secret, the same challenge is awaited, another one waits its turn.
 * @throws {PaymentError} `authentication_failed`, `network`, `unavailable` or `misconfigured`; attempt `unknown`
 */
export function authenticate(stripe: Stripe, clientSecret: string): Promise<void> {
  const running = challenges.get(clientSecret);
  if (running) return running;
  const challenge = lastChallenge.then(() => handleNextAction(stripe, clientSecret));
  const forget = () => challenges.delete(clientSecret);
  lastChallenge = challenge.then(forget, forget);
  challenges.set(clientSecret, challenge);
  return challenge;
}

async function handleNextAction(stripe: Stripe, clientSecret: string): Promise<void> {
  let result: { error?: StripeError | undefined };
  try {
    result = await stripe.handleNextAction({ clientSecret });
  } catch (error) {
    throw toPaymentError(error, 'authentication');
  }
  if (result.error) throw toPaymentError(result.error, 'authentication');
}

/** Declines of what was typed, which the form itself shows at the field. */
const entryCodes = new Set([
  'incomplete_number',
  'incomplete_cvc',
  'incomplete_expiry',
  'incomplete_zip',
  'incorrect_number',
  'invalid_number',
  'incorrect_cvc',
  'invalid_cvc',
  'invalid_expiry_month',
  'invalid_expiry_month_past',
  'invalid_expiry_year',
  'invalid_expiry_year_past',
]);

/**
 * What Stripe threw, rejected with or returned, as the one kind of error the rest knows. Integration mistakes are thrown by Stripe.js,
 * what the API says is returned. The message is for developers and holds no secret.
 */
export function toPaymentError(error: unknown, stage: StripeStage): PaymentError {
  if (error instanceof PaymentError) return error;
  const told: Partial<Record<'name' | 'type' | 'code' | 'message', unknown>> =
    typeof error === 'object' && error !== null ? error : { message: error };
  const code = errorCode(String(told.name), String(told.type), String(told.code), stage);
  return new PaymentError(code, `Stripe.js (${stage}): ${String(told.message ?? told.code ?? told.type)}`, {
    attempt: stage === 'authentication' ? 'unknown' : 'none',
    // What Stripe returns holds the payment intent with its secret, and the bank's own word on a stolen card; this error reaches the page's listeners.
    cause: error instanceof Error ? error : { type: told.type, code: told.code, message: told.message },
  });
}

function errorCode(name: string, type: string, code: string, stage: StripeStage): PaymentErrorCode {
  if (name === 'IntegrationError') return 'misconfigured';
  // Comes as an invalid_request_error, though nothing is wrong with the request.
  if (code === 'payment_intent_authentication_failure') return 'authentication_failed';
  switch (type) {
    case 'api_connection_error':
      return stage === 'load' ? 'stripe_unavailable' : 'network';
    case 'api_error':
      return stage === 'load' ? 'stripe_unavailable' : 'unavailable';
    case 'rate_limit_error':
      return 'rate_limited';
    case 'authentication_error':
    case 'idempotency_error':
    case 'invalid_request_error':
      return 'misconfigured';
    case 'validation_error':
    case 'card_error':
      if (stage === 'authentication') return 'authentication_failed';
      return type === 'validation_error' || entryCodes.has(code) ? 'card_incomplete' : 'declined';
    default:
      return stage === 'authentication' ? 'authentication_failed' : 'stripe_unavailable';
  }
}

/** Stripe's own languages (stripe-js 10.2, `StripeElementLocale`); any other makes it warn and fall back. */
const stripeLocales = (
  'ar bg cs da de el en en-AU en-CA en-NZ en-GB es es-ES es-419 et fi fil fr fr-CA fr-FR he hu hr id it it-IT ja ko lt lv ms mt nb ' +
  'nl no pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'
).split(' ') as StripeElementLocale[];

/** Stripe's nearest name for a language (`fr-CH` → `fr`, `zh-Hant` → `zh-TW`); `auto`, the browser's, where Stripe has none. */
export function stripeLocale(language: string | undefined): StripeElementLocale {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(language ?? '');
  } catch {
    return 'auto';
  }
  const { language: parent, region } = locale;
  const wanted = [`${parent}-${region}`, parent];
  if (parent === 'es' && region && region !== 'ES') wanted.unshift('es-419');
  if (parent === 'zh' && locale.maximize().script === 'Hant') wanted.splice(1, 0, 'zh-TW');
  if (parent === 'nn') wanted.push('nb');
  return (
    wanted.map((name) => stripeLocales.find((known) => known === name)).find((known) => known !== undefined) ?? 'auto'
  );
}
