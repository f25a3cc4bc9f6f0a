import type { SavedCard } from '../contract/account.ts';
import type { Context } from './context.ts';
import type { StripeCard } from './stripe-gateway.ts';
import type { ConsentRecord } from './store.ts';

/** A customer's cards as Stripe has them, and the id of the one that it takes by default. */
export type CustomerCards = [cards: readonly StripeCard[], primaryId: string | null];

/** To be shown: up to ten seconds old, unless Paydesk changed them or Stripe told of a change since. */
export function recentCards(context: Context, stripeCustomerId: string): Promise<CustomerCards> {
  const { gateway } = context;
  return context.recentCards.of(stripeCustomerId, context.now(), () =>
    Promise.all([gateway.cards(stripeCustomerId), gateway.primaryCard(stripeCustomerId)]),
  );
}

/**
 * The customer's cards as staff see them. A card that was saved twice (same fingerprint) is shown once, by its newest entry; it is primary if
 * any of its entries is, and comes first. Where Stripe has no default card, the newest is primary.
 */
export function savedCards(
  cards: readonly StripeCard[],
  primaryId: string | null,
  consents: readonly ConsentRecord[],
  now: Date,
): SavedCard[] {
  const groups = new Map<string, StripeCard[]>();
  for (const card of [...cards].sort((a, b) => b.createdAt - a.createdAt)) {
    const name = card.fingerprint ?? card.id;
    groups.set(name, [...(groups.get(name) ?? []), card]);
  }
  const shown = [...groups.values()].flatMap((group) => {
    const [newest] = group;
    if (!newest) return [];
    const ids = new Set(group.map((each) => each.id));
    const consent = consents.filter((each) => ids.has(each.cardId)).at(-1);
    return [
      {
        id: newest.id,
        ...newest.card,
        primary: primaryId !== null && ids.has(primaryId),
        expiry: expiryOf(newest.card, now),
        consent: consent ? { text: consent.text, givenAt: consent.givenAt } : null,
      },
    ];
  });
  if (shown.some((each) => each.primary)) return shown.sort((a, b) => Number(b.primary) - Number(a.primary));
  return shown.map((each, index) => ({ ...each, primary: index === 0 }));
}

/** A card is good until its month ends; `expiring` in that month and the one before. In UTC. */
export function expiryOf(card: { expMonth: number; expYear: number }, now: Date): SavedCard['expiry'] {
  const monthsLeft = (card.expYear - now.getUTCFullYear()) * 12 + card.expMonth - (now.getUTCMonth() + 1);
  return monthsLeft < 0 ? 'expired' : monthsLeft <= 1 ? 'expiring' : 'valid';
}
