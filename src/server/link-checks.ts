import * as v from 'valibot';
import type { LinkRequest } from '../contract/link.ts';
import { emailAddress, phoneNumber } from '../contract/values.ts';
import { amountStep } from '../money.ts';
import { type ChargeFacts, checkDue, checkReservations, totalOf } from './charge-checks.ts';
import { Refusal } from './problems.ts';

/** What a link is checked against, read under the locks of customer and bookings. */
export interface LinkCheckFacts extends Pick<ChargeFacts, 'merchant' | 'staff' | 'standings' | 'holding' | 'now'> {
  /** Can the mailer send text messages? */
  sms: boolean;
}

const hour = 60 * 60 * 1000;
const shortest = hour;
/** A year; and an hour for clocks that differ, where a page asks for just that. */
const longest = 365 * 24 * hour + hour;

/** Throws the `Refusal` that fits; no money moves by a link's being made, so all are `none`. */
export function checkLink(request: LinkRequest, facts: LinkCheckFacts): void {
  checkForm(request, facts);
  checkPermission(request, facts);
  if (facts.merchant.connection !== 'connected') {
    throw new Refusal('stripe_not_connected', 'none', 'The merchant has no Stripe account that can charge.');
  }
  checkReservations(request, facts);
  checkDue(request, facts);
}

function checkForm(request: LinkRequest, { merchant, sms, now }: LinkCheckFacts): void {
  const fields: Record<string, string> = {};
  const { allocations, currency, line, expiresAt } = request;
  const total = totalOf(request);
  const step = amountStep(merchant.currency);
  if (currency !== merchant.currency) fields['currency'] = `The merchant charges in ${merchant.currency}.`;
  else if (total % step !== 0) fields['amount'] = `Stripe takes ${currency} in multiples of ${step} minor units.`;
  if (!Number.isSafeInteger(total)) fields['amount'] = 'The sum is too large.';
  if (allocations.length === 0 && !line) fields['allocations'] = 'Nothing is to be paid.';
  if (line && !merchant.freeLine) fields['line'] = 'This merchant charges bookings only.';
  if (merchant.payUrl === null) fields['channel'] = 'This merchant has no page where a link could be paid.';
  else if (request.channel === 'sms' && !sms) fields['channel'] = 'This backend sends no text messages.';
  const address = faultOfAddress(request);
  if (address !== null) fields['to'] = address;
  if (expiresAt !== undefined) {
    const lasts = Date.parse(expiresAt) - now.getTime();
    // Not a number where the time is well-formed and means none: an offset of hours alone.
    if (!(lasts >= shortest && lasts <= longest)) fields['expiresAt'] = 'A link lasts between an hour and 365 days.';
  }
  if (Object.keys(fields).length > 0) {
    throw new Refusal('invalid_request', 'none', Object.values(fields).join(' '), { extras: { fields } });
  }
}

function faultOfAddress({ channel, to }: LinkRequest): string | null {
  if (channel === 'none') return to === undefined ? null : 'A link that is handed over has no address.';
  if (channel === 'email') return v.is(emailAddress, to) ? null : 'An e-mail address is needed.';
  return v.is(phoneNumber, to) ? null : 'A phone number is needed.';
}

function checkPermission(request: LinkRequest, { staff, standings }: LinkCheckFacts): void {
  const { seeCards, changeAmount, maximumAmount } = staff.permissions;
  const forbid = (detail: string) => new Refusal('forbidden', 'none', detail);
  if (request.savedCardId !== undefined && !seeCards) throw forbid('This person may not name saved cards.');
  if (maximumAmount !== null && totalOf(request) > maximumAmount) {
    throw forbid(`The limit is ${maximumAmount} minor units.`);
  }
  // Against what was seen: a due amount that changed meanwhile is told as that, below.
  const isPart = request.allocations.some((each) => standings.has(each.bookingId) && each.amount !== each.dueSeen);
  if (isPart && !changeAmount) throw forbid('This person may not ask for a part.');
}
