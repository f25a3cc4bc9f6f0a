import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Booking } from '../contract/account.ts';
import { moneyField } from './money-field.ts';
import type { Wording } from './wording.ts';

export interface BookingRow {
  booking: Booking;
  chosen: boolean;
  /** It is held because the customer is paying it by link. */
  paying: boolean;
  /** The amount as typed. */
  value: string;
  fault: string | undefined;
}

export interface BookingList {
  rows: readonly BookingRow[];
  /** Part amounts are allowed. */
  editable: boolean;
  toggle: (booking: Booking) => void;
  toggleAll: (chosen: boolean) => void;
  write: (bookingId: string, value: string) => void;
  /** Shows the open attempt that holds a booking. */
  look: (attemptKey: string) => void;
}

/** Bookings with something due, to pick from and to charge in part. One that another attempt holds can't be picked, and says why. */
export function bookingList(list: BookingList, words: Wording): TemplateResult {
  const free = list.rows.filter(({ booking }) => booking.heldBy === null);
  const chosen = free.filter((row) => row.chosen).length;
  return html`${free.length > 1 ? selectAll(list, chosen, free.length, words) : nothing}
    <ul class="bookings" part="bookings">
      ${repeat(
        list.rows,
        ({ booking }) => booking.id,
        (row) =>
          html`<li>${row.booking.heldBy === null ? bookingRow(row, list, free.length === 1, words) : heldRow(row, list, words)}</li>`,
      )}
    </ul>`;
}

function selectAll(list: BookingList, chosen: number, of: number, { text }: Wording): TemplateResult {
  return html`<label class="booking-all">
    <input
      type="checkbox"
      aria-describedby="what-fault"
      .checked=${live(chosen === of)}
      .indeterminate=${live(chosen > 0 && chosen < of)}
      @change=${(event: Event) => list.toggleAll((event.target as HTMLInputElement).checked)}
    />
    <span>${text.charge.selectAll}</span>
    <span class="muted small">${text.charge.selected(chosen, of)}</span>
  </label>`;
}

function bookingRow(
  { booking, chosen, value, fault }: BookingRow,
  list: BookingList,
  alone: boolean,
  words: Wording,
): TemplateResult {
  const { text, money, currency } = words;
  return html`<div class="booking">
    <label>
      <input
        type="checkbox"
        aria-describedby="due-${booking.id} ${alone ? 'what-fault' : ''}"
        .checked=${live(chosen)}
        @change=${() => list.toggle(booking)}
      />
      ${bookingName(booking, words)}
    </label>
    <span class="booking-due muted small" id="due-${booking.id}">${text.charge.due(money(booking.due))}</span>
    ${
      chosen
        ? moneyField({
            id: `amount-${booking.id}`,
            label: text.charge.amountFor(booking.reference),
            value,
            currency,
            disabled: !list.editable,
            fault,
            describedBy: `due-${booking.id}`,
            write: (typed) => list.write(booking.id, typed),
          })
        : nothing
    }
  </div>`;
}

function heldRow({ booking, paying }: BookingRow, list: BookingList, words: Wording): TemplateResult {
  const { text, money } = words;
  return html`<div class="booking held">
    <label>
      <input type="checkbox" disabled aria-describedby="held-${booking.id}" />
      ${bookingName(booking, words)}
    </label>
    <span class="booking-due muted small">${text.charge.due(money(booking.due))}</span>
    <div class="booking-held small">
      <span id="held-${booking.id}">${paying ? text.charge.paying : text.charge.held}</span>
      ${
        paying
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => list.look(booking.heldBy ?? '')}>
            ${text.charge.look}
          </button>`
      }
    </div>
  </div>`;
}

function bookingName(booking: Booking, { day }: Wording): TemplateResult {
  return html`<span>
    <span class="booking-title">${booking.title}</span>
    <span class="muted small"><bdi>${booking.reference}</bdi> · ${day(booking.date)}</span>
  </span>`;
}

export const bookingListStyles = css`
  .bookings > li + li {
    border-block-start: 1px solid var(--_line);
  }
  .booking-all,
  .booking > label {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: calc(44px + 0.5rem);
    cursor: pointer;
  }
  .booking-all {
    border-block-end: 1px solid var(--_line);
    font-weight: 500;
  }
  .booking-all > :last-child {
    margin-inline-start: auto;
    font-weight: 400;
    text-align: end;
  }
  .booking {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto 9.5em;
    align-items: start;
    column-gap: 1em;
    padding-block: 0.375em;
    overflow-wrap: anywhere;
  }
  .booking > label > span {
    display: grid;
    min-inline-size: 0;
  }
  .booking-title {
    font-weight: 500;
  }
  .booking-due {
    display: grid;
    align-items: center;
    min-block-size: calc(44px + 0.5rem);
    text-align: end;
  }
  .booking > .money {
    padding-block: 0.25rem;
  }
  .held > label {
    cursor: default;
    color: var(--_muted);
  }
  .booking-held {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 1em;
    padding-inline-start: 2em;
    color: var(--_warning);
  }
  .money-box {
    position: relative;
  }
  .money-box > input {
    padding-inline-end: 3.25em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .money-box > span {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0.75em;
    display: grid;
    place-items: center;
    pointer-events: none;
  }
  @media (max-width: 600px) {
    .booking {
      grid-template-columns: minmax(0, 1fr) minmax(8.5em, 45%);
    }
    .booking > label {
      grid-column: 1 / -1;
    }
    .booking-due {
      padding-inline-start: 2.3em;
      text-align: start;
    }
  }
`;
