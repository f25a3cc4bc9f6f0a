import { html, nothing, type TemplateResult } from 'lit';
import type { Payment } from '../contract/payment.ts';
import { PaymentError } from '../errors.ts';
import type { AmountChange } from '../payment/pay-draft.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { PayerText } from '../text/payer/text.ts';
import { cardLabel } from './card.ts';
import { notice } from './notice.ts';
import type { Wording } from './wording.ts';

export interface PayerPhase {
  state: PaymentState;
  /** What has changed under the person's eyes; empty where nothing has. */
  changes: readonly AmountChange[];
  /** An attempt that ended before this page was loaded, and that the person doesn't know of yet. */
  earlier: Payment | null;
  merchant: { name: string; contact: string | null };
  /** Turns to a card to be entered; null where that is what there is already, and its form is in sight. */
  otherCard: (() => void) | null;
  checkAgain: () => void;
  cancel: () => void;
}

/** Where a payment stands, above the form or in its place; nothing while there is none. */
export function payerPhase(view: PayerPhase, words: Wording<PayerText>): unknown {
  const { state } = view;
  switch (state.phase) {
    case 'authenticating':
      return waitingForBank(view, words);
    case 'unconfirmed':
      return openAttempt(view, state, words);
    case 'failed':
      return state.error.code === 'balance_changed'
        ? changed(view, words)
        : html`${changed(view, words)}${failure(view, state, words)}`;
    case 'idle':
      return html`${changed(view, words)}${earlier(view, words)}`;
    default:
      return nothing;
  }
}

/** What the one status region says of it; empty where there is nothing to tell. */
export function payerPhaseSaid(
  state: PaymentState,
  changes: readonly AmountChange[],
  words: Wording<PayerText>,
): string {
  const { text, money } = words;
  switch (state.phase) {
    case 'idle':
      return changes.length > 0 ? changedSaid(changes, words) : '';
    case 'submitting':
      return text.status.submitting;
    case 'authenticating':
      return `${text.status.authenticating}. ${text.status.authenticatingHint}`;
    case 'processing':
      return `${text.status.processing(money(state.payment.amount))}. ${text.status.processingHint}`;
    case 'succeeded':
      return text.status.succeeded(money(state.payment.amount));
    case 'failed':
      if (state.error.code === 'balance_changed') return changedSaid(changes, words);
      return `${text.status.failed}. ${reason(state, words)} ${text.status.nothingMoved}`;
    case 'unconfirmed':
      return state.checking
        ? text.status.unconfirmed
        : state.phaseSeen === 'requires_action'
          ? `${text.status.waitingForBank}. ${text.status.waitingForBankHint}`
          : text.status.unconfirmedHint;
  }
}

type Failed = Extract<PaymentState, { phase: 'failed' }>;
type Unconfirmed = Extract<PaymentState, { phase: 'unconfirmed' }>;

/** Failures that another card may end. */
const ofTheCard = new Set(['declined', 'authentication_required', 'authentication_failed']);

/** Why nothing was charged, and what next. The form stays below it as it was: paying again is its button. */
function failure({ otherCard }: PayerPhase, state: Failed, words: Wording<PayerText>): TemplateResult {
  const { text } = words;
  const { error } = state;
  if (error.code === 'attempt_closed')
    return notice({
      tone: 'info',
      title: text.status.cancelled,
      body: html`<p>${text.status.nothingMoved}</p>`,
    });
  return notice({
    tone: 'bad',
    title: text.status.failed,
    body: html`<p>${reason(state, words)} ${text.status.nothingMoved}</p>
      ${error.problem?.help ? html`<p>${error.problem.help}</p>` : nothing}`,
    actions:
      otherCard && ofTheCard.has(error.code)
        ? html`<button type="button" @click=${otherCard}>${text.pay.otherCard}</button>`
        : nothing,
  });
}

function earlier(view: PayerPhase, words: Wording<PayerText>): unknown {
  const payment = view.earlier;
  if (!payment?.failure) return nothing;
  const error = new PaymentError(payment.failure.code, 'It failed before.', { attempt: 'closed' });
  return failure(view, { phase: 'failed', key: payment.attemptKey, error, payment }, words);
}

function reason({ error, payment }: Failed, { text }: Wording<PayerText>): string {
  const group = error.problem?.reason ?? payment?.failure?.reason;
  return group ? text.declines[group] : text.errors[error.code];
}

/** The new amounts beside those that the person saw; the form asks again. */
function changed({ state, changes }: PayerPhase, words: Wording<PayerText>): unknown {
  const { text } = words;
  if (changes.length === 0 && !(state.phase === 'failed' && state.error.code === 'balance_changed')) return nothing;
  return notice({
    tone: 'warn',
    title: text.changed.title,
    body: html`<ul>
        ${rows(changes, words).map((row) => html`<li>${row}</li>`)}
      </ul>
      <p>${text.changed.hint}</p>`,
  });
}

function changedSaid(changes: readonly AmountChange[], words: Wording<PayerText>): string {
  const { text } = words;
  return [`${text.changed.title}.`, ...rows(changes, words).map((row) => `${row}.`), text.changed.hint].join(' ');
}

function rows(changes: readonly AmountChange[], { text, money }: Wording<PayerText>): string[] {
  return changes.map(({ item, before, now }) =>
    text.changed.row(item.reference ?? item.title, money(before), money(now)),
  );
}

/** Stripe has the person's attention. Where its window never comes, or never ends, the payment can be called off. */
function waitingForBank({ cancel }: PayerPhase, { text }: Wording<PayerText>): TemplateResult {
  return notice({
    tone: 'info',
    title: text.status.authenticating,
    body: html`<p>${text.status.authenticatingHint}</p>`,
    actions: html`<button type="button" @click=${cancel}>${text.status.cancel}</button>`,
  });
}

/** A payment whose outcome is not known here: nothing can be paid meanwhile, only learned or called off. */
function openAttempt(
  { merchant, checkAgain, cancel }: PayerPhase,
  state: Unconfirmed,
  words: Wording<PayerText>,
): TemplateResult {
  const { text } = words;
  const { payment, checking, error } = state;
  const waiting = state.phaseSeen === 'requires_action';
  return notice({
    tone: 'warn',
    title: waiting ? text.status.waitingForBank : text.status.unconfirmed,
    body: html`<p>${waiting ? text.status.waitingForBankHint : text.status.unconfirmedHint}</p>
      ${
        payment
          ? html`<p>
            ${text.status.underWay(words.money(payment.amount), words.moment(payment.createdAt))}${payment.card ? html` · ${cardLabel(payment.card, text)}` : nothing}
          </p>`
          : nothing
      }
      ${checking ? html`<p class="checking"><span class="spinner"></span>${text.status.checking}</p>` : nothing}
      ${error && !checking ? html`<p>${trouble(error, text)}</p>` : nothing}
      ${merchant.contact && !waiting ? html`<p>${text.page.contact(merchant.name, merchant.contact)}</p>` : nothing}`,
    // Both stay live while the page looks by itself: a person need not wait for it. What the hint says to do is the first.
    actions: html`<button type="button" class=${waiting ? '' : 'primary'} @click=${checkAgain}>
        ${text.status.checkAgain}
      </button>
      <button type="button" class=${waiting ? 'primary' : ''} @click=${cancel}>${text.status.cancel}</button>`,
  });
}

/** What a person can mend, in its own words; anything else comes down to asking again. */
function trouble({ code }: PaymentError, text: PayerText): string {
  return code === 'rate_limited' || code === 'network' ? text.errors[code] : text.status.stillUnclear;
}
