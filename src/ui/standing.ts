import type { Confirmation } from '../contract/payer.ts';
import type { DeclineReason } from '../contract/problem.ts';
import type { LinkState } from '../contract/link.ts';
import type { ConfirmationText } from '../text/confirmation/text.ts';
import type { Head } from './confirmation.ts';

/** Where a payment by link stands, in words, with the one thing to do next. */
export interface Standing {
  tone: Exclude<Head['tone'], 'busy'>;
  headline: string;
  sentences: readonly string[];
  /** What the payment page is good for now; null where it is good for nothing. */
  next: 'pay' | 'payAgain' | 'finish' | 'renew' | null;
}

const linkTones: Record<LinkState, Standing['tone']> = {
  open: 'info',
  processing: 'info',
  paused: 'info',
  paid: 'good',
  settled_elsewhere: 'good',
  expired: 'warn',
  cancelled: 'warn',
  replaced: 'warn',
  locked: 'warn',
};

export function standing({ state, payment, merchant: { name } }: Confirmation, text: ConfirmationText): Standing {
  const ofLink = text.linkMeaning[state](name);
  const next = state === 'expired' ? 'renew' : null;
  if (!payment) {
    return {
      tone: linkTones[state],
      headline: text.link[state],
      sentences: [ofLink],
      next: state === 'open' ? 'pay' : next,
    };
  }
  const { status, failure } = payment;
  const headline = text.status[status];
  const meaning = text.meaning[status](name);
  switch (status) {
    case 'succeeded':
    case 'partially_refunded':
    case 'refunded':
      return { tone: 'good', headline, sentences: [meaning], next: null };
    case 'processing':
      return { tone: 'info', headline, sentences: [meaning], next: null };
    case 'requires_action':
      return { tone: 'warn', headline, sentences: [meaning], next: 'finish' };
    case 'failed':
    case 'canceled': {
      const why = failure?.reason ? [decline(failure.reason, text)] : [];
      return state === 'open'
        ? { tone: 'bad', headline, sentences: [meaning, ...why], next: 'payAgain' }
        : { tone: 'bad', headline, sentences: [meaning, ...why, ofLink], next };
    }
  }
}

/** Less is told than on the payment page, where it can be mended. */
function decline(reason: DeclineReason, { declines }: ConfirmationText): string {
  switch (reason) {
    case 'incorrect_number':
    case 'incorrect_cvc':
    case 'incorrect_expiry':
    case 'incorrect_postal_code':
      return declines.incorrect;
    case 'limit_exceeded':
      return declines.declined;
    default:
      return declines[reason];
  }
}

/** Money has moved: there is something to print and to send a receipt of. */
export function isSettled({ payment }: Confirmation): boolean {
  return payment !== null && ['succeeded', 'partially_refunded', 'refunded'].includes(payment.status);
}

/** Something else may be true in a moment. */
export function isWaiting({ state, payment }: Confirmation): boolean {
  if (payment) return payment.status === 'processing' || payment.status === 'requires_action' || state === 'processing';
  return state === 'processing' || state === 'paused';
}
