import type {
  StripeElementsOptionsMode,
  StripeElementsUpdateOptions,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import { IntegrationError, notSimulated, warn } from './errors.ts';
import { isLocale } from './texts.ts';

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

const words = (text: string): string[] => text.trim().split(/\s+/);

const updatable = words(`
  locale fonts appearance mode currency amount setupFutureUsage setup_future_usage captureMethod capture_method excludedPaymentMethodTypes
  allowedPaymentMethodTypes paymentMethodConfiguration payment_method_configuration onBehalfOf on_behalf_of customerSessionClientSecret
  customPaymentMethods`);

const fixed = words(`
  clientSecret loader syncAddressCheckbox paymentMethodCreation customerOptions paymentMethodOptions payment_method_options
  externalPaymentMethodTypes adaptivePricing`);

const elementUpdatable = words(
  'defaultValues business paymentMethodOrder fields readOnly terms applePay walletOptions layout',
);

/** Stripe.js doesn't refuse what it doesn't know: it says so on the console and goes on. */
function warnOfUnknown(options: object, known: readonly string[], caller: string): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    warn(
      `Unrecognized ${caller} parameter: ${key} is not a recognized parameter. This may cause issues with your integration in the future.`,
    );
  }
}

/** Endive refuses them, and neither creates nor updates Elements (changelog endive/2026-09-30). */
function refusePaymentMethodTypes(options: object, caller: string): void {
  for (const key of ['paymentMethodTypes', 'payment_method_types']) {
    if (key in options) {
      throw new IntegrationError(
        `Invalid value for ${caller}: ${key} is no longer supported. Use allowedPaymentMethodTypes or dynamic payment methods instead.`,
      );
    }
  }
}

function mustBeOneOf(value: unknown, choices: readonly unknown[], name: string, caller: string): void {
  if (value === undefined || choices.includes(value)) return;
  throw new IntegrationError(
    `Invalid value for ${caller}: ${name} must be one of the following strings: ${choices.filter((choice) => choice !== null).join(', ')}. You specified: ${String(value)}.`,
  );
}

/** The rules of deferred intents: a payment needs to know what it is about (facts §1.2). */
function assertMode(options: object, caller: string): void {
  const { mode, amount, currency, ...more } = options as Partial<StripeElementsOptionsMode> & { amount?: unknown };
  mustBeOneOf(mode, ['payment', 'setup', 'subscription'], 'mode', caller);
  if (mode === 'payment' || mode === 'subscription') {
    if (amount === undefined) throw new IntegrationError(`Missing value for ${caller}: amount should be a number.`);
    if (currency === undefined) throw new IntegrationError(`Missing value for ${caller}: currency should be a string.`);
  }
  if (amount !== undefined && (typeof amount !== 'number' || !Number.isInteger(amount))) {
    throw new IntegrationError(
      `Invalid value for ${caller}: amount should be an integer. You specified: ${String(amount)}.`,
    );
  }
  if (typeof amount === 'number' && (mode === 'payment' ? amount <= 0 : amount < 0)) {
    throw new IntegrationError(`Invalid value for ${caller}: amount must be greater than 0.`);
  }
  if (currency !== undefined && !(typeof currency === 'string' && /^[a-z]{3}$/.test(currency))) {
    throw new IntegrationError(
      `Invalid value for ${caller}: currency must be a three-letter ISO code in lower case. You specified: ${String(currency)}.`,
    );
  }
  for (const name of ['setupFutureUsage', 'setup_future_usage'] as const) {
    mustBeOneOf(more[name], ['off_session', 'on_session', null], name, caller);
  }
  for (const name of ['captureMethod', 'capture_method'] as const) {
    mustBeOneOf(more[name], ['manual', 'automatic', 'automatic_async'], name, caller);
  }
  const allowed: unknown = more.allowedPaymentMethodTypes;
  if (allowed !== undefined && !(Array.isArray(allowed) && allowed.every((type) => typeof type === 'string'))) {
    throw new IntegrationError(`Invalid value for ${caller}: allowedPaymentMethodTypes should be an array of strings.`);
  }
}

export function warnOfLocale(locale: string | undefined): void {
  if (locale !== undefined && !isLocale(locale)) warn(`Unsupported locale "${locale}": using "auto" instead.`);
}

/** Checks the options of `stripe.elements()`; throws an `IntegrationError` as Stripe.js does. */
export function assertElementsOptions(options: unknown): asserts options is StripeElementsOptionsMode {
  const caller = 'elements()';
  if (typeof options !== 'object' || options === null)
    throw new IntegrationError(`Invalid value for ${caller}: options should be an object.`);
  refusePaymentMethodTypes(options, caller);
  if ('clientSecret' in options) throw notSimulated('elements() with a clientSecret');
  warnOfUnknown(options, [...updatable, ...fixed], caller);
  const { loader, locale } = options as StripeElementsOptionsMode;
  mustBeOneOf(loader, ['auto', 'always', 'never'], 'loader', caller);
  warnOfLocale(locale);
  assertMode(options, caller);
}

/** Checks what `elements.update()` gets, together with what already holds. */
export function assertElementsUpdate(
  update: unknown,
  now: StripeElementsOptionsMode,
): asserts update is StripeElementsUpdateOptions {
  const caller = 'elements.update()';
  if (typeof update !== 'object' || update === null)
    throw new IntegrationError(`Invalid value for ${caller}: options should be an object.`);
  refusePaymentMethodTypes(update, caller);
  for (const key of fixed) if (key in update) throw new IntegrationError(`${caller}: ${key} cannot be updated.`);
  warnOfUnknown(update, updatable, caller);
  warnOfLocale((update as StripeElementsUpdateOptions).locale);
  assertMode({ ...now, ...update }, caller);
}

export function checkElementOptions(options: StripePaymentElementOptions): void {
  warnOfUnknown(options, [...elementUpdatable, 'wallets'], 'create()');
}

export function checkElementUpdate(options: object): void {
  warnOfUnknown(options, elementUpdatable, 'element.update()');
}
