import type { Account, Booking, SavedCard } from '../contract/account.ts';
import type { PaymentLink } from '../contract/link.ts';
import type { Card, Payment } from '../contract/payment.ts';
import { decimalText, parseMoney } from '../money.ts';

/** How a charge is paid: by staff with a card, or by the customer with a payment link. */
export type ChargeMethod = 'saved-card' | 'new-card' | 'link';

/** An amount in minor units, and the text it was typed as. */
export interface DraftAmount {
  /** As typed, however unfinished; null while nobody typed, and the amount follows what is due. */
  readonly text: string | null;
  /** Null where the text can't be read. */
  readonly amount: number | null;
}

/** What a person has chosen to charge so far. Made by `newDraft`, changed only by the functions of this file, each of which gives a new one. */
export interface ChargeDraft {
  readonly currency: string;
  /** What is charged per booking, by booking id; a booking that is not in it is not selected. */
  readonly selected: ReadonlyMap<string, DraftAmount>;
  /** The line that belongs to no booking; null where there is none. */
  readonly line: (DraftAmount & { readonly description: string }) | null;
  readonly method: ChargeMethod;
  /** The saved card that is charged if the method says so; null where there is none. */
  readonly cardId: string | null;
  /** Keep the new card for later charges. */
  readonly save: boolean;
}

/** A way to pay, and why it can't be chosen. */
export interface MethodChoice {
  readonly method: ChargeMethod;
  /** `no_pay_page`: the merchant has no page where payment links are paid. */
  readonly blocked: 'card_missing' | 'not_permitted' | 'no_pay_page' | null;
}

/** Can it be charged now: something is due, and no open attempt holds it. */
export function isChargeable(booking: Booking): boolean {
  return booking.due > 0 && booking.heldBy === null;
}

/** Is it held because the customer is paying a link for it at this moment? */
export function isPaidByLink({ attempts }: Account, { heldBy }: Booking): boolean {
  const holder = attempts.find((each) => each.key === heldBy);
  return holder?.payment?.method === 'link';
}

/** Every way to pay that Paydesk knows, in the order shown, with the reason where it can't be used. */
export function methodChoices(account: Account): readonly MethodChoice[] {
  const { permissions, capabilities, cards } = account;
  return [
    {
      method: 'saved-card',
      blocked: !permissions.chargeSavedCard ? 'not_permitted' : cards[0] ? null : 'card_missing',
    },
    { method: 'new-card', blocked: permissions.chargeNewCard ? null : 'not_permitted' },
    {
      method: 'link',
      blocked: !permissions.sendLink ? 'not_permitted' : capabilities.links ? null : 'no_pay_page',
    },
  ];
}

/**
 * A draft that charges everything due, or what is due of the named bookings, to the primary card where there is one. A wished
 * method is taken where it can be used.
 */
export function newDraft(
  account: Account,
  wishes: { bookingIds?: readonly string[] | null | undefined; method?: ChargeMethod | null | undefined } = {},
): ChargeDraft {
  const { bookingIds } = wishes;
  const chosen = account.bookings.filter((each) => isChargeable(each) && (!bookingIds || bookingIds.includes(each.id)));
  return {
    currency: account.currency,
    selected: new Map(chosen.map((each) => [each.id, everythingDue(each)])),
    line: null,
    method: usableMethod(account, wishes.method),
    cardId: preselectedCard(account),
    save: false,
  };
}

/** Selects all that is due on a booking, or lets go of it. A booking that can't be charged is left alone. */
export function toggleBooking(draft: ChargeDraft, booking: Booking): ChargeDraft {
  const selected = new Map(draft.selected);
  if (!selected.delete(booking.id)) {
    if (!isChargeable(booking)) return draft;
    selected.set(booking.id, everythingDue(booking));
  }
  return { ...draft, selected };
}

/** What a person typed as the amount of a selected booking. */
export function setAmount(draft: ChargeDraft, bookingId: string, text: string): ChargeDraft {
  if (!draft.selected.has(bookingId)) return draft;
  return { ...draft, selected: new Map(draft.selected).set(bookingId, typed(text, draft.currency)) };
}

/** What a person typed as the free line; both texts empty means that there is none. */
export function setLine(draft: ChargeDraft, description: string, text: string): ChargeDraft {
  const none = description.trim() === '' && text.trim() === '';
  return { ...draft, line: none ? null : { description, ...typed(text, draft.currency) } };
}

export function chooseMethod(draft: ChargeDraft, method: ChargeMethod): ChargeDraft {
  return { ...draft, method };
}

export function chooseCard(draft: ChargeDraft, cardId: string): ChargeDraft {
  return { ...draft, cardId };
}

export function setSave(draft: ChargeDraft, save: boolean): ChargeDraft {
  return { ...draft, save };
}

/** The text of an amount's field: as typed, else the amount in the locale's way. */
export function amountText(amount: DraftAmount, currency: string, locale: string): string {
  return amount.text ?? (amount.amount === null ? '' : decimalText(amount.amount, currency, locale));
}

/** The sum of all that can be read, in minor units. */
export function total(draft: ChargeDraft): number {
  const amounts = [...draft.selected.values(), ...(draft.line ? [draft.line] : [])];
  return amounts.reduce((sum, each) => sum + (each.amount ?? 0), 0);
}

/**
 * The same choices on a fresh account: bookings that can't be charged any more are let go of, amounts that nobody typed follow what
 * is due now, typed ones stay as typed. What is newly due is not selected by itself.
 */
export function rebase(draft: ChargeDraft, account: Account): ChargeDraft {
  const selected = new Map<string, DraftAmount>();
  for (const booking of account.bookings) {
    const amount = draft.selected.get(booking.id);
    if (amount && isChargeable(booking))
      selected.set(booking.id, amount.text === null ? everythingDue(booking) : amount);
  }
  const cardStands = account.cards.some((each) => each.id === draft.cardId);
  return {
    currency: account.currency,
    selected,
    line: account.capabilities.freeLine ? draft.line : null,
    method: usableMethod(account, draft.method),
    cardId: cardStands ? draft.cardId : preselectedCard(account),
    save: draft.save && account.capabilities.saveCard,
  };
}

/** The draft for what another payment was to bring: its bookings, its amounts, its line; as far as they can still be charged. */
export function sameItems(draft: ChargeDraft, { allocations, line }: Payment, account: Account): ChargeDraft {
  const part = (amount: number): DraftAmount => ({ text: decimalText(amount, draft.currency, 'en'), amount });
  const asked = new Map(allocations.map(({ bookingId, amount }) => [bookingId, amount]));
  const selected = account.bookings
    .filter((each) => isChargeable(each) && asked.has(each.id))
    .map((each): [string, DraftAmount] => {
      const amount = Math.min(asked.get(each.id) ?? 0, each.due);
      return [each.id, amount === each.due ? everythingDue(each) : part(amount)];
    });
  return {
    ...draft,
    selected: new Map(selected),
    line: line && account.capabilities.freeLine ? { description: line.description, ...part(line.amount) } : null,
  };
}

/** Payment links that are not over and ask for a chosen booking: it can't be asked for twice. */
export function coveringLinks(draft: ChargeDraft, { links }: Account): PaymentLink[] {
  return links.filter(({ allocations }) => allocations.some(({ bookingId }) => draft.selected.has(bookingId)));
}

/** The card on file that a payment was charged to; null where it was none, or more than one look alike. */
export function cardOnFile(card: Card | null, cards: readonly SavedCard[]): SavedCard | null {
  const alike = cards.filter(
    (each) =>
      each.brand === card?.brand &&
      each.last4 === card.last4 &&
      each.expMonth === card.expMonth &&
      each.expYear === card.expYear,
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function everythingDue(booking: Booking): DraftAmount {
  return { text: null, amount: booking.due };
}

function typed(text: string, currency: string): DraftAmount {
  return { text, amount: parseMoney(text, currency) };
}

function preselectedCard(account: Account): string | null {
  return (account.cards.find((each) => each.primary) ?? account.cards[0])?.id ?? null;
}

function usableMethod(account: Account, wish: ChargeMethod | null | undefined): ChargeMethod {
  const usable = methodChoices(account).filter((each) => !each.blocked);
  return (usable.find((each) => each.method === wish) ?? usable[0])?.method ?? 'new-card';
}
