import * as v from 'valibot';
import {
  amount,
  absoluteUrl,
  currency,
  day,
  emailAddress,
  id,
  phoneNumber,
  positiveAmount,
  shortText,
  time,
} from './values.ts';
import { card, freeLine } from './payment.ts';

/**
 * Where a payment link stands. `processing`: a payment of its own is under way; `paused`: another payment holds one of its bookings;
 * `settled_elsewhere`: nothing is left to pay; `replaced`: a newer link took its place; `locked`: too many cards were declined.
 */
export const linkState = v.picklist([
  'open',
  'processing',
  'paid',
  'expired',
  'cancelled',
  'replaced',
  'settled_elsewhere',
  'locked',
  'paused',
]);
export type LinkState = v.InferOutput<typeof linkState>;

/** How a link reaches the payer; `none`: staff hand it over themselves, copied or as a QR code. */
export const linkChannel = v.picklist(['email', 'sms', 'none']);
export type LinkChannel = v.InferOutput<typeof linkChannel>;

/** What became of a message, as far as the mailer can tell: a track of its own beside the link's state. */
export const deliveryState = v.picklist(['queued', 'sent', 'delivered', 'bounced', 'failed']);
export type DeliveryState = v.InferOutput<typeof deliveryState>;

/** One message that carries a link. */
export const delivery = v.object({
  channel: v.picklist(['email', 'sms']),
  to: shortText,
  state: deliveryState,
  /** When it came into this state. */
  at: time,
});
export type Delivery = v.InferOutput<typeof delivery>;

/** A payment link as staff see it. Amounts in minor units. */
export const paymentLink = v.object({
  id,
  customerId: id,
  state: linkState,
  /** What paying it would cost now: the sum of min(allocation, due), and the line. 0 once it is over. */
  amount,
  /** What was asked for when it was made. */
  asked: positiveAmount,
  currency,
  allocations: v.array(
    v.object({ bookingId: id, reference: shortText, title: shortText, date: day, amount: positiveAmount }),
  ),
  line: v.nullable(freeLine),
  /** An approval link: the saved card that the payer is offered to approve with. */
  approval: v.nullable(card),
  channel: linkChannel,
  /** Its messages, the newest first; none where staff hand it over themselves. */
  deliveries: v.array(delivery),
  /** The address of the payer's page. It is a secret of payer and staff; null once the link is over. */
  url: v.nullable(absoluteUrl),
  note: v.nullable(shortText),
  /** When a person did something on the page for the first time; mail scanners don't. */
  openedAt: v.nullable(time),
  expiresAt: time,
  /** From when it may be sent again; null where it can't be. */
  resendAt: v.nullable(time),
  createdAt: time,
  /** Null where the payer renewed it. */
  createdBy: v.nullable(v.object({ id, name: shortText })),
});
export type PaymentLink = v.InferOutput<typeof paymentLink>;

/** What staff ask for: `POST /links`, and `POST /links/preview` to see the message first. */
export const linkRequest = v.object({
  customerId: id,
  /** As in a charge: `dueSeen` is what the person saw as due. */
  allocations: v.pipe(
    v.array(v.object({ bookingId: id, amount: positiveAmount, dueSeen: amount })),
    v.maxLength(500),
    v.check((all) => new Set(all.map((each) => each.bookingId)).size === all.length, 'A booking is listed twice.'),
  ),
  line: v.optional(freeLine),
  currency,
  /** Names the saved card that the payer is to approve with: an approval link. */
  savedCardId: v.optional(id),
  channel: linkChannel,
  /** The address for `email`, the number for `sms`; not with `none`. */
  to: v.optional(v.union([emailAddress, phoneNumber])),
  /** Of the mail; what the template says where nothing is said. */
  subject: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(150), v.regex(/^[^\p{Cc}]*$/u))),
  /** A personal note, shown as it was typed: lines are kept, marks mean nothing. */
  note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500), v.regex(/^[\P{Cc}\t\n\r]*$/u))),
  /** Between an hour and 365 days from now; the lifetime of the settings where nothing is said. */
  expiresAt: v.optional(time),
  /** Live links that cover a chosen booking and that the person agreed to replace. */
  closeLinks: v.optional(v.pipe(v.array(id), v.maxLength(100))),
});
export type LinkRequest = v.InferOutput<typeof linkRequest>;

/** The message that carries a link, to the byte as it is sent. */
export const linkMessage = v.object({
  channel: linkChannel,
  from: v.nullable(shortText),
  to: v.nullable(shortText),
  /** Of the mail, and its two bodies; null for other channels. */
  subject: v.nullable(shortText),
  html: v.nullable(v.string()),
  text: v.nullable(v.string()),
  /** The text message; null for other channels. */
  sms: v.nullable(v.string()),
});
export type LinkMessage = v.InferOutput<typeof linkMessage>;
