import type { LinkState } from '../contract/link.ts';
import { idsOf, standingsOf, type Standings } from './balance.ts';
import { type Context, transaction } from './context.ts';
import type { HostBooking } from './host.ts';
import type { AttemptRecord, LinkRecord, Transaction } from './store.ts';

/** What a link's state is read off. */
export interface LinkFacts {
  standings: Standings;
  /** Open attempts that hold one of its bookings, and open attempts to pay it. */
  open: readonly AttemptRecord[];
  /** Every attempt to pay it, the newest first. */
  tries: readonly AttemptRecord[];
  now: Date;
}

/** What a link's state is read off, as it is now. `bookings` are those of the link's customer. */
export async function linkFactsIn(
  tx: Transaction,
  context: Context,
  link: LinkRecord,
  bookings: readonly HostBooking[],
): Promise<LinkFacts> {
  const wanted = link.allocations.map(({ bookingId }) => bookingId);
  // Open ones first: one that settles between the reads is then seen twice, never not at all.
  const holding = await tx.holdingAttempts(wanted);
  const tries = await tx.attemptsOfLink(link.id);
  const open = [...holding.filter((each) => each.linkId !== link.id), ...tries.filter((each) => each.state === 'open')];
  return { standings: standingsOf(bookings, await tx.paid(idsOf(bookings))), open, tries, now: context.now() };
}

/** Outside of a transaction of one's own, without locks. */
export async function readLinkFacts(context: Context, link: LinkRecord): Promise<LinkFacts> {
  const bookings = await context.host.bookings(link.customerId);
  return transaction(context, (tx) => linkFactsIn(tx, context, link, bookings));
}

/** What a link asks for a booking now: no more than was asked, no more than is due; in minor units. */
export function askedNow({ bookingId, amount }: LinkRecord['allocations'][number], standings: Standings): number {
  return Math.min(amount, standings.get(bookingId)?.due ?? 0);
}

/** What paying it would cost now, in minor units. */
export function amountNow({ allocations, line }: LinkRecord, standings: Standings): number {
  return allocations.reduce((sum, each) => sum + askedNow(each, standings), line?.amount ?? 0);
}

export function linkStateOf(link: LinkRecord, { standings, open, tries, now }: LinkFacts): LinkState {
  // A payment under way comes before all else: money may be moving.
  if (open.some((each) => each.linkId === link.id)) return 'processing';
  // Stored with the payment, but the link may have been read before that.
  if (tries.some((each) => each.step === 'succeeded')) return 'paid';
  if (link.state !== 'open') return link.state;
  if (open.length > 0) return 'paused';
  if (amountNow(link, standings) === 0) return 'settled_elsewhere';
  return link.expiresAt <= now.toISOString() ? 'expired' : 'open';
}

/** Can it still be paid, now or later? */
export function isLive(state: LinkState): boolean {
  return state === 'open' || state === 'processing' || state === 'paused' || state === 'locked';
}
