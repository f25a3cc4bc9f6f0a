import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PayerBackend, ReadOptions } from '../contract/backend.ts';
import type { Confirmation } from '../contract/payer.ts';
import { PaymentError } from '../errors.ts';
import type { ConfirmationText, PartialConfirmationText } from '../text/confirmation/text.ts';
import { confirmationWords } from '../text/confirmation/words.ts';
import { languageOf } from '../text/vocabulary.ts';
import { confirmationSheet, confirmationStyles, type Head } from '../ui/confirmation.ts';
import { controls } from '../ui/controls.ts';
import { sheetStyles } from '../ui/sheet.ts';
import { TextController } from '../ui/text-controller.ts';
import { theme } from '../ui/theme.ts';
import type { ConfirmationPanel, PanelView } from './confirmation-panel.ts';
import { cleanAddress, tokenInAddress } from './page-address.ts';

/**
 * Shows what became of a payment by link: paid, on its way, failed, refunded, or not begun; itemised, to be printed and sent as a receipt. It
 * knows it from the link's token alone, later and on any device, and keeps itself up to date while something is under way.
 *
 * @summary Tells a payer what became of their payment.
 * @csspart sheet - All of it.
 * @csspart merchant - The business that was paid.
 * @csspart logo - Its logo.
 * @csspart state - What became of the payment, and what to do next.
 * @csspart amount - How much it is.
 * @csspart items - What it was for.
 * @csspart details - Card, date, customer and reference.
 * @csspart receipt - Receipt by mail, and print.
 * @csspart contact - How to reach the business.
 * @cssprop --paydesk-accent - The action's colour; all others are in `ui/theme.ts`.
 */
export class PaymentConfirmation extends LitElement {
  static override styles = [theme, controls, sheetStyles, confirmationStyles];

  /** Of the payment link; `?link=` of the page's address where nothing is said. */
  @property() token = '';
  /** Where the backend is mounted; not needed where `backend` is given. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  /** Where the link is paid, with `{token}` in the place of the token; where nothing is said, payers are sent back to their message. */
  @property({ attribute: 'payment-url' }) paymentUrl = '';
  /** Any object that answers as the HTTP contract does, in place of `token` and `base-url`. */
  @property({ attribute: false }) backend: PayerBackend | undefined;
  /** Words in place of ours, at any depth. */
  @property({ attribute: false }) text: PartialConfirmationText | undefined;

  @state() private seen: Confirmation | null = null;
  @state() private trouble: 'unknown' | 'unreachable' | null = null;
  /** Reads fail, and what was seen may be old. */
  @state() private offline = false;
  #http: PayerBackend | undefined;
  #panel: ConfirmationPanel | undefined;

  #words = new TextController(
    this,
    confirmationWords,
    () => this.text,
    () => this.#tag,
  );

  override connectedCallback(): void {
    super.connectedCallback();
    cleanAddress();
    // Moved to another place in the page, it is still true.
    if (this.hasUpdated) this.#panel?.live.start(this.seen ?? undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#panel?.live.stop();
  }

  /** Puts the focus on the headline, such as when it takes the place of a form. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('#headline')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const other = changed.has('token') || changed.has('baseUrl') || changed.has('backend');
    if (other || !this.hasUpdated) void this.#begin();
  }

  protected override render(): TemplateResult {
    const { language } = this.#words;
    const panel = this.#panel;
    const view: PanelView | null = this.seen && {
      seen: this.seen,
      language,
      offline: this.offline,
      goToPayment: this.paymentUrl && this.#linkToken ? this.#goToPayment : null,
    };
    const head = view && panel ? panel.head(view) : this.#headOfNothing(language.text);
    return confirmationSheet({
      language,
      head,
      letterhead: view && panel ? panel.letterhead(view) : nothing,
      body: view && panel ? panel.body(view) : nothing,
      announcement: view && panel ? panel.announcement(view) : head.headline,
    });
  }

  #headOfNothing({ page, trouble }: ConfirmationText): Head {
    if (this.trouble === null)
      return { tone: 'busy', headline: page.loading, amount: null, sentences: [], action: nothing };
    const unknown = this.trouble === 'unknown';
    return {
      tone: unknown ? 'warn' : 'bad',
      headline: trouble[this.trouble],
      amount: null,
      sentences: [trouble[`${this.trouble}Meaning`]],
      action: unknown
        ? nothing
        : html`<button type="button" class="primary" @click=${this.#retry}>${page.retry}</button>`,
    };
  }

  /** The element's own language, else the customer's. */
  get #tag(): string {
    return this.lang || this.seen?.locale || languageOf(this);
  }

  get #linkToken(): string {
    return this.token || tokenInAddress();
  }

  async #payer(): Promise<PayerBackend> {
    if (this.backend) return this.backend;
    const { createPayerBackend } = await import('../backend/payer.ts');
    const [baseUrl, token] = [this.baseUrl, this.#linkToken];
    if (!token) throw new PaymentError('not_found', 'There is no token, and no ?link= in the address.');
    return (this.#http ??= createPayerBackend({ baseUrl, token }));
  }

  async #loadPanel(): Promise<ConfirmationPanel> {
    const { ConfirmationPanel } = await import('./confirmation-panel.ts');
    return (this.#panel ??= new ConfirmationPanel({
      host: this,
      payer: () => this.#payer(),
      read: (options) => this.#read(options),
      show: (seen) => this.#show(seen),
      fail: (error) => this.#fail(error),
    }));
  }

  /** Reads anew, from nothing. */
  async #begin(): Promise<void> {
    this.#http = undefined;
    this.seen = null;
    this.trouble = null;
    this.offline = false;
    this.#panel?.forget();
    try {
      const [panel] = await Promise.all([this.#loadPanel(), this.#payer()]);
      if (this.isConnected) panel.live.start();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #read(options: ReadOptions): Promise<Confirmation> {
    const payer = await this.#payer();
    const seen = await payer.confirmation(options);
    // English first, then the customer's own language, would be unrest.
    await confirmationWords.loaded(this.lang || seen.locale);
    this.offline = false;
    return seen;
  }

  #show(seen: Confirmation): void {
    this.seen = seen;
    this.trouble = null;
  }

  #fail(error: unknown): void {
    if (this.seen) {
      this.offline = true;
      return;
    }
    const code = error instanceof PaymentError ? error.code : 'unavailable';
    this.trouble = code === 'not_found' || code === 'unauthorized' ? 'unknown' : 'unreachable';
    // Asking again would find nothing either.
    if (this.trouble === 'unknown') this.#panel?.live.stop();
  }

  // Pressed, not linked to: the address has the token in it, and nothing of this page writes that down.
  #goToPayment = (): void => {
    location.assign(this.paymentUrl.replace('{token}', encodeURIComponent(this.#linkToken)));
  };

  #retry = (): void => {
    void this.#begin();
    this.focus();
  };
}

if (!customElements.get('payment-confirmation')) customElements.define('payment-confirmation', PaymentConfirmation);

declare global {
  interface HTMLElementTagNameMap {
    'payment-confirmation': PaymentConfirmation;
  }
}
