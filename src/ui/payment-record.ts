import { css, html, nothing, type TemplateResult } from 'lit';
import type { Confirmation } from '../contract/payer.ts';
import type { Allocation, Payment } from '../contract/payment.ts';
import type { ConfirmationText } from '../text/confirmation/text.ts';
import { cardLabel } from './card.ts';
import { isSettled } from './standing.ts';
import type { Wording } from './wording.ts';

/** What a payment was for and how it was made: the part of a confirmation that is kept on paper. */
export function paymentRecord(seen: Confirmation, payment: Payment, words: Wording<ConfirmationText>): TemplateResult {
  const { text, money, moment } = words;
  const settled = isSettled(seen);
  const dates = new Map(seen.dates.map(({ bookingId, date }) => [bookingId, date]));
  const several = payment.allocations.length + (payment.line ? 1 : 0) + (payment.tip > 0 ? 1 : 0) > 1;
  return html`<section part="items" aria-labelledby="items">
      <h3 id="items">${text.record.items}</h3>
      <ul class="lines">
        ${payment.allocations.map((each) => bookingLine(each, dates.get(each.bookingId), settled, words))}
        ${payment.line ? plainLine(payment.line.description, money(payment.line.amount)) : nothing}
        ${payment.tip > 0 ? plainLine(text.record.tip, money(payment.tip)) : nothing}
        ${several ? plainLine(text.record.total, money(payment.amount), 'total') : nothing}
      </ul>
    </section>
    <section part="details" aria-labelledby="details">
      <h3 id="details" class="visually-hidden">${text.record.details}</h3>
      <dl>
        ${
          payment.card
            ? fact(
                text.record.card,
                html`${cardLabel(payment.card, text)}${
                  settled
                    ? html`<br /><span class="muted small">${payment.cardSaved ? text.record.saved : text.record.notSaved}</span>`
                    : nothing
                }`,
              )
            : nothing
        }
        ${fact(text.record.date, moment(payment.settledAt ?? payment.createdAt))}
        ${fact(text.record.customer, html`<bdi>${seen.customer.name}</bdi>`)}
        ${fact(text.record.reference, html`<bdi class="record-reference">${payment.id}</bdi>`)}
      </dl>
    </section>`;
}

function bookingLine(
  { reference, title, amount, due, status }: Allocation,
  date: string | undefined,
  settled: boolean,
  { text, money, day }: Wording<ConfirmationText>,
): TemplateResult {
  const tone = status === 'charged_in_full' ? 'good' : due > 0 ? 'warn' : '';
  return html`<li>
    <span>
      ${title}<br />
      <span class="muted small"><bdi>${reference}</bdi>${date ? html` · <span class="whole">${day(date)}</span>` : nothing}</span>
    </span>
    <span class="line-amount">
      ${money(amount)}
      ${
        settled
          ? html`<span class="line-state small">
            <span class="badge ${tone}">${text.bookingStatus[status]}</span>
            ${due > 0 ? html`<span class="muted">${text.record.stillDue(money(due))}</span>` : nothing}
          </span>`
          : nothing
      }
    </span>
  </li>`;
}

function plainLine(name: string, amount: string, kind = ''): TemplateResult {
  return html`<li class=${kind}>
    <span>${name}</span>
    <span class="line-amount">${amount}</span>
  </li>`;
}

function fact(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt class="muted">${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

export const paymentRecordStyles = css`
  .amount {
    font-size: min(2.25em, 10cqi);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }
  .lines {
    margin-block-start: 0.5em;
    border-block: 1px solid var(--_line);
  }
  .lines > li,
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: 0.25em 1em;
  }
  .lines > li {
    padding-block: 0.75em;
  }
  .lines > li + li {
    border-block-start: 1px solid var(--_line);
  }
  .lines > .total {
    font-weight: 600;
  }
  .lines > li > :first-child {
    min-inline-size: 0;
  }
  .line-amount {
    display: grid;
    align-content: start;
    justify-items: end;
    flex: none;
    max-inline-size: 55%;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .line-state {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0 0.5em;
  }
  /* Below each other, so that titles have the room. */
  @container (max-width: 30em) {
    .line-state {
      display: grid;
      justify-items: end;
    }
  }
  .whole {
    white-space: nowrap;
  }
  dl {
    display: grid;
    gap: 0.5em;
  }
  dt {
    flex: none;
    max-inline-size: 40%;
  }
  dd {
    min-inline-size: 0;
    text-align: end;
  }
  .record-reference {
    font-family: ui-monospace, monospace;
    font-size: 0.78em;
  }
`;
