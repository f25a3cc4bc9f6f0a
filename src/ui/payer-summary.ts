import { css, html, nothing, type TemplateResult } from 'lit';
import type { PayerItem, PayerView } from '../contract/payer.ts';
import type { PayerText } from '../text/payer/text.ts';
import type { Wording } from './wording.ts';

export interface PayerSummary {
  view: PayerView;
  /** Null where the business takes no tips, or they can't be chosen now. */
  tips: unknown;
  /** Minor units. */
  tip: number;
}

/** So many items are shown at once; a longer list is opened by whoever wants to see it, for the card form comes after it on a phone. */
const shown = 5;

/** Who asks, whom, what for, and what it comes to. */
export function payerSummary({ view, tips, tip }: PayerSummary, words: Wording<PayerText>): TemplateResult {
  const { text, money, deadline } = words;
  const { items, note, customer, amount, merchant } = view;
  // One more would take no more room than what opens the rest.
  const first = items.length > shown + 1 ? items.slice(0, shown) : items;
  const rest = items.slice(first.length);
  return html`<div class="due">
      <h2 id="title" tabindex="-1">
        <span class="muted">${text.summary.due}</span>
        <span class="amount" part="amount">${money(amount)}</span>
      </h2>
      <p class="muted"><bdi>${text.summary.for(customer.name)}</bdi></p>
    </div>
    ${
      note
        ? html`<figure class="note" part="note">
          <figcaption class="muted small">${text.summary.note(merchant.name)}</figcaption>
          <blockquote dir="auto">${note}</blockquote>
        </figure>`
        : nothing
    }
    <section class="paid-for" part="items" aria-label=${text.summary.items}>
      <ul class="lines">
        ${first.map((each) => line(each, words))}
      </ul>
      ${
        rest.length > 0
          ? html`<details>
            <summary>${text.summary.more(rest.length)}</summary>
            <ul class="lines">
              ${rest.map((each) => line(each, words))}
            </ul>
          </details>`
          : nothing
      }
      ${tips}
      <dl class="sums">
        ${tip > 0 ? html`${sum(text.summary.subtotal, money(amount))}${sum(text.summary.tip, money(tip))}` : nothing}
        ${sum(text.summary.total, money(amount + tip), 'total')}
      </dl>
    </section>
    <div class="terms muted small">
      <p>${text.summary.expires(deadline(view.expiresAt))}</p>
      ${view.receiptTo ? html`<p>${text.summary.receipt(`\u2066${view.receiptTo}\u2069`)}</p>` : nothing}
    </div>`;
}

function line(item: PayerItem, words: Wording<PayerText>): TemplateResult {
  const { money, day } = words;
  const { title, reference, date, amount } = item;
  const told = change(item, words);
  return html`<li>
    <span>
      <span><bdi>${title}</bdi></span>
      ${
        reference || date
          ? html`<span class="muted small">
            ${reference ? html`<bdi>${reference}</bdi>` : nothing}${reference && date ? ' · ' : nothing}${date ? html`<span class="whole">${day(date)}</span>` : nothing}
          </span>`
          : nothing
      }
      ${told ? html`<span class="changed small">${told}</span>` : nothing}
    </span>
    <span class="line-amount">${money(amount)}</span>
  </li>`;
}

/** What happened to it since the link was made, in words. */
function change({ amount, asked }: PayerItem, { text, money }: Wording<PayerText>): string | null {
  if (amount === asked) return null;
  return amount === 0 ? text.summary.settled : text.summary.partly(money(asked - amount), money(asked));
}

function sum(name: string, amount: string, kind = ''): TemplateResult {
  return html`<div class=${kind}>
    <dt>${name}</dt>
    <dd>${amount}</dd>
  </div>`;
}

export const payerSummaryStyles = css`
  .due > h2 {
    display: grid;
    font-size: 1em;
    font-weight: 400;
  }
  .amount {
    font-size: 2.5em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.015em;
    line-height: 1.2;
  }
  .note {
    margin: 0;
    padding-inline-start: 1em;
    border-inline-start: 3px solid var(--_line);
  }
  .note > blockquote {
    margin: 0;
    white-space: pre-line;
  }
  .lines > li,
  .sums > div {
    display: flex;
    justify-content: space-between;
    gap: 0.25em 1.5em;
    padding-block: 0.75em;
  }
  .lines > li {
    border-block-end: 1px solid var(--_line);
  }
  .lines > li > :first-child {
    display: grid;
    min-inline-size: 0;
  }
  .line-amount,
  .sums dd {
    flex: none;
    max-inline-size: 60%;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .changed {
    color: var(--_warning);
  }
  .whole {
    white-space: nowrap;
  }
  .paid-for > details > summary {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    color: var(--_accent);
    font-weight: 500;
    cursor: pointer;
  }
  .paid-for > details > summary::before {
    content: '';
    inline-size: 0.5em;
    block-size: 0.5em;
    margin-inline: 0.25em 0.75em;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
    translate: 0 -0.15em;
  }
  .paid-for > details[open] > summary::before {
    rotate: 225deg;
    translate: 0 0.15em;
  }
  .sums > div {
    padding-block: 0.35em;
  }
  .sums {
    padding-block-start: 0.5em;
  }
  .sums > .total {
    font-size: 1.125em;
    font-weight: 600;
  }
  .terms {
    display: grid;
    gap: 0.25em;
  }
`;
