import type { ChargeRequest } from '../contract/payment.ts';
import { amountStep } from '../money.ts';
import { phaseOf } from './answers.ts';
import type { Standings } from './balance.ts';
import type { Merchant, StaffMember } from './host.ts';
import { Refusal } from './problems.ts';
import { isLive, linkStateOf } from './link-state.ts';
import type { AttemptRecord, LinkRecord } from './store.ts';

/** What a charge is checked against, read under the customer's lock. */
export interface ChargeFacts {
  merchant: Merchant;
  staff: StaffMember;
  standings: Standings;
  /** Open attempts that hold a booking of the request, whoever the customer is. */
  holding: readonly AttemptRecord[];
  /** The customer's open attempts. */
  open: readonly AttemptRecord[];
  /** Payments that succeeded, the newest first, at least those of the last ten minutes. */
  succeeded: readonly AttemptRecord[];
  /** Links that cover a booking of the request and are not known to be over. */
  links: readonly LinkRecord[];
  now: Date;
}

const tenMinutes = 10 * 60 * 1000;

/** The sum of what is asked for, in minor units. */
export function totalOf({ allocations, line }: Pick<ChargeRequest, 'allocations' | 'line'>): number {
  return allocations.reduce((sum, each) => sum + each.amount, line?.amount ?? 0);
}

/** Throws the `Refusal` that fits; nothing was made of the attempt yet, so all are `none`. */
export function checkCharge(request: ChargeRequest, facts: ChargeFacts): void {
  checkForm(request, facts.merchant);
  checkPermission(request, facts);
  if (facts.merchant.connection !== 'connected') {
    throw new Refusal('stripe_not_connected', 'none', 'The merchant has no Stripe account that can charge.');
  }
  checkReservations(request, facts);
  checkDue(request, facts);
  checkLinks(request, facts);
  checkSimilar(request, facts);
}

function checkForm(request: ChargeRequest, merchant: Merchant): void {
  const fields: Record<string, string> = {};
  const { allocations, currency, line, method, returnUrl } = request;
  const total = totalOf(request);
  const step = amountStep(merchant.currency);
  if (currency !== merchant.currency) fields['currency'] = `The merchant charges in ${merchant.currency}.`;
  else if (total % step !== 0) fields['amount'] = `Stripe takes ${currency} in multiples of ${step} minor units.`;
  if (!Number.isSafeInteger(total)) fields['amount'] = 'The sum is too large.';
  if (allocations.length === 0 && !line) fields['allocations'] = 'Nothing is to be charged.';
  if (line && !merchant.freeLine) fields['line'] = 'This merchant charges bookings only.';
  if (method.type === 'new_card' && method.save && !method.consent) {
    fields['method.consent'] = 'A card is saved only with the consent that was shown.';
  }
  if (returnUrl !== undefined && !isAllowed(new URL(returnUrl), merchant)) {
    fields['returnUrl'] = 'This origin is not among the allowed ones.';
  }
  if (Object.keys(fields).length > 0) {
    throw new Refusal('invalid_request', 'none', Object.values(fields).join(' '), { extras: { fields } });
  }
}

/** The address of a page: a `blob:` has the origin of the page that made it. */
function isAllowed({ protocol, origin }: URL, { allowedOrigins }: Merchant): boolean {
  return /^https?:$/.test(protocol) && allowedOrigins.includes(origin);
}

function checkPermission(request: ChargeRequest, { staff, standings }: ChargeFacts): void {
  const { chargeSavedCard, chargeNewCard, changeAmount, maximumAmount } = staff.permissions;
  const forbid = (detail: string) => new Refusal('forbidden', 'none', detail);
  if (request.method.type === 'saved_card' && !chargeSavedCard) throw forbid('This person may not charge saved cards.');
  if (request.method.type === 'new_card' && !chargeNewCard) throw forbid('This person may not charge new cards.');
  if (maximumAmount !== null && totalOf(request) > maximumAmount)
    throw forbid(`The limit is ${maximumAmount} minor units.`);
  // Against what was seen: a due amount that changed meanwhile is told as that, below.
  const isPart = request.allocations.some((each) => standings.has(each.bookingId) && each.amount !== each.dueSeen);
  if (isPart && !changeAmount) throw forbid('This person may not charge a part.');
}

export function checkReservations(
  request: { allocations: readonly { bookingId: string }[] },
  { holding }: Pick<ChargeFacts, 'holding'>,
): void {
  if (holding.length === 0) return;
  const wanted = new Set(request.allocations.map((each) => each.bookingId));
  const open = holding.map((record) => ({
    key: record.key,
    phase: phaseOf(record),
    bookingIds: record.allocations.map((each) => each.bookingId).filter((id) => wanted.has(id)),
  }));
  throw new Refusal('payment_in_progress', 'none', 'A payment for this booking is under way.', { extras: { open } });
}

export function checkDue(
  request: Pick<ChargeRequest, 'allocations'>,
  { standings }: Pick<ChargeFacts, 'standings'>,
): void {
  // A booking that the host no longer lists has nothing due: the person sees that after the refresh.
  const dueOf = (bookingId: string): number => standings.get(bookingId)?.due ?? 0;
  if (request.allocations.some((each) => each.dueSeen !== dueOf(each.bookingId))) {
    const due = request.allocations.map(({ bookingId }) => ({ bookingId, due: dueOf(bookingId) }));
    throw new Refusal('balance_changed', 'none', 'What is due has changed since it was seen.', { extras: { due } });
  }
  if (request.allocations.some((each) => each.amount > dueOf(each.bookingId))) {
    throw new Refusal('over_balance', 'none', 'More than is due on a booking.');
  }
}

/** A payer may be about to pay what is charged here. Whoever charges agrees to close such links by naming them; others may be named too. */
function checkLinks(request: ChargeRequest, { links, standings, now }: ChargeFacts): void {
  const named = new Set(request.closeLinks);
  const wanted = new Set(request.allocations.map((each) => each.bookingId));
  const live = links
    // None of them is being paid: an open payment would hold the booking.
    .filter((link) => !named.has(link.id) && isLive(linkStateOf(link, { standings, open: [], tries: [], now })))
    .map(({ id, allocations }) => ({
      id,
      bookingIds: allocations.map((each) => each.bookingId).filter((bookingId) => wanted.has(bookingId)),
    }));
  if (live.length === 0) return;
  throw new Refusal('link_open', 'none', 'A payment link covers a booking.', { extras: { links: live } });
}

function checkSimilar(request: ChargeRequest, { open, succeeded, now }: ChargeFacts): void {
  if (request.confirmSimilar) return;
  const amount = totalOf(request);
  const since = new Date(now.getTime() - tenMinutes).toISOString();
  const similar = [...open, ...succeeded].find(
    (each) =>
      each.amount === amount && each.currency === request.currency && (each.settledAt ?? each.createdAt) >= since,
  );
  if (similar) {
    throw new Refusal('similar_payment', 'none', 'The same customer was charged the same amount a moment ago.', {
      extras: { similar: { paymentId: similar.id, amount, createdAt: similar.createdAt } },
    });
  }
}
