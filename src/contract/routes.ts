import type { GenericSchema } from 'valibot';
import { account } from './account.ts';
import { attempt, chargeRequest, payment } from './payment.ts';
import type { ProblemCode } from './problem.ts';

/** One route of the HTTP contract. The handler mounts these, `openapi.json` is made from them. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{name}` for each parameter. */
  path: string;
  summary: string;
  /** Carries `Idempotency-Key`. */
  keyed: boolean;
  body: GenericSchema | null;
  answer: GenericSchema;
  problems: readonly ProblemCode[];
}

const always = ['unauthorized', 'forbidden', 'not_found', 'rate_limited', 'unavailable'] as const;

export const staffRoutes = {
  account: {
    method: 'GET',
    path: '/customers/{customerId}',
    summary: 'Everything a staff surface shows of one customer.',
    keyed: false,
    body: null,
    answer: account,
    problems: always,
  },
  charge: {
    method: 'POST',
    path: '/payments',
    summary: 'Charge a customer.',
    keyed: true,
    body: chargeRequest,
    answer: payment,
    problems: [
      ...always,
      'invalid_request',
      'declined',
      'authentication_required',
      'card_entry_expired',
      'in_progress',
      'payment_in_progress',
      'balance_changed',
      'similar_payment',
      'stripe_not_connected',
      'idempotency_mismatch',
      'amount_too_small',
      'over_balance',
    ],
  },
  payment: {
    method: 'GET',
    path: '/payments/{paymentId}',
    summary: 'One payment, read again from Stripe while it is not settled.',
    keyed: false,
    body: null,
    answer: payment,
    problems: always,
  },
  attempt: {
    method: 'GET',
    path: '/attempts/{key}',
    summary: 'What became of an attempt.',
    keyed: false,
    body: null,
    answer: attempt,
    problems: [...always, 'invalid_request'],
  },
  closeAttempt: {
    method: 'POST',
    path: '/attempts/{key}/close',
    summary: 'Settle an attempt or cancel it; a key that never arrived is refused from now on.',
    keyed: false,
    body: null,
    answer: attempt,
    problems: [...always, 'invalid_request'],
  },
} as const satisfies Record<string, Route>;
