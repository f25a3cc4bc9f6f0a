import type { Current } from './answers.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { failureOf } from './declines.ts';
import { GatewayError } from './gateway-error.ts';
import { countDecline, settleLinks } from './link-settling.ts';
import type { AttemptRecord, Failure, Transaction } from './store.ts';
import type { Intent } from './stripe-gateway.ts';

/*
 * How an attempt ends. It follows what Stripe says of its intent, never a guess, whoever asked: the charge itself, a read, a webhook, the
 * sweeper. An intent is read outside the transaction and may be old news by the time it is applied; that does no harm, because what is
 * final at Stripe stays final, a closed attempt is left as it is, and whatever is still open is read again.
 *
 * The one exception: an intent is confirmed only after the step `confirming` was stored. So nobody can have been charged under an attempt
 * that is still `reserved`, and it can be closed without asking Stripe; the request that wanted to go on finds it closed.
 */

/** Applies what Stripe said, after an intent that was declined has been canceled. */
export async function apply(context: Context, record: AttemptRecord, seen: Intent): Promise<Current> {
  const intent = await withoutDecline(context, record, seen);
  const applied = await transaction(context, (tx) => applyIn(tx, context, record.id, intent));
  forgetCards(context, intent);
  return { record: applied, clientSecret: intent.status === 'requires_action' ? intent.clientSecret : null };
}

/** A payment may have saved a card, or changed what Stripe says of one: whoever looks at the customer's cards next sees them as they are. */
function forgetCards({ recentCards }: Context, { stripeCustomerId }: Intent): void {
  if (stripeCustomerId !== null) recentCards.drop(stripeCustomerId);
}

/** A declined intent waits for another card: it is canceled, so that nothing can move under it any more. */
export async function withoutDecline(context: Context, record: AttemptRecord, intent: Intent): Promise<Intent> {
  if (intent.status !== 'untouched' || !intent.decline) return intent;
  return cancelAfter(context, record, intent.id, failureOf(intent.decline), intent.card);
}

/** Ends an attempt that Stripe is known not to have charged. The reason is stored first: after a crash it is still known. */
export async function fail(
  context: Context,
  record: AttemptRecord,
  intentId: string,
  failure: Failure,
  card: AttemptRecord['card'] = null,
): Promise<AttemptRecord> {
  const intent = await cancelAfter(context, record, intentId, failure, card);
  return (await apply(context, record, intent)).record;
}

async function cancelAfter(
  context: Context,
  { id }: AttemptRecord,
  intentId: string,
  failure: Failure,
  card: AttemptRecord['card'],
): Promise<Intent> {
  await transaction(context, async (tx) => {
    const record = await tx.attemptById(id);
    if (record?.state !== 'open') return;
    await tx.updateAttempt({ ...record, failure, card: card ?? record.card, updatedAt: timeOf(context) });
  });
  return cancel(context, intentId);
}

/** Cancels the intent; where Stripe won't, it ended otherwise, and that is answered. */
export async function cancel({ gateway }: Context, intentId: string): Promise<Intent> {
  try {
    return await gateway.cancelIntent(intentId);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.kind !== 'refused') throw error;
    return gateway.readIntent(intentId);
  }
}

/** Closes an attempt that never got as far as `confirming`; null where it did, meanwhile. `failure: null`: somebody canceled it. */
export async function closeReserved(
  context: Context,
  id: string,
  failure: Failure | null,
): Promise<AttemptRecord | null> {
  return transaction(context, async (tx) => {
    const record = await tx.attemptById(id);
    if (!record || record.state === 'closed') return record;
    if (record.step !== 'reserved') return null;
    return close(tx, context, { ...record, failure });
  });
}

/** To be called in the transaction that also does what belongs to it; locks the attempt. */
export async function applyIn(tx: Transaction, context: Context, id: string, intent: Intent): Promise<AttemptRecord> {
  const record = await tx.attemptById(id);
  if (!record) throw new Error(`The attempt ${id} is gone from the store.`);
  if (record.state === 'closed') return record;
  switch (intent.status) {
    case 'succeeded':
      return settle(tx, context, record, intent);
    case 'canceled':
      return close(tx, context, record);
    case 'untouched':
      return record;
    case 'processing':
    case 'requires_action': {
      if (record.step === intent.status) return record;
      const moved = { ...record, step: intent.status, card: intent.card ?? record.card, updatedAt: timeOf(context) };
      await tx.updateAttempt(moved);
      return moved;
    }
  }
}

/** The payment, the consent its saved card rests on, its links, and what the host is to be told: all of it or nothing. */
async function settle(tx: Transaction, context: Context, open: AttemptRecord, intent: Intent): Promise<AttemptRecord> {
  const now = timeOf(context);
  const isNew = open.method.type === 'new_card';
  // A payer who approved with a card on file is told what is true of it: it is saved.
  const cardSaved = intent.cardAttached && (isNew || open.linkId !== null);
  const settled: AttemptRecord = {
    ...open,
    state: 'closed',
    step: 'succeeded',
    card: intent.card ?? open.card,
    cardSaved,
    failure: null,
    updatedAt: now,
    settledAt: now,
  };
  await tx.updateAttempt(settled);
  await tx.enqueue({ id: `${open.id}:succeeded`, kind: 'event', type: 'payment.succeeded', attemptId: open.id });
  if (isNew && cardSaved && intent.cardId !== null) {
    const { customerId } = open;
    const saved = { customerId, cardId: intent.cardId };
    await tx.enqueue({ id: `${open.id}:card`, kind: 'event', type: 'card.saved', ...saved });
    if (open.consent) {
      const channel = open.linkId === null ? ('staff' as const) : ('payer' as const);
      const given = { attemptId: open.id, actor: open.actor, channel, givenAt: open.createdAt };
      await tx.insertConsent({ ...open.consent, ...saved, ...given });
    }
  }
  await settleLinks(tx, context, settled);
  return settled;
}

async function close(tx: Transaction, context: Context, open: AttemptRecord): Promise<AttemptRecord> {
  const step = open.failure ? 'failed' : 'canceled';
  const closed: AttemptRecord = { ...open, state: 'closed', step, updatedAt: timeOf(context) };
  await tx.updateAttempt(closed);
  if (step === 'failed') {
    await tx.enqueue({ id: `${open.id}:failed`, kind: 'event', type: 'payment.failed', attemptId: open.id });
    await countDecline(tx, context, closed);
  }
  return closed;
}
