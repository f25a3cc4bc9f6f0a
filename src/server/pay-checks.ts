import type { LinkState } from '../contract/link.ts';
import type { PayRequest } from '../contract/payer.ts';
import type { ProblemCode } from '../contract/problem.ts';
import { amountStep } from '../money.ts';
import { payerConsent } from '../text/consent.ts';
import { phaseOf } from './answers.ts';
import type { Merchant } from './host.ts';
import { amountNow, askedNow, type LinkFacts, linkStateOf } from './link-state.ts';
import { Refusal } from './problems.ts';
import type { LinkRecord } from './store.ts';

/** What a payer's payment is checked against, read under the locks of customer, bookings and link. */
export interface PayFacts extends LinkFacts {
  merchant: Merchant;
  link: LinkRecord;
  /** Tips that are offered, in percent; none: no tips. */
  tipPresets: readonly number[];
}

/** Throws the `Refusal` that fits; nothing was made of the attempt yet, so all are `none`. */
export function checkPayment(request: PayRequest, facts: PayFacts): void {
  checkState(facts);
  checkTries(facts);
  checkSeen(request, facts);
  checkForm(request, facts);
  if (facts.merchant.connection !== 'connected') {
    throw new Refusal('stripe_not_connected', 'none', 'The merchant has no Stripe account that can charge.');
  }
}

const reasons: Record<Exclude<LinkState, 'open' | 'processing'>, [ProblemCode, string]> = {
  paid: ['already_paid', 'This link was paid.'],
  expired: ['link_expired', 'This link has expired.'],
  cancelled: ['link_cancelled', 'This link was cancelled.'],
  replaced: ['link_replaced', 'A newer link took the place of this one.'],
  settled_elsewhere: ['link_settled', 'Nothing is left to pay.'],
  locked: ['link_locked', 'Too many cards were declined.'],
  paused: ['link_paused', 'The business is charging one of the bookings at this moment.'],
};

/** Throws what keeps the link from being paid, or from being sent. */
export function checkState({ link, ...facts }: LinkFacts & { link: LinkRecord }): void {
  const state = linkStateOf(link, facts);
  if (state === 'open') return;
  if (state !== 'processing') throw new Refusal(reasons[state][0], 'none', reasons[state][1]);
  // What others do with these bookings is none of the payer's business: only payments of this very link are named.
  const own = facts.open.filter((each) => each.linkId === link.id);
  const open = own.map((record) => ({
    key: record.key,
    phase: phaseOf(record),
    bookingIds: record.allocations.map((each) => each.bookingId),
  }));
  throw new Refusal('payment_in_progress', 'none', 'This link is being paid.', { extras: { open } });
}

const hour = 60 * 60 * 1000;
const mostTries = 20;

/** Declined cards lock a link, but a bank that asks and is never answered declines nothing: a list of cards could be tried on it without an end. */
function checkTries({ tries, now }: PayFacts): void {
  const [oldest] = tries.slice(mostTries - 1);
  if (!oldest) return;
  const retryAt = new Date(Date.parse(oldest.createdAt) + hour).toISOString();
  if (retryAt <= now.toISOString()) return;
  throw new Refusal('rate_limited', 'none', `At most ${mostTries} payments are tried in an hour.`, {
    extras: { retryAt },
  });
}

function checkForm(request: PayRequest, { link, merchant, standings, tipPresets }: PayFacts): void {
  const fields: Record<string, string> = {};
  const { currency, method, tip = 0 } = request;
  const items = amountNow(link, standings);
  const step = amountStep(currency);
  if (currency !== link.currency || currency !== merchant.currency) {
    fields['currency'] = `This link is paid in ${link.currency}, and the merchant charges in ${merchant.currency}.`;
  }
  if (tip > 0 && tipPresets.length === 0) fields['tip'] = 'This merchant takes no tips.';
  else if (tip > items) fields['tip'] = 'A tip is no more than what is paid.';
  else if (tip % step !== 0) fields['tip'] = `Stripe takes ${currency} in multiples of ${step} minor units.`;
  if (method.type === 'saved_card' && !link.approval)
    fields['method.type'] = 'This link names no card to approve with.';
  if (method.type === 'new_card' && method.save) {
    const given = payerConsent(merchant.name);
    if (method.consent?.text !== given.text || method.consent.version !== given.version) {
      fields['method.consent'] = 'A card is saved only with the consent that the view of this link gave.';
    }
  }
  if (Object.keys(fields).length === 0) return;
  throw new Refusal('invalid_request', 'none', Object.values(fields).join(' '), { extras: { fields } });
}

function checkSeen({ seen }: PayRequest, { link, standings }: PayFacts): void {
  const asked = new Map<string | null, number>(
    link.allocations.map((each) => [each.bookingId, askedNow(each, standings)]),
  );
  if (link.line) asked.set(null, link.line.amount);
  const given = new Map(seen.map((each) => [each.bookingId, each.amount]));
  const belong = seen.every((each) => asked.has(each.bookingId));
  // A line is asked for as it is: no read of this link showed another amount.
  if (given.size < seen.length || !belong || given.get(null) !== asked.get(null)) {
    const fields = { seen: 'These are not the items of this link.' };
    throw new Refusal('invalid_request', 'none', 'What was seen is not what this link asks for.', {
      extras: { fields },
    });
  }
  if ([...asked].every(([bookingId, amount]) => (given.get(bookingId) ?? 0) === amount)) return;
  const due = link.allocations.map((each) => ({ bookingId: each.bookingId, due: askedNow(each, standings) }));
  throw new Refusal('balance_changed', 'none', 'What is due has changed since it was seen.', { extras: { due } });
}
