import type { Attempt, Payment } from '../contract/payment.ts';
import type { AttemptFate } from '../contract/problem.ts';
import { PaymentError, type PaymentErrorCode } from '../errors.ts';
import type { PaymentState } from './payment-state.ts';

/** The payment, if it is of this attempt: another one's would tell a person what happened to other money. */
export function samePayment(payment: Payment, key: string): Payment {
  if (payment.attemptKey !== key) throw stranger(key);
  return payment;
}

/** The attempt, if it is the one that was asked for. */
export function sameAttempt(attempt: Attempt, key: string): Attempt {
  if (attempt.key !== key) throw stranger(key);
  return attempt;
}

/** Whatever was thrown, as an error that says what it means for the attempt; what is no `PaymentError` says nothing about it. */
export function lost(cause: unknown, code: PaymentErrorCode = 'unreadable'): PaymentError {
  return cause instanceof PaymentError
    ? cause
    : new PaymentError(code, 'Something threw instead of answering.', { cause });
}

/** What stopped a press before anything was sent. */
export function unsent(cause: unknown): PaymentError {
  return labelled(lost(cause, 'misconfigured'), 'none');
}

/** How asking the payer ended, as far as the page knows: only the backend can say that an attempt is closed. */
export function unanswered(cause: unknown): PaymentError {
  return labelled(lost(cause, 'authentication_failed'), 'open');
}

/** Refusals that may pass by themselves, so that sending again makes sense. */
export function mayPass(error: PaymentError): boolean {
  return passing.has(error.code);
}

/**
 * After a read that left it open: would sending the same again help? Only for a request that never arrived, or whose work stopped half
 * way; so mostly the page reads, and sends again after every other read at most unless the backend doesn't know the attempt.
 */
export function sendingHelps(state: PaymentState, missed: PaymentError | null, turn: number): boolean {
  if (state.phase !== 'unconfirmed') return false;
  if (state.phaseSeen !== null && state.phaseSeen !== 'submitting') return false;
  return missed?.code === 'not_found' || (turn % 2 === 1 && missed?.code !== 'network');
}

const passing = new Set<PaymentErrorCode>([
  'network',
  'timeout',
  'unreadable',
  'unavailable',
  'rate_limited',
  'unauthorized',
  'in_progress',
]);

function labelled(error: PaymentError, attempt: AttemptFate): PaymentError {
  if (error.attempt === attempt) return error;
  const { status, problem } = error;
  return new PaymentError(error.code, error.message, { attempt, status, problem, cause: error });
}

function stranger(key: string): PaymentError {
  return new PaymentError('unreadable', `The backend answered something else than the attempt ${key}.`);
}
