import type { Current } from './answers.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { apply, cancel, closeReserved } from './settling.ts';
import type { AttemptRecord, AttemptScope } from './store.ts';

const fifteenMinutes = 15 * 60 * 1000;

/** The attempt as Stripe has it now. Rejects where Stripe can't be asked: then nothing is known that was not known before. */
export async function refresh(context: Context, record: AttemptRecord): Promise<Current> {
  if (record.state === 'closed' || record.intentId === null) return { record, clientSecret: null };
  return apply(context, record, await context.gateway.readIntent(record.intentId));
}

/**
 * As `refresh`, for those who only look, however many and often they do: one step of an attempt is asked about every two seconds at most. The
 * record may be older than what the store has; the secret is good as long as the attempt is in that step.
 */
export function refreshRecent(context: Context, record: AttemptRecord): Promise<Current> {
  return context.recentAttempts.of(`${record.id} ${record.step}`, context.now(), () => refresh(context, record));
}

/** Settles the attempt if it was paid, else cancels it. Open afterwards only where Stripe is still moving the money. */
export async function close(context: Context, record: AttemptRecord): Promise<Current> {
  if (record.state === 'closed') return { record, clientSecret: null };
  if (record.step !== 'reserved' && record.intentId !== null) {
    return apply(context, record, await cancel(context, record.intentId));
  }
  const closed = await closeReserved(context, record.id, null);
  if (closed) return { record: closed, clientSecret: null };
  const further = await transaction(context, (tx) => tx.attemptById(record.id));
  if (!further) throw new Error(`The attempt ${record.id} is gone from the store.`);
  return close(context, further);
}

/** An attempt at nothing yet, open and unpaid. */
export function newAttempt(context: Context, scope: AttemptScope): AttemptRecord {
  const now = timeOf(context);
  return {
    ...scope,
    id: `pay_${crypto.randomUUID()}`,
    customerId: '',
    fingerprint: null,
    state: 'open',
    step: 'reserved',
    amount: 0,
    currency: context.merchant.currency,
    allocations: [],
    line: null,
    tip: 0,
    linkId: null,
    receiptEmail: null,
    method: { type: 'saved_card', cardId: '' },
    consent: null,
    returnUrl: null,
    chargedBy: null,
    intentId: null,
    card: null,
    cardSaved: false,
    failure: null,
    createdAt: now,
    updatedAt: now,
    settledAt: null,
  };
}

/** Remembers a key whose request never arrived, so that it is refused if it still does. Null where it did arrive, meanwhile. */
export async function closeUnknown(context: Context, scope: AttemptScope): Promise<AttemptRecord | null> {
  const closed: AttemptRecord = { ...newAttempt(context, scope), state: 'closed', step: 'canceled' };
  return (await transaction(context, (tx) => tx.insertAttempt(closed))) ? closed : null;
}

/**
 * Closes what was left open for fifteen minutes: bookings held for a customer who walked away from the bank's question, or by a process that
 * died. What Stripe is still processing is read again. One that fails is reported, and tried again by the next sweep.
 */
export async function sweep(context: Context): Promise<void> {
  const before = new Date(context.now().getTime() - fifteenMinutes).toISOString();
  for (let stuck = 0; ;) {
    const ids = await transaction(context, (tx) => tx.openAttemptsBefore(before, 100, stuck));
    if (ids.length === 0) return;
    for (const id of ids) if (!(await ended(context, id))) stuck += 1;
  }
}

async function ended(context: Context, id: string): Promise<boolean> {
  try {
    const record = await transaction(context, (tx) => tx.attemptById(id));
    if (!record) return true;
    const now = await (record.step === 'processing' ? refresh(context, record) : close(context, record));
    return now.record.state === 'closed';
  } catch (error) {
    context.onError(error, { requestId: null });
    return false;
  }
}
