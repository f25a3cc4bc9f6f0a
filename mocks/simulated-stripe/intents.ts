import { noSuch, refused, invalid } from './api-error.ts';
import { confirmationParams, prepare, readConfirmation, run } from './confirming.ts';
import { checkAmount, checkCurrency } from './currencies.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { usages } from './confirmation-tokens.ts';
import { unexpectedState } from './intent-state.ts';
import { page, type Page } from './lists.ts';
import { customerOf, intentOf } from './lookups.ts';
import { usableMethod } from './saved-methods.ts';
import { newId, randomText, seconds, type Call, type Intent } from './state.ts';

export const updateParams = [
  'amount',
  'currency',
  'customer',
  'description',
  'expand',
  'metadata',
  'payment_method',
  'receipt_email',
  'setup_future_usage',
  'statement_descriptor_suffix',
];
export const createParams = [
  ...new Set([
    ...updateParams,
    ...confirmationParams,
    'allowed_payment_method_types',
    'automatic_payment_methods',
    'capture_method',
    'confirm',
    'excluded_payment_method_types',
    'payment_method_types',
  ]),
];
export const cancelParams = ['cancellation_reason', 'expand'];

/** Parameters that mean something at confirmation only. */
const onlyWithConfirm = ['off_session', 'return_url', 'confirmation_token', 'error_on_requires_action', 'mandate_data'];

const reasons = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

export function createIntent(call: Call, params: Params): Intent {
  if (params.has('payment_method_types')) {
    throw invalid(
      'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types`, `excluded_payment_method_types` or `automatic_payment_methods` instead.',
      { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' },
    );
  }
  const amount = params.integer('amount');
  if (amount === undefined) throw params.missing('amount');
  const currency = params.requiredText('currency');
  checkCurrency(currency);
  checkAmount(amount, currency);
  const confirm = params.boolean('confirm') ?? false;
  const early = confirm ? undefined : onlyWithConfirm.find((name) => params.has(name));
  if (early !== undefined) {
    throw invalid(
      `The parameter \`${early}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
      { param: early },
    );
  }
  const id = newId('pi', 24);
  const intent: Intent = {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.oneOf('capture_method', ['automatic', 'automatic_async'] as const) ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: 'automatic',
    created: seconds(call.world),
    currency,
    customer: null,
    customer_account: null,
    description: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
    ...readMethodTypes(params),
    payment_method_options: readOptions(params),
  };
  Object.assign(intent, readChanges(call, params, intent));
  const confirmation = readConfirmation(call, params);
  const ready = confirm ? prepare(call, intent, confirmation) : null;
  if (!ready && confirmation.method) choose(intent, confirmation.method.shown.id);
  call.account.intents.set(id, intent);
  if (confirmation.method) call.account.methods.set(confirmation.method.shown.id, confirmation.method);
  record(call, 'payment_intent.created', intent);
  if (ready) run(call, intent, ready);
  return intent;
}

export function retrieveIntent(call: Call, id: string): Intent {
  return intentOf(call.account, id);
}

export function listIntents(call: Call, params: Params): Page<Intent> {
  const customer = params.text('customer');
  const found = [...call.account.intents.values()].filter(
    (intent) => customer === undefined || intent.customer === customer,
  );
  return page(params, found.toReversed(), 'payment_intent', '/v1/payment_intents');
}

export function updateIntent(call: Call, params: Params, id: string): Intent {
  const intent = intentOf(call.account, id);
  const money = ['amount', 'currency', 'customer', 'payment_method', 'setup_future_usage'].find((name) =>
    params.has(name),
  );
  if (
    money !== undefined &&
    !['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)
  ) {
    throw unexpectedState(
      intent,
      `This PaymentIntent's ${money} could not be updated because it has a status of ${intent.status}. You may only update the ${money} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
    );
  }
  const amount = params.integer('amount') ?? intent.amount;
  const currency = params.text('currency') ?? intent.currency;
  checkCurrency(currency);
  checkAmount(amount, currency);
  const changes = readChanges(call, params, intent);
  const methodId = params.text('payment_method');
  const method = methodId === undefined ? null : usableMethod(call, methodId);
  Object.assign(intent, changes, { amount, currency });
  if (method) choose(intent, method.shown.id);
  // A challenge is for the amount and the card that it was intent with.
  if (intent.status === 'requires_action' && money !== undefined) {
    Object.assign(intent, {
      status: intent.payment_method ? 'requires_confirmation' : 'requires_payment_method',
      next_action: null,
    });
  }
  return intent;
}

export function cancelIntent(call: Call, params: Params, id: string): Intent {
  const intent = intentOf(call.account, id);
  const reason = params.oneOf('cancellation_reason', reasons) ?? null;
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
    );
  }
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: seconds(call.world),
    cancellation_reason: reason,
    next_action: null,
  });
  record(call, 'payment_intent.canceled', intent);
  return intent;
}

function choose(intent: Intent, methodId: string): void {
  Object.assign(intent, { payment_method: methodId, status: 'requires_confirmation' });
}

/** What create and update both set; nothing is written yet. */
function readChanges(call: Call, params: Params, intent: Intent): Partial<Intent> {
  const changes: Partial<Intent> = { metadata: params.metadata(intent.metadata) };
  const customer = params.text('customer');
  if (customer !== undefined) changes.customer = customerOf(call.account, customer, 'customer').id;
  const usage = params.has('setup_future_usage')
    ? params.unsettable('setup_future_usage') === null
      ? null
      : params.oneOf('setup_future_usage', usages)
    : undefined;
  if (usage !== undefined) changes.setup_future_usage = usage;
  for (const name of ['description', 'receipt_email', 'statement_descriptor_suffix'] as const) {
    const value = params.unsettable(name);
    if (value !== undefined) changes[name] = value;
  }
  if ((changes.statement_descriptor_suffix?.length ?? 0) > 22) {
    throw invalid('The statement descriptor suffix must be at most 22 characters.', {
      param: 'statement_descriptor_suffix',
    });
  }
  return changes;
}

/** Which payment methods may be used; automatic ones where nothing is said. */
function readMethodTypes(
  params: Params,
): Pick<Intent, 'allowed_payment_method_types' | 'excluded_payment_method_types' | 'automatic_payment_methods'> {
  const allowed = params.list('allowed_payment_method_types');
  const excluded = params.list('excluded_payment_method_types');
  const automatic = params.nested('automatic_payment_methods', ['enabled', 'allow_redirects']);
  if (allowed && (automatic || excluded)) {
    const other = automatic ? 'automatic_payment_methods' : 'excluded_payment_method_types';
    throw invalid(`You may only specify one of these parameters: allowed_payment_method_types, ${other}.`, {
      param: 'allowed_payment_method_types',
    });
  }
  for (const [name, types] of Object.entries({ allowed, excluded })) {
    const wrong = types?.find((type) => (name === 'allowed') !== (type === 'card'));
    if (wrong === undefined) continue;
    throw refused(
      `The payment method type provided: ${wrong} is invalid. This simulated account has cards activated and nothing else.`,
      { param: `${name}_payment_method_types` },
    );
  }
  const enabled = automatic?.boolean('enabled');
  if (automatic && enabled === undefined) throw automatic.missing('enabled');
  const redirects = automatic?.oneOf('allow_redirects', ['always', 'never'] as const) ?? 'always';
  return {
    allowed_payment_method_types: allowed ? ['card'] : null,
    excluded_payment_method_types: excluded ?? null,
    automatic_payment_methods: allowed || enabled === false ? null : { allow_redirects: redirects, enabled: true },
  };
}

function readOptions(params: Params): Intent['payment_method_options'] {
  const options = params.nested('payment_method_options', ['card']);
  // `moto` is unknown to accounts that Stripe did not enable for it (stripe/stripe-dotnet#2898).
  const card = options?.nested('card', ['request_three_d_secure']);
  return {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure:
        card?.oneOf('request_three_d_secure', ['any', 'automatic', 'challenge'] as const) ?? 'automatic',
    },
  };
}

/** What a publishable key may see of an intent. @throws ApiError where the secret is not this intent's. */
export function checkSecret(call: Call, params: Params, id: string): void {
  const given = params.requiredText('client_secret');
  const intent = call.account.intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  if (given !== intent.client_secret) {
    throw refused(
      'The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable key used belongs to the same account that created the PaymentIntent.',
      { param: 'client_secret' },
    );
  }
}
