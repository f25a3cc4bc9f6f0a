import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { bookingList, type BookingList } from './booking-list.ts';
import { faultText } from './fields.ts';
import { moneyField } from './money-field.ts';
import type { Wording } from './wording.ts';

/** A line that belongs to no booking, as typed. */
export interface LineFields {
  description: string;
  value: string;
  descriptionFault: string | undefined;
  amountFault: string | undefined;
}

/** One field of the line, as typed; the other stays. */
export type LineChange = { description: string } | { text: string };

export interface WhatToCharge {
  bookings: BookingList;
  /** Null where its fields are not shown. */
  line: LineFields | null;
  /** Null where no free line is allowed. */
  writeLine: ((change: LineChange) => void) | null;
  showLine: (shown: boolean) => void;
  /** Minor units. */
  total: number;
  /** What stays due on the bookings shown, in minor units. */
  remains: number;
  /** What is wrong with the whole: nothing chosen, too much. */
  fault: string | undefined;
}

/** The first question of a charge: which bookings, how much of each, what else, and what it comes to. */
export function whatToCharge(what: WhatToCharge, words: Wording): TemplateResult {
  const { text, money } = words;
  const { bookings, line, writeLine, total } = what;
  return html`<fieldset class="what">
    <legend>${text.charge.heading}</legend>
    ${
      bookings.rows.length > 0
        ? bookingList(bookings, words)
        : html`<p class="muted what-none">${text.charge.nothingDue}</p>`
    }
    ${
      !bookings.editable && bookings.rows.length > 0
        ? html`<p class="muted small">${text.charge.wholeOnly}</p>`
        : nothing
    }
    ${
      writeLine && line
        ? lineFields(line, what, writeLine, words)
        : writeLine
          ? html`<button type="button" class="quiet" @click=${() => what.showLine(true)}>${text.charge.addLine}</button>`
          : nothing
    }
    <div class="what-total" aria-live="off">
      <span>${text.charge.total}</span>
      <span>
        <strong>${money(total)}</strong>
        ${what.remains > 0 ? html`<span class="muted small">${text.charge.remains(money(what.remains))}</span>` : nothing}
      </span>
    </div>
    ${faultText('what-fault', what.fault)}
  </fieldset>`;
}

function lineFields(
  line: LineFields,
  { bookings, showLine }: WhatToCharge,
  write: (change: LineChange) => void,
  { text, currency }: Wording,
): TemplateResult {
  return html`<div class="line">
    <div>
      <label for="line" class="small">${text.charge.lineDescription}</label>
      <input
        id="line"
        type="text"
        maxlength="200"
        autocomplete="off"
        aria-invalid=${line.descriptionFault ? 'true' : 'false'}
        aria-describedby="line-fault what-fault"
        .value=${live(line.description)}
        @input=${(event: InputEvent) => write({ description: (event.target as HTMLInputElement).value })}
      />
      ${faultText('line-fault', line.descriptionFault)}
    </div>
    ${moneyField({
      id: 'line-amount',
      label: text.charge.lineAmount,
      labelShown: true,
      value: line.value,
      currency,
      fault: line.amountFault,
      write: (value) => write({ text: value }),
    })}
    ${
      bookings.rows.length > 0
        ? html`<button type="button" class="quiet" @click=${() => showLine(false)}>${text.charge.removeLine}</button>`
        : nothing
    }
  </div>`;
}

export const whatToChargeStyles = css`
  .what {
    display: grid;
    gap: 0.5em;
  }
  legend {
    margin-block-end: 0.5em;
  }
  .what > .quiet {
    justify-self: start;
  }
  .what-none {
    padding-block: 0.75em;
  }
  .what-total {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 1em;
    padding-block: 0.75em;
    border-block-start: 1px solid var(--_border);
    font-weight: 600;
  }
  .what-total > :last-child {
    display: grid;
    justify-items: end;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .what-total strong {
    font-size: 1.25em;
  }
  .what-total .muted {
    font-weight: 400;
  }
  .line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 9.5em;
    align-items: start;
    gap: 0.25em 1em;
  }
  .line > .quiet {
    justify-self: start;
  }
  @media (max-width: 600px) {
    .line {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
