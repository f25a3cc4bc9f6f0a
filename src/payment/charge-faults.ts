import type { Account } from '../contract/account.ts';
import { amountStep } from '../money.ts';
import {
  isChargeable,
  methodChoices,
  total,
  type ChargeDraft,
  type DraftAmount,
  type MethodChoice,
} from './charge-draft.ts';

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
  readonly method: NonNullable<MethodChoice['blocked']> | null;
  /** True where at least one of the others says something. */
  readonly any: boolean;
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
