import type { Attempt, Payment, PaymentStatus } from '../contract/payment.ts';
import type { AttemptPhase } from '../contract/problem.ts';
import type { Standings } from './balance.ts';
import type { AttemptRecord } from './store.ts';

/** An attempt as it is now, with the secret that Stripe.js needs while it `requires_action`; the secret is never stored. */
export interface Current {
  record: AttemptRecord;
  clientSecret: string | null;
}

const statuses: Record<AttemptRecord['step'], PaymentStatus> = {
  reserved: 'processing',
  confirming: 'processing',
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

/** Who is told: `seeCards: false` leaves the card out; the payer of a link alone gets what Stripe.js needs to ask the payer of a link. */
export interface Listener {
  seeCards: boolean;
  isPayer?: boolean;
}

/** A payer sees the card that was entered on the page. */
export const payer: Listener = { seeCards: true, isPayer: true };

export function paymentOf(
  { record, clientSecret }: Current,
  standings: Standings,
  { seeCards, isPayer = false }: Listener,
): Payment {
  const secret = record.linkId !== null && !isPayer ? null : clientSecret;
  return {
    id: record.id,
    attemptKey: record.key,
    customerId: record.customerId,
    status: statuses[record.step],
    amount: record.amount,
    currency: record.currency,
    allocations: record.allocations.map((each) => {
      // A booking that the host no longer lists has nothing due.
      const { due, status } = standings.get(each.bookingId) ?? { due: 0, status: 'charged_in_full' as const };
      return { ...each, due, status };
    }),
    line: record.line,
    tip: record.tip,
    linkId: record.linkId,
    method: record.linkId === null ? record.method.type : 'link',
    card: seeCards ? record.card : null,
    cardSaved: record.cardSaved,
    chargedBy: record.chargedBy,
    failure: record.step === 'failed' ? record.failure : null,
    createdAt: record.createdAt,
    settledAt: record.settledAt,
    ...(record.step === 'requires_action' && secret !== null ? { clientSecret: secret } : {}),
  };
}

export function attemptOf(current: Current, standings: Standings, listener: Listener): Attempt {
  const { record } = current;
  return {
    key: record.key,
    state: record.state,
    phase: record.state === 'open' ? phaseOf(record) : null,
    payment: record.fingerprint === null ? null : paymentOf(current, standings, listener),
  };
}

export function phaseOf({ step }: AttemptRecord): AttemptPhase {
  return step === 'requires_action' || step === 'processing' ? step : 'submitting';
}
