import { cardError, refused } from './api-error.ts';
import { testCard } from './cards.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { customerOf, methodOf } from './lookups.ts';
import { page, type Page } from './lists.ts';
import { makeMethod, readBilling, readExpiry, readyMade } from './payment-methods.ts';
import type { Call, MethodRecord, PaymentMethod } from './state.ts';

const usedUp =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.';

/** The payment method, or a fresh one of a ready-made `pm_card_…`. @throws ApiError for one that may not be used again. */
export function usableMethod(call: Call, id: string): MethodRecord {
  const card = id.startsWith('pm_card_') ? testCard(id) : undefined;
  if (card) {
    const made = readyMade(call, card);
    call.account.methods.set(made.shown.id, made);
    return made;
  }
  const method = methodOf(call.account, id);
  if (method.spent) throw refused(usedUp, { code: 'payment_method_unexpected_state', param: 'payment_method' });
  return method;
}

export function createMethod(call: Call, params: Params): PaymentMethod {
  const method = makeMethod(call, params);
  call.account.methods.set(method.shown.id, method);
  return method.shown;
}

export function retrieveMethod(call: Call, id: string): PaymentMethod {
  return methodOf(call.account, id).shown;
}

export function updateMethod(call: Call, params: Params, id: string): PaymentMethod {
  const { shown } = methodOf(call.account, id);
  if (shown.customer === null) {
    throw refused('You must save this PaymentMethod to a customer before you can update it.');
  }
  const card = params.nested('card', ['exp_month', 'exp_year']);
  const expiry = card ? readExpiry(call, card) : null;
  const redisplay = params.oneOf('allow_redisplay', ['always', 'limited', 'unspecified'] as const);
  const billing = readBilling(params, shown.billing_details);
  const metadata = params.metadata(shown.metadata ?? {});
  Object.assign(shown, { billing_details: billing, metadata });
  if (redisplay) shown.allow_redisplay = redisplay;
  if (expiry && shown.card) Object.assign(shown.card, { exp_month: expiry.expMonth, exp_year: expiry.expYear });
  record(call, 'payment_method.updated', shown);
  return shown;
}

export function attachMethod(call: Call, params: Params, id: string): PaymentMethod {
  const customer = customerOf(call.account, params.requiredText('customer'), 'customer');
  const method = methodToAttach(call, id);
  attach(call, method, customer.id);
  return method.shown;
}

/** @throws ApiError for one that is attached already, may not be used again, or whose card the bank refuses when asked. */
export function methodToAttach(call: Call, id: string): MethodRecord {
  const method = usableMethod(call, id);
  if (method.shown.customer !== null) {
    throw refused('The payment method you provided has already been attached to a customer.');
  }
  // Stripe asks the bank before it saves a card, so that its declining cards can't be saved (https://docs.stripe.com/testing#declined-payments).
  const { refusal, attachable } = method.card;
  if (refusal && !attachable) {
    throw cardError(refusal.message, {
      code: refusal.code,
      decline_code: refusal.declineCode,
      ...(refusal.param ? { param: refusal.param } : {}),
    });
  }
  return method;
}

export function attach(call: Call, method: MethodRecord, customerId: string): void {
  const { shown, card } = method;
  shown.customer = customerId;
  if (shown.card?.checks?.cvc_check === 'unchecked') shown.card.checks.cvc_check = card.cvcCheck;
  record(call, 'payment_method.attached', shown);
}

export function detachMethod(call: Call, id: string): PaymentMethod {
  const method = methodOf(call.account, id);
  if (method.shown.customer === null) {
    throw refused('The payment method you provided is not attached to a customer so detachment is impossible.');
  }
  detach(call, method);
  return method.shown;
}

export function detach(call: Call, method: MethodRecord): void {
  const customer = call.account.customers.get(String(method.shown.customer));
  if (customer && !customer.deleted && customer.invoice_settings.default_payment_method === method.shown.id) {
    customer.invoice_settings.default_payment_method = null;
  }
  method.shown.customer = null;
  method.spent = true;
  record(call, 'payment_method.detached', method.shown);
}

export function listMethods(call: Call, params: Params, customerId?: string): Page<PaymentMethod> {
  const id = customerId ?? params.text('customer');
  const customer = id === undefined ? null : customerOf(call.account, id, 'customer');
  const type = params.text('type');
  const redisplay = params.oneOf('allow_redisplay', ['always', 'limited', 'unspecified'] as const);
  const found = [...call.account.methods.values()]
    .map((method) => method.shown)
    .filter(
      (shown) =>
        customer !== null &&
        shown.customer === customer.id &&
        (type === undefined || shown.type === type) &&
        (redisplay === undefined || shown.allow_redisplay === redisplay),
    )
    .toReversed();
  const url = customerId === undefined ? '/v1/payment_methods' : `/v1/customers/${customerId}/payment_methods`;
  return page(params, found, 'payment_method', url);
}
