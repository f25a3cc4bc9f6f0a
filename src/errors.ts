import type { AttemptFate, Problem, ProblemCode } from './contract/problem.ts';

/**
 * Everything that can go wrong, as a closed list. Beside what a backend may answer:
 * - `network`: no answer came. `timeout`: none came in time. `unreadable`: one came that is not of the contract.
 * - `attempt_closed`: the attempt was ended before money moved (by a person, by the sweeper, or because it never arrived).
 * - `misconfigured`: the page's own mistake; the message says which. `stripe_unavailable`: Stripe.js could not be loaded or used.
 * - `card_incomplete`: Stripe's form says what is missing. `authentication_failed`: 3-D Secure was refused or left.
 */
export type PaymentErrorCode =
  | ProblemCode
  | 'network'
  | 'timeout'
  | 'unreadable'
  | 'attempt_closed'
  | 'misconfigured'
  | 'stripe_unavailable'
  | 'card_incomplete'
  | 'authentication_failed';

export interface PaymentErrorOptions {
  attempt?: AttemptFate | 'unknown';
  status?: number | null;
  problem?: Problem | null;
  cause?: unknown;
}

/** The one error of this package. `message` is English and for developers; persons read the words of `code`. */
export class PaymentError extends Error {
  override readonly name = 'PaymentError';
  readonly code: PaymentErrorCode;
  /**
   * What it means for the attempt. `unknown`: the answer was lost, unreadable or unlabelled, so money may have moved if a write
   * was out; also where nothing was said, because that is the safe reading.
   */
  readonly attempt: AttemptFate | 'unknown';
  /** HTTP status, null where there was no answer. */
  readonly status: number | null;
  /** What the backend said, as far as it could be read. What it means for the attempt is read from `attempt` of this error. */
  readonly problem: Problem | null;
  /** For a support request; null where the backend named none. */
  readonly requestId: string | null;

  constructor(code: PaymentErrorCode, message: string, options: PaymentErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.attempt = options.attempt ?? options.problem?.attempt ?? 'unknown';
    this.status = options.status ?? null;
    this.problem = options.problem ?? null;
    this.requestId = options.problem?.requestId || null;
  }
}
