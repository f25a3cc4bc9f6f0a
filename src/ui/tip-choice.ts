import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { amountStep } from '../money.ts';
import type { Tip, TipFault } from '../payment/pay-draft.ts';
import type { PayerText } from '../text/payer/text.ts';
import { moneyField } from './money-field.ts';
import type { Wording } from './wording.ts';

export interface TipChoice {
  tip: Tip;
  /** Shares offered, in percent, and what each comes to in minor units. */
  presets: readonly { percent: number; amount: number }[];
  /** Null until the person has pressed. */
  fault: TipFault | null;
  choose: (tip: Tip) => void;
}

/** A tip, where the business takes any. None is what it starts with. */
export function tipChoice({ tip, presets, fault, choose }: TipChoice, words: Wording<PayerText>): TemplateResult {
  const { text, money, locale, currency } = words;
  const share = new Intl.NumberFormat(locale, { style: 'percent' });
  const option = (label: unknown, chosen: boolean, value: Tip): TemplateResult =>
    html`<label>
      <input type="radio" name="tip" .checked=${live(chosen)} @change=${() => choose(value)} />
      <span>${label}</span>
    </label>`;
  return html`<fieldset class="tips" part="tips">
    <legend>${text.tip.heading}</legend>
    <div class="tip-options">
      ${option(text.tip.none, tip.type === 'none', { type: 'none' })}
      ${presets.map(({ percent, amount }) =>
        option(
          html`${share.format(percent / 100)} <span class="muted small">${money(amount)}</span>`,
          tip.type === 'percent' && tip.percent === percent,
          { type: 'percent', percent },
        ),
      )}
      ${option(text.tip.other, tip.type === 'own', { type: 'own', text: '' })}
    </div>
    ${
      tip.type === 'own'
        ? moneyField({
            id: 'own-tip',
            label: text.tip.amount,
            labelShown: true,
            value: tip.text,
            currency,
            fault: fault ? faultOf(fault, words) : undefined,
            write: (value) => choose({ type: 'own', text: value }),
          })
        : nothing
    }
  </fieldset>`;
}

function faultOf(fault: TipFault, { text, money, currency }: Wording<PayerText>): string {
  return fault === 'wrong_step' ? text.tip.step(money(amountStep(currency))) : text.tip[fault];
}

export const tipChoiceStyles = css`
  .tips {
    margin-block: 1.25em 0.75em;
  }
  .tips > legend {
    margin-block-end: 0.625em;
  }
  .tips > .money {
    margin-block-start: 0.75em;
  }
  .tip-options {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .tip-options > label {
    flex: 1 1 9em;
    display: flex;
    align-items: center;
    gap: 0.625em;
    min-block-size: 44px;
    padding: 0.375em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    cursor: pointer;
  }
  .tip-options > label:has(:checked) {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .tip-options > label > span {
    display: grid;
    line-height: 1.25;
  }
  .money-box {
    position: relative;
    max-inline-size: 14em;
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
`;
