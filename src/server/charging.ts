import type { ChargeRequest } from '../contract/payment.ts';
import type { Current } from './answers.ts';
import { newAttempt } from './attempts.ts';
import { idsOf, standingsOf } from './balance.ts';
import { checkCharge, totalOf } from './charge-checks.ts';
import type { Context } from './context.ts';
import type { HostBooking, HostCustomer, StaffMember } from './host.ts';
import { payOnce } from './running.ts';
import type { AttemptRecord, AttemptScope, Transaction } from './store.ts';

/** Who charges whom, with what. */
export interface Charge {
  scope: AttemptScope;
  fingerprint: string;
  request: ChargeRequest;
  customer: HostCustomer;
  staff: StaffMember;
}

/** Staff charge a customer. */
export async function charge(context: Context, asked: Charge): Promise<Current> {
  const { scope, fingerprint, request, customer } = asked;
  return payOnce(context, {
    scope,
    fingerprint,
    customer,
    bookingIds: request.allocations.map(({ bookingId }) => bookingId),
    draft: (tx, bookings) => draft(tx, context, asked, bookings),
    confirmation: ({ method, returnUrl }) => (method.type === 'saved_card' ? method : { ...method, returnUrl }),
  });
}

async function draft(
  tx: Transaction,
  context: Context,
  asked: Charge,
  bookings: readonly HostBooking[],
): Promise<AttemptRecord> {
  const { request, staff } = asked;
  const { customerId } = request;
  const wanted = request.allocations.map(({ bookingId }) => bookingId);
  // Open ones first: one that settles between the reads is then seen twice, never not at all.
  const holding = await tx.holdingAttempts(wanted);
  const open = await tx.openAttempts(customerId);
  const succeeded = await tx.succeededAttempts(customerId, 50);
  const links = await tx.openLinksCovering(wanted);
  const standings = standingsOf(bookings, await tx.paid(idsOf(bookings)));
  const { merchant } = context;
  checkCharge(request, { merchant, staff, standings, holding, open, succeeded, links, now: context.now() });
  const titles = new Map(bookings.map((booking) => [booking.id, booking]));
  const allocations = request.allocations.flatMap(({ bookingId, amount }) => {
    const booking = titles.get(bookingId);
    return booking ? [{ bookingId, reference: booking.reference, title: booking.title, amount }] : [];
  });
  return newRecord(context, asked, allocations);
}

function newRecord(
  context: Context,
  { scope, fingerprint, request, staff }: Charge,
  allocations: AttemptRecord['allocations'],
): AttemptRecord {
  const { method } = request;
  return {
    ...newAttempt(context, scope),
    customerId: request.customerId,
    fingerprint,
    amount: totalOf(request),
    currency: request.currency,
    allocations,
    line: request.line ?? null,
    method:
      method.type === 'saved_card'
        ? method
        : { type: 'new_card', confirmationToken: method.confirmationToken, save: method.save },
    consent: method.type === 'new_card' && method.save ? (method.consent ?? null) : null,
    // As it was read when it was checked: others read a backslash, a tab or a space in an address in their own way.
    returnUrl: request.returnUrl === undefined ? null : new URL(request.returnUrl).href,
    chargedBy: { id: staff.id, name: staff.name },
  };
}
