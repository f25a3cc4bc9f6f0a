import type { LinkMessage, LinkRequest } from '../contract/link.ts';
import { idsOf, type Standings, standingsOf } from './balance.ts';
import { checkReservations } from './charge-checks.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { checkPause, checkSendable, queueLink } from './delivery.ts';
import type { HostBooking, HostCustomer, StaffMember } from './host.ts';
import { checkLink } from './link-checks.ts';
import { isLive, linkFactsIn, linkStateOf } from './link-state.ts';
import { addressOf, linkIdFor, newToken } from './link-token.ts';
import { linkMessage } from './messages/link-message.ts';
import { checkState } from './pay-checks.ts';
import { Refusal } from './problems.ts';
import { settingsIn } from './settings.ts';
import type { AttemptScope, LinkRecord, Transaction } from './store.ts';

/** Who asks whom to pay, and how. */
export interface LinkAsked {
  scope: AttemptScope;
  fingerprint: string;
  request: LinkRequest;
  customer: HostCustomer;
  staff: StaffMember;
}

/** A link that is not stored, and what its message is made of. */
interface Draft {
  link: LinkRecord;
  token: string;
  standings: Standings;
  bookings: readonly HostBooking[];
}

/** The message as it would be sent. Nothing is stored, and links that cover the same bookings are no matter yet. */
export async function previewLink(context: Context, asked: LinkAsked): Promise<LinkMessage> {
  const { customer, request } = asked;
  const approval = await approvalOf(context, asked);
  const { link, token, standings } = await transaction(context, (tx) => draft(tx, context, asked, approval));
  const { merchant, testMode } = context;
  const address = addressOf(merchant.payUrl ?? '', token);
  const telling = { link, standings, customer, merchant, testMode, address };
  return linkMessage(telling, request.channel, link.to);
}

/** Makes a link and sends it, once for each key. */
export async function createLink(context: Context, asked: LinkAsked): Promise<LinkRecord> {
  const { scope, request, customer } = asked;
  const approval = await approvalOf(context, asked);
  const made = await transaction(context, async (tx) => {
    await tx.lockCustomer(customer.id);
    await tx.lockBookings(request.allocations.map(({ bookingId }) => bookingId));
    const known = await tx.linkByScope(scope);
    if (known) return known;
    const { link, standings, bookings } = await draft(tx, context, asked, approval);
    const replaced = await replaceable(tx, context, asked, bookings);
    const { channel, to } = link;
    const queued =
      channel === 'none' || to === null
        ? link
        : await queueLink(tx, context, { link, standings, customer }, { key: scope.key, channel, to });
    if (!(await tx.insertLink(queued))) return null;
    for (const old of replaced) {
      await tx.updateLink({ ...old, state: 'replaced', replacedBy: link.id, updatedAt: timeOf(context) });
    }
    await tx.enqueue({ id: `${link.id}:created`, kind: 'event', type: 'link.created', linkId: link.id });
    return queued;
  });
  // The key was taken by a request for another customer while this one ran: look again, and find it.
  if (!made) return createLink(context, asked);
  return repeatedLink(made, asked.fingerprint);
}

/** The link that a key made before. Only the same request is answered so. */
export function repeatedLink(known: LinkRecord, fingerprint: string | null): LinkRecord {
  if (known.fingerprint === fingerprint) return known;
  throw new Refusal('idempotency_mismatch', 'none', 'This key came with another request before.');
}

/** Read before any lock is taken: Stripe may take its time. Whoever may not see cards is refused by the checks. */
async function approvalOf(context: Context, { request, customer, staff }: LinkAsked): Promise<LinkRecord['approval']> {
  const { savedCardId } = request;
  if (savedCardId === undefined || !staff.permissions.seeCards) return null;
  const known = await transaction(context, (tx) => tx.customer(customer.id));
  const cards = known?.stripeCustomerId ? await context.gateway.cards(known.stripeCustomerId) : [];
  const own = cards.find(({ id }) => id === savedCardId);
  if (own) return { cardId: own.id, card: own.card };
  const fields = { savedCardId: 'This customer has no such card.' };
  throw new Refusal('invalid_request', 'none', 'This customer has no such card.', { extras: { fields } });
}

/** Checked against what stands now. */
async function draft(
  tx: Transaction,
  context: Context,
  { scope, fingerprint, request, customer, staff }: LinkAsked,
  approval: LinkRecord['approval'],
): Promise<Draft> {
  const { merchant, mailer } = context;
  const now = context.now();
  const wanted = request.allocations.map(({ bookingId }) => bookingId);
  const bookings = await context.host.bookings(customer.id);
  // Open ones first: one that settles between the reads is then seen twice, never not at all.
  const holding = await tx.holdingAttempts(wanted);
  const standings = standingsOf(bookings, await tx.paid(idsOf(bookings)));
  checkLink(request, { merchant, staff, standings, holding, sms: mailer.sendSms !== undefined, now });
  const id = await linkIdFor(context, scope);
  const { token, tokenHash } = await newToken(context, id);
  const link: LinkRecord = {
    ...newLink(context, scope),
    id,
    tokenHash,
    fingerprint,
    customerId: customer.id,
    allocations: request.allocations.flatMap(({ bookingId, amount }) => {
      const booking = bookings.find((each) => each.id === bookingId);
      return booking
        ? [{ bookingId, reference: booking.reference, title: booking.title, date: booking.date, amount }]
        : [];
    }),
    line: request.line ?? null,
    approval,
    channel: request.channel,
    to: request.to ?? null,
    subject: request.subject ?? null,
    note: request.note || null,
    locale: customer.locale ?? merchant.locale,
    // As it is compared with other times: to the millisecond, in UTC.
    expiresAt: request.expiresAt ? new Date(request.expiresAt).toISOString() : await expiryIn(tx, context),
    createdBy: { id: staff.id, name: staff.name },
  };
  return { link, token, standings, bookings };
}

/** When a link ends that is made now, where nobody says otherwise. */
export async function expiryIn(tx: Transaction, context: Context): Promise<string> {
  const { linkLifetimeDays } = await settingsIn(tx, context);
  return new Date(context.now().getTime() + linkLifetimeDays * 24 * 60 * 60 * 1000).toISOString();
}

/** A link that asks for nothing yet. */
export function newLink(context: Context, scope: AttemptScope): LinkRecord {
  const now = timeOf(context);
  return {
    ...scope,
    id: '',
    fingerprint: '',
    tokenHash: '',
    customerId: '',
    state: 'open',
    currency: context.merchant.currency,
    allocations: [],
    line: null,
    approval: null,
    channel: 'none',
    to: null,
    subject: null,
    note: null,
    locale: context.merchant.locale,
    deliveries: [],
    expiresAt: now,
    openedAt: null,
    declines: 0,
    replacedBy: null,
    receipts: [],
    createdBy: null,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * The links that a new one takes the place of: those that cover one of its bookings. Live ones only if the person agreed to it, by naming them;
 * expired ones in any case, so that their payers are led on to the new one.
 */
async function replaceable(
  tx: Transaction,
  context: Context,
  { request, customer }: LinkAsked,
  bookings: readonly HostBooking[],
): Promise<LinkRecord[]> {
  const wanted = new Set(request.allocations.map(({ bookingId }) => bookingId));
  const named = new Set(request.closeLinks);
  const found: LinkRecord[] = [];
  const live: LinkRecord[] = [];
  for (const { id } of (await tx.openLinksCovering([...wanted])).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const link = await tx.linkById(id);
    if (link?.state !== 'open' && link?.state !== 'locked') continue;
    const its = link.customerId === customer.id ? bookings : await context.host.bookings(link.customerId);
    const facts = await linkFactsIn(tx, context, link, its);
    const state = linkStateOf(link, facts);
    if (state === 'processing') checkReservations(link, { holding: facts.open });
    if (isLive(state)) live.push(link);
    if (isLive(state) || state === 'expired') found.push(link);
  }
  if (live.some(({ id }) => !named.has(id))) {
    const links = live.map(({ id, allocations }) => ({
      id,
      bookingIds: allocations.map(({ bookingId }) => bookingId).filter((bookingId) => wanted.has(bookingId)),
    }));
    throw new Refusal('link_open', 'none', 'A payment link covers a booking.', { extras: { links } });
  }
  return found;
}

/** Under the locks of its customer, its bookings and the link itself: nobody pays it meanwhile. */
export async function lockLink(tx: Transaction, { id, customerId, allocations }: LinkRecord): Promise<LinkRecord> {
  await tx.lockCustomer(customerId);
  await tx.lockBookings(allocations.map(({ bookingId }) => bookingId));
  const link = await tx.linkById(id);
  if (!link) throw new Error(`The link ${id} is gone from the store.`);
  return link;
}

/** Revokes a link; one that is over stays as it is. */
export async function cancelLink(context: Context, found: LinkRecord): Promise<LinkRecord> {
  return transaction(context, async (tx) => {
    const link = await lockLink(tx, found);
    const open = (await tx.attemptsOfLink(link.id)).filter(({ state }) => state === 'open');
    checkReservations(link, { holding: open });
    if (link.state === 'paid') throw new Refusal('already_paid', 'none', 'This link was paid.');
    if (link.state !== 'open' && link.state !== 'locked') return link;
    const cancelled: LinkRecord = { ...link, state: 'cancelled', updatedAt: timeOf(context) };
    await tx.updateLink(cancelled);
    await tx.enqueue({ id: `${link.id}:cancelled`, kind: 'event', type: 'link.cancelled', linkId: link.id });
    return cancelled;
  });
}

/** Sends a link again, to the same address, once for each key and not too often. */
export async function resendLink(
  context: Context,
  found: LinkRecord,
  customer: HostCustomer,
  key: string,
): Promise<LinkRecord> {
  const bookings = await context.host.bookings(found.customerId);
  return transaction(context, async (tx) => {
    const link = await lockLink(tx, found);
    if (link.deliveries.some((each) => each.key === key)) return link;
    const facts = await linkFactsIn(tx, context, link, bookings);
    checkState({ link, ...facts });
    const { channel, to } = link;
    if (channel === 'none' || to === null) {
      throw new Refusal('invalid_request', 'none', 'This link is handed over, not sent.');
    }
    checkSendable(link, context);
    checkPause(link, context, 'staff');
    const { standings } = facts;
    const sent = await queueLink(tx, context, { link, standings, customer }, { key, channel, to });
    await tx.updateLink(sent);
    return sent;
  });
}
