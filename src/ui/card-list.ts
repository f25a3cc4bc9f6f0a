import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SavedCard } from '../contract/account.ts';
import { brandMark, brandName } from './card.ts';
import type { Wording } from './wording.ts';

export interface CardList {
  cards: readonly SavedCard[];
  chosen: string | null;
  choose: (cardId: string) => void;
  /** Null where a new card can't be entered. */
  askForNew: (() => void) | null;
}

/** Saved cards to choose one from. An expired one can be chosen, since networks renew cards on file; it says so. */
export function cardList({ cards, chosen, choose, askForNew }: CardList, { text, month }: Wording): TemplateResult {
  const worn = cards.find((card) => card.id === chosen && card.expiry !== 'valid');
  return html`<fieldset class="cards" part="cards">
    <legend class="visually-hidden">${text.card.choose}</legend>
    ${repeat(
      // The primary card first, whatever order the backend has.
      cards.toSorted((one, other) => Number(other.primary) - Number(one.primary)),
      (card) => card.id,
      (card) =>
        html`<label class="card">
          <input
            type="radio"
            name="card"
            .value=${card.id}
            .checked=${live(card.id === chosen)}
            @change=${() => choose(card.id)}
          />
          <span class="card-mark" aria-hidden="true">${brandMark(card)}</span>
          <span class="card-name">
            <span class="visually-hidden">${text.card.endingIn(brandName(card, text), card.last4)}</span>
            <span aria-hidden="true" dir="ltr">•••• ${card.last4}</span>
            <span class="muted small">${text.card.expires(month(card.expMonth, card.expYear))}</span>
          </span>
          <span class="card-badges">
            ${card.primary ? html`<span class="badge good">${text.card.primary}</span>` : nothing}
            ${card.expiry === 'expired' ? html`<span class="badge bad">${text.card.expired}</span>` : nothing}
            ${card.expiry === 'expiring' ? html`<span class="badge warn">${text.card.expiring}</span>` : nothing}
          </span>
        </label>`,
    )}
    ${
      worn
        ? html`<p class="card-hint small">
          ${worn.expiry === 'expired' ? text.card.expiredHint : text.card.expiringHint}
          ${
            askForNew
              ? html`<button type="button" class="quiet" @click=${askForNew}>${text.card.askForNew}</button>`
              : nothing
          }
        </p>`
        : nothing
    }
  </fieldset>`;
}

export const cardListStyles = css`
  .card {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.75em;
    min-block-size: 44px;
    padding: 0.375em 0;
    cursor: pointer;
  }
  .card + .card {
    border-block-start: 1px solid var(--_line);
  }
  .card-mark {
    display: grid;
    place-items: center;
    min-inline-size: 4.25em;
    padding: 0.35em 0.4em;
    border: 1px solid var(--_line);
    border-radius: 4px;
    font-size: 0.6875em;
    font-weight: 700;
    letter-spacing: 0.04em;
  }
  .card-name {
    flex: 1 1 8em;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75em;
    font-variant-numeric: tabular-nums;
  }
  .card-badges {
    display: flex;
    gap: 0.35em;
    margin-inline-start: auto;
  }
  .card-hint {
    display: grid;
    justify-items: start;
    padding-block-start: 0.375em;
    color: var(--_warning);
  }
`;
