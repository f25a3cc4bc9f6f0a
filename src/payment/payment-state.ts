import type { Attempt, Payment } from '../contract/payment.ts';
import type { AttemptPhase } from '../contract/problem.ts';
import { PaymentError } from '../errors.ts';

/**
 * Where one intended payment stands. `key` is the attempt's idempotency key.
 * - `unconfirmed`: asked, and the outcome was never learned, so money may have moved. `checking`: the page is finding out by
 *   itself; otherwise it is up to the person to check again or to close the attempt. `payment` and `phaseSeen` are what was last
 *   read of it, `error` is what got in the way.
 * - `failed`: known not to have moved money. `payment` is null where none was made.
 */
export type PaymentState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'submitting'; readonly key: string }
  | { readonly phase: 'authenticating'; readonly key: string; readonly payment: Payment }
  | { readonly phase: 'processing'; readonly key: string; readonly payment: Payment }
  | { readonly phase: 'succeeded'; readonly key: string; readonly payment: Payment }
  | { readonly phase: 'failed'; readonly key: string; readonly error: PaymentError; readonly payment: Payment | null }
  | Unconfirmed;

interface Unconfirmed {
  readonly phase: 'unconfirmed';
  readonly key: string;
  readonly checking: boolean;
  readonly payment: Payment | null;
  readonly phaseSeen: AttemptPhase | null;
  readonly error: PaymentError | null;
}

/**
 * What can happen to it. An event of another key is late news of an attempt that is over, and changes nothing.
 * - `submit`: a person pressed. `withdraw`: the press came to nothing before anything was sent, and there is nothing to say.
 * - `told`: a payment, fresh, in the page that was pressed and has not asked the payer yet.
 * - `seen`: the attempt as it was read or closed; `error` is what came before it, such as a broken 3-D Secure.
 * - `refused`: what a person asked for (sending, checking, closing) was answered with a problem, or not at all.
 * - `missed`: a read that the page made by itself failed.
 * - `check`: the page starts or stops finding out by itself.
 * - `adopt`: an attempt made elsewhere, or before a reload.
 * - `reset`: done with it. `leave`: the surface turns to something else, whatever becomes of this attempt.
 */
export type PaymentEvent =
  | { readonly type: 'submit'; readonly key: string }
  | { readonly type: 'withdraw'; readonly key: string }
  | { readonly type: 'told'; readonly key: string; readonly payment: Payment }
  | { readonly type: 'seen'; readonly key: string; readonly attempt: Attempt; readonly error?: PaymentError | null }
  | { readonly type: 'refused'; readonly key: string; readonly error: PaymentError }
  | { readonly type: 'missed'; readonly key: string; readonly error: PaymentError }
  | { readonly type: 'check'; readonly key: string; readonly checking: boolean }
  | { readonly type: 'adopt'; readonly key: string; readonly attempt: Attempt | null }
  | { readonly type: 'reset' }
  | { readonly type: 'leave' };

/** May a person leave the page without anything being lost? Not while this is true. */
export function isOpen(state: PaymentState): boolean {
  return state.phase === 'submitting' || state.phase === 'authenticating' || state.phase === 'unconfirmed';
}

/** May a payment be started, or another one taken up? */
export function isFree(state: PaymentState): boolean {
  return state.phase === 'idle' || state.phase === 'failed';
}

/** Is there an outcome that the page can learn by reading? */
export function isWatched(state: PaymentState): boolean {
  return state.phase === 'unconfirmed' || state.phase === 'processing';
}

/** The page may go on reading, but what would help is a person: to ask the payer, or to close the attempt. */
export function waitsForPayer(state: PaymentState): boolean {
  return state.phase === 'unconfirmed' && state.phaseSeen === 'requires_action';
}

/** The state after the event; the same object where the event changes nothing. The only place where a phase is decided. */
export function next(state: PaymentState, event: PaymentEvent): PaymentState {
  switch (event.type) {
    case 'submit':
      return isFree(state) ? { phase: 'submitting', key: event.key } : state;
    case 'adopt':
      return isFree(state) ? unconfirmed(event.key, { attempt: event.attempt, checking: true }) : state;
    case 'reset':
      return state.phase === 'succeeded' || state.phase === 'failed' ? { phase: 'idle' } : state;
    case 'leave':
      return state.phase === 'idle' ? state : { phase: 'idle' };
  }
  if (state.phase === 'idle' || state.phase === 'succeeded' || state.phase === 'failed') return state;
  if (state.key !== event.key) return state;
  switch (event.type) {
    case 'withdraw':
      return state.phase === 'submitting' ? { phase: 'idle' } : state;
    case 'told':
      return told(state, event.payment);
    case 'seen':
      return seen(state, event.attempt, event.error ?? null);
    case 'refused':
      return refused(state, event.error);
    case 'missed':
      return missed(state, event.error);
    case 'check':
      return state.phase === 'unconfirmed' && state.checking !== event.checking
        ? { ...state, checking: event.checking }
        : state;
  }
}

type Running = Exclude<PaymentState, { phase: 'idle' | 'succeeded' | 'failed' }>;

function told(state: Running, payment: Payment): PaymentState {
  if (payment.status !== 'requires_action') return stands(state, payment) ?? state;
  // The payer is asked once: a second challenge cancels the first and may charge (https://github.com/akash-network/console/pull/3503).
  return state.phase === 'submitting' || state.phase === 'unconfirmed'
    ? { phase: 'authenticating', key: state.key, payment }
    : state;
}

function seen(state: Running, attempt: Attempt, error: PaymentError | null): PaymentState {
  const { payment } = attempt;
  // A decline of an attempt that is still open may be followed by another try under the same key.
  const settled = attempt.state === 'open' && payment?.status === 'failed' ? null : payment && stands(state, payment);
  if (settled) return settled;
  if (state.phase === 'processing') return attempt.state === 'closed' ? closed(state.key, payment, error) : state;
  if (attempt.state === 'closed') return closed(state.key, payment, error);
  if (state.phase !== 'unconfirmed') return unconfirmed(state.key, { attempt, error, checking: true });
  const unchanged =
    state.phaseSeen === attempt.phase && state.payment?.status === payment?.status && (!error || state.error === error);
  if (unchanged) return state;
  return unconfirmed(state.key, { attempt, error: error ?? state.error, checking: state.checking });
}

/** What a payment's status alone decides, null where it decides nothing. */
function stands(state: Running, payment: Payment): PaymentState | null {
  switch (payment.status) {
    case 'succeeded':
    case 'partially_refunded':
    case 'refunded':
      return { phase: 'succeeded', key: state.key, payment };
    case 'processing':
      return state.phase === 'processing' ? state : { phase: 'processing', key: state.key, payment };
    case 'failed':
    case 'canceled':
      return closed(state.key, payment, null);
    case 'requires_action':
      return null;
  }
}

function refused(state: Running, error: PaymentError): PaymentState {
  switch (state.phase) {
    case 'submitting':
      if (error.attempt === 'none' || error.attempt === 'closed') return failed(state.key, error);
      return unconfirmed(state.key, { error: still(error), checking: true });
    case 'authenticating':
      if (error.attempt === 'closed') return failed(state.key, error);
      return unconfirmed(state.key, { payment: state.payment, error, checking: true });
    case 'unconfirmed':
      if (error.attempt === 'closed') return failed(state.key, error);
      return state.error?.code === error.code ? state : { ...state, error: still(error) ?? state.error };
    case 'processing':
      return state;
  }
}

function missed(state: Running, error: PaymentError): PaymentState {
  switch (state.phase) {
    case 'authenticating':
      return refused(state, error);
    case 'unconfirmed':
      return error.attempt === 'closed' ? failed(state.key, error) : state;
    case 'submitting':
    case 'processing':
      return state;
  }
}

/** `in_progress` is no failure: the first request is still being worked on, and there is nothing to tell a person. */
function still(error: PaymentError): PaymentError | null {
  return error.code === 'in_progress' ? null : error;
}

function failed(key: string, error: PaymentError): PaymentState {
  return { phase: 'failed', key, error, payment: null };
}

function closed(key: string, payment: Payment | null, before: PaymentError | null): PaymentState {
  const code = payment?.failure?.code ?? (payment?.status === 'failed' ? 'declined' : 'attempt_closed');
  const error = new PaymentError(code, 'The attempt is closed; it moved no money.', {
    attempt: 'closed',
    cause: before ?? undefined,
  });
  return { phase: 'failed', key, error, payment };
}

function unconfirmed(
  key: string,
  known: { attempt?: Attempt | null; payment?: Payment; error?: PaymentError | null; checking: boolean },
): Unconfirmed {
  const phaseSeen = known.attempt?.phase ?? (known.payment ? 'requires_action' : null);
  return {
    phase: 'unconfirmed',
    key,
    // Nothing more can be found out about a payer who was not asked: closing the attempt is offered at once.
    checking: known.checking && phaseSeen !== 'requires_action',
    payment: known.attempt?.payment ?? known.payment ?? null,
    phaseSeen,
    error: known.error ?? null,
  };
}
