import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Live } from '../backend/live.ts';
import type { PayerBackend } from '../contract/backend.ts';
import type { LinkState } from '../contract/link.ts';
import type { PayerView } from '../contract/payer.ts';
import { PaymentError, type PaymentErrorCode } from '../errors.ts';
import { PaymentFailedEvent, PaymentProcessingEvent, PaymentSucceededEvent } from '../events.ts';
// By name only, its types for `addEventListener` would not reach who imports this tag alone.
import '../events.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { StripeLoader } from '../stripe/stripe.ts';
import type { PartialPayerText } from '../text/payer/text.ts';
import { payerWords } from '../text/payer/words.ts';
import { languageOf } from '../text/vocabulary.ts';
import { controls } from '../ui/controls.ts';
import { focusNews } from '../ui/focus.ts';
import { letterheadStyles } from '../ui/letterhead.ts';
import { pageFrame, pageFrameStyles } from '../ui/page-frame.ts';
import { isUnknownLink, screen, screenSaid, screenStyles, troubleScreen, type Screen } from '../ui/screen.ts';
import { sheetStyles } from '../ui/sheet.ts';
import { skeleton, skeletonStyles } from '../ui/skeleton.ts';
import { TextController } from '../ui/text-controller.ts';
import { theme } from '../ui/theme.ts';
import { addressWithToken, cleanAddress, tokenInAddress } from './page-address.ts';
import type { PaymentLinkPanel } from './payment-link-panel.ts';

/** What an answer to paying says of the link, before it is read anew. */
const statesOfCodes: Partial<Record<PaymentErrorCode, LinkState>> = {
  link_expired: 'expired',
  link_cancelled: 'cancelled',
  link_replaced: 'replaced',
  link_settled: 'settled_elsewhere',
  link_locked: 'locked',
  link_paused: 'paused',
  already_paid: 'paid',
};

/**
 * The page that a payment link opens: who asks, what for and how much, and the card form that pays it; and a screen with one next step for every
 * state in which a link can't be paid. Whoever holds the link's token is the payer; there is no login. Nothing is charged by opening it.
 *
 * @summary Lets a customer pay a link.
 * @fires {PaymentSucceededEvent} payment-succeeded - The payment is settled. Cancelable: else the page goes to `confirmation-url`, or shows the confirmation in place.
 * @fires {PaymentProcessingEvent} payment-processing - The payment was accepted and settles later.
 * @fires {PaymentFailedEvent} payment-failed - No money moved, and none will under this attempt.
 * @csspart page - All of it.
 * @csspart sheet - The ground on which everything stands.
 * @csspart merchant - The business that asks.
 * @csspart logo - Its logo.
 * @csspart state - Where a link stands that can't be paid now.
 * @csspart amount - How much it is.
 * @csspart note - What the business writes.
 * @csspart items - What is paid, and what it comes to.
 * @csspart tips - The choice of a tip.
 * @csspart card-form - Stripe's form.
 * @csspart saving - The choice to save the card, and what the payer agrees to by it.
 * @csspart actions - The buttons that pay.
 * @csspart notice - A problem with its next step.
 * @cssprop --paydesk-accent - The action's colour; all others are in `ui/theme.ts`.
 */
export class PaymentLinkPage extends LitElement {
  static override styles = [
    theme,
    controls,
    sheetStyles,
    skeletonStyles,
    letterheadStyles,
    pageFrameStyles,
    screenStyles,
  ];

  /** Of the payment link; `?link=` of the page's address where nothing is said. It is read, and written nowhere. */
  @property() token = '';
  /** Where the backend is mounted; not needed where `backend` is given. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  /** Where a payment is confirmed, with `{token}` in the place of the token; in place where nothing is said. */
  @property({ attribute: 'confirmation-url' }) confirmationUrl = '';
  /** Any object that answers as the HTTP contract does, in place of `token` and `base-url`. */
  @property({ attribute: false }) backend: PayerBackend | undefined;
  /** Words in place of ours, at any depth. */
  @property({ attribute: false }) text: PartialPayerText | undefined;
  /** Makes Stripe in place of the script from js.stripe.com. */
  @property({ attribute: false }) stripe: StripeLoader | undefined;

  @state() private view: PayerView | null = null;
  /** Why there is nothing to show. */
  @state() private trouble: unknown = null;
  /** The confirmation is shown in place. */
  @state() private confirming = false;
  /** The payer waited, and can pay now. */
  @state() private goesOn = false;
  #panel: PaymentLinkPanel | undefined;
  #http: PayerBackend | undefined;
  /** The latest view; what an earlier one still brings is dropped. */
  #latest: PayerView | null = null;
  /** The payer comes back from a page of their bank. */
  #returned = false;
  /** The host shows what follows the payment. */
  #handedOver = false;
  /** The person asked for what comes next: it gets the focus. */
  #awaited = false;

  #words = new TextController(
    this,
    payerWords,
    () => this.text,
    () => this.#tag,
  );
  #live = new Live<PayerView>({
    read: async (options) => (await this.#payer()).view(options),
    waits: ({ state: at }) => at === 'processing' || at === 'paused',
    onChange: (view) => void this.#receive(view),
    onError: (error) => void this.#fail(error),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#returned = cleanAddress() || this.#returned;
    this.ownerDocument.addEventListener('visibilitychange', this.#lookAgain);
    // Moved to another place in the page, it is still true.
    if (this.hasUpdated) this.#live.start(this.view ?? undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener('visibilitychange', this.#lookAgain);
    this.#live.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const other = changed.has('token') || changed.has('baseUrl') || changed.has('backend');
    if (other || !this.hasUpdated) this.#begin();
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const panel = view && this.#panel;
    const { language } = this.#words;
    const instead = this.#screen();
    return pageFrame({
      language,
      view,
      instead: this.#confirmation(),
      screen: instead && screen(instead),
      summary: panel?.summary() ?? skeleton,
      main: panel?.main() ?? skeleton,
      actions: panel?.actions() ?? null,
      busy: panel?.payment.isBusy ?? false,
      announcement: this.#announcement(instead),
      submit: (event) => {
        event.preventDefault();
        if (panel?.payment.isFree) panel.payment.pay();
      },
    });
  }

  /** In place of everything to fill in; null where there is something. */
  #screen(): Screen | null {
    const { view, trouble } = this;
    if (view) return this.#panel?.screen(view) ?? null;
    if (!trouble) return null;
    const missing = !this.backend && !this.#linkToken;
    return troubleScreen({ error: trouble, missing, retry: this.#retry }, this.#words.language.text);
  }

  /** What was paid, where its confirmation has no page of its own. */
  #confirmation(): TemplateResult | null {
    if (!this.confirming) return null;
    const { locale } = this.#words.language;
    return html`<payment-confirmation lang=${locale} .backend=${this.backend ?? this.#http}></payment-confirmation>`;
  }

  #announcement(instead: Screen | null): string {
    const { text } = this.#words.language;
    if (this.confirming) return '';
    if (instead) return screenSaid(instead);
    if (!this.view) return text.page.loading;
    return this.#panel?.announcement() || (this.goesOn ? text.link.open : '');
  }

  /** The element's own language, else the customer's. */
  get #tag(): string {
    return this.lang || this.view?.locale || languageOf(this);
  }

  get #linkToken(): string {
    return this.token || tokenInAddress();
  }

  /** Null where the confirmation can't be shown, or the page that was told of the payment shows what follows. */
  get #wayToConfirmation(): (() => void) | null {
    if (this.#handedOver) return null;
    const address = this.#confirmationAddress;
    if (address) return () => location.assign(address);
    return this.#confirmsInPlace ? () => void this.#confirm() : null;
  }

  /** Not where its part could not be loaded: then the page says itself what was paid. */
  get #confirmsInPlace(): boolean {
    return !this.#confirmationAddress && customElements.get('payment-confirmation') !== undefined;
  }

  async #confirm(): Promise<void> {
    this.confirming = true;
    await this.updateComplete;
    const shown = this.renderRoot.querySelector('payment-confirmation');
    if (!shown?.isConnected) return;
    await shown.updateComplete;
    shown.focus();
  }

  get #confirmationAddress(): string | null {
    return addressWithToken(this.confirmationUrl, this.#linkToken);
  }

  async #payer(): Promise<PayerBackend> {
    if (this.backend) return this.backend;
    if (!this.#linkToken)
      throw new PaymentError('not_found', 'There is no token, and no ?link= in the address.', { attempt: 'none' });
    const { createPayerBackend } = await import('../backend/payer.ts');
    return (this.#http ??= createPayerBackend({ baseUrl: this.baseUrl, token: this.#linkToken }));
  }

  async #loadPanel(): Promise<PaymentLinkPanel> {
    // Where the confirmation is shown in place it comes now: nothing is left to load once money moves.
    const confirmation = this.#confirmationAddress
      ? undefined
      : import('./payment-confirmation.ts').catch(() => undefined);
    const [{ PaymentLinkPanel }] = await Promise.all([import('./payment-link-panel.ts'), confirmation]);
    return (this.#panel ??= new PaymentLinkPanel({
      host: this,
      language: () => this.#words.language,
      payer: () => this.#payer(),
      loading: () => (this.stripe ? { loader: this.stripe } : {}),
      changed: (now, before) => void this.#follow(now, before),
      renewed: (sent) => void this.#renewed(sent),
      returned: () => this.#returned,
      wayToConfirmation: () => this.#wayToConfirmation,
    }));
  }

  /** Reads, from nothing. */
  #begin(): void {
    this.#panel?.forget();
    this.#http = undefined;
    this.#latest = this.view = null;
    this.trouble = null;
    this.confirming = this.goesOn = this.#handedOver = false;
    this.#live.start();
    // Beside the read, for it is needed almost always. Where it can't be had, whoever needs it says so.
    this.#loadPanel().catch(() => {});
  }

  async #receive(view: PayerView): Promise<void> {
    this.#latest = view;
    const inside = this.matches(':focus-within');
    const waited = this.view?.state === 'paused' || this.view?.state === 'processing';
    // English first, then the customer's own language, would be unrest.
    await payerWords.loaded(this.lang || view.locale);
    if (this.#latest !== view) return;
    const first = !this.view;
    this.view = view;
    this.trouble = null;
    this.goesOn = view.state === 'open' && (waited || this.goesOn);
    try {
      const panel = await this.#loadPanel();
      if (this.#latest !== view) return;
      panel.receive(view);
      if (view.state === 'paid' && panel.payment.isFree) this.confirming = this.#confirmsInPlace;
      this.requestUpdate();
      if (first) void panel.payment.resume();
    } catch (cause) {
      const error = new PaymentError('network', 'A part of the page could not be loaded.', { attempt: 'none', cause });
      void this.#fail(error);
    }
    await this.updateComplete;
    const { activeElement = null } = this.shadowRoot ?? {};
    const gone = inside && !activeElement && this.renderRoot.querySelector('.screen');
    if (gone || this.#awaited) this.#focusNews();
  }

  /** There is nothing to show. What was read before stays true. */
  async #fail(error: unknown): Promise<void> {
    // What is shown can't be used without the part that could not be loaded.
    if (this.#panel && this.view) return;
    this.#latest = this.view = null;
    this.trouble = error;
    if (isUnknownLink(error)) this.#live.stop();
    await this.updateComplete;
    if (this.#awaited) this.#focusNews();
  }

  #retry = (): void => {
    this.#awaited = true;
    this.#begin();
  };

  async #renewed(sent: boolean): Promise<void> {
    await this.updateComplete;
    if (sent) this.#focusNews();
    // Perhaps it needs no renewal any more.
    else this.#live.start();
  }

  async #follow(now: PaymentState, before: PaymentState): Promise<void> {
    if (now.phase === before.phase) return;
    this.goesOn = false;
    if (now.phase === 'failed' && this.view) {
      const { state: at } = this.view;
      this.view = { ...this.view, state: statesOfCodes[now.error.code] ?? (at === 'processing' ? 'open' : at) };
      this.#live.start();
    }
    await this.updateComplete;
    this.#focusNews();
    switch (now.phase) {
      case 'succeeded':
        this.#handedOver = !this.dispatchEvent(
          new PaymentSucceededEvent({ payment: now.payment }, { cancelable: true }),
        );
        this.#wayToConfirmation?.();
        this.requestUpdate();
        break;
      case 'processing':
        this.dispatchEvent(new PaymentProcessingEvent({ payment: now.payment }));
        break;
      case 'failed':
        this.dispatchEvent(new PaymentFailedEvent({ error: now.error, payment: now.payment }));
        break;
      case 'idle':
        // Stripe's form says what is missing.
        if (before.phase === 'submitting') this.#panel?.payment.focusCard();
    }
  }

  #focusNews(): void {
    this.#awaited = false;
    if (!this.renderRoot.querySelector('[data-focus]')) this.renderRoot.querySelector<HTMLElement>('#title')?.focus();
    else focusNews(this.renderRoot);
  }

  /** The page was away, and much may have happened. */
  #lookAgain = (): void => {
    if (document.visibilityState !== 'visible' || this.view?.state !== 'open') return;
    if (this.#panel?.payment.isFree) this.#live.refresh();
  };
}

if (!customElements.get('payment-link-page')) customElements.define('payment-link-page', PaymentLinkPage);

declare global {
  interface HTMLElementTagNameMap {
    'payment-link-page': PaymentLinkPage;
  }
}
