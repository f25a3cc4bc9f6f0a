import * as v from 'valibot';
import { amount, id, shortText, time } from './values.ts';

/**
 * Every problem a backend may answer, with its HTTP status. Closed: a code that is not here is read as `unavailable`.
 */
export const problemStatus = {
  invalid_request: 400,
  unauthorized: 401,
  declined: 402,
  authentication_required: 402,
  card_entry_expired: 402,
  forbidden: 403,
  not_found: 404,
  in_progress: 409,
  payment_in_progress: 409,
  balance_changed: 409,
  link_open: 409,
  similar_payment: 409,
  already_paid: 409,
  already_refunded: 409,
  over_refund: 409,
  stripe_not_connected: 409,
  link_expired: 410,
  link_cancelled: 410,
  link_replaced: 410,
  link_settled: 410,
  idempotency_mismatch: 422,
  amount_too_small: 422,
  over_balance: 422,
  link_locked: 423,
  link_paused: 423,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export const problemCode = v.picklist(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]);

/**
 * What a problem means for the attempt: `none` was ever made, it is `open` (money may still move), or it is `closed`
 * (it moved no money and never will).
 */
export const attemptFate = v.picklist(['none', 'open', 'closed']);
export type AttemptFate = v.InferOutput<typeof attemptFate>;

/**
 * Why a card was declined, in groups: Stripe's codes are told apart only as far as a person can act on them, and lost, stolen,
 * fraudulent, blocked, picked-up and restricted cards are `declined` like any other (https://docs.stripe.com/declines/codes).
 */
export const declineReason = v.picklist([
  'declined',
  'insufficient_funds',
  'expired_card',
  'incorrect_number',
  'incorrect_cvc',
  'incorrect_expiry',
  'incorrect_postal_code',
  'card_not_supported',
  'limit_exceeded',
  'try_again',
  'duplicate',
  'authentication_failed',
]);
export type DeclineReason = v.InferOutput<typeof declineReason>;

/** Where an open attempt stands. */
export const attemptPhase = v.picklist(['submitting', 'requires_action', 'processing']);
export type AttemptPhase = v.InferOutput<typeof attemptPhase>;

/** RFC 9457 problem details, with what a payment needs to know. */
export const problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: problemCode,
  attempt: attemptFate,
  requestId: v.string(),
  /** `invalid_request`: what is wrong, per field path. */
  fields: v.optional(v.record(v.string(), v.string())),
  /** `declined`: the group. */
  reason: v.optional(declineReason),
  /** `payment_in_progress`: the attempts that hold the bookings. */
  open: v.optional(v.array(v.object({ key: id, phase: attemptPhase, bookingIds: v.array(id) }))),
  /** `similar_payment`: the payment that looks the same. */
  similar: v.optional(v.object({ paymentId: id, amount, createdAt: time })),
  /** `balance_changed`: what is due now, per booking. */
  due: v.optional(v.array(v.object({ bookingId: id, due: amount }))),
  /** `link_open`: the live payment links that cover the bookings. */
  links: v.optional(v.array(v.object({ id, bookingIds: v.array(id) }))),
  /** `rate_limited`: when it may be tried again. */
  retryAt: v.optional(time),
  /** `amount_too_small`: the least that can be charged, where the backend knows it. */
  minimum: v.optional(amount),
  /** A next step the host offers, in words. */
  help: v.optional(shortText),
});
export type Problem = v.InferOutput<typeof problem>;
