import { css, html, nothing, type TemplateResult } from 'lit';
import type { PaymentLink } from '../contract/link.ts';
import type { Allocation, Payment } from '../contract/payment.ts';
import { cardLabel } from './card.ts';
import { icon } from './controls.ts';
import type { Wording } from './wording.ts';

export interface Outcome {
  payment: Payment;
  /** Null where only the payment is known. */
  customer: string | null;
  /** Everything the customer still owes, in minor units; null while it is read anew. */
  balance: number | null;
}

/** A payment's, or a payment link's. */
type Items = Pick<Payment, 'line'> & { allocations: readonly (Allocation | PaymentLink['allocations'][number])[] };

/** What a payment did: succeeded, or accepted and on its way. The form is gone; this is the record to read out. */
export function outcome({ payment, customer, balance }: Outcome, words: Wording): TemplateResult {
  const { text, money, moment } = words;
  const settled = payment.status !== 'processing';
  const amount = money(payment.amount);
  return html`<div class="outcome ${settled ? 'good' : ''}" part="outcome">
    <div class="outcome-head" tabindex="-1" data-focus role="group" aria-labelledby="outcome">
      ${icon(settled ? 'check' : 'clock')}
      <h3 id="outcome">${settled ? text.status.succeeded(amount) : text.status.processing(amount)}</h3>
      ${settled ? nothing : html`<p class="muted">${text.status.processingHint}</p>`}
    </div>
    ${outcomeLines(payment, settled, words)}
    <dl>
      ${customer ? fact(text.outcome.customer, customer) : nothing}
      ${
        payment.card
          ? fact(
              text.outcome.card,
              html`${cardLabel(payment.card, text)}${
                payment.method === 'new_card' && settled
                  ? html`<br /><span class="muted small">${payment.cardSaved ? text.outcome.saved : text.outcome.notSaved}</span>`
                  : nothing
              }`,
            )
          : nothing
      }
      ${fact(text.outcome.date, moment(payment.settledAt ?? payment.createdAt))}
      ${payment.chargedBy ? fact(text.outcome.by, payment.chargedBy.name) : nothing}
      ${fact(text.outcome.reference, html`<bdi class="outcome-reference">${payment.id}</bdi>`)}
      ${settled && balance !== null ? fact(text.outcome.balance, money(balance)) : nothing}
    </dl>
  </div>`;
}

/** What the money is for; with `settled`, how it left each booking. */
export function outcomeLines({ allocations, line }: Items, settled: boolean, { text, money }: Wording): TemplateResult {
  return html`<ul class="outcome-lines">
    ${allocations.map(
      (each) =>
        html`<li>
          <span>
            ${each.title}<br /><span class="muted small"><bdi>${each.reference}</bdi></span>
          </span>
          <span class="outcome-amount">
            ${money(each.amount)}
            ${
              settled && 'status' in each
                ? html`<span class="outcome-state small">
                  <span class="badge ${each.due === 0 ? 'good' : 'warn'}">${text.bookingStatus[each.status]}</span>
                  ${each.due > 0 ? html`<span class="muted">${text.outcome.stillDue(money(each.due))}</span>` : nothing}
                </span>`
                : nothing
            }
          </span>
        </li>`,
    )}
    ${
      line
        ? html`<li>
          <span>${line.description}</span>
          <span class="outcome-amount">${money(line.amount)}</span>
        </li>`
        : nothing
    }
  </ul>`;
}

/** One row of the record. */
export function fact(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt class="muted">${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

export const outcomeStyles = css`
  .outcome {
    display: grid;
    gap: 1.25em;
    overflow-wrap: anywhere;
  }
  .outcome-head {
    display: grid;
    justify-items: center;
    gap: 0.5em;
    padding-block: 0.75em 0.25em;
    text-align: center;
  }
  .outcome-head h3 {
    font-size: 1.375em;
  }
  .outcome-head > .icon {
    inline-size: 2.75em;
    block-size: 2.75em;
    padding: 0.6em;
    border-radius: 50%;
    background: color-mix(in srgb, currentColor 14%, transparent);
    color: var(--_accent);
  }
  .outcome.good > .outcome-head > .icon {
    color: var(--_success);
  }
  .outcome-lines,
  .outcome dl {
    border-block-start: 1px solid var(--_line);
  }
  .outcome-lines > li,
  .outcome dl > div {
    display: flex;
    justify-content: space-between;
    gap: 1em;
    padding-block: 0.625em;
  }
  .outcome-lines > li {
    border-block-end: 1px solid var(--_line);
  }
  .outcome dl {
    border: 0;
  }
  .outcome dl > div {
    padding-block: 0.25em;
  }
  .outcome dt {
    flex: none;
    max-inline-size: 50%;
  }
  .outcome dd {
    min-inline-size: 0;
    text-align: end;
  }
  .outcome-amount {
    display: grid;
    justify-items: end;
    flex: none;
    max-inline-size: 60%;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .outcome-state {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0 0.5em;
  }
  .outcome-reference {
    font-family: ui-monospace, monospace;
    font-size: 0.875em;
  }
`;
