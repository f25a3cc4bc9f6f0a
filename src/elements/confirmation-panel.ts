import { adoptStyles, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { Live } from '../backend/live.ts';
import type { PayerBackend, ReadOptions } from '../contract/backend.ts';
import type { Confirmation } from '../contract/payer.ts';
import type { ConfirmationText } from '../text/confirmation/text.ts';
import type { Language } from '../text/vocabulary.ts';
import type { Head } from '../ui/confirmation.ts';
import { fieldStyles } from '../ui/fields.ts';
import { focusNext } from '../ui/focus.ts';
import { letterhead, letterheadStyles } from '../ui/letterhead.ts';
import { merchantContact, merchantContactStyles } from '../ui/merchant-contact.ts';
import { paymentRecord, paymentRecordStyles } from '../ui/payment-record.ts';
import { printStyles } from '../ui/print-styles.ts';
import { receiptForm, receiptFormStyles, receiptSaid } from '../ui/receipt-form.ts';
import { isSettled, isWaiting, standing } from '../ui/standing.ts';
import { wording } from '../ui/wording.ts';
import { ReceiptSending } from './receipt-sending.ts';

/** The confirmation, as the panel sees it. */
export interface PanelPage {
  host: LitElement;
  payer: () => Promise<PayerBackend>;
  read: (options: ReadOptions) => Promise<Confirmation>;
  show: (seen: Confirmation) => void;
  fail: (error: unknown) => void;
}

/** What the panel shows. */
export interface PanelView {
  seen: Confirmation;
  language: Language<ConfirmationText>;
  /** Reads fail while something is waited for. */
  offline: boolean;
  /** To where the link is paid; null where the page doesn't know. */
  goToPayment: (() => void) | null;
}

const styles = [
  fieldStyles,
  letterheadStyles,
  merchantContactStyles,
  paymentRecordStyles,
  receiptFormStyles,
  printStyles,
];

/** Reads, and fills the sheet once something is known. Loaded beside the backend's client, so that a page shows at once that it is looking. */
export class ConfirmationPanel {
  readonly live: Live<Confirmation>;
  #host: LitElement;
  #receipt: ReceiptSending;

  constructor({ host, payer, read, show, fail }: PanelPage) {
    this.live = new Live({ read, waits: isWaiting, onChange: show, onError: fail });
    this.#host = host;
    this.#receipt = new ReceiptSending(host, payer);
    const { renderRoot } = host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, ...styles]);
    }
  }

  letterhead({ seen, language }: PanelView): TemplateResult {
    return letterhead(seen.merchant, seen.testMode ? language.text.page.testMode : null);
  }

  head({ seen, language, offline, goToPayment }: PanelView): Head {
    const { text } = language;
    const { tone, headline, sentences, next } = standing(seen, text);
    return {
      tone,
      headline,
      sentences: offline ? [...sentences, text.page.offline] : sentences,
      amount: seen.payment && wording(language, seen.currency).money(seen.payment.amount),
      action:
        next === null
          ? nothing
          : goToPayment === null
            ? html`<p>${text.next.openLink}</p>`
            : html`<button type="button" class="primary" @click=${goToPayment}>${text.next[next]}</button>`,
    };
  }

  body({ seen, language }: PanelView): TemplateResult {
    const words = wording(language, seen.currency);
    const { name, contact } = seen.merchant;
    return html`${seen.payment ? paymentRecord(seen, seen.payment, words) : nothing}
    ${isSettled(seen) ? this.#renderReceipt(seen, language) : nothing}
    ${contact ? merchantContact(language.text.page.contact(name), contact) : nothing}`;
  }

  announcement(view: PanelView): string {
    const { headline, amount } = this.head(view);
    const ofReceipt = receiptSaid(this.#receipt.state, wording(view.language, view.seen.currency));
    // What became of the payment was said before, and is not said again when there is no more to say of the receipt.
    if (this.#receipt.isTouched) return ofReceipt;
    return amount === null ? headline : `${headline}: ${amount}`;
  }

  forget(): void {
    this.#receipt.forget();
  }

  #renderReceipt(seen: Confirmation, language: Language<ConfirmationText>): TemplateResult {
    const receipt = this.#receipt;
    return receiptForm(
      {
        state: receipt.state,
        onFile: seen.receiptTo,
        sendToFile: () => void receipt.send('file'),
        sendToTyped: () => void this.#sendToTyped(),
        type: (address) => receipt.change({ address, fault: null }),
        openTyping: () => this.#setTyping(true, '#receipt-address'),
        closeTyping: () => this.#setTyping(false, '[data-another]'),
        print: () => window.print(),
      },
      wording(language, seen.currency),
    );
  }

  #setTyping(typing: boolean, focused: string): void {
    this.#receipt.change({ typing, fault: null, sentTo: null });
    void focusNext(this.#host, focused);
  }

  async #sendToTyped(): Promise<void> {
    await this.#receipt.send('typed');
    const { sentTo, fault } = this.#receipt.state;
    if (sentTo !== null) await focusNext(this.#host, '[data-sent]');
    else if (fault?.kind === 'address') await focusNext(this.#host, '#receipt-address');
  }
}
