import type { PayerItem, PayerView, PayRequest } from '../contract/payer.ts';
import { amountStep, parseMoney } from '../money.ts';

/** What a payer gives on top: nothing, a share of the amount in percent, or an amount as typed. */
export type Tip =
  | { readonly type: 'none' }
  | { readonly type: 'percent'; readonly percent: number }
  | { readonly type: 'own'; readonly text: string };

/** What a payer has chosen on the page of a payment link. */
export interface PayDraft {
  readonly tip: Tip;
  /** The card that the link names, or one to enter. */
  readonly method: 'approval' | 'new-card';
  readonly save: boolean;
}

export type TipFault = 'empty' | 'unreadable' | 'wrong_step';

export function newPayDraft({ approval }: PayerView): PayDraft {
  return { tip: { type: 'none' }, method: approval ? 'approval' : 'new-card', save: false };
}

/** The draft over a fresh view: what was chosen stays chosen, as far as it is still offered. */
export function rebasePay(draft: PayDraft, { approval, consent, tipPresets }: PayerView): PayDraft {
  const { tip } = draft;
  const offered =
    tipPresets.length > 0 && (tip.type !== 'percent' || tipPresets.includes(tip.percent))
      ? tip
      : ({ type: 'none' } as const);
  return {
    tip: offered,
    method: approval ? draft.method : 'new-card',
    save: draft.save && consent !== null,
  };
}

/** A share of the amount, rounded to what can be charged; in minor units. */
export function percentOf(amount: number, percent: number, currency: string): number {
  const step = amountStep(currency);
  return Math.round((amount * percent) / 100 / step) * step;
}

/** In minor units; 0 while it can't be read. */
export function tipAmount({ tip }: PayDraft, { amount, currency }: PayerView): number {
  if (tip.type === 'percent') return percentOf(amount, tip.percent, currency);
  return tip.type === 'own' ? (parseMoney(tip.text, currency) ?? 0) : 0;
}

/** What paying comes to, in minor units. */
export function payTotal(draft: PayDraft, view: PayerView): number {
  return view.amount + tipAmount(draft, view);
}

export function tipFault({ tip }: PayDraft, { currency }: PayerView): TipFault | null {
  if (tip.type !== 'own') return null;
  if (tip.text.trim() === '') return 'empty';
  const amount = parseMoney(tip.text, currency);
  if (amount === null) return 'unreadable';
  return amount % amountStep(currency) === 0 ? null : 'wrong_step';
}

/** The request for exactly what the person saw. `confirmationToken` is of the card that was entered. */
export function payRequest(draft: PayDraft, view: PayerView, confirmationToken: string | null): PayRequest {
  const tip = tipAmount(draft, view);
  return {
    seen: view.items.filter(({ amount }) => amount > 0).map(({ bookingId, amount }) => ({ bookingId, amount })),
    ...(tip > 0 && { tip }),
    currency: view.currency,
    method:
      confirmationToken === null
        ? { type: 'saved_card' }
        : {
            type: 'new_card',
            confirmationToken,
            save: draft.save,
            ...(draft.save && view.consent && { consent: view.consent }),
          },
  };
}

/** An item whose amount is another than the one that was seen; 0 where it wasn't there, or isn't any more. */
export interface AmountChange {
  readonly item: PayerItem;
  readonly before: number;
  readonly now: number;
}

export function amountChanges(seen: PayerView, fresh: PayerView): AmountChange[] {
  const key = ({ bookingId }: PayerItem) => bookingId ?? '';
  const now = new Map(fresh.items.map((item) => [key(item), item]));
  const before = new Map(seen.items.map((item) => [key(item), item]));
  return [...new Map([...before, ...now]).values()].flatMap((item) => {
    const change = { item, before: before.get(key(item))?.amount ?? 0, now: now.get(key(item))?.amount ?? 0 };
    return change.before === change.now ? [] : [change];
  });
}
