import { noSuch, refused } from './api-error.ts';
import type { Params } from './forms.ts';
import { makeMethod, methodParams } from './payment-methods.ts';
import { usableMethod } from './saved-methods.ts';
import { newId, seconds, type Call, type ConfirmationToken, type Intent, type TokenRecord } from './state.ts';

/** What Stripe.js sends; `simulated` is what Stripe Elements was told (Stripe's own name for it is not public). */
export const tokenParams = [
  'expand',
  'mandate_data',
  'metadata',
  'payment_method_data',
  'return_url',
  'setup_future_usage',
  'shipping',
  'simulated',
  'use_stripe_sdk',
];
export const testTokenParams = ['expand', 'payment_method', 'payment_method_data', 'return_url', 'setup_future_usage'];

export const usages = ['off_session', 'on_session'] as const;

const lifetime = 12 * 60 * 60;

/** For Stripe.js, and for tests with the secret key (`POST /v1/test_helpers/confirmation_tokens`). */
export function createToken(call: Call, params: Params): ConfirmationToken {
  const usage = params.oneOf('setup_future_usage', usages) ?? null;
  const returnUrl = params.text('return_url') ?? null;
  const context = params.nested('simulated', 'any');
  const record: TokenRecord = {
    shown: {
      id: newId('ctoken', 24),
      object: 'confirmation_token',
      created: seconds(call.world),
      expires_at: seconds(call.world) + lifetime,
      livemode: false,
      mandate_data: null,
      metadata: params.metadata(),
      payment_intent: null,
      payment_method_options: null,
      payment_method_preview: null,
      return_url: returnUrl,
      setup_future_usage: usage,
      setup_intent: null,
      shipping: null,
      use_stripe_sdk: params.boolean('use_stripe_sdk') ?? true,
    },
    method: readMethod(call, params),
    expected: context
      ? { amount: context.integer('amount') ?? null, currency: context.text('currency') ?? null }
      : null,
  };
  const method = 'new' in record.method ? record.method.new : usableMethod(call, record.method.saved);
  const { type, billing_details, card, customer, allow_redisplay } = structuredClone(method.shown);
  record.shown.payment_method_preview = {
    type,
    billing_details,
    customer,
    customer_account: null,
    ...(allow_redisplay ? { allow_redisplay } : {}),
    ...(card ? { card } : {}),
  };
  call.account.tokens.set(record.shown.id, record);
  return record.shown;
}

function readMethod(call: Call, params: Params): TokenRecord['method'] {
  const data = params.nested('payment_method_data', methodParams);
  if (data) return { new: makeMethod(call, data) };
  const saved = params.text('payment_method');
  if (saved === undefined) throw params.missing('payment_method_data');
  const method = usableMethod(call, saved);
  return method.shown.customer === null ? { new: method } : { saved: method.shown.id };
}

export function retrieveToken(call: Call, id: string): ConfirmationToken {
  return tokenOf(call, id, 'confirmation_token').shown;
}

function tokenOf(call: Call, id: string, param: string): TokenRecord {
  const token = call.account.tokens.get(id);
  if (!token) throw noSuch('confirmation_token', id, param);
  return token;
}

/**
 * The token, if it may confirm this intent: once, within its time, and with what Stripe Elements was told.
 * @throws ApiError in Stripe's words where they differ (antiwork/gumroad#6437, odoo/odoo#138987).
 */
export function tokenFor(call: Call, id: string, intent: Intent): TokenRecord {
  const token = tokenOf(call, id, 'confirmation_token');
  const { shown, expected } = token;
  const details = { param: 'confirmation_token' };
  if (shown.payment_intent !== null) {
    throw refused(
      `The ConfirmationToken ${id} has already been used to confirm ${shown.payment_intent}. Create a new ConfirmationToken.`,
      details,
    );
  }
  if (shown.expires_at !== null && shown.expires_at <= seconds(call.world)) {
    throw refused(`The ConfirmationToken ${id} has expired. Create a new ConfirmationToken.`, details);
  }
  differs('currency', intent.currency, expected?.currency ?? intent.currency);
  differs('amount', intent.amount, expected?.amount ?? intent.amount);
  differs('setup_future_usage', intent.setup_future_usage, shown.setup_future_usage);
  return token;
}

function differs(name: string, provided: string | number | null, expected: string | number | null): void {
  if (provided === expected) return;
  throw refused(
    `The provided ${name} (${provided ?? 'null'}) does not match the expected ${name} (${expected ?? 'null'}). Try confirming with a Payment Intent that is configured to use the same parameters as Stripe Elements.`,
    { param: name },
  );
}
