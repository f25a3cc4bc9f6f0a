import type { Current } from './answers.ts';
import { type Counter, timeOf, transaction } from './desk.ts';
import { failureOf } from './declines.ts';
import type { AttemptRecord, Failure, Transaction } from './store.ts';
import { GatewayError, type Intent } from './stripe-gateway.ts';

/*
 * How an attempt ends. It follows what Stripe says of its intent, never a guess, whoever asked: the charge itself, a read, a webhook, the
 * sweeper. An intent is read outside the transaction and may be old news by the time it is applied; that does no harm, because what is
 * final at Stripe stays final, a closed attempt is left as it is, and whatever is still open is read again.
 *
 * The one exception: an intent is confirmed only after the step `confirming` was stored. So nobody can have been charged under an attempt
 * that is still `reserved`, and it can be closed without asking Stripe; the request that wanted to go on finds it closed.
 */

/** Applies what Stripe said, after an intent that was declined has been canceled. */
export async function apply(counter: Counter, record: AttemptRecord, seen: Intent): Promise<Current> {
  const intent = await withoutDecline(counter, record, seen);
  const applied = await transaction(counter, (tx) => applyIn(tx, counter, record.id, intent));
  return { record: applied, clientSecret: intent.status === 'requires_action' ? intent.clientSecret : null };
}

/** A declined intent waits for another card: it is canceled, so that nothing can move under it any more. */
export async function withoutDecline(counter: Counter, record: AttemptRecord, intent: Intent): Promise<Intent> {
  if (intent.status !== 'untouched' || !intent.decline) return intent;
  return cancelAfter(counter, record, intent.id, failureOf(intent.decline), intent.card);
}

/** Ends an attempt that Stripe is known not to have charged. The reason is stored first: after a crash it is still known. */
export async function fail(
  counter: Counter,
  record: AttemptRecord,
  intentId: string,
  failure: Failure,
  card: AttemptRecord['card'] = null,
): Promise<AttemptRecord> {
  const intent = await cancelAfter(counter, record, intentId, failure, card);
  return (await apply(counter, record, intent)).record;
}

async function cancelAfter(
  counter: Counter,
  { id }: AttemptRecord,
  intentId: string,
  failure: Failure,
  card: AttemptRecord['card'],
): Promise<Intent> {
  await transaction(counter, async (tx) => {
    const record = await tx.attemptById(id);
    if (record?.state !== 'open') return;
    await tx.updateAttempt({ ...record, failure, card: card ?? record.card, updatedAt: timeOf(counter) });
  });
  return cancel(counter, intentId);
}

/** Cancels the intent; where Stripe won't, it ended otherwise, and that is answered. */
export async function cancel({ gateway }: Counter, intentId: string): Promise<Intent> {
  try {
    return await gateway.cancelIntent(intentId);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.kind !== 'refused') throw error;
    return gateway.readIntent(intentId);
  }
}

/** Closes an attempt that never got as far as `confirming`; null where it did, meanwhile. `failure: null`: somebody canceled it. */
export async function closeReserved(
  counter: Counter,
  id: string,
  failure: Failure | null,
): Promise<AttemptRecord | null> {
  return transaction(counter, async (tx) => {
    const record = await tx.attemptById(id);
    if (!record || record.state === 'closed') return record;
    if (record.step !== 'reserved') return null;
    return close(tx, counter, { ...record, failure });
  });
}

/** To be called in the transaction that also does what belongs to it; locks the attempt. */
export async function applyIn(tx: Transaction, counter: Counter, id: string, intent: Intent): Promise<AttemptRecord> {
  const record = await tx.attemptById(id);
  if (!record) throw new Error(`The attempt ${id} is gone from the store.`);
  if (record.state === 'closed') return record;
  switch (intent.status) {
    case 'succeeded':
      return settle(tx, counter, record, intent);
    case 'canceled':
      return close(tx, counter, record);
    case 'untouched':
      return record;
    case 'processing':
    case 'requires_action': {
      if (record.step === intent.status) return record;
      const moved = { ...record, step: intent.status, card: intent.card ?? record.card, updatedAt: timeOf(counter) };
      await tx.updateAttempt(moved);
      return moved;
    }
  }
}

/** The payment, the consent its saved card rests on, and what the host is to be told: all of it or nothing. */
async function settle(tx: Transaction, counter: Counter, open: AttemptRecord, intent: Intent): Promise<AttemptRecord> {
  const now = timeOf(counter);
  const cardSaved = open.method.type === 'new_card' && intent.cardAttached;
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
  if (cardSaved && intent.cardId !== null) {
    const { customerId } = open;
    const saved = { customerId, cardId: intent.cardId };
    await tx.enqueue({ id: `${open.id}:card`, kind: 'event', type: 'card.saved', ...saved });
    if (open.consent) {
      const given = { attemptId: open.id, actor: open.actor, channel: 'staff' as const, givenAt: open.createdAt };
      await tx.insertConsent({ ...open.consent, ...saved, ...given });
    }
  }
  return settled;
}

async function close(tx: Transaction, counter: Counter, open: AttemptRecord): Promise<AttemptRecord> {
  const step = open.failure ? 'failed' : 'canceled';
  const closed: AttemptRecord = { ...open, state: 'closed', step, updatedAt: timeOf(counter) };
  await tx.updateAttempt(closed);
  if (step === 'failed') {
    await tx.enqueue({ id: `${open.id}:failed`, kind: 'event', type: 'payment.failed', attemptId: open.id });
  }
  return closed;
}
