import { problemStatus, type AttemptFate, type Problem, type ProblemCode } from '../contract/problem.ts';
import type { AttemptRecord, Failure } from './store.ts';

type Extras = Pick<
  Problem,
  'fields' | 'reason' | 'open' | 'similar' | 'due' | 'links' | 'retryAt' | 'minimum' | 'help'
>;

/** A request that is answered with a problem. `detail` is English, for developers; people are told by `code`. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly attempt: AttemptFate;
  readonly extras: Extras;

  constructor(
    code: ProblemCode,
    attempt: AttemptFate,
    detail: string,
    options: { extras?: Extras; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'Refusal';
    this.code = code;
    this.attempt = attempt;
    this.extras = options.extras ?? {};
  }
}

const titles: Record<ProblemCode, string> = {
  invalid_request: 'The request is not valid',
  unauthorized: 'Not signed in',
  declined: 'The card was declined',
  authentication_required: 'The bank wants the customer to approve',
  card_entry_expired: 'The card has to be entered again',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  in_progress: 'This request is still running',
  payment_in_progress: 'A booking is held by another payment',
  balance_changed: 'What is due has changed',
  link_open: 'A payment link covers a booking',
  similar_payment: 'A similar payment was made a moment ago',
  already_paid: 'Already paid',
  already_refunded: 'Already refunded',
  over_refund: 'More than can be refunded',
  stripe_not_connected: 'Stripe is not connected',
  link_expired: 'The payment link has expired',
  link_cancelled: 'The payment link was cancelled',
  link_replaced: 'The payment link was replaced',
  link_settled: 'The payment link was settled by the business',
  idempotency_mismatch: 'The key was used for another request',
  amount_too_small: 'The amount is too small',
  over_balance: 'More than is due',
  link_locked: 'The payment link is locked',
  link_paused: 'The payment link is paused',
  rate_limited: 'Too many requests',
  unavailable: 'Not available at the moment',
};

/** The body of `application/problem+json` (RFC 9457). */
export function problemOf(refusal: Refusal, requestId: string): Problem {
  return {
    type: `urn:paydesk:problem:${refusal.code}`,
    title: titles[refusal.code],
    status: problemStatus[refusal.code],
    detail: refusal.message,
    code: refusal.code,
    attempt: refusal.attempt,
    requestId,
    ...refusal.extras,
  };
}

/** How a failed attempt is told, the first time and whenever its key comes again. */
export function refusalOf({ code, reason }: Failure): Refusal {
  return new Refusal(code, 'closed', 'No money was moved, and none will be under this key.', {
    extras: reason ? { reason } : {},
  });
}

/** `open` also where the payment succeeded: `closed` promises that no money moved. */
export function fateOf(record: AttemptRecord): AttemptFate {
  return record.state === 'open' || record.step === 'succeeded' ? 'open' : 'closed';
}
