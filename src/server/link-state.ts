import type { LinkState } from '../contract/link.ts';
import type { Standings } from './balance.ts';
import type { AttemptRecord, LinkRecord } from './store.ts';

/** What a link's state is read off. */
export interface LinkFacts {
  standings: Standings;
  /** Open attempts that hold one of its bookings, and open attempts to pay it. */
  open: readonly AttemptRecord[];
  now: Date;
}

/** What a link asks for a booking now: no more than was asked, no more than is due; in minor units. */
export function askedNow({ bookingId, amount }: LinkRecord['allocations'][number], standings: Standings): number {
  return Math.min(amount, standings.get(bookingId)?.due ?? 0);
}

/** What paying it would cost now, in minor units. */
export function amountNow({ allocations, line }: LinkRecord, standings: Standings): number {
  return allocations.reduce((sum, each) => sum + askedNow(each, standings), line?.amount ?? 0);
}

export function linkStateOf(link: LinkRecord, { standings, open, now }: LinkFacts): LinkState {
  // A payment under way comes before all else: money may be moving.
  if (open.some((each) => each.linkId === link.id)) return 'processing';
  if (link.state !== 'open') return link.state;
  if (open.length > 0) return 'paused';
  if (amountNow(link, standings) === 0) return 'settled_elsewhere';
  return link.expiresAt <= now.toISOString() ? 'expired' : 'open';
}

/** Can it still be paid, now or later? */
export function isLive(state: LinkState): boolean {
  return state === 'open' || state === 'processing' || state === 'paused' || state === 'locked';
}
