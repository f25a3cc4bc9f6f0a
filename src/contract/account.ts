import * as v from 'valibot';
import { amount, absoluteUrl, currency, day, id, locale, longText, shortText, time } from './values.ts';
import { paymentLink } from './link.ts';
import { attempt, bookingStatus, card, payment } from './payment.ts';

export const booking = v.object({
  id,
  reference: shortText,
  title: shortText,
  date: day,
  /** All in minor units of the account's currency; `due` is never negative. */
  total: amount,
  paid: amount,
  due: amount,
  status: bookingStatus,
  /** The key of the open attempt that holds it, null when it can be charged. */
  heldBy: v.nullable(id),
});
export type Booking = v.InferOutput<typeof booking>;

export const savedCard = v.object({
  id,
  ...card.entries,
  primary: v.boolean(),
  /** `expiring`: within the next two months. An expired card may still be charged: networks update cards. */
  expiry: v.picklist(['valid', 'expiring', 'expired']),
  /** What the customer agreed to, null where it was not recorded by Paydesk. */
  consent: v.nullable(v.object({ text: longText, givenAt: time })),
});
export type SavedCard = v.InferOutput<typeof savedCard>;

/** What this staff member may do. */
export const permissions = v.object({
  chargeSavedCard: v.boolean(),
  chargeNewCard: v.boolean(),
  /** May charge a part instead of everything due. */
  changeAmount: v.boolean(),
  /** The most one payment may be, in minor units; null for no limit. */
  maximumAmount: v.nullable(amount),
  seeCards: v.boolean(),
  sendLink: v.boolean(),
  changeSettings: v.boolean(),
});
export type Permissions = v.InferOutput<typeof permissions>;

/** What this backend can do. */
export const capabilities = v.object({
  /** A line that belongs to no booking may be charged. */
  freeLine: v.boolean(),
  saveCard: v.boolean(),
  /** Payment links can be made: the merchant has a page where they are paid. */
  links: v.boolean(),
  /** Payment links can be sent as a text message. */
  sms: v.boolean(),
});
export type Capabilities = v.InferOutput<typeof capabilities>;

export const stripeSettings = v.object({
  publishableKey: v.string(),
  /** The connected account that Stripe.js acts for, null for the platform's own. */
  account: v.nullable(id),
  connection: v.picklist(['connected', 'restricted', 'not_connected']),
  /** Where the merchant connects or mends the account. */
  connectUrl: v.nullable(absoluteUrl),
  testMode: v.boolean(),
});
export type StripeSettings = v.InferOutput<typeof stripeSettings>;

/** Everything a staff surface shows of one customer: `GET /customers/{id}`. One round trip opens the dialog. */
export const account = v.object({
  customer: v.object({
    id,
    name: shortText,
    email: v.nullable(shortText),
    phone: v.nullable(shortText),
    locale: v.nullable(locale),
  }),
  merchant: v.object({ name: shortText, contact: v.nullable(shortText) }),
  currency,
  /** The sum of what is due, in minor units. */
  balance: amount,
  bookings: v.array(booking),
  cards: v.array(savedCard),
  /** Payment links that are not over (`open`, `processing`, `paused`, `locked`); the newest first. */
  links: v.array(paymentLink),
  /** How long a payment link lasts where staff say nothing, in days. */
  linkLifetimeDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Open attempts of this customer, whoever made them; the newest first. */
  attempts: v.array(attempt),
  /** The latest settled payments, the newest first. */
  payments: v.array(payment),
  stripe: stripeSettings,
  permissions,
  capabilities,
});
export type Account = v.InferOutput<typeof account>;
