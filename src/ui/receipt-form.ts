import { css, html, nothing, type TemplateResult } from 'lit';
import type { ConfirmationText } from '../text/confirmation/text.ts';
import { icon } from './controls.ts';
import { faultText } from './fields.ts';
import type { Wording } from './wording.ts';

/** Where sending a receipt stands. */
export interface ReceiptState {
  /** An address is being typed in, in place of the one on file. */
  typing: boolean;
  address: string;
  busy: boolean;
  /** What went wrong; of `limited` until when, where that is known. */
  fault: { kind: 'address' | 'failed' } | { kind: 'limited'; until: string | null } | null;
  /** Masked. */
  sentTo: string | null;
}

export interface ReceiptForm {
  state: ReceiptState;
  /** The address on file, masked; null where there is none, so that one is asked for. */
  onFile: string | null;
  sendToFile: () => void;
  sendToTyped: () => void;
  type: (address: string) => void;
  openTyping: () => void;
  closeTyping: () => void;
  print: () => void;
}

/** Asks for the receipt by mail, and prints what is shown. */
export function receiptForm(form: ReceiptForm, words: Wording<ConfirmationText>): TemplateResult {
  const { state, onFile } = form;
  const { text } = words;
  const said = receiptSaid(state, words);
  const fault = state.fault && faultText('receipt-fault', said);
  return html`<section class="receipt no-print" part="receipt" aria-labelledby="receipt">
    <div class="receipt-head">
      <h3 id="receipt">${text.receipt.heading}</h3>
      <button type="button" class="quiet" @click=${form.print}>${text.page.print}</button>
    </div>
    ${state.typing || onFile === null ? typed(form, fault, words) : onFileButtons(form, onFile, fault, words)}
    ${
      state.sentTo
        ? html`<p class="receipt-sent" tabindex="-1" data-sent>${icon('check')}<span>${said}</span></p>`
        : nothing
    }
  </section>`;
}

/** How far sending is, in one sentence; empty before anybody asked. */
export function receiptSaid({ busy, fault, sentTo }: ReceiptState, words: Wording<ConfirmationText>): string {
  const { receipt } = words.text;
  if (busy) return receipt.sending;
  if (sentTo) return receipt.sent(isolated(sentTo));
  switch (fault?.kind) {
    case 'address':
      return receipt.badAddress;
    case 'limited':
      return fault.until ? receipt.limitedUntil(words.moment(fault.until)) : receipt.limited;
    case 'failed':
      return receipt.failed;
    case undefined:
      return '';
  }
}

function onFileButtons(
  form: ReceiptForm,
  onFile: string,
  fault: unknown,
  { text }: Wording<ConfirmationText>,
): TemplateResult {
  const { busy } = form.state;
  return html`<div class="receipt-row">
      ${sendButton('button', busy, busy ? text.receipt.sending : text.receipt.sendTo(isolated(onFile)), form.sendToFile)}
      <button type="button" class="quiet" data-another @click=${form.openTyping}>${text.receipt.another}</button>
    </div>
    ${fault}`;
}

function typed(form: ReceiptForm, fault: unknown, { text }: Wording<ConfirmationText>): TemplateResult {
  const { state, onFile } = form;
  return html`<form
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      form.sendToTyped();
    }}
  >
    <label for="receipt-address">${text.receipt.address}</label>
    <input
      id="receipt-address"
      type="email"
      autocomplete="email"
      maxlength="254"
      dir="ltr"
      aria-invalid=${state.fault?.kind === 'address' ? 'true' : 'false'}
      aria-describedby="receipt-fault"
      ?readonly=${state.busy}
      .value=${state.address}
      @input=${(event: Event) => form.type((event.target as HTMLInputElement).value)}
    />
    ${fault}
    <div class="receipt-row">
      ${sendButton('submit', state.busy, state.busy ? text.receipt.sending : text.receipt.send, undefined)}
      ${
        onFile === null
          ? nothing
          : html`<button type="button" class="quiet" @click=${form.closeTyping}>${text.receipt.cancel}</button>`
      }
    </div>
  </form>`;
}

function sendButton(
  type: 'button' | 'submit',
  busy: boolean,
  label: string,
  press: (() => void) | undefined,
): TemplateResult {
  return html`<button type=${type} aria-disabled=${busy ? 'true' : 'false'} aria-describedby="receipt-fault" @click=${press ?? nothing}>
    ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${label}
  </button>`;
}

/** An address keeps its own direction among words of any. */
function isolated(address: string): string {
  return `\u2068${address}\u2069`;
}

export const receiptFormStyles = css`
  .receipt,
  .receipt form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.35em;
  }
  .receipt-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1em;
  }
  .receipt label {
    font-size: 0.875em;
    font-weight: 500;
  }
  .receipt-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 1.25em;
  }
  .receipt form .receipt-row {
    margin-block-start: 0.4em;
  }
  .receipt input {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .receipt-sent {
    margin-block-start: 0.35em;
    display: flex;
    align-items: start;
    gap: 0.5em;
    color: var(--_success);
  }
  @media (forced-colors: active) {
    .receipt button.quiet {
      margin-inline: 0;
    }
  }
  @container (max-width: 30em) {
    .receipt-row {
      display: grid;
    }
    .receipt-row > button.quiet {
      margin-inline: 0;
      text-align: center;
    }
  }
`;
