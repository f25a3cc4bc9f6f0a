import { invalid, refused } from './api-error.ts';
import { authentication, charge, fail, plainDecline, refuseForAuthentication } from './charging.ts';
import { tokenFor, usages } from './confirmation-tokens.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { hostChallenge } from './hosted-challenge.ts';
import { unexpectedState } from './intent-state.ts';
import { customerOf, intentOf } from './lookups.ts';
import { makeMethod, methodParams } from './payment-methods.ts';
import { usableMethod } from './saved-methods.ts';
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
    throw refused(
      intent.customer
        ? `You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with ${String(intent.customer)}, specify a payment method attached to this customer along with the customer ID.`
        : "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state', ...carried },
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
  Object.assign(intent, { status: 'requires_action', next_action: nextAction(call, intent, ready) });
  record(call, 'payment_intent.requires_action', intent);
}

/** Without an address to come back to, a bank's page is framed after all: there is nowhere else. */
function nextAction(call: Call, intent: Intent, { returnUrl, useStripeSdk }: Ready): Intent['next_action'] {
  if (returnUrl !== null && (call.world.redirectsChallenges || !useStripeSdk)) {
    const url = hostChallenge(call.world, { account: call.account, intentId: intent.id, returnUrl });
    return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  }
  const source = `payatt_${randomText(24)}`;
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'stripe_3ds2_fingerprint', source } };
}
