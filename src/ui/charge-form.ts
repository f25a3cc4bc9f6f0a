import { html, type TemplateResult } from 'lit';
import type { Account, Booking } from '../contract/account.ts';
import {
  isPaidByLink,
  type ChargeDraft,
  type ChargeMethod,
  type DraftAmount,
  type MethodChoice,
} from '../payment/charge-draft.ts';
import type { DraftFaults } from '../payment/charge-faults.ts';
import { cardLabel } from './card.ts';
import { cardList } from './card-list.ts';
import { faultText } from './fields.ts';
import { faultTexts } from './faults.ts';
import { methodChoice, type MethodOption } from './method-choice.ts';
import { newCard } from './new-card.ts';
import { whatToCharge, type LineChange } from './what-to-charge.ts';
import type { Wording } from './wording.ts';

export interface ChargeForm {
  account: Account;
  draft: ChargeDraft;
  choices: readonly MethodChoice[];
  /** Minor units. */
  total: number;
  /** Null until the person has pressed: nobody is told of mistakes while still typing. */
  faults: DraftFaults | null;
  lineShown: boolean;
  amountText: (amount: DraftAmount) => string;
  /** Stripe's form. */
  cardForm: { slotName: string; status: 'idle' | 'loading' | 'ready' | 'failed' };
  consent: string;
  /** What a payment link is composed with. */
  linkForm: unknown;
  /** Payment links that ask for what is chosen. */
  openLinks: unknown;
}

export interface ChargeFormVerbs {
  toggle: (booking: Booking) => void;
  toggleAll: (chosen: boolean) => void;
  writeAmount: (bookingId: string, text: string) => void;
  writeLine: (change: LineChange) => void;
  showLine: (shown: boolean) => void;
  chooseMethod: (method: ChargeMethod) => void;
  chooseCard: (cardId: string) => void;
  setSave: (save: boolean) => void;
  look: (attemptKey: string) => void;
  retryCardForm: () => void;
}

/** What a person fills in to charge a customer. */
export function chargeForm(form: ChargeForm, verbs: ChargeFormVerbs, words: Wording): TemplateResult {
  const texts = faultTexts(form.faults, form.account, words);
  return html`${what(form, verbs, texts, words)} ${form.openLinks}
    <fieldset class="how">
      <legend>${words.text.method.heading}</legend>
      ${methodChoice(methodOptions(form, verbs, words), form.draft.method, verbs.chooseMethod)}
      ${faultText('method-fault', texts.method)}
    </fieldset>`;
}

function what(
  { account, draft, total, lineShown, amountText }: ChargeForm,
  verbs: ChargeFormVerbs,
  texts: ReturnType<typeof faultTexts>,
  words: Wording,
): TemplateResult {
  const due = account.bookings.filter((each) => each.due > 0);
  const chosen = [...draft.selected.values()].reduce((sum, each) => sum + (each.amount ?? 0), 0);
  return whatToCharge(
    {
      bookings: {
        rows: due.map((booking) => {
          const amount = draft.selected.get(booking.id);
          return {
            booking,
            chosen: amount !== undefined,
            paying: isPaidByLink(account, booking),
            value: amount ? amountText(amount) : '',
            fault: texts.amount(booking.id),
          };
        }),
        editable: account.permissions.changeAmount,
        toggle: verbs.toggle,
        toggleAll: verbs.toggleAll,
        write: verbs.writeAmount,
        look: verbs.look,
      },
      line: lineShown
        ? {
            description: draft.line?.description ?? '',
            value: draft.line ? amountText(draft.line) : '',
            descriptionFault: texts.lineDescription,
            amountFault: texts.lineAmount,
          }
        : null,
      writeLine: account.capabilities.freeLine ? verbs.writeLine : null,
      showLine: verbs.showLine,
      total,
      remains: Math.max(0, due.reduce((sum, each) => sum + each.due, 0) - chosen),
      fault: texts.what,
    },
    words,
  );
}

function methodOptions(
  { account, draft, choices, cardForm, consent, linkForm }: ChargeForm,
  verbs: ChargeFormVerbs,
  words: Wording,
): MethodOption<ChargeMethod>[] {
  const { text } = words;
  const usable = (method: ChargeMethod) => choices.some((each) => each.method === method && !each.blocked);
  const panels: Record<ChargeMethod, Pick<MethodOption<ChargeMethod>, 'label' | 'hint' | 'panel'>> = {
    'saved-card': {
      label: text.method.savedCard,
      hint: text.method.savedCardHint,
      panel: cardList(
        {
          cards: account.cards,
          chosen: draft.cardId,
          choose: verbs.chooseCard,
          askForNew: usable('new-card') ? () => verbs.chooseMethod('new-card') : null,
        },
        words,
      ),
    },
    'new-card': {
      label: text.method.newCard,
      hint: text.method.newCardHint,
      panel: newCard(
        {
          slotName: cardForm.slotName,
          status: cardForm.status,
          save: account.capabilities.saveCard ? draft.save : null,
          setSave: verbs.setSave,
          consent,
          retry: verbs.retryCardForm,
          useSaved: usable('saved-card') ? () => verbs.chooseMethod('saved-card') : null,
        },
        words,
      ),
    },
    link: { label: text.method.link, hint: text.method.linkHint, panel: linkForm },
  };
  const reasons = {
    card_missing: text.method.noCards,
    not_permitted: text.method.notAllowed,
    no_pay_page: text.method.noPayPage,
  };
  return choices.map(({ method, blocked }) => ({
    method,
    ...panels[method],
    reason: blocked ? reasons[blocked] : null,
  }));
}

export interface ChargeActions {
  /** What the action does. */
  label: string;
  /** What it says while it does it; null while it doesn't. */
  busy: string | null;
  cancel: () => void;
}

/** The bar's buttons. */
export function chargeActions({ label, busy, cancel }: ChargeActions, { text }: Wording): TemplateResult {
  const disabled = busy === null ? 'false' : 'true';
  // Not `disabled`: a disabled button loses the focus. The element doesn't listen while it is busy.
  return html`<button type="button" class="cancel" aria-disabled=${disabled} @click=${cancel}>${text.dialog.cancel}</button>
    <button type="submit" class="primary" aria-disabled=${disabled}>
      ${busy === null ? label : html`<span class="spinner"></span>${busy}`}
    </button>`;
}

/** The action says what it will do: how much, to which card. */
export function chargeLabel(draft: ChargeDraft, account: Account, total: number, { text, money }: Wording): string {
  const amount = money(total);
  const card = draft.method === 'saved-card' && account.cards.find((each) => each.id === draft.cardId);
  if (total === 0) return text.dialog.title;
  if (card) return text.action.chargeSaved(amount, cardLabel(card, text));
  return draft.method === 'new-card' ? text.action.chargeNew(amount) : text.action.charge(amount);
}
