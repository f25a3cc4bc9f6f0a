import type { Refusal } from './cards.ts';
import type { Params } from './forms.ts';
import { page, type Page } from './lists.ts';
import { chargeOf } from './lookups.ts';
import { newId, seconds, type Call, type Charge, type Intent, type MethodRecord } from './state.ts';

/** One asking of the bank, paid or refused; `authenticated` after a passed challenge. */
export function makeCharge(
  call: Call,
  intent: Intent,
  { shown, card }: MethodRecord,
  { refusal, authenticated }: { refusal: Refusal | null; authenticated: boolean },
): Charge {
  const details = shown.card;
  const cvcGiven = typeof details?.checks?.cvc_check === 'string';
  const charge: Charge = {
    id: newId('ch', 24),
    object: 'charge',
    amount: intent.amount,
    amount_captured: refusal ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: refusal ? null : newId('txn', 24),
    billing_details: { ...shown.billing_details },
    calculated_statement_descriptor: 'SIMULATED',
    captured: !refusal,
    created: seconds(call.world),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: refusal?.code ?? null,
    failure_message: refusal?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcome(refusal),
    paid: !refusal,
    payment_intent: intent.id,
    payment_method: shown.id,
    payment_method_details: {
      type: 'card',
      card: {
        amount_authorized: refusal ? null : intent.amount,
        authorization_code: refusal ? null : '123456',
        brand: card.brand,
        checks: {
          address_line1_check: null,
          address_postal_code_check: null,
          cvc_check: cvcGiven ? card.cvcCheck : null,
        },
        country: card.country,
        electronic_commerce_indicator: authenticated ? '05' : null,
        exp_month: details?.exp_month ?? 1,
        exp_year: details?.exp_year ?? 2000,
        fingerprint: details?.fingerprint ?? null,
        funding: card.funding,
        installments: null,
        last4: card.number.slice(-4),
        mandate: null,
        network: card.brand,
        network_token: { used: false },
        network_transaction_id: newId('', 15).slice(1),
        regulated_status: 'unregulated',
        three_d_secure: authenticated
          ? {
              authentication_flow: 'challenge',
              electronic_commerce_indicator: '05',
              exemption_indicator: null,
              result: 'authenticated',
              result_reason: null,
              transaction_id: crypto.randomUUID(),
              version: '2.2.0',
            }
          : null,
        transaction_link_id: null,
        wallet: null,
      },
    },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: refusal ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
  if (details?.checks && cvcGiven) details.checks.cvc_check = card.cvcCheck;
  call.account.charges.set(charge.id, charge);
  return charge;
}

function outcome(refusal: Refusal | null): Charge['outcome'] {
  const common = { advice_code: null, network_advice_code: null, network_decline_code: null };
  if (!refusal) {
    return {
      ...common,
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      risk_score: 12,
      seller_message: 'Payment complete.',
      type: 'authorized',
    };
  }
  if (refusal.by === 'radar') {
    return {
      ...common,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      risk_score: 100,
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  }
  return {
    ...common,
    network_status: 'declined_by_network',
    reason: refusal.declineCode,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}

export function retrieveCharge(call: Call, id: string): Charge {
  return chargeOf(call.account, id);
}

export function listCharges(call: Call, params: Params): Page<Charge> {
  const intent = params.text('payment_intent');
  const customer = params.text('customer');
  const found = [...call.account.charges.values()].filter(
    (charge) =>
      (intent === undefined || charge.payment_intent === intent) &&
      (customer === undefined || charge.customer === customer),
  );
  return page(params, found.toReversed(), 'charge', '/v1/charges');
}
