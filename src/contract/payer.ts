import * as v from 'valibot';
import {
  amount,
  absoluteUrl,
  currency,
  day,
  emailAddress,
  id,
  locale,
  positiveAmount,
  shortText,
  time,
} from './values.ts';
import { linkState } from './link.ts';
import { attempt, card, consent, payment } from './payment.ts';

const merchant = v.object({
  name: shortText,
  /** How a person reaches the business. */
  contact: v.nullable(shortText),
  logoUrl: v.nullable(absoluteUrl),
});

/** One thing that is paid. Amounts in minor units. */
export const payerItem = v.object({
  /** Null for what belongs to no booking. */
  bookingId: v.nullable(id),
  reference: v.nullable(shortText),
  title: shortText,
  date: v.nullable(day),
  /** What the link asks for it now, 0 where it is settled. */
  amount,
  /** What was asked for when the link was made. */
  asked: positiveAmount,
});
export type PayerItem = v.InferOutput<typeof payerItem>;

/** What the page of a payment link shows: `GET /pay`. A pure read. */
export const payerView = v.object({
  /** The link's id, which opens nothing. */
  id,
  state: linkState,
  merchant,
  /** Whom the business asks. */
  customer: v.object({ name: shortText }),
  /** The customer's language. */
  locale,
  currency,
  items: v.array(payerItem),
  /** The sum of the items now, in minor units, without a tip. */
  amount,
  /** Tips offered, in percent of the amount; none where the business takes no tips. */
  tipPresets: v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  expiresAt: time,
  note: v.nullable(shortText),
  stripe: v.object({
    publishableKey: v.string(),
    account: v.nullable(id),
    testMode: v.boolean(),
    connected: v.boolean(),
  }),
  /** The payer's own consent to save the card, word for word; null where cards can't be saved. */
  consent: v.nullable(consent),
  /** The saved card to approve with; null for an ordinary link. */
  approval: v.nullable(card),
  /** The attempt under way on this link, wherever it was begun. */
  attempt: v.nullable(attempt),
  /** The payment that settled the link, or the latest try where it failed. */
  payment: v.nullable(payment),
  /** May a dead link be renewed by its payer? Then it goes to this address, masked. */
  renewTo: v.nullable(shortText),
  /** Where a receipt goes unless another address is named, masked. */
  receiptTo: v.nullable(shortText),
});
export type PayerView = v.InferOutput<typeof payerView>;

/** What the payer asks for: `POST /pay/payments`. */
export const payRequest = v.object({
  /** The items as the person saw them, those of 0 left out; the line has the booking `null`. */
  seen: v.pipe(
    v.array(v.object({ bookingId: v.nullable(id), amount: positiveAmount })),
    v.minLength(1),
    v.maxLength(501),
  ),
  /** In minor units. */
  tip: v.optional(amount),
  currency,
  method: v.variant('type', [
    /** The card that the approval link names. */
    v.object({ type: v.literal('saved_card') }),
    v.object({
      type: v.literal('new_card'),
      confirmationToken: id,
      save: v.boolean(),
      /** Required when `save` is true: as `GET /pay` gave it. */
      consent: v.optional(consent),
    }),
  ]),
  /** Where the receipt goes; the address on file where nothing is said. */
  receiptEmail: v.optional(emailAddress),
});
export type PayRequest = v.InferOutput<typeof payRequest>;

/** What became of it, from the token alone, later and on any device: `GET /pay/payment`. */
export const confirmation = v.object({
  /** The link's id. */
  id,
  state: linkState,
  merchant,
  customer: v.object({ name: shortText }),
  locale,
  currency,
  /** What was paid, or tried; null where nothing was. */
  payment: v.nullable(payment),
  /** The dates of the payment's bookings. */
  dates: v.array(v.object({ bookingId: id, date: day })),
  testMode: v.boolean(),
  receiptTo: v.nullable(shortText),
});
export type Confirmation = v.InferOutput<typeof confirmation>;

/** A message is on its way to this address, masked. */
export const sentTo = v.object({ to: shortText });
export type SentTo = v.InferOutput<typeof sentTo>;

/** `POST /pay/receipt`: to the address on file where none is named. */
export const receiptRequest = v.object({ email: v.optional(emailAddress) });
export type ReceiptRequest = v.InferOutput<typeof receiptRequest>;
