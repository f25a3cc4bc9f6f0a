import * as v from 'valibot';
import { amount, currency, id, locale, longText, positiveAmount, shortText, time, absoluteUrl } from './values.ts';
import { attemptPhase, declineReason, problemCode } from './problem.ts';

/** Derived from payments, never set by hand. */
export const bookingStatus = v.picklist([
  'not_charged',
  'partially_charged',
  'charged_in_full',
  'partially_refunded',
  'refunded',
]);
export type BookingStatus = v.InferOutput<typeof bookingStatus>;

export const paymentStatus = v.picklist([
  'processing',
  'requires_action',
  'succeeded',
  'failed',
  'canceled',
  'partially_refunded',
  'refunded',
]);
export type PaymentStatus = v.InferOutput<typeof paymentStatus>;

/** A card as a person knows it. Never more than this leaves Stripe. */
export const card = v.object({
  brand: v.string(),
  last4: v.pipe(v.string(), v.regex(/^\d{4}$/)),
  expMonth: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
  expYear: v.pipe(v.number(), v.integer()),
});
export type Card = v.InferOutput<typeof card>;

/** The part of a payment that is for one booking, and how it left the booking. */
export const allocation = v.object({
  bookingId: id,
  reference: shortText,
  title: shortText,
  amount: positiveAmount,
  /** What is still due on the booking, now. */
  due: amount,
  /** The booking's status, now. */
  status: bookingStatus,
});
export type Allocation = v.InferOutput<typeof allocation>;

/** A line of a payment that belongs to no booking. */
export const freeLine = v.object({
  description: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  amount: positiveAmount,
});
export type FreeLine = v.InferOutput<typeof freeLine>;

/** One movement of money. */
export const payment = v.object({
  id,
  /** The idempotency key of the attempt that made it. */
  attemptKey: id,
  customerId: id,
  status: paymentStatus,
  /** In minor units: the sum of the allocations, the line and the tip. */
  amount: positiveAmount,
  currency,
  allocations: v.array(allocation),
  line: v.nullable(freeLine),
  /** In minor units; never part of what a booking owes. */
  tip: amount,
  /** The payment link it was paid by. */
  linkId: v.nullable(id),
  method: v.picklist(['saved_card', 'new_card', 'link']),
  /** Null until Stripe has seen the card. */
  card: v.nullable(card),
  /** Read from Stripe, not from the wish to save. */
  cardSaved: v.boolean(),
  /** The staff member, null where the customer paid. */
  chargedBy: v.nullable(v.object({ id, name: shortText })),
  /** `failed`: why, as far as it may be told. */
  failure: v.nullable(v.object({ code: problemCode, reason: v.nullable(declineReason) })),
  createdAt: time,
  settledAt: v.nullable(time),
  /** `requires_action` only: what Stripe.js needs to ask the payer. A secret: never logged, never stored. */
  clientSecret: v.optional(v.string()),
});
export type Payment = v.InferOutput<typeof payment>;

/** The consent to save a card, as it was shown when it was given; kept as the text itself. */
export const consent = v.object({ text: longText, version: shortText, locale });
export type Consent = v.InferOutput<typeof consent>;

/** What staff ask for: `POST /payments`. */
export const chargeRequest = v.object({
  customerId: id,
  /** In minor units; `dueSeen` is what the person saw as due on the booking. A booking appears once. */
  allocations: v.pipe(
    v.array(v.object({ bookingId: id, amount: positiveAmount, dueSeen: amount })),
    v.maxLength(500),
    v.check((all) => new Set(all.map((each) => each.bookingId)).size === all.length, 'A booking is listed twice.'),
  ),
  line: v.optional(freeLine),
  currency,
  method: v.variant('type', [
    v.object({ type: v.literal('saved_card'), cardId: id }),
    v.object({
      type: v.literal('new_card'),
      confirmationToken: id,
      save: v.boolean(),
      /** Required when `save` is true. */
      consent: v.optional(consent),
    }),
  ]),
  /** Where Stripe may send the payer back to; checked against the merchant's allowed origins. */
  returnUrl: v.optional(absoluteUrl),
  /** The person has seen that a similar payment exists and wants this one too. */
  confirmSimilar: v.optional(v.boolean()),
  /** Live payment links that cover a chosen booking and that the person agreed to close: paused while this runs, closed when it succeeds. */
  closeLinks: v.optional(v.pipe(v.array(id), v.maxLength(100))),
});
export type ChargeRequest = v.InferOutput<typeof chargeRequest>;

/**
 * One intended payment and what became of it. `closed` without a payment that succeeded means: no money moved under this key, and none ever will.
 */
export const attempt = v.object({
  key: id,
  state: v.picklist(['open', 'closed']),
  /** Where an open attempt stands; null once closed. */
  phase: v.nullable(attemptPhase),
  /** Null for a key that was closed before its request arrived. */
  payment: v.nullable(payment),
});
export type Attempt = v.InferOutput<typeof attempt>;
