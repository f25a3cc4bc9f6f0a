import type { BookingStatus } from '../contract/payment.ts';
import { type Context, transaction } from './context.ts';
import type { HostBooking } from './host.ts';

/** How a booking stands: amounts in minor units, `due` never negative. */
export interface Standing {
  paid: number;
  due: number;
  status: BookingStatus;
}

/** `paidHere`: what Paydesk's payments brought. What the host collected elsewhere counts the same. */
function standingOf({ total, paidElsewhere }: HostBooking, paidHere: number): Standing {
  const paid = paidElsewhere + paidHere;
  const due = Math.max(0, total - paid);
  return { paid, due, status: due === 0 ? 'charged_in_full' : paid > 0 ? 'partially_charged' : 'not_charged' };
}

export type Standings = ReadonlyMap<string, Standing>;

export function standingsOf(bookings: readonly HostBooking[], paid: ReadonlyMap<string, number>): Standings {
  return new Map(bookings.map((booking) => [booking.id, standingOf(booking, paid.get(booking.id) ?? 0)]));
}

export const idsOf = (bookings: readonly HostBooking[]): string[] => bookings.map(({ id }) => id);

/** How the customer's bookings stand now. */
export async function readStandings(context: Context, customerId: string): Promise<Standings> {
  const bookings = await context.host.bookings(customerId);
  return standingsOf(bookings, await transaction(context, (tx) => tx.paid(idsOf(bookings))));
}
