import { cardError, invalid, refused, type ApiError } from './api-error.ts';
import type { Refusal } from './cards.ts';
import { makeCharge } from './charges.ts';
import { tokenFor, usages } from './confirmation-tokens.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { unexpectedState } from './intent-state.ts';
import { customerOf, intentOf, methodOf } from './lookups.ts';
import { makeMethod, methodParams } from './payment-methods.ts';
import { attach, usableMethod } from './saved-methods.ts';
import { randomText, type Call, type Intent, type MethodRecord, type TokenRecord } from './state.ts';

export const confirmationParams = [
  'confirmation_token',
  'error_on_requires_action',
  'expand',
  'mandate_data',
  'off_session',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'use_stripe_sdk',
];
/** What Stripe.js may say. */
export const publicConfirmationParams = [
  'client_secret',
  'confirmation_token',
  'expand',
  'mandate_data',
  'payment_method',
  'payment_method_data',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'use_stripe_sdk',
];

/** What a request says of a confirmation. */
interface Confirmation {
  method: MethodRecord | null;
  tokenId: string | null;
  offSession: boolean;
  returnUrl: string | null;
  useStripeSdk: boolean;
  failOnAction: boolean;
}

/** A confirmation that nothing stands against. */
interface Ready extends Confirmation {
  method: MethodRecord;
  token: TokenRecord | null;
}

export function readConfirmation(call: Call, params: Params): Confirmation {
  const methodId = params.text('payment_method');
  const data = params.nested('payment_method_data', methodParams);
  const tokenId = params.text('confirmation_token') ?? null;
  const sources = [methodId && 'payment_method', data && 'payment_method_data', tokenId && 'confirmation_token'];
  const given = sources.filter((source) => typeof source === 'string');
  if (given.length > 1) {
    throw invalid(`You may only specify one of these parameters: ${given.join(', ')}.`, { param: given[0] ?? '' });
  }
  const method = methodId !== undefined ? usableMethod(call, methodId) : data ? makeMethod(call, data) : null;
  return {
    method,
    tokenId,
    offSession: params.boolean('off_session') ?? false,
    returnUrl: params.text('return_url') ?? null,
    useStripeSdk: params.boolean('use_stripe_sdk') ?? false,
    failOnAction: params.boolean('error_on_requires_action') ?? false,
  };
}

export function confirmIntent(call: Call, params: Params, id: string): Intent {
  const intent = intentOf(call.account, id);
  const confirmation = readConfirmation(call, params);
  const usage = params.oneOf('setup_future_usage', usages);
  const wanted = { ...intent, setup_future_usage: usage ?? intent.setup_future_usage };
  const ready = prepare(call, wanted, confirmation, intent);
  intent.setup_future_usage = wanted.setup_future_usage;
  const receipt = params.unsettable('receipt_email');
  if (receipt !== undefined) intent.receipt_email = receipt;
  run(call, intent, ready);
  return intent;
}

/**
 * Everything that Stripe checks before it begins; nothing is changed. `stored` is the intent as it stands, where it exists already.
 * @throws ApiError
 */
export function prepare(call: Call, intent: Intent, confirmation: Confirmation, stored?: Intent): Ready {
  if (intent.status === 'succeeded') {
    throw unexpectedState(
      intent,
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
    );
  }
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
    );
  }
  const carried = stored ? { payment_intent: stored } : {};
  const token = confirmation.tokenId === null ? null : tokenFor(call, confirmation.tokenId, intent);
  const method = confirmation.method ?? (token ? methodOfToken(call, token) : chosen(call, intent));
  if (!method) {
    throw unexpectedState(
      intent,
      intent.customer
        ? `You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with ${String(intent.customer)}, specify a payment method attached to this customer along with the customer ID.`
        : "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  }
  const owner = method.shown.customer;
  if (owner !== null && intent.customer === null) {
    throw refused(
      `The \`payment_method\` parameter supplied ${method.shown.id} belongs to the Customer ${String(owner)}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      { code: 'parameter_missing', param: 'source', ...carried },
    );
  }
  if (owner !== null && owner !== intent.customer) {
    throw refused(
      `The PaymentMethod ${method.shown.id} does not belong to the Customer you supplied ${String(intent.customer)}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
      { param: 'payment_method', ...carried },
    );
  }
  if (intent.customer !== null) customerOf(call.account, String(intent.customer), 'customer');
  if (confirmation.offSession && intent.setup_future_usage !== null) {
    throw refused(
      'You cannot confirm with `off_session=true` when `setup_future_usage` is also set on the PaymentIntent. The customer needs to be on-session to perform the steps which may be required to set up the PaymentMethod for future usage. Please confirm this PaymentIntent with your customer on-session.',
      { param: 'off_session', ...carried },
    );
  }
  const returnUrl = confirmation.returnUrl ?? token?.shown.return_url ?? null;
  if (returnUrl !== null && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(returnUrl)) {
    throw refused('Not a valid URL', { code: 'url_invalid', param: 'return_url', ...carried });
  }
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && returnUrl === null) {
    throw refused(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
      carried,
    );
  }
  const useStripeSdk = confirmation.useStripeSdk || (token?.shown.use_stripe_sdk ?? false);
  return { ...confirmation, method, token, returnUrl, useStripeSdk };
}

function methodOfToken(call: Call, token: TokenRecord): MethodRecord {
  return 'new' in token.method ? token.method.new : usableMethod(call, token.method.saved);
}

function chosen(call: Call, intent: Intent): MethodRecord | null {
  return intent.payment_method === null ? null : usableMethod(call, String(intent.payment_method));
}

/** Begins the confirmation. @throws ApiError 402 where the card is refused; the intent then wants another payment method. */
export function run(call: Call, intent: Intent, ready: Ready): void {
  const { method, token } = ready;
  call.account.methods.set(method.shown.id, method);
  if (token) token.shown.payment_intent = intent.id;
  Object.assign(intent, { payment_method: method.shown.id, next_action: null, status: 'requires_confirmation' });
  const demand = authentication(method, intent, ready.offSession);
  if (demand === 'broken') throw fail(call, intent, plainDecline, false);
  if (demand === 'none') {
    const failure = charge(call, intent, false);
    if (failure) throw failure;
    return;
  }
  if (ready.offSession) throw refuseForAuthentication(call, intent, true);
  if (ready.failOnAction) throw refuseForAuthentication(call, intent, false);
  Object.assign(intent, { status: 'requires_action', next_action: nextAction(ready) });
  record(call, 'payment_intent.requires_action', intent);
}

/** Whether the bank wants the cardholder to authenticate this one (https://docs.stripe.com/testing#regulatory-cards). */
function authentication(method: MethodRecord, intent: Intent, offSession: boolean): 'none' | 'challenge' | 'broken' {
  const { card, setUp } = method;
  const asked = intent.payment_method_options?.card?.request_three_d_secure;
  const requested = asked === 'any' || asked === 'challenge';
  const wanted = {
    none: offSession && requested,
    not_supported: false,
    optional: requested,
    required: true,
    unless_set_up: !offSession || !setUp || requested,
    set_up: !offSession || requested,
  }[card.authentication];
  if (!wanted) return 'none';
  return card.authenticationBreaks && !offSession ? 'broken' : 'challenge';
}

/** A decline without a reason. */
export const plainDecline: Refusal = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
  param: null,
  by: 'bank',
};

function nextAction({ returnUrl, useStripeSdk }: Ready): Intent['next_action'] {
  const attempt = `payatt_${randomText(24)}`;
  if (returnUrl !== null && !useStripeSdk) {
    const url = `https://hooks.stripe.com/3d_secure_2/hosted?merchant=simulated&payment_attempt=${attempt}`;
    return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  }
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'stripe_3ds2_fingerprint', source: attempt } };
}

/**
 * Asks the bank. Answers what is wrong, or null: succeeded, or processing.
 * `bank` is what the bank says where that is not the card's own: it pays (`null`), or declines.
 */
export function charge(call: Call, intent: Intent, authenticated: boolean, bank?: Refusal | null): ApiError | null {
  if (call.processing) {
    Object.assign(intent, { status: 'processing', next_action: null });
    record(call, 'payment_intent.processing', intent);
    return null;
  }
  const method = methodOf(call.account, String(intent.payment_method));
  const no = bank === undefined ? method.card.refusal : bank;
  if (no) return fail(call, intent, no, authenticated);
  const made = makeCharge(call, intent, method, { refusal: null, authenticated });
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: made.id,
    last_payment_error: null,
    next_action: null,
  });
  record(call, 'charge.succeeded', made);
  keepMethod(call, intent, method);
  record(call, 'payment_intent.succeeded', intent);
  return null;
}

/** Saved once it paid, where the intent says so and names a customer; else never to be used again. */
function keepMethod(call: Call, intent: Intent, method: MethodRecord): void {
  const { setup_future_usage: usage, customer } = intent;
  if (usage === 'off_session') method.setUp = true;
  if (method.shown.customer !== null) return;
  if (usage !== null && customer !== null) attach(call, method, String(customer));
  else if (usage === null) method.spent = true;
}

/** The bank's refusal, written down as Stripe does: a failed charge, and an intent that wants another payment method. */
function fail(call: Call, intent: Intent, refusal: Refusal, authenticated: boolean): ApiError {
  const method = methodOf(call.account, String(intent.payment_method));
  const made = makeCharge(call, intent, method, { refusal, authenticated });
  record(call, 'charge.failed', made);
  intent.latest_charge = made.id;
  return giveBack(call, intent, refusal.message, {
    code: refusal.code,
    decline_code: refusal.declineCode,
    charge: made.id,
    ...(refusal.param ? { param: refusal.param } : {}),
  });
}

/** The bank was not charged: no charge is written (seen at Stripe for off-session refusals). */
function refuseForAuthentication(call: Call, intent: Intent, offSession: boolean): ApiError {
  if (offSession) {
    return giveBack(call, intent, 'Your card was declined. This transaction requires authentication.', {
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
  }
  return giveBack(
    call,
    intent,
    "This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
    { code: 'authentication_required' },
  );
}

/** The intent wants another payment method, and says why. */
function giveBack(
  call: Call,
  intent: Intent,
  message: string,
  details: { code: string; decline_code?: string; charge?: string; param?: string },
): ApiError {
  const method = structuredClone(methodOf(call.account, String(intent.payment_method)).shown);
  const error = cardError(message, { ...details, payment_method: method });
  putBack(call, intent, error.toJSON());
  error.details.payment_intent = intent;
  return error;
}

function putBack(call: Call, intent: Intent, error: Record<string, unknown>): void {
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: error,
  });
  record(call, 'payment_intent.payment_failed', intent);
}

/** The cardholder passed, failed or left the bank's challenge. Never throws for what the bank says: the intent tells it. */
export function answerChallenge(call: Call, intent: Intent, outcome: 'pass' | 'fail' | 'cancel'): void {
  if (intent.status !== 'requires_action') {
    throw unexpectedState(
      intent,
      `This PaymentIntent has a status of ${intent.status} and waits for no authentication.`,
    );
  }
  if (outcome === 'pass') {
    charge(call, intent, true);
    return;
  }
  const method = structuredClone(methodOf(call.account, String(intent.payment_method)).shown);
  const error = refused(
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    { code: 'payment_intent_authentication_failure', payment_method: method },
  );
  putBack(call, intent, error.toJSON());
}
