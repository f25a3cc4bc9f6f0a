import type { Current } from './answers.ts';
import { refresh } from './attempts.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { failureOf } from './declines.ts';
import { GatewayError, isOfMissingCustomer, twice } from './gateway-error.ts';
import type { HostBooking, HostCustomer } from './host.ts';
import { fateOf, Refusal, refusalOf } from './problems.ts';
import { apply, cancel, closeReserved, fail } from './settling.ts';
import type { AttemptRecord, AttemptScope, Failure, Transaction } from './store.ts';
import { replaceCustomer, stripeCustomer } from './stripe-customer.ts';
import type { Confirmation, Intent } from './stripe-gateway.ts';

/** One intended payment, whoever asks for it: staff (charging.ts) or a payer (paying.ts). */
export interface Asked {
  scope: AttemptScope;
  fingerprint: string;
  customer: HostCustomer;
  /** The bookings that it may pay: locked while it is reserved. */
  bookingIds: readonly string[];
  /** Checks it against what stands now and answers the attempt to store. Runs under the locks; throws the `Refusal` that fits. */
  draft: (tx: Transaction, bookings: readonly HostBooking[]) => Promise<AttemptRecord>;
  /** How the card is to be charged. Asked for once and never stored: it may hold what only this request knows. */
  confirmation: (record: AttemptRecord) => Confirmation;
}

/** Pays once, whatever happens on the way: the attempt and its reservation are stored before Stripe is asked for anything. */
export async function payOnce(context: Context, asked: Asked): Promise<Current> {
  const { record, isNew } = await reserve(context, asked);
  if (!isNew) return repeated(context, record, asked.fingerprint);
  context.live.add(record.id);
  const running = run(context, record, asked).finally(() => context.live.delete(record.id));
  return told(await within(context, running));
}

/**
 * The answer for a key that came before: the payment as it is now, or why it failed. Only the same request is answered so; a key that was
 * closed before its request came is refused with `idempotency_mismatch` too, as it was used to say that this request must not run.
 */
export async function repeated(context: Context, known: AttemptRecord, fingerprint: string | null): Promise<Current> {
  if (known.fingerprint === null || known.fingerprint !== fingerprint) {
    const why = known.fingerprint === null ? 'was closed before its request came' : 'came with another request before';
    throw new Refusal('idempotency_mismatch', fateOf(known), `This key ${why}.`);
  }
  const inProgress = () => new Refusal('in_progress', 'open', 'The first request with this key is still running.');
  if (context.live.has(known.id)) throw inProgress();
  const current = await refresh(context, known);
  if (current.record.step === 'reserved' || current.record.step === 'confirming') throw inProgress();
  return told(current);
}

/** An answer before the page gives up. The work goes on: what comes of it is read from the attempt. */
async function within(context: Context, running: Promise<Current>): Promise<Current> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      running.catch((error: unknown) => context.onError(error, { requestId: null }));
      reject(new Refusal('unavailable', 'open', 'Stripe takes longer than the answer may.'));
    }, context.answerWithin);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

function told(current: Current): Current {
  const { step, failure } = current.record;
  if (step === 'failed' && failure) throw refusalOf(failure);
  if (step === 'reserved' || step === 'confirming') {
    throw new Refusal('unavailable', 'open', 'Stripe does not say yet what became of this payment.');
  }
  return current;
}

async function reserve(context: Context, asked: Asked): Promise<{ record: AttemptRecord; isNew: boolean }> {
  const { scope, customer, bookingIds } = asked;
  const reserved = await transaction(context, async (tx) => {
    // Two payments of one customer, or of one booking, run one after the other from here on: each sees what the other reserved.
    await tx.lockCustomer(customer.id);
    await tx.lockBookings(bookingIds);
    const known = await tx.attemptByScope(scope);
    if (known) return { record: known, isNew: false };
    const record = await asked.draft(tx, await context.host.bookings(customer.id));
    return (await tx.insertAttempt(record)) ? { record, isNew: true } : null;
  });
  // The key was taken by a request for another customer while this one ran: look again, and find it.
  return reserved ?? reserve(context, asked);
}

async function run(context: Context, reserved: AttemptRecord, asked: Asked): Promise<Current> {
  let prepared: { intent: Intent; card: AttemptRecord['card'] };
  try {
    prepared = await prepare(context, reserved, asked.customer);
  } catch (error) {
    // Nothing was confirmed, so nothing was charged, and nothing will be.
    const refusal = refusalOfPreparing(error);
    const closed = await closeReserved(context, reserved.id, { code: refusal.code, reason: null });
    if (closed?.step === 'canceled') return { record: closed, clientSecret: null };
    throw refusal;
  }
  const { intent, card } = prepared;
  const confirming = await transaction(context, async (tx) => {
    const record = await tx.attemptById(reserved.id);
    if (record?.step !== 'reserved') return record;
    const next: AttemptRecord = {
      ...record,
      step: 'confirming',
      intentId: intent.id,
      card,
      updatedAt: timeOf(context),
    };
    await tx.updateAttempt(next);
    return next;
  });
  if (confirming?.step !== 'confirming') {
    // Somebody closed it meanwhile. The intent was never confirmed: canceling it only tidies up, and may fail.
    await cancel(context, intent.id).catch((error: unknown) => context.onError(error, { requestId: null }));
    return { record: confirming ?? reserved, clientSecret: null };
  }
  return confirm(context, confirming, intent.id, asked.confirmation(confirming));
}

/** Everything up to an intent that moves nothing yet. */
async function prepare(
  context: Context,
  record: AttemptRecord,
  customer: HostCustomer,
): Promise<{ intent: Intent; card: AttemptRecord['card'] }> {
  const { gateway } = context;
  const stripeCustomerId = await stripeCustomer(context, customer, record.id);
  const { method } = record;
  let card: AttemptRecord['card'] = null;
  if (method.type === 'saved_card') {
    const own = (await gateway.cards(stripeCustomerId)).find((each) => each.id === method.cardId);
    if (!own) throw withoutCard(record);
    card = own.card;
  }
  const description = [...record.allocations.map((each) => each.reference), record.line?.description]
    .filter((each) => each !== undefined)
    .join(', ');
  const intent = await twice(() =>
    gateway.createIntent(
      {
        amount: record.amount,
        currency: record.currency,
        stripeCustomerId,
        description: description.slice(0, 500),
        metadata: { paydesk_attempt: record.id, paydesk_merchant: context.merchant.id, paydesk_customer: customer.id },
      },
      `${record.id}:create`,
    ),
  ).catch(async (error: unknown) => {
    if (!isOfMissingCustomer(error)) throw error;
    // The key of this intent is spent: the next charge is made for the new customer.
    await replaceCustomer(context, customer, record.id, stripeCustomerId);
    throw new Refusal('unavailable', 'closed', 'The customer is gone from Stripe and was made anew.', { cause: error });
  });
  return { intent, card };
}

async function confirm(context: Context, record: AttemptRecord, intentId: string, how: Confirmation): Promise<Current> {
  const { gateway } = context;
  let intent: Intent;
  try {
    intent = await twice(() => gateway.confirmIntent(intentId, how, `${record.id}:confirm`));
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.kind === 'lost') context.onError(error, { requestId: null });
    // Whatever the answer was, the intent itself knows; where it can't be read, nothing is known, and the attempt stays open.
    intent = await gateway.readIntent(intentId);
    if (intent.status === 'untouched') {
      // Not charged so far, and not any more: a request that is still on its way will find the intent canceled.
      const failure = failureOfConfirming(error, intent);
      const failed = await fail(context, record, intentId, failure, intent.card ?? error.card);
      return { record: failed, clientSecret: null };
    }
  }
  return apply(context, record, intent);
}

/** Staff chose among cards that are no longer what they saw; a payer was offered the card by us, and can enter one. */
function withoutCard({ linkId }: AttemptRecord): Refusal {
  if (linkId !== null) return new Refusal('card_entry_expired', 'closed', 'The card to approve with was removed.');
  const fields = { 'method.cardId': 'This customer has no such card.' };
  return new Refusal('invalid_request', 'closed', 'This customer has no such card.', { extras: { fields } });
}

function refusalOfPreparing(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof GatewayError && error.kind === 'refused') {
    const code = error.code === 'amount_too_small' ? 'amount_too_small' : 'invalid_request';
    return new Refusal(code, 'closed', error.message, { cause: error });
  }
  return new Refusal('unavailable', 'closed', 'Stripe could not be asked for this payment.', { cause: error });
}

function failureOfConfirming(error: GatewayError, intent: Intent): Failure {
  const decline = error.decline ?? intent.decline;
  if (decline) return failureOf(decline);
  if (error.kind === 'lost') return { code: 'unavailable', reason: null };
  // What the card form made is good for one use and a few minutes.
  return { code: error.param === 'confirmation_token' ? 'card_entry_expired' : 'invalid_request', reason: null };
}
