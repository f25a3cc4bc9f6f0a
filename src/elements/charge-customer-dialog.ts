import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Task, TaskStatus, initialState } from '@lit/task';
import type { Account } from '../contract/account.ts';
import type { StaffBackend } from '../contract/backend.ts';
import { createStaffBackend } from '../backend/staff.ts';
import {
  DialogClosedEvent,
  DialogOpenedEvent,
  PaymentFailedEvent,
  PaymentProcessingEvent,
  PaymentSucceededEvent,
} from '../events.ts';
import * as drafts from '../payment/charge-draft.ts';
import { PaymentController } from '../payment/payment-controller.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import { appearanceFrom, watchTheme } from '../stripe/stripe-appearance.ts';
import { StripeMount, type MountChange } from '../stripe/stripe-mount.ts';
import { authenticate, loadStripe, type Stripe, type StripeLoader } from '../stripe/stripe.ts';
import type { PartialText } from '../text/text.ts';
import { chargeActions, chargeForm, type ChargeFormVerbs } from '../ui/charge-form.ts';
import { focusFault, focusNews, frame, skeleton } from '../ui/frame.ts';
import { openPayment } from '../ui/open-payment.ts';
import { outcome } from '../ui/outcome.ts';
import { announcement, closeWarning, failure, waiting } from '../ui/payment-notices.ts';
import { dialogStyles } from '../ui/styles.ts';
import { TextController } from '../ui/text-controller.ts';
import { TopLayer } from '../ui/top-layer.ts';
import { accountTrouble, readTrouble } from '../ui/trouble.ts';
import { wording, type Wording } from '../ui/wording.ts';

/**
 * Charges a customer's card: picks bookings and amounts, then a card on file or a new card, and shows how it ended.
 *
 * @summary Lets staff charge a customer by card.
 * @fires {PaymentSucceededEvent} payment-succeeded - The payment is settled.
 * @fires {PaymentProcessingEvent} payment-processing - The payment was accepted and settles later.
 * @fires {PaymentFailedEvent} payment-failed - No money moved, and none will under this attempt.
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
 * @csspart outcome - What a payment did.
 * @csspart open-payment - A payment whose outcome is not known yet.
 * @cssprop --paydesk-accent - The action's colour; all others are in `ui/theme.ts`.
 */
export class ChargeCustomerDialog extends LitElement {
  static override styles = dialogStyles;

  /** Whom to charge. */
  @property({ attribute: 'customer-id' }) customerId = '';
  /** Where the backend is mounted; not needed where `backend` is given. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  @property({ type: Boolean, reflect: true }) open = false;
  /** The bookings selected at first, separated by spaces or commas; all that is due where nothing is said. */
  @property({ attribute: 'booking-ids' }) bookingIds = '';
  /** The method chosen at first: `saved-card` or `new-card`; a card on file where there is one. */
  @property() method: drafts.ChargeMethod | '' = '';
  /** Where the payer's bank may send them back to. */
  @property({ attribute: 'return-url' }) returnUrl = '';
  /** Any object that answers as the HTTP contract does, in place of `base-url`. */
  @property({ attribute: false }) backend: StaffBackend | undefined;
  /** Words in place of ours, at any depth. */
  @property({ attribute: false }) text: PartialText | undefined;
  /** Makes Stripe in place of the script from js.stripe.com. */
  @property({ attribute: false }) stripe: StripeLoader | undefined;

  @state() private account: Account | null = null;
  @state() private draft: drafts.ChargeDraft | null = null;
  @state() private pressed = false;
  @state() private lineShown = false;
  @state() private warned = false;
  /** The account as it was when the person pressed. */
  #seen: Account | null = null;
  #http: StaffBackend | undefined;
  #unwatchTheme: (() => void) | undefined;

  #words = new TextController(this, () => this.text);
  #cardForm = new StripeMount(this, { slot: 'card' });
  #topLayer = new TopLayer(this, {
    open: () => this.open,
    dismiss: () => this.#dismiss(),
    moved: (open) => (open ? this.#opened() : this.dispatchEvent(new DialogClosedEvent())),
  });
  #reading = new Task(this, {
    task: ([open, , , customerId], { signal }) => (open ? this.#staff.account(customerId, { signal }) : initialState),
    args: () => [this.open, this.backend, this.baseUrl, this.customerId] as const,
    onComplete: (account) => this.#receive(account),
  });
  #payment = new PaymentController(this, {
    ports: () => ({
      read: (key, options) => this.#staff.attempt(key, options),
      close: (key) => this.#staff.closeAttempt(key),
      authenticate: ({ clientSecret = '' }) =>
        this.#topLayer.outside(async () => authenticate(await this.#loadStripe(), clientSecret)),
    }),
    storageKey: () => `paydesk:attempt:${this.customerId}`,
    onChange: (now, before) => void this.#announce(now, before),
  });

  show(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#cardForm.state.status !== 'idle') this.#followTheme();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollowTheme();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('baseUrl')) this.#http = undefined;
    const other = changed.has('customerId') || changed.has('backend') || changed.has('baseUrl');
    if (other || (changed.has('open') && !this.open)) this.#forget();
    if (other) this.#payment.leave();
  }

  protected override render(): TemplateResult {
    const words = wording(this.#words.language, this.account?.currency ?? 'usd');
    const { state } = this.#payment;
    const loading = this.open && !this.account && this.#reading.status === TaskStatus.PENDING;
    return frame({
      words,
      topLayer: this.#topLayer,
      customer: this.account?.customer.name ?? null,
      testMode: this.account?.stripe.testMode ?? false,
      busy: this.#isBusy,
      announcement: announcement(state, words) || (loading ? words.text.dialog.loading : ''),
      body: [this.#renderPhase(state, words), this.#renderForm(state, words)],
      actions: this.#renderActions(state, words),
      submit: (event) => {
        event.preventDefault();
        void this.#charge(false);
      },
      dismiss: () => this.#dismiss(),
    });
  }

  #renderPhase(state: PaymentState, words: Wording): unknown {
    switch (state.phase) {
      case 'idle':
      case 'submitting':
        return nothing;
      case 'authenticating':
        return waiting(words);
      case 'failed':
        return failure(
          state,
          {
            seen: this.#seen,
            method: this.draft?.method ?? null,
            choices: this.account ? drafts.methodChoices(this.account) : [],
            chargeAnyway: () => void this.#charge(true),
            choose: this.#verbs.chooseMethod,
          },
          words,
        );
      case 'unconfirmed':
        return this.warned
          ? closeWarning(
              words,
              () => this.close(),
              () => (this.warned = false),
            )
          : openPayment(
              {
                state,
                contact: this.account?.merchant.contact ?? null,
                checkAgain: () => void this.#payment.checkAgain(),
                cancelCharge: () => void this.#payment.close(),
              },
              words,
            );
      case 'processing':
      case 'succeeded': {
        const fresh = this.#reading.status === TaskStatus.COMPLETE ? this.account : null;
        return outcome(
          { payment: state.payment, customer: this.account?.customer.name ?? null, balance: fresh?.balance ?? null },
          words,
        );
      }
    }
  }

  #renderForm({ phase }: PaymentState, words: Wording): unknown {
    if (phase === 'succeeded' || phase === 'processing') return nothing;
    const aside = phase === 'authenticating' || phase === 'unconfirmed';
    const { account, draft } = this;
    const { status, error } = this.#reading;
    if (status === TaskStatus.ERROR)
      return aside ? nothing : readTrouble(error, words.text, () => void this.#reading.run());
    if (!account || !draft) return aside ? nothing : skeleton;
    const trouble = accountTrouble(account, words.text);
    if (trouble) return aside ? nothing : trouble;
    const form = chargeForm(
      {
        account,
        draft,
        choices: drafts.methodChoices(account),
        total: drafts.total(draft),
        faults: this.pressed ? drafts.faults(draft, account) : null,
        lineShown: this.lineShown,
        amountText: (amount) => drafts.amountText(amount, draft.currency, words.locale),
        cardForm: { slotName: this.#cardForm.slotName, status: this.#cardForm.state.status },
        consent: words.text.consent.staff(account.merchant.name, account.customer.name),
      },
      this.#verbs,
      words,
    );
    return html`<div class="stack" ?hidden=${aside} ?inert=${phase === 'submitting'}>${form}</div>`;
  }

  #renderActions({ phase }: PaymentState, words: Wording): unknown {
    const { text } = words;
    if (phase === 'authenticating' || phase === 'unconfirmed') return null;
    if (phase === 'succeeded' || phase === 'processing')
      return html`<button type="button" class="primary" @click=${this.close}>${text.dialog.done}</button>`;
    const { account, draft } = this;
    if (!account || !draft || this.#reading.status === TaskStatus.ERROR || accountTrouble(account, text))
      return html`<button type="button" @click=${this.close}>${text.dialog.close}</button>`;
    return chargeActions(
      { account, draft, total: drafts.total(draft), busy: this.#isBusy, cancel: () => this.#dismiss() },
      words,
    );
  }

  get #staff(): StaffBackend {
    return this.backend ?? (this.#http ??= createStaffBackend({ baseUrl: this.baseUrl }));
  }

  get #isBusy(): boolean {
    return this.#payment.state.phase === 'submitting' || this.#payment.state.phase === 'authenticating';
  }

  /** What the form calls: each makes the next draft, and tells Stripe's form what it must agree with. */
  #verbs: ChargeFormVerbs = {
    toggle: (booking) => this.#edit((draft) => drafts.toggleBooking(draft, booking)),
    toggleAll: (chosen) =>
      this.#edit((draft, { bookings }) =>
        bookings
          .filter((each) => draft.selected.has(each.id) !== chosen)
          .reduce((next, each) => drafts.toggleBooking(next, each), draft),
      ),
    writeAmount: (bookingId, text) => this.#edit((draft) => drafts.setAmount(draft, bookingId, text)),
    writeLine: (description, text) => this.#edit((draft) => drafts.setLine(draft, description, text)),
    showLine: (shown) => {
      this.lineShown = shown;
      if (!shown) this.#edit((draft) => drafts.setLine(draft, '', ''));
    },
    chooseMethod: (method) => this.#edit((draft) => drafts.chooseMethod(draft, method)),
    chooseCard: (cardId) => this.#edit((draft) => drafts.chooseCard(draft, cardId)),
    setSave: (save) => this.#edit((draft) => drafts.setSave(draft, save)),
    look: (key) => {
      const attempt = this.account?.attempts.find((each) => each.key === key);
      if (attempt) this.#payment.adopt(attempt);
    },
    retryCardForm: () => this.#cardForm.retry(),
  };

  #edit(change: (draft: drafts.ChargeDraft, account: Account) => drafts.ChargeDraft): void {
    const { account, draft } = this;
    if (!account || !draft || this.#isBusy) return;
    this.draft = change(draft, account);
    this.#matchCardForm(this.draft, account);
  }

  /** Stripe's form must agree with the draft before it is asked for a card; it is opened when it is first needed, and never moved. */
  #matchCardForm(draft: drafts.ChargeDraft, account: Account): void {
    const wanted = { amount: drafts.total(draft), save: draft.save };
    if (this.#cardForm.state.status !== 'idle') {
      this.#tellCardForm(wanted);
    } else if (draft.method === 'new-card') {
      this.#cardForm.onEscape = () => this.#dismiss();
      this.#cardForm.open({
        ...wanted,
        stripe: () => this.#loadStripe(account),
        currency: draft.currency,
        locale: this.#words.language.locale,
        appearance: appearanceFrom(this),
        wallets: 'never',
      });
      this.#followTheme();
    }
  }

  #tellCardForm(change: MountChange): void {
    // What it doesn't take it says again when it is submitted, where somebody reads it.
    this.#cardForm.update(change).catch(() => {});
  }

  #followTheme(): void {
    this.#unwatchTheme ??= watchTheme(this, (appearance) => this.#tellCardForm({ appearance }));
  }

  #unfollowTheme(): void {
    this.#unwatchTheme?.();
    this.#unwatchTheme = undefined;
  }

  async #loadStripe(account = this.account): Promise<Stripe> {
    const settings = account?.stripe ?? (await this.#staff.account(this.customerId)).stripe;
    const { locale } = this.#words.language;
    return loadStripe(settings, { locale, ...(this.stripe && { loader: this.stripe }) });
  }

  /** A person pressed. Everything is taken as it is now: what is sent again later is the same. */
  async #charge(confirmSimilar: boolean): Promise<void> {
    const { account, draft } = this;
    if (!account || !draft || this.#isBusy) return;
    this.pressed = true;
    if (drafts.faults(draft, account).any) {
      await this.updateComplete;
      return focusFault(this.renderRoot);
    }
    this.#seen = account;
    const staff = this.#staff;
    const { text, locale } = this.#words.language;
    const { version, staff: sentence } = text.consent;
    const more = {
      confirmSimilar,
      ...(this.returnUrl && { returnUrl: this.returnUrl }),
      ...(draft.save && { consent: { text: sentence(account.merchant.name, account.customer.name), version, locale } }),
    };
    await this.#payment.pay({
      prepare: async () => (draft.method === 'new-card' ? this.#topLayer.outside(() => this.#enterCard()) : {}),
      send: (idempotencyKey, card) =>
        staff.charge(drafts.chargeRequest(draft, account, { ...more, ...card }), { idempotencyKey }),
    });
  }

  async #enterCard(): Promise<{ confirmationToken: string }> {
    await this.#cardForm.submit();
    return { confirmationToken: (await this.#cardForm.token()).id };
  }

  #opened(): void {
    this.dispatchEvent(new DialogOpenedEvent());
    void this.#payment.resume();
  }

  #dismiss(): void {
    if (this.#isBusy) return;
    if (this.#payment.state.phase !== 'unconfirmed' || this.warned) return this.close();
    this.warned = true;
    void this.#focusNews();
  }

  /** A fresh account: what was chosen stays chosen, as far as it can still be charged. */
  #receive(account: Account): void {
    const before = this.draft?.selected.size || this.draft?.line ? this.draft : null;
    this.account = account;
    this.draft = before
      ? drafts.rebase(before, account)
      : drafts.newDraft(account, {
          bookingIds: this.bookingIds.trim() ? this.bookingIds.trim().split(/[\s,]+/) : null,
          method: this.draft?.method ?? (this.method || null),
        });
    const due = account.bookings.filter((each) => each.due > 0);
    if (due.length === 0) this.lineShown = account.capabilities.freeLine;
    this.#matchCardForm(this.draft, account);
    // Where nothing can be charged before another payment ends, that payment is what there is to show.
    if (!due.some(drafts.isChargeable) && due[0]?.heldBy) this.#verbs.look(due[0].heldBy);
  }

  /** Forgets what was read and typed. A payment that is under way stays: opening again shows it first. */
  #forget(): void {
    this.account = this.draft = this.#seen = null;
    this.pressed = this.lineShown = this.warned = false;
    this.#cardForm.close();
    this.#unfollowTheme();
    this.#payment.reset();
  }

  async #announce(now: PaymentState, before: PaymentState): Promise<void> {
    if (now.phase === before.phase) return;
    this.warned = false;
    if (now.phase === 'succeeded' || now.phase === 'failed') {
      this.pressed = false;
      void this.#reading.run();
    }
    if (now.phase === 'succeeded' || now.phase === 'processing') this.#cardForm.close();
    await this.#focusNews();
    switch (now.phase) {
      case 'succeeded':
        this.dispatchEvent(new PaymentSucceededEvent({ payment: now.payment }));
        break;
      case 'processing':
        this.dispatchEvent(new PaymentProcessingEvent({ payment: now.payment }));
        break;
      case 'failed':
        if (now.error.code === 'card_entry_expired') this.#renewCardForm();
        this.dispatchEvent(new PaymentFailedEvent({ error: now.error, payment: now.payment }));
        break;
      case 'idle':
        if (before.phase === 'submitting') this.#cardForm.focus();
    }
  }

  #renewCardForm(): void {
    const { account, draft } = this;
    this.#cardForm.close();
    if (account && draft) this.#matchCardForm(draft, account);
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
