import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Task, TaskStatus, initialState } from '@lit/task';
import type { StaffBackend } from '../contract/backend.ts';
import type { PaymentLink } from '../contract/link.ts';
import {
  DialogClosedEvent,
  DialogOpenedEvent,
  PaymentFailedEvent,
  PaymentLinkCreatedEvent,
  PaymentLinkSentEvent,
  PaymentProcessingEvent,
  PaymentSucceededEvent,
} from '../events.ts';
// By name only, its types for `addEventListener` would not reach who imports this tag alone.
import '../events.ts';
import type { ChargeMethod } from '../payment/charge-draft.ts';
import { PaymentController } from '../payment/payment-controller.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { StripeLoader } from '../stripe/stripe.ts';
import { staffWords } from '../text/staff/words.ts';
import type { PartialStaffText } from '../text/staff/text.ts';
import { controls } from '../ui/controls.ts';
import { focusNews, focusNext } from '../ui/focus.ts';
import { frame, frameStyles } from '../ui/frame.ts';
import { noticeStyles } from '../ui/notice.ts';
import { readTrouble } from '../ui/read-trouble.ts';
import { skeleton, skeletonStyles } from '../ui/skeleton.ts';
import { TextController } from '../ui/text-controller.ts';
import { theme } from '../ui/theme.ts';
import { TopLayer } from '../ui/top-layer.ts';
import type { ChargeCustomerPanel, PanelView } from './charge-customer-panel.ts';

/**
 * Charges a customer: picks bookings and amounts, then a card on file, a new card or a payment link, and shows how it ended.
 *
 * @summary Lets staff charge a customer by card, or send them a payment link.
 * @fires {PaymentSucceededEvent} payment-succeeded - The payment is settled.
 * @fires {PaymentProcessingEvent} payment-processing - The payment was accepted and settles later.
 * @fires {PaymentFailedEvent} payment-failed - No money moved, and none will under this attempt.
 * @fires {PaymentLinkSentEvent} payment-link-sent - A payment link was made, and its mail or text message is on its way.
 * @fires {PaymentLinkCreatedEvent} payment-link-created - A payment link was made for staff to hand over: nothing was sent.
 * @fires {DialogOpenedEvent} dialog-opened - The dialog is open.
 * @fires {DialogClosedEvent} dialog-closed - The dialog is closed; not while it makes room for Stripe's own window.
 * @csspart dialog - The dialog.
 * @csspart header - Its title and the customer's name.
 * @csspart body - What scrolls.
 * @csspart actions - The bar with the buttons.
 * @csspart bookings - The list of bookings.
 * @csspart methods - The ways to charge.
 * @csspart cards - The list of saved cards.
 * @csspart notice - A problem with its next step.
 * @csspart outcome - What a payment did, or how a payment link stands.
 * @csspart open-payment - A payment whose outcome is not known yet.
 * @csspart channels - The ways to hand over a payment link.
 * @csspart preview - The message that carries the link, as it will be sent.
 * @csspart open-link - A payment link that is not over, with what can be done with it.
 * @cssprop --paydesk-accent - The action's colour; all others are in `ui/theme.ts`.
 */
export class ChargeCustomerDialog extends LitElement {
  static override styles = [theme, controls, frameStyles, skeletonStyles, noticeStyles];

  /** Whom to charge. */
  @property({ attribute: 'customer-id' }) customerId = '';
  /** Where the backend is mounted; not needed where `backend` is given. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  @property({ type: Boolean, reflect: true }) open = false;
  /** The bookings selected at first, separated by spaces or commas; all that is due where nothing is said. */
  @property({ attribute: 'booking-ids' }) bookingIds = '';
  /** The method chosen at first: `saved-card`, `new-card` or `link`; a card on file where there is one. */
  @property() method: ChargeMethod | '' = '';
  /** Where the payer's bank may send them back to. */
  @property({ attribute: 'return-url' }) returnUrl = '';
  /**
   * Loads Stripe.js without its advanced fraud signals, which describe the device of the staff member, not the payer's
   * (https://docs.stripe.com/disputes/prevention/advanced-fraud-detection). The first load in a page decides.
   */
  @property({ type: Boolean, attribute: 'no-fraud-signals' }) noFraudSignals = false;
  /** Any object that answers as the HTTP contract does, in place of `base-url`. */
  @property({ attribute: false }) backend: StaffBackend | undefined;
  /** Words in place of ours, at any depth. */
  @property({ attribute: false }) text: PartialStaffText | undefined;
  /** Makes Stripe in place of the script from js.stripe.com. */
  @property({ attribute: false }) stripe: StripeLoader | undefined;

  @state() private warned = false;
  #panel: ChargeCustomerPanel | undefined;
  #http: StaffBackend | undefined;

  #words = new TextController(this, staffWords, () => this.text);
  #topLayer = new TopLayer(this, {
    open: () => this.open,
    dismiss: () => this.#dismiss(),
    moved: (open) => (open ? this.#opened() : this.dispatchEvent(new DialogClosedEvent())),
  });
  #reading = new Task(this, {
    task: async ([open, , , customerId], { signal }) => {
      if (!open) return initialState;
      const reading = this.#staff().then((staff) => staff.account(customerId, { signal }));
      const [panel, account] = await Promise.all([this.#loadPanel(), reading]);
      signal.throwIfAborted();
      const first = !panel.account;
      panel.receive(account);
      // Later on it would take the focus from where the person is.
      if (first) void this.#focusNews();
      return account;
    },
    onError: () => {
      this.requestUpdate();
      void this.#focusNews();
    },
    args: () => [this.open, this.backend, this.baseUrl, this.customerId] as const,
  });
  #payment = new PaymentController(this, {
    ports: () => ({
      read: async (key, options) => (await this.#staff()).attempt(key, options),
      close: async (key) => (await this.#staff()).closeAttempt(key),
      authenticate: async ({ clientSecret = '' }) => (await this.#loadPanel()).authenticate(clientSecret),
    }),
    // Another backend may have a customer of the same id, and would say of this key that it never came.
    storageKey: () => `paydesk:attempt:${this.baseUrl}:${this.customerId}`,
    onChange: (now, before) => void this.#announce(now, before),
  });

  show(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('baseUrl')) this.#http = undefined;
    const other = changed.has('customerId') || changed.has('backend') || changed.has('baseUrl');
    if (other) this.#payment.leave();
    if (other || (changed.has('open') && !this.open)) this.#forget();
  }

  protected override update(changed: PropertyValues<this>): void {
    const had = this.shadowRoot?.activeElement;
    super.update(changed);
    // A link was paid while its button had the focus: unless whoever changed the form has a place for it, it goes to the news.
    if (had && !had.isConnected) setTimeout(() => this.#keepFocus());
  }

  protected override render(): TemplateResult {
    const { language } = this.#words;
    const { text } = language;
    const { status, error } = this.#reading;
    const panel = this.#panel;
    const account = panel?.account;
    const view: PanelView = {
      fresh: status === TaskStatus.COMPLETE,
      instead: status === TaskStatus.ERROR ? readTrouble(error, text, this.#readAgain) : account ? null : skeleton,
      warned: this.warned,
      stay: this.#stay,
    };
    return frame({
      language,
      topLayer: this.#topLayer,
      customer: account?.customer.name ?? null,
      testMode: account?.stripe.testMode ?? false,
      busy: this.#isBusy,
      announcement: panel?.announcement() || (status === TaskStatus.PENDING && !account ? text.dialog.loading : ''),
      body: panel?.body(view) ?? view.instead,
      actions: panel
        ? panel.actions(view)
        : html`<button type="button" @click=${this.close}>${text.dialog.close}</button>`,
      submit: (event) => {
        event.preventDefault();
        if (!this.#isBusy) panel?.press();
      },
      dismiss: () => this.#dismiss(),
    });
  }

  get #isBusy(): boolean {
    const { phase } = this.#payment.state;
    return phase === 'submitting' || phase === 'authenticating' || (this.#panel?.isSending ?? false);
  }

  async #staff(): Promise<StaffBackend> {
    if (this.backend) return this.backend;
    const { createStaffBackend } = await import('../backend/staff.ts');
    return (this.#http ??= createStaffBackend({ baseUrl: this.baseUrl }));
  }

  async #loadPanel(): Promise<ChargeCustomerPanel> {
    const { ChargeCustomerPanel } = await import('./charge-customer-panel.ts');
    return (this.#panel ??= new ChargeCustomerPanel({
      host: this,
      payment: this.#payment,
      topLayer: this.#topLayer,
      language: () => this.#words.language,
      staff: () => this.#staff(),
      wishes: () => ({
        bookingIds: this.bookingIds.trim() ? this.bookingIds.trim().split(/[\s,]+/) : null,
        method: this.method || null,
        returnUrl: this.returnUrl,
        loading: {
          ...(this.stripe && { loader: this.stripe }),
          // Where nothing is said Stripe.js decides: another part of the page may have.
          ...(this.noFraudSignals && { advancedFraudSignals: false }),
        },
      }),
      readAccount: async (options) => (await this.#staff()).account(this.customerId, options),
      refresh: async () => {
        void this.#reading.run();
        // Why it failed is shown in place of the form.
        await this.#reading.taskComplete.catch(() => {});
      },
      tell: (link) => void this.#tell(link),
      focusNews: () => void this.#focusNews(),
      close: () => this.close(),
      dismiss: () => this.#dismiss(),
    }));
  }

  #opened(): void {
    this.dispatchEvent(new DialogOpenedEvent());
    void this.#focusNews();
    void this.#payment.resume();
  }

  #dismiss(): void {
    if (this.#isBusy) return;
    if (this.#payment.state.phase !== 'unconfirmed' || this.warned) return this.close();
    this.warned = true;
    void this.#focusNews();
  }

  #readAgain = (): void => {
    void this.#reading.run();
    void focusNext(this, '#title');
  };

  #stay = (): void => {
    this.warned = false;
    void this.#focusNews();
  };

  /** Forgets what was read and typed. A payment that is under way stays: opening again shows it first. */
  #forget(): void {
    this.warned = false;
    this.#panel?.forget();
    this.#payment.reset();
  }

  async #announce(now: PaymentState, before: PaymentState): Promise<void> {
    if (now.phase === before.phase) return;
    this.warned = false;
    this.#panel?.follow(now);
    if (now.phase === 'succeeded' || now.phase === 'failed') void this.#reading.run();
    await this.#focusNews();
    switch (now.phase) {
      case 'succeeded':
        this.dispatchEvent(new PaymentSucceededEvent({ payment: now.payment }));
        break;
      case 'processing':
        this.dispatchEvent(new PaymentProcessingEvent({ payment: now.payment }));
        break;
      case 'failed':
        this.dispatchEvent(new PaymentFailedEvent({ error: now.error, payment: now.payment }));
        break;
      case 'idle':
        // Stripe's form says what is missing.
        if (before.phase === 'submitting') this.#panel?.focusCard();
    }
  }

  async #tell(link: PaymentLink): Promise<void> {
    await this.#focusNews();
    const made = link.channel === 'none' ? PaymentLinkCreatedEvent : PaymentLinkSentEvent;
    this.dispatchEvent(new made({ link }));
  }

  #keepFocus(): void {
    const { ownerDocument: page } = this;
    if (!this.open || page.activeElement !== page.body) return;
    focusNews(this.renderRoot);
    if (page.activeElement === page.body) void focusNext(this, '#title');
  }

  async #focusNews(): Promise<void> {
    await this.updateComplete;
    if (this.open) focusNews(this.renderRoot);
  }
}

if (!customElements.get('charge-customer-dialog'))
  customElements.define('charge-customer-dialog', ChargeCustomerDialog);

declare global {
  interface HTMLElementTagNameMap {
    'charge-customer-dialog': ChargeCustomerDialog;
  }
}
