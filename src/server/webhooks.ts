import { type Context, transaction } from './context.ts';
import { Refusal } from './problems.ts';
import { applyIn, withoutDecline } from './settling.ts';

/**
 * What Stripe sends of its own accord. The event only says where to look: the intent is read again and that is applied, so duplicates, replays
 * and any order end in the same state as the direct answer. Events of another account or mode, and intents that Paydesk didn't make, are
 * accepted and ignored; a failure on the way rejects, and Stripe sends the event again.
 */
export async function receiveEvent(context: Context, payload: string, signature: string | null): Promise<void> {
  const event = signature === null ? null : await context.gateway.verifiedEvent(payload, signature, context.now());
  if (!event) throw new Refusal('invalid_request', 'none', 'The signature is not valid, or too old.');
  const { id, intentId, cardsOf } = event;
  if (event.livemode === context.testMode || event.account !== context.account) return;
  if (cardsOf === 'unknown') context.recentCards.clear();
  else if (cardsOf) context.recentCards.drop(cardsOf.stripeCustomerId);
  if (intentId === null) return;

  const record = await transaction(context, (tx) => tx.attemptByIntent(intentId));
  if (!record || record.state === 'closed') return;
  // Read before the lock: a row isn't held while Stripe is asked. What is applied can't undo anything newer (see settling.ts).
  const intent = await withoutDecline(context, record, await context.gateway.readIntent(intentId));
  await transaction(context, async (tx) => {
    if (await tx.rememberEvent(id)) await applyIn(tx, context, record.id, intent);
  });
}
