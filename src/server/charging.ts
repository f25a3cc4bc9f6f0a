import type { ChargeRequest } from '../contract/payment.ts';
import type { Current } from './answers.ts';
import { newAttempt, refresh } from './attempts.ts';
import { idsOf, standingsOf } from './balance.ts';
import { checkCharge, totalOf } from './charge-checks.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { failureOf } from './declines.ts';
import { GatewayError, isOfMissingCustomer, twice } from './gateway-error.ts';
import type { HostCustomer, StaffMember } from './host.ts';
import { fateOf, Refusal, refusalOf } from './problems.ts';
import { apply, cancel, closeReserved, fail } from './settling.ts';
import type { AttemptRecord, AttemptScope, Failure } from './store.ts';
import { replaceCustomer, stripeCustomer } from './stripe-customer.ts';
import type { Intent } from './stripe-gateway.ts';

/** Who charges whom, with what. */
export interface Charge {
  scope: AttemptScope;
  fingerprint: string;
  request: ChargeRequest;
  customer: HostCustomer;
  staff: StaffMember;
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

/** Charges once, whatever happens on the way: the attempt and its reservation are stored before Stripe is asked for anything. */
export async function charge(context: Context, asked: Charge): Promise<Current> {
  const { record, isNew } = await reserve(context, asked);
  if (!isNew) return repeated(context, record, asked.fingerprint);
  context.live.add(record.id);
  const running = run(context, record, asked.customer).finally(() => context.live.delete(record.id));
  return told(await within(context, running));
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

async function reserve(context: Context, asked: Charge): Promise<{ record: AttemptRecord; isNew: boolean }> {
  const { scope, request, staff } = asked;
  const { customerId } = request;
  const reserved = await transaction(context, async (tx) => {
    const wanted = request.allocations.map(({ bookingId }) => bookingId);
    // Two charges of one customer, or of one booking, run one after the other from here on: each sees what the other reserved.
    await tx.lockCustomer(customerId);
    await tx.lockBookings(wanted);
    const known = await tx.attemptByScope(scope);
    if (known) return { record: known, isNew: false };
    const bookings = await context.host.bookings(customerId);
    // Open ones first: one that settles between the reads is then seen twice, never not at all.
    const holding = await tx.holdingAttempts(wanted);
    const open = await tx.openAttempts(customerId);
    const succeeded = await tx.succeededAttempts(customerId, 50);
    const standings = standingsOf(bookings, await tx.paid(idsOf(bookings)));
    const facts = { merchant: context.merchant, staff, standings, holding, open, succeeded, now: context.now() };
    checkCharge(request, facts);
    const titles = new Map(bookings.map((booking) => [booking.id, booking]));
    const allocations = request.allocations.flatMap(({ bookingId, amount }) => {
      const booking = titles.get(bookingId);
      return booking ? [{ bookingId, reference: booking.reference, title: booking.title, amount }] : [];
    });
    const record = newRecord(context, asked, allocations);
    return (await tx.insertAttempt(record)) ? { record, isNew: true } : null;
  });
  // The key was taken by a request for another customer while this one ran: look again, and find it.
  return reserved ?? reserve(context, asked);
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

async function run(context: Context, reserved: AttemptRecord, customer: HostCustomer): Promise<Current> {
  let prepared: { intent: Intent; card: AttemptRecord['card'] };
  try {
    prepared = await prepare(context, reserved, customer);
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
  return confirm(context, confirming, intent.id);
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
    if (!own) {
      const fields = { 'method.cardId': 'This customer has no such card.' };
      throw new Refusal('invalid_request', 'closed', 'This customer has no such card.', { extras: { fields } });
    }
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

async function confirm(context: Context, record: AttemptRecord, intentId: string): Promise<Current> {
  const { gateway } = context;
  const { method, returnUrl } = record;
  const how = method.type === 'saved_card' ? method : { ...method, returnUrl };
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
