import { type Context, timeOf } from './context.ts';
import type { AttemptRecord, Transaction } from './store.ts';

/*
 * What an attempt's end means for payment links. Called in the transaction that ends it, once: a closed attempt is never closed again. The
 * attempt is locked before, the links are locked in the order of their ids.
 */

const mostDeclines = 5;

/** A payment settles the link it was made by, and every other link that asks for one of its bookings. */
export async function settleLinks(tx: Transaction, context: Context, settled: AttemptRecord): Promise<void> {
  const now = timeOf(context);
  const covering = await tx.openLinksCovering(settled.allocations.map(({ bookingId }) => bookingId));
  // A link that had expired when this was asked for could not be paid, so nobody was asked whether it may be closed: where something is left, its
  // payer can still renew it.
  const others = covering.filter((each) => each.expiresAt > settled.createdAt).map(({ id }) => id);
  const ids = new Set(settled.linkId === null ? others : [settled.linkId, ...others]);
  for (const id of [...ids].sort()) {
    const link = await tx.linkById(id);
    if (!link) continue;
    if (id === settled.linkId) await tx.updateLink({ ...link, state: 'paid', updatedAt: now });
    else if (link.state === 'open' || link.state === 'locked') {
      await tx.updateLink({ ...link, state: 'settled_elsewhere', updatedAt: now });
    }
  }
  if (settled.linkId !== null) await tellOfPayment(tx, settled, settled.linkId);
}

async function tellOfPayment(tx: Transaction, { id, receiptEmail }: AttemptRecord, linkId: string): Promise<void> {
  await tx.enqueue({ id: `${id}:link`, kind: 'event', type: 'link.paid', linkId });
  await tx.enqueue({ id: `${id}:notice`, kind: 'notice', event: 'link_paid', linkId, attemptId: id });
  await tx.enqueue({ id: `${id}:receipt`, kind: 'receipt', attemptId: id, to: receiptEmail });
}

/** Whoever tries one card after another on a link is stopped. Only a bank's refusal counts: not what Stripe, the form or 3-D Secure said. */
export async function countDecline(tx: Transaction, context: Context, failed: AttemptRecord): Promise<void> {
  const { id, linkId, failure } = failed;
  if (linkId === null || failure?.code !== 'declined' || failure.reason === 'authentication_failed') return;
  const link = await tx.linkById(linkId);
  if (!link) return;
  const declines = link.declines + 1;
  const locks = link.state === 'open' && declines >= mostDeclines;
  await tx.updateLink({ ...link, declines, state: locks ? 'locked' : link.state, updatedAt: timeOf(context) });
  if (!locks) return;
  await tx.enqueue({ id: `${id}:link`, kind: 'event', type: 'link.locked', linkId });
  await tx.enqueue({ id: `${id}:notice`, kind: 'notice', event: 'link_locked', linkId, attemptId: id });
}
