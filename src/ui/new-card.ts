import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Wording } from './wording.ts';

export interface NewCard {
  slotName: string;
  status: 'idle' | 'loading' | 'ready' | 'failed';
  /** Null where cards can't be saved. */
  save: boolean | null;
  setSave: (save: boolean) => void;
  /** The sentence staff attest when the card is saved. */
  consent: string;
  retry: () => void;
  /** Null where there is no card on file. */
  useSaved: (() => void) | null;
}

/** Stripe's card form and the one control that saves the card. The slot is never taken away: its frame would lose what was typed. */
export function newCard(
  { slotName, status, save, setSave, consent, retry, useSaved }: NewCard,
  { text }: Wording,
): TemplateResult {
  return html`<div class="new-card" role="group" aria-label=${text.newCard.label}>
    ${
      status === 'failed'
        ? html`<p class="fault">${text.newCard.blocked}</p>
          <div class="new-card-steps">
            <button type="button" @click=${retry}>${text.dialog.retry}</button>
            ${useSaved ? html`<button type="button" @click=${useSaved}>${text.newCard.useSaved}</button>` : nothing}
          </div>`
        : nothing
    }
    <div class="new-card-form" ?hidden=${status === 'failed'}>
      ${
        status === 'loading'
          ? html`<p class="muted small new-card-loading"><span class="spinner"></span>${text.newCard.loading}</p>`
          : nothing
      }
      <slot name=${slotName}></slot>
    </div>
    ${
      save === null || status === 'failed'
        ? nothing
        : html`<label class="save">
            <input
              type="checkbox"
              aria-describedby="consent"
              .checked=${live(save)}
              @change=${(event: Event) => setSave((event.target as HTMLInputElement).checked)}
            />
            <span>${text.newCard.save}</span>
          </label>
          <p class="muted small" id="consent">${consent}</p>`
    }
  </div>`;
}

export const newCardStyles = css`
  .new-card {
    display: grid;
    gap: 0.5em;
  }
  .new-card-form {
    min-block-size: 12em;
  }
  .new-card-loading,
  .new-card-steps {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  .save {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 44px;
    cursor: pointer;
  }
`;
