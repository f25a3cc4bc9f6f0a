import { invalid, noSuch, refused } from './api-error.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { page, type Page } from './lists.ts';
import { chargeOf, intentOf, methodOf } from './lookups.ts';
import { newId, seconds, type Call, type Charge, type Refund } from './state.ts';

export const refundParams = ['amount', 'charge', 'expand', 'metadata', 'payment_intent', 'reason'];

/** All or a part of what a charge still holds; `amount` in minor units. */
export function createRefund(call: Call, params: Params): Refund {
  const charge = refundable(call, params);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = params.integer('amount') ?? left;
  const reason = params.oneOf('reason', ['duplicate', 'fraudulent', 'requested_by_customer'] as const) ?? null;
  const metadata = params.metadata();
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount < 1) {
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  if (amount > left) {
    throw refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  const refund: Refund = {
    id: newId('re', 24),
    object: 'refund',
    amount,
    balance_transaction: newId('txn', 24),
    charge: charge.id,
    created: seconds(call.world),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { type: 'card', card: { type: 'refund' } },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  call.account.refunds.set(refund.id, refund);
  addRefunded(charge, amount);
  record(call, 'refund.created', refund);
  record(call, 'charge.refunded', charge);
  if (methodOf(call.account, String(charge.payment_method)).card.refundFails) failLater(call, refund, charge);
  return refund;
}

function refundable(call: Call, params: Params): Charge {
  const chargeId = params.text('charge');
  const intentId = params.text('payment_intent');
  if (chargeId !== undefined && intentId !== undefined) {
    throw invalid('You may only specify one of these parameters: charge, payment_intent.', { param: 'charge' });
  }
  if (chargeId !== undefined) {
    const charge = chargeOf(call.account, chargeId, 'charge');
    if (charge.status === 'succeeded') return charge;
    throw refused(`Charge ${chargeId} has not succeeded and cannot be refunded.`, { param: 'charge' });
  }
  if (intentId === undefined) {
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  }
  const intent = intentOf(call.account, intentId, 'payment_intent');
  if (intent.status !== 'succeeded') {
    throw refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    });
  }
  return chargeOf(call.account, String(intent.latest_charge));
}

function addRefunded(charge: Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
}

/** Such a refund looks good until the bank sends it back (https://docs.stripe.com/refunds#failed-refunds). */
function failLater(call: Call, refund: Refund, charge: Charge): void {
  call.world.later(1000, () => {
    Object.assign(refund, {
      status: 'failed',
      failure_reason: 'unknown',
      failure_balance_transaction: newId('txn', 24),
    });
    addRefunded(charge, -refund.amount);
    record(call, 'refund.failed', refund);
  });
}

export function retrieveRefund(call: Call, id: string): Refund {
  const refund = call.account.refunds.get(id);
  if (!refund) throw noSuch('refund', id, 'refund');
  return refund;
}

export function listRefunds(call: Call, params: Params): Page<Refund> {
  const charge = params.text('charge');
  const intent = params.text('payment_intent');
  const found = [...call.account.refunds.values()].filter(
    (refund) =>
      (charge === undefined || refund.charge === charge) && (intent === undefined || refund.payment_intent === intent),
  );
  return page(params, found.toReversed(), 'refund', '/v1/refunds');
}
