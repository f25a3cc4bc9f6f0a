import type { Account, Booking } from '../contract/account.ts';
import type { ChargeRequest, Consent } from '../contract/payment.ts';
import { PaymentError } from '../errors.ts';
import { amountStep, decimalText, parseMoney } from '../money.ts';

/** How a charge is paid. */
export type ChargeMethod = 'saved-card' | 'new-card';

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

export type AmountFault =
  | 'empty'
  | 'unreadable'
  | 'zero'
  | 'above_due'
  /** Not a multiple of what the currency can charge, such as 0.50 in Ugandan shillings. */
  | 'wrong_step'
  /** A part of what is due, where this staff member may charge only all of it. */
  | 'part_not_permitted'
  /** The booking is paid, gone, or held by an open attempt. */
  | 'not_chargeable';

/** What stops a draft from being charged. */
export interface DraftFaults {
  /** By booking id. */
  readonly amounts: ReadonlyMap<string, AmountFault>;
  /** Nothing to charge at all. */
  readonly selection: 'nothing_selected' | null;
  readonly lineDescription: 'empty' | 'too_long' | null;
  readonly lineAmount: AmountFault | null;
  readonly total: 'above_maximum' | null;
  readonly method: 'card_missing' | 'not_permitted' | null;
  /** True where at least one of the others says something. */
  readonly any: boolean;
}

/** A way to pay, and why it can't be chosen. */
export interface MethodChoice {
  readonly method: ChargeMethod;
  readonly blocked: 'card_missing' | 'not_permitted' | null;
}

/** Can it be charged now: something is due, and no open attempt holds it. */
export function isChargeable(booking: Booking): boolean {
  return booking.due > 0 && booking.heldBy === null;
}

/** Every way to pay that Paydesk knows, in the order shown, with the reason where it can't be used. */
export function methodChoices(account: Account): readonly MethodChoice[] {
  const { permissions, cards } = account;
  return [
    {
      method: 'saved-card',
      blocked: !permissions.chargeSavedCard ? 'not_permitted' : cards[0] ? null : 'card_missing',
    },
    { method: 'new-card', blocked: permissions.chargeNewCard ? null : 'not_permitted' },
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

export function faults(draft: ChargeDraft, account: Account): DraftFaults {
  const amounts = new Map<string, AmountFault>();
  for (const [bookingId, amount] of draft.selected) {
    const fault = bookingFault(amount, bookingId, account);
    if (fault) amounts.set(bookingId, fault);
  }
  const { line } = draft;
  const { maximumAmount } = account.permissions;
  const found = {
    selection: draft.selected.size === 0 && !line ? ('nothing_selected' as const) : null,
    lineDescription: line && descriptionFault(line.description),
    lineAmount:
      line && (account.capabilities.freeLine ? amountFault(line, draft.currency) : ('not_chargeable' as const)),
    total: maximumAmount !== null && total(draft) > maximumAmount ? ('above_maximum' as const) : null,
    method: methodFault(draft, account),
  };
  return { ...found, amounts, any: amounts.size > 0 || Object.values(found).some((each) => each !== null) };
}

/**
 * The draft as the backend is asked for it.
 * @throws PaymentError `misconfigured` where the draft still has faults, or a new card has no confirmation token, or one that is to be saved no consent.
 */
export function chargeRequest(
  draft: ChargeDraft,
  account: Account,
  more: { confirmationToken?: string; consent?: Consent; returnUrl?: string; confirmSimilar?: boolean } = {},
): ChargeRequest {
  if (faults(draft, account).any) throw mistake('The draft has faults: show them before charging.');
  const due = new Map(account.bookings.map((each) => [each.id, each.due]));
  return {
    customerId: account.customer.id,
    allocations: [...draft.selected].map(([bookingId, { amount }]) => ({
      bookingId,
      amount: amount ?? 0,
      dueSeen: due.get(bookingId) ?? 0,
    })),
    ...(draft.line && { line: { description: draft.line.description.trim(), amount: draft.line.amount ?? 0 } }),
    currency: draft.currency,
    method: requestedMethod(draft, account, more),
    ...(more.returnUrl !== undefined && { returnUrl: more.returnUrl }),
    ...(more.confirmSimilar && { confirmSimilar: true }),
  };
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

function methodFault(draft: ChargeDraft, account: Account): DraftFaults['method'] {
  const blocked = methodChoices(account).find((each) => each.method === draft.method)?.blocked;
  if (blocked) return blocked;
  const cardStands = account.cards.some((each) => each.id === draft.cardId);
  return draft.method === 'saved-card' && !cardStands ? 'card_missing' : null;
}

function bookingFault(amount: DraftAmount, bookingId: string, account: Account): AmountFault | null {
  const booking = account.bookings.find((each) => each.id === bookingId);
  if (!booking || !isChargeable(booking)) return 'not_chargeable';
  const fault = amountFault(amount, account.currency);
  if (fault) return fault;
  if (amount.amount !== null && amount.amount > booking.due) return 'above_due';
  return amount.amount !== booking.due && !account.permissions.changeAmount ? 'part_not_permitted' : null;
}

function amountFault({ text, amount }: DraftAmount, currency: string): AmountFault | null {
  if (text?.trim() === '') return 'empty';
  if (amount === null) return 'unreadable';
  if (amount === 0) return 'zero';
  return amount % amountStep(currency) === 0 ? null : 'wrong_step';
}

/** The contract's limits (`freeLine` of `contract/payment.ts`). */
function descriptionFault(description: string): DraftFaults['lineDescription'] {
  const { length } = description.trim();
  if (length === 0) return 'empty';
  return length > 200 ? 'too_long' : null;
}

function requestedMethod(
  draft: ChargeDraft,
  account: Account,
  more: { confirmationToken?: string; consent?: Consent },
): ChargeRequest['method'] {
  if (draft.method === 'saved-card') {
    if (draft.cardId === null) throw mistake('No saved card is chosen.');
    return { type: 'saved_card', cardId: draft.cardId };
  }
  const save = draft.save && account.capabilities.saveCard;
  if (more.confirmationToken === undefined) throw mistake('A new card needs a confirmation token.');
  if (save && !more.consent) throw mistake('A card is saved only with consent.');
  return {
    type: 'new_card',
    confirmationToken: more.confirmationToken,
    save,
    ...(save && more.consent && { consent: more.consent }),
  };
}

function mistake(message: string): PaymentError {
  return new PaymentError('misconfigured', message, { attempt: 'none' });
}
