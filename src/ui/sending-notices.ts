import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../contract/account.ts';
import type { PaymentError } from '../errors.ts';
import type { SendingState } from '../payment/link-sending.ts';
import { notice } from './notice.ts';
import { changes } from './payment-notices.ts';
import type { Wording } from './wording.ts';

type Refused = Extract<SendingState, { phase: 'refused' }>;
type Lost = Extract<SendingState, { phase: 'lost' }>;

/** Why no link was sent, and what next. The form stays below it as it was: sending again is its button. */
export function refusedLink({ error }: Refused, seen: Account | null, words: Wording): TemplateResult {
  const { text } = words;
  const { problem } = error;
  if (error.code === 'balance_changed')
    return notice({ tone: 'warn', title: text.guard.balanceChanged, body: changes(error, seen, words) });
  return notice({
    tone: error.code === 'payment_in_progress' ? 'warn' : 'bad',
    title: text.sending.refused,
    body: html`<p>${refusal(error, words)}</p>
      ${problem?.retryAt ? html`<p>${text.sending.retryAt(words.moment(problem.retryAt))}</p>` : nothing}
      ${problem?.help ? html`<p>${problem.help}</p>` : nothing}`,
  });
}

/** It may be sent. The same is asked for again, which sends nothing new. */
export function lostLink({ trying, error }: Lost, again: () => void, { text }: Wording): TemplateResult {
  return notice({
    tone: 'warn',
    title: text.sending.lost,
    body: html`<p>${text.sending.lostHint}</p>
      ${
        trying
          ? html`<p class="sending-trying"><span class="spinner"></span>${text.status.checking}</p>`
          : html`<p>${text.errors[error.code]}</p>`
      }`,
    actions: html`<button type="button" class="primary" @click=${again}>${text.sending.again}</button>`,
  });
}

/** What the one status region says; empty where there is nothing to tell. */
export function sendingAnnouncement(state: SendingState, words: Wording): string {
  const { text } = words;
  switch (state.phase) {
    case 'composing':
    case 'sent':
      return '';
    case 'sending':
      return text.sending.sending;
    case 'lost':
      return `${text.sending.lost}. ${text.sending.lostHint}`;
    case 'refused':
      return `${text.sending.refused}. ${refusal(state.error, words)}`;
  }
}

/** Why a link was not made, sent again or cancelled, in one sentence. */
export function refusal({ code, problem }: PaymentError, { text, money }: Wording): string {
  if (code === 'amount_too_small' && problem?.minimum !== undefined) return text.guard.tooSmall(money(problem.minimum));
  const own: Partial<Record<typeof code, string>> = text.sendingErrors;
  return own[code] ?? text.errors[code];
}
