import { cardError, refused, type ApiError } from './api-error.ts';
import type { Refusal } from './cards.ts';
import { makeCharge } from './charges.ts';
import { record } from './events.ts';
import { unexpectedState } from './intent-state.ts';
import { methodOf } from './lookups.ts';
import { attach } from './saved-methods.ts';
import type { Call, Intent, MethodRecord } from './state.ts';

/** Whether the bank wants the cardholder to authenticate this one (https://docs.stripe.com/testing#regulatory-cards). */
export function authentication(
  method: MethodRecord,
  intent: Intent,
  offSession: boolean,
): 'none' | 'challenge' | 'broken' {
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
export function fail(call: Call, intent: Intent, refusal: Refusal, authenticated: boolean): ApiError {
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
export function refuseForAuthentication(call: Call, intent: Intent, offSession: boolean): ApiError {
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
