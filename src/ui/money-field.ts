import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { faultText } from './fields.ts';

export interface MoneyField {
  id: string;
  /** Its accessible name; shown only where `labelShown`. */
  label: string;
  labelShown?: boolean;
  /** As typed: it is read by `parseMoney`, not here. */
  value: string;
  /** ISO code, lower case; shown behind the amount. */
  currency: string;
  disabled?: boolean;
  fault?: string | undefined;
  /** Ids of what describes it besides its fault. */
  describedBy?: string;
  write: (value: string) => void;
}

/** `type="text"` with a decimal keyboard: a number field would change what was typed and refuse the other decimal sign. */
export function moneyField(field: MoneyField): TemplateResult {
  const { id, label, value, currency, disabled = false, fault } = field;
  const described = [field.describedBy, fault && `${id}-fault`].filter(Boolean).join(' ');
  return html`<div class="money">
    <label for=${id} class=${field.labelShown ? 'small' : 'visually-hidden'}>${label}</label>
    <div class="money-box" dir="ltr">
      <input
        id=${id}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${fault ? 'true' : 'false'}
        aria-describedby=${described}
        ?disabled=${disabled}
        .value=${live(value)}
        @input=${(event: InputEvent) => field.write((event.target as HTMLInputElement).value)}
      />
      <span class="muted small" aria-hidden="true">${currency.toUpperCase()}</span>
    </div>
    ${faultText(`${id}-fault`, fault)}
  </div>`;
}
