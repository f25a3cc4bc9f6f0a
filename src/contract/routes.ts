import type { GenericSchema } from 'valibot';
import { account } from './account.ts';
import { linkMessage, linkRequest, paymentLink } from './link.ts';
import { confirmation, payerView, payRequest, receiptRequest, sentTo } from './payer.ts';
import { attempt, chargeRequest, payment } from './payment.ts';
import type { ProblemCode } from './problem.ts';
import { settings, settingsChange } from './settings.ts';

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

/** Why a link can't be used any more, or not now. */
const overLinks = [
  'link_expired',
  'link_cancelled',
  'link_replaced',
  'link_settled',
  'link_locked',
  'link_paused',
  'already_paid',
] as const;

const linkProblems = [
  ...always,
  'invalid_request',
  'payment_in_progress',
  'balance_changed',
  'stripe_not_connected',
  'amount_too_small',
  'over_balance',
] as const;

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
      'link_open',
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
  previewLink: {
    method: 'POST',
    path: '/links/preview',
    summary: 'The message that a link made with this key and body would be sent with. Sends nothing.',
    keyed: true,
    body: linkRequest,
    answer: linkMessage,
    problems: linkProblems,
  },
  createLink: {
    method: 'POST',
    path: '/links',
    summary: 'Make a payment link and send it.',
    keyed: true,
    body: linkRequest,
    answer: paymentLink,
    problems: [...linkProblems, 'link_open', 'idempotency_mismatch'],
  },
  link: {
    method: 'GET',
    path: '/links/{linkId}',
    summary: 'One payment link, with its deliveries.',
    keyed: false,
    body: null,
    answer: paymentLink,
    problems: always,
  },
  resendLink: {
    method: 'POST',
    path: '/links/{linkId}/resend',
    summary: 'Send a link again, to the same address; limited in time.',
    keyed: true,
    body: null,
    answer: paymentLink,
    problems: [...always, 'invalid_request', ...overLinks, 'payment_in_progress'],
  },
  cancelLink: {
    method: 'POST',
    path: '/links/{linkId}/cancel',
    summary: 'Revoke a link.',
    keyed: false,
    body: null,
    answer: paymentLink,
    problems: [...always, 'invalid_request', 'payment_in_progress', 'already_paid'],
  },
  settings: {
    method: 'GET',
    path: '/settings',
    summary: 'Notices, lifetime of links, tips.',
    keyed: false,
    body: null,
    answer: settings,
    problems: always,
  },
  changeSettings: {
    method: 'PATCH',
    path: '/settings',
    summary: 'Change what is named.',
    keyed: false,
    body: settingsChange,
    answer: settings,
    problems: [...always, 'invalid_request'],
  },
} as const satisfies Record<string, Route>;

/** No login: `Authorization: Paydesk-Link <token>`. */
export const payerRoutes = {
  view: {
    method: 'GET',
    path: '/pay',
    summary: 'What the page of a payment link shows. A pure read: mail scanners open links.',
    keyed: false,
    body: null,
    answer: payerView,
    problems: ['unauthorized', 'not_found', 'rate_limited', 'unavailable'],
  },
  opened: {
    method: 'POST',
    path: '/pay/opened',
    summary: 'A person is here: sent on the first gesture.',
    keyed: false,
    body: null,
    answer: payerView,
    problems: ['unauthorized', 'invalid_request', 'not_found', 'rate_limited', 'unavailable'],
  },
  pay: {
    method: 'POST',
    path: '/pay/payments',
    summary: 'Pay the link.',
    keyed: true,
    body: payRequest,
    answer: payment,
    problems: [
      'unauthorized',
      'not_found',
      'rate_limited',
      'unavailable',
      'invalid_request',
      'declined',
      'authentication_required',
      'card_entry_expired',
      'in_progress',
      'payment_in_progress',
      'balance_changed',
      'stripe_not_connected',
      'idempotency_mismatch',
      'amount_too_small',
      ...overLinks,
    ],
  },
  confirmation: {
    method: 'GET',
    path: '/pay/payment',
    summary: 'What became of it, later and on any device.',
    keyed: false,
    body: null,
    answer: confirmation,
    problems: ['unauthorized', 'not_found', 'rate_limited', 'unavailable'],
  },
  attempt: {
    method: 'GET',
    path: '/pay/attempts/{key}',
    summary: 'What became of an attempt to pay this link.',
    keyed: false,
    body: null,
    answer: attempt,
    problems: ['unauthorized', 'invalid_request', 'not_found', 'rate_limited', 'unavailable'],
  },
  closeAttempt: {
    method: 'POST',
    path: '/pay/attempts/{key}/close',
    summary: 'Settle an attempt or cancel it; a key that never arrived is refused from now on.',
    keyed: false,
    body: null,
    answer: attempt,
    problems: ['unauthorized', 'invalid_request', 'not_found', 'rate_limited', 'unavailable'],
  },
  renew: {
    method: 'POST',
    path: '/pay/renew',
    summary: 'A dead link: a new one goes to the address on file, which is answered masked.',
    keyed: true,
    body: null,
    answer: sentTo,
    problems: [
      'unauthorized',
      'invalid_request',
      'not_found',
      'rate_limited',
      'unavailable',
      ...overLinks,
      'payment_in_progress',
    ],
  },
  receipt: {
    method: 'POST',
    path: '/pay/receipt',
    summary: 'Send the receipt; limited in number and time.',
    keyed: true,
    body: receiptRequest,
    answer: sentTo,
    problems: ['unauthorized', 'invalid_request', 'not_found', 'rate_limited', 'unavailable'],
  },
} as const satisfies Record<string, Route>;
