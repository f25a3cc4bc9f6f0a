import type {
  ConfirmationToken,
  ConfirmationTokenCreateParams,
  ConfirmationTokenResult,
  PaymentIntent,
  PaymentIntentResult,
  Stripe,
  StripeConstructorOptions,
  StripeElements,
  StripeError,
  WrapperLibrary,
} from '@stripe/stripe-js';
import { showChallenge } from './challenge.ts';
import { ElementsGroup } from './elements.ts';
import { IntegrationError, notSimulated } from './errors.ts';
import { warnOfLocale } from './options.ts';
import { PrivateFrame, setStyles } from './private-frame.ts';
import type { FormValue, Rest } from './rest.ts';

/** What one instance of Stripe.js works with. */
export interface StripeContext {
  readonly key: string;
  readonly options: StripeConstructorOptions;
  readonly rest: Rest;
  readonly frameOrigin: string | null;
  readonly navigate: (url: string) => void;
}

/** One instance of Stripe.js: every call makes another, and each leaves a frame in the page (stripe-js #99, #235). */
export function createStripe(context: StripeContext): Stripe {
  warnOfLocale(context.options.locale);
  leaveController(context.frameOrigin);
  const groups = new WeakMap<object, ElementsGroup>();

  const simulated = {
    /** Called by the npm loader with its name and version. */
    _registerWrapper: (_wrapper: { name: string; version: string; startTime: number }): void => {},

    registerAppInfo(app: WrapperLibrary): void {
      if (typeof app?.name === 'string' && app.name.length <= 30) return;
      throw new IntegrationError(
        'Invalid value for registerAppInfo(): name should be a string of at most 30 characters.',
      );
    },

    elements(options?: unknown): StripeElements {
      const group = new ElementsGroup(context, options);
      groups.set(group.facade, group);
      return group.facade;
    },

    async createConfirmationToken(options: { elements: StripeElements; params?: ConfirmationTokenCreateParams }) {
      const group = groups.get(options?.elements);
      if (!group) {
        throw new IntegrationError(
          'Invalid value for stripe.createConfirmationToken(): elements should be an Elements object that this instance made.',
        );
      }
      return createConfirmationToken(context, group, options.params ?? {});
    },

    async retrievePaymentIntent(clientSecret: string): Promise<PaymentIntentResult> {
      return retrieve(context, clientSecret, 'stripe.retrievePaymentIntent()');
    },

    async handleNextAction(options: { clientSecret: string }): Promise<PaymentIntentResult> {
      return handleNextAction(context, options?.clientSecret);
    },
  };

  return new Proxy(simulated, {
    // The rest of Stripe.js is refused by name. `then` isn't a member of it: an instance travels through promises.
    get(target, name, receiver) {
      if (name in target || typeof name === 'symbol' || name === 'then') return Reflect.get(target, name, receiver);
      return () => {
        throw notSimulated(`stripe.${name}()`);
      };
    },
  }) as unknown as Stripe;
}

async function createConfirmationToken(
  context: StripeContext,
  group: ElementsGroup,
  params: ConfirmationTokenCreateParams,
): Promise<ConfirmationTokenResult> {
  const caller = 'stripe.createConfirmationToken()';
  if (!group.isSubmitted) throw new IntegrationError(`elements.submit() must be called before ${caller}.`);
  const given = params.payment_method_data?.billing_details ?? {};
  for (const path of group.neverCollected) {
    if (valueAt(given, path) !== undefined) continue;
    throw new IntegrationError(
      `You specified "never" for fields.billing_details.${path} when creating the payment Element, but did not pass params.payment_method_data.billing_details.${path} when calling ${caller}.`,
    );
  }
  const card = await group.collect(caller);
  const { options } = group;
  const { address, ...details } = given;
  const saving = options.setupFutureUsage ?? options.setup_future_usage;
  const { body, error } = await context.rest.post('/v1/confirmation_tokens', {
    payment_method_data: {
      type: 'card',
      card: { number: card.number, exp_month: card.expMonth, exp_year: card.expYear, cvc: card.cvc },
      billing_details: {
        ...(details as Record<string, FormValue>),
        // What the integration passes overrides what the form collected.
        address: { country: card.country, postal_code: card.postalCode, ...(address as Record<string, FormValue>) },
      },
      allow_redisplay: params.payment_method_data?.allow_redisplay ?? null,
      metadata: params.payment_method_data?.metadata ?? null,
    },
    metadata: (params.metadata ?? null) as FormValue,
    setup_future_usage: saving,
    return_url: params.return_url ?? null,
    shipping: (params.shipping ?? null) as FormValue,
    // What the Elements were made for: confirming anything else is refused.
    simulated: {
      mode: options.mode,
      amount: 'amount' in options ? (options.amount as number) : null,
      currency: options.currency,
      setup_future_usage: saving,
      capture_method: options.captureMethod ?? options.capture_method,
      on_behalf_of: options.onBehalfOf ?? options.on_behalf_of,
    },
  });
  if (error) return { error };
  group.spend();
  return { confirmationToken: body as ConfirmationToken };
}

async function retrieve(context: StripeContext, clientSecret: unknown, caller: string): Promise<PaymentIntentResult> {
  const { id, secret } = readSecret(clientSecret, caller);
  const { body, error } = await context.rest.get(`/v1/payment_intents/${id}`, { client_secret: secret });
  return error ? { error } : { paymentIntent: body as PaymentIntent };
}

/** Shows the challenge of an intent that waits for one, and answers with what became of the intent. */
async function handleNextAction(context: StripeContext, clientSecret: unknown): Promise<PaymentIntentResult> {
  const caller = 'handleNextAction';
  const { id, secret } = readSecret(clientSecret, `stripe.${caller}()`);
  const before = await retrieve(context, secret, `stripe.${caller}()`);
  if (before.error) return before;
  if (before.paymentIntent.status !== 'requires_action') {
    throw new IntegrationError(`${caller}: The PaymentIntent supplied is not in the \`requires_action\` state.`);
  }
  const bank = before.paymentIntent.next_action?.redirect_to_url?.url;
  if (bank) {
    context.navigate(bank);
    // The page is being left; there is nobody to answer.
    return new Promise(() => {});
  }

  let refused: StripeError | undefined;
  const end = await showChallenge(context.frameOrigin, context.options.locale ?? 'auto', async (outcome) => {
    const answer = await context.rest.post(`/v1/simulated/challenges/${id}`, { outcome, client_secret: secret });
    refused = answer.error;
  });
  if (end === 'displaced') return { error: { ...authenticationFailure, payment_intent: before.paymentIntent } };
  if (refused) return { error: refused };

  const after = await retrieve(context, secret, `stripe.${caller}()`);
  if (after.error || after.paymentIntent.status !== 'requires_payment_method') return after;
  const { last_payment_error: error, ...paymentIntent } = after.paymentIntent;
  const told: StripeError = (error as StripeError | null) ?? authenticationFailure;
  return { error: { ...told, payment_intent: { ...paymentIntent, last_payment_error: error } } };
}

const authenticationFailure: StripeError = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

function readSecret(secret: unknown, caller: string): { id: string; secret: string } {
  const [, id] = (typeof secret === 'string' && /^(pi_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(secret)) || [];
  if (id !== undefined) return { id, secret: secret as string };
  throw new IntegrationError(
    `Invalid value for ${caller}: clientSecret should be a client secret of the form \${id}_secret_\${secret}.`,
  );
}

function valueAt(values: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value === undefined ? undefined : (value as Record<string, unknown> | null)?.[name]),
      values,
    );
}

/** The frame in which Stripe.js works; there is no call that takes it away again. */
function leaveController(frameOrigin: string | null): void {
  const { iframe } = new PrivateFrame('/frame/controller', '__privateStripeController', '', frameOrigin, () => {});
  iframe.setAttribute('aria-hidden', 'true');
  iframe.tabIndex = -1;
  setStyles(iframe, {
    position: 'fixed',
    display: 'block',
    visibility: 'hidden',
    width: '1px',
    height: '1px',
    border: 'none',
  });
  setStyles(iframe, { 'pointer-events': 'none', 'user-select': 'none' });
  if (document.body) document.body.append(iframe);
  else document.addEventListener('DOMContentLoaded', () => document.body.append(iframe), { once: true });
}
