import { css, html, nothing, type TemplateResult } from 'lit';
import type { PaymentError } from '../errors.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { StaffText } from '../text/staff/text.ts';
import { cardLabel } from './card.ts';
import { notice } from './notice.ts';
import type { Wording } from './wording.ts';

export interface OpenPayment {
  state: Extract<PaymentState, { phase: 'unconfirmed' }>;
  contact: string | null;
  checkAgain: () => void;
  cancelCharge: () => void;
  /** The payer isn't here: ends the charge and asks by a payment link; null where none can be sent. */
  notHere: (() => void) | null;
}

/** A payment whose outcome is not known here: nothing can be charged meanwhile, only learned or called off. */
export function openPayment(
  { state, contact, checkAgain, cancelCharge, notHere }: OpenPayment,
  words: Wording,
): TemplateResult {
  const { text } = words;
  const { payment, checking, error } = state;
  const waiting = state.phaseSeen === 'requires_action';
  return html`<div class="open-payment" part="open-payment">
    ${notice({
      tone: 'warn',
      title: waiting ? text.status.waitingForBank : text.status.unconfirmed,
      body: html`<p>${waiting ? text.status.waitingForBankHint : text.status.unconfirmedHint}</p>
        ${
          checking
            ? html`<p class="open-payment-checking"><span class="spinner"></span>${text.status.checking}</p>`
            : nothing
        }
        ${error && !checking ? html`<p>${trouble(error, text)}</p>` : nothing}
        ${contact && !waiting ? html`<p>${text.status.contact(contact)}</p>` : nothing}`,
      // Both stay live while the page looks by itself: a person need not wait for it. What the hint says to do is the first.
      actions: html`
        <button type="button" class=${waiting ? '' : 'primary'} @click=${checkAgain}>${text.status.checkAgain}</button>
        <button type="button" class=${waiting ? 'primary' : ''} @click=${cancelCharge}>${text.status.cancelCharge}</button>
        ${waiting && notHere ? html`<button type="button" @click=${notHere}>${text.toLink.notHere}</button>` : nothing}
      `,
    })}
    ${
      payment
        ? html`<div class="open-payment-facts">
          <strong>${text.status.open(words.money(payment.amount))}</strong>
          <span class="muted small">
            ${words.moment(payment.createdAt)}${payment.card ? html` · ${cardLabel(payment.card, text)}` : nothing}
            ${payment.chargedBy ? html` · ${payment.chargedBy.name}` : nothing}
          </span>
          <ul class="small">
            ${payment.allocations.map(
              (each) => html`<li>${each.title} · <bdi>${each.reference}</bdi> · ${words.money(each.amount)}</li>`,
            )}
            ${payment.line ? html`<li>${payment.line.description} · ${words.money(payment.line.amount)}</li>` : nothing}
          </ul>
        </div>`
        : nothing
    }
  </div>`;
}

/** What a person can mend, in its own words; anything else comes down to asking again. */
function trouble({ code }: PaymentError, text: StaffText): string {
  const mendable = code === 'unauthorized' || code === 'forbidden' || code === 'rate_limited';
  return mendable ? text.errors[code] : text.status.stillUnclear;
}

export const openPaymentStyles = css`
  .open-payment,
  .open-payment-facts {
    display: grid;
    gap: 1em;
    overflow-wrap: anywhere;
  }
  .open-payment-checking {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .open-payment-facts {
    gap: 0.35em;
    padding-inline: 1em;
  }
`;
