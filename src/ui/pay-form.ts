import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Card, Consent } from '../contract/payment.ts';
import type { PayerText } from '../text/payer/text.ts';
import { brandMark, cardLabel } from './card.ts';
import { icon } from './controls.ts';
import type { Wording } from './wording.ts';

export interface PayForm {
  method: 'approval' | 'new-card';
  /** The saved card to approve with; null where the link names none. */
  approval: Card | null;
  merchant: string;
  /** Stripe's form. */
  cardForm: { slotName: string; status: 'idle' | 'loading' | 'ready' | 'failed' };
  save: boolean;
  /** What the payer agrees to; null where cards can't be saved. */
  consent: Consent | null;
  setSave: (save: boolean) => void;
  retry: () => void;
}

/** How it is paid: with the card on file that the link names, or with one that is entered. */
export function payForm(form: PayForm, words: Wording<PayerText>): TemplateResult {
  const { approval, method } = form;
  const approving = approval !== null && method === 'approval';
  // Stripe's form stays in the page while the other way is chosen: its frame would lose what was typed.
  return html`<section aria-labelledby="card">
    <h3 id="card" tabindex="-1">${words.text.pay.heading}</h3>
    ${approving ? onFile(approval, form.merchant, words) : nothing}
    <div class="new-card" ?hidden=${approving}>${newCard(form, words)}</div>
  </section>`;
}

function onFile(card: Card, merchant: string, { text, month }: Wording<PayerText>): TemplateResult {
  return html`<div class="on-file">
    <span class="card-mark" aria-hidden="true">${brandMark(card)}</span>
    <span>
      <strong>${cardLabel(card, text)}</strong>
      <span class="muted small">${text.card.expires(month(card.expMonth, card.expYear))}</span>
      <span class="muted small">${text.pay.approveHint(merchant)}</span>
    </span>
  </div>`;
}

function newCard({ cardForm, save, consent, setSave, retry }: PayForm, { text, locale }: Wording<PayerText>): unknown {
  const { slotName, status } = cardForm;
  return html`${
    status === 'failed'
      ? html`<p class="fault">${icon('alert')}<span>${text.pay.blocked}</span></p>
          <button type="button" class="primary" @click=${retry}>${text.page.retry}</button>`
      : nothing
  }
    <div class="card-form" part="card-form" ?hidden=${status === 'failed'}>
      ${
        status === 'loading'
          ? html`<p class="muted small card-loading"><span class="spinner"></span>${text.pay.loading}</p>`
          : nothing
      }
      <slot name=${slotName}></slot>
    </div>
    ${
      consent === null || status === 'failed'
        ? nothing
        : html`<div class="saving" part="saving">
          <label>
            <input
              type="checkbox"
              aria-describedby="consent"
              .checked=${live(save)}
              @change=${(event: Event) => setSave((event.target as HTMLInputElement).checked)}
            />
            <span>${text.pay.save}</span>
          </label>
          <p class="muted small" id="consent" lang=${consent.locale} dir=${sameTongue(consent.locale, locale) ? nothing : 'auto'}>
            ${consent.text}
          </p>
        </div>`
    }`;
}

const sameTongue = (one: string, other: string): boolean => one.split('-')[0] === other.split('-')[0];

export interface PayActions {
  method: 'approval' | 'new-card';
  approval: Card | null;
  /** Minor units, with the tip. */
  total: number;
  /** Stripe's form could not be loaded. */
  blocked: boolean;
  busy: boolean;
  chooseMethod: (method: 'approval' | 'new-card') => void;
}

/** The action says what it will do. */
export function payActions(
  { method, approval, total, blocked, busy, chooseMethod }: PayActions,
  { text, money }: Wording<PayerText>,
): TemplateResult | null {
  const approving = approval !== null && method === 'approval';
  const label = approving ? text.pay.approve(cardLabel(approval, text)) : text.pay.pay(money(total));
  const other = approving ? text.pay.otherCard : approval && text.pay.cardOnFile(cardLabel(approval, text));
  const stuck = blocked && !approving;
  if (stuck && !other) return null;
  // Not `disabled`: a disabled button loses the focus. The page doesn't listen while it is busy.
  return html`${
    stuck
      ? nothing
      : html`<button type="submit" class="primary" aria-disabled=${busy ? 'true' : 'false'}>
          ${busy ? html`<span class="spinner"></span>${text.pay.paying}` : label}
        </button>`
  }
    ${
      other && !busy
        ? html`<button type="button" @click=${() => chooseMethod(approving ? 'new-card' : 'approval')}>${other}</button>`
        : nothing
    }`;
}

export const payFormStyles = css`
  section > h3 {
    margin-block-end: 0.75em;
    font-size: 1.125em;
  }
  .new-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em;
  }
  .card-form {
    min-block-size: 12em;
  }
  .card-loading,
  .checking {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .saving > label {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 44px;
    font-weight: 500;
    cursor: pointer;
  }
  .on-file {
    display: flex;
    align-items: start;
    gap: 1em;
    padding: 1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .on-file > :last-child {
    display: grid;
    min-inline-size: 0;
    font-variant-numeric: tabular-nums;
  }
  .card-mark {
    display: grid;
    place-items: center;
    flex: none;
    min-inline-size: 4.25em;
    padding: 0.6em 0.4em;
    border: 1px solid var(--_line);
    border-radius: 4px;
    font-size: 0.6875em;
    font-weight: 700;
    letter-spacing: 0.04em;
  }
`;
