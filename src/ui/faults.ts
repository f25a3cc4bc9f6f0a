import type { Account } from '../contract/account.ts';
import type { AmountFault, DraftFaults } from '../payment/charge-faults.ts';
import { amountStep } from '../money.ts';
import type { Wording } from './wording.ts';

/** What is wrong in a form, each in one sentence; undefined where nothing is. */
export interface FaultTexts {
  amount: (bookingId: string) => string | undefined;
  /** With the whole of what is charged. */
  what: string | undefined;
  lineDescription: string | undefined;
  lineAmount: string | undefined;
  method: string | undefined;
}

export function faultTexts(faults: DraftFaults | null, account: Account, words: Wording): FaultTexts {
  const { text, money } = words;
  const due = (id: string) => account.bookings.find((each) => each.id === id)?.due ?? 0;
  return {
    amount: (id) => amountFault(faults?.amounts.get(id) ?? null, due(id), words),
    what: faults?.selection
      ? text.fault.nothingChosen
      : faults?.total
        ? text.fault.tooMuch(money(account.permissions.maximumAmount ?? 0))
        : undefined,
    lineDescription: faults?.lineDescription
      ? faults.lineDescription === 'empty'
        ? text.fault.description
        : text.fault.tooLong
      : undefined,
    lineAmount: amountFault(faults?.lineAmount ?? null, 0, words),
    method: faults?.method
      ? faults.method === 'card_missing'
        ? text.fault.noCard
        : text.method.notAllowed
      : undefined,
  };
}

function amountFault(fault: AmountFault | null, due: number, { text, money, currency }: Wording): string | undefined {
  switch (fault) {
    case null:
      return undefined;
    case 'empty':
    case 'zero':
      return text.fault.empty;
    case 'unreadable':
      return text.fault.unreadable;
    case 'above_due':
      return text.fault.overDue(money(due));
    case 'wrong_step':
      return text.fault.step(money(amountStep(currency)));
    case 'part_not_permitted':
      return text.charge.wholeOnly;
    case 'not_chargeable':
      return text.fault.notChargeable;
  }
}
