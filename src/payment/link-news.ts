import type { Account } from '../contract/account.ts';
import type { Payment } from '../contract/payment.ts';

/** What became of a payment link while its account was on screen. */
export type LinkNews = { readonly type: 'paid'; readonly payment: Payment } | { readonly type: 'ended' };

/** Null where every link that was open still is. */
export function linkNews(before: Account, now: Account): LinkNews | null {
  const ended = before.links.filter(({ id }) => !now.links.some((each) => each.id === id));
  if (ended.length === 0) return null;
  const payment = now.payments.find(({ linkId }) => ended.some(({ id }) => id === linkId));
  return payment ? { type: 'paid', payment } : { type: 'ended' };
}

/** Is there something on this account that may change by itself? */
export function isUnderWay({ links, attempts, bookings }: Account): boolean {
  return links.length > 0 || attempts.length > 0 || bookings.some(({ heldBy }) => heldBy !== null);
}
