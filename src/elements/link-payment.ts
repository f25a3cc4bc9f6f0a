import type { LitElement } from 'lit';
import type { PayerBackend } from '../contract/backend.ts';
import type { PayerView } from '../contract/payer.ts';
import * as drafts from '../payment/pay-draft.ts';
import { PaymentController } from '../payment/payment-controller.ts';
import { isFree, type PaymentState } from '../payment/payment-state.ts';
import type { LoadStripeOptions } from '../stripe/stripe.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import { CardEntry, type StripeNeeds } from './card-entry.ts';

/** The page, as the payment sees it. */
export interface PayingPage {
  host: LitElement;
  /** BCP 47, of Stripe's form. */
  locale: () => string;
  payer: () => Promise<PayerBackend>;
  loading: () => LoadStripeOptions;
  /** The payment has changed its state. */
  changed: (now: PaymentState, before: PaymentState) => void;
}

/** What pays a link: what the payer has seen and chosen, Stripe's side, and the payment that is made of it, or was under way before. */
export class LinkPayment {
  #page: PayingPage;
  #cardEntry: CardEntry;
  #payment: PaymentController;
  #view: PayerView | null = null;
  #draft: drafts.PayDraft | null = null;
  /** What the person has seen, and agreed to by pressing: what differs from it now is said. */
  #seen: PayerView | null = null;
  #pressed = false;

  constructor(page: PayingPage) {
    this.#page = page;
    this.#cardEntry = new CardEntry(page.host, () => {});
    this.#payment = new PaymentController(page.host, {
      ports: () => ({
        read: async (key, options) => (await page.payer()).attempt(key, options),
        close: async (key) => (await page.payer()).closeAttempt(key),
        authenticate: ({ clientSecret = '' }) => this.#cardEntry.authenticate(clientSecret),
      }),
      storageKey: () => `paydesk:link:${this.#view?.id}`,
      onChange: (now, before) => this.#follow(now, before),
    });
  }

  get state(): PaymentState {
    return this.#payment.state;
  }

  get isBusy(): boolean {
    return this.state.phase === 'submitting' || this.state.phase === 'authenticating';
  }

  /** May a payment be started? */
  get isFree(): boolean {
    return isFree(this.state);
  }

  get draft(): drafts.PayDraft | null {
    return this.#draft;
  }

  /** The person has pressed, and is told what is wrong. */
  get isPressed(): boolean {
    return this.#pressed;
  }

  /** What is not as the person has seen it. */
  get changes(): drafts.AmountChange[] {
    const [seen, view] = [this.#seen, this.#view];
    return seen && view?.state === 'open' ? drafts.amountChanges(seen, view) : [];
  }

  /** Stripe's form. */
  get cardForm(): { slotName: string; status: CardEntry['status'] } {
    const { slotName, status } = this.#cardEntry;
    return { slotName, status };
  }

  /** A fresh view: what was chosen stays chosen. */
  receive(view: PayerView): void {
    const [before, draft] = [this.#view, this.#draft];
    this.#view = view;
    this.#seen ??= view;
    this.#draft = draft ? drafts.rebasePay(draft, view) : drafts.newPayDraft(view);
    if (view.state === 'open') this.#showCardEntry();
    if (!before) return;
    this.#adopt();
    // Another page's attempt has ended; how is read from the attempt.
    if (before.state === 'processing' && view.state !== 'processing') this.checkAgain();
  }

  /** Takes up what was under way before this page was loaded: here, in another tab, or on another device. */
  async resume(): Promise<void> {
    if (!(await this.#payment.resume())) this.#adopt();
  }

  /** A person pressed. Everything is taken as it is now: what is sent again later is the same. */
  pay(): void {
    const [view, draft] = [this.#view, this.#draft];
    const { host, payer } = this.#page;
    if (!view || !draft) return;
    this.#pressed = true;
    host.requestUpdate();
    if (drafts.tipFault(draft, view)) {
      void host.updateComplete.then(() => focusFault(host.renderRoot));
      return;
    }
    this.#seen = view;
    void this.#payment.pay({
      // The card first: a phone's wallet opens only at once after the press.
      prepare: async () => ({
        card: draft.method === 'new-card' ? await this.#cardEntry.enter() : await this.#approve(view),
        backend: await payer(),
      }),
      send: (idempotencyKey, { backend, card }) =>
        backend.pay(drafts.payRequest(draft, view, card?.confirmationToken ?? null), { idempotencyKey }),
    });
    // What had it can't be reached meanwhile.
    void focusNext(host, 'button[type=submit]');
  }

  checkAgain(): void {
    void this.#payment.checkAgain();
  }

  cancel(): void {
    void this.#payment.close();
  }

  edit(change: Partial<drafts.PayDraft>): void {
    if (!this.#draft || !this.isFree) return;
    this.#draft = { ...this.#draft, ...change };
    this.#showCardEntry();
    this.#page.host.requestUpdate();
  }

  chooseMethod(method: drafts.PayDraft['method']): void {
    this.edit({ method });
    void focusNext(this.#page.host, '#card');
  }

  retryCardForm(): void {
    this.#cardEntry.retry();
    void focusNext(this.#page.host, '#card');
  }

  /** Puts the focus where Stripe's form says what is missing. */
  focusCard(): void {
    this.#cardEntry.focus();
  }

  /** The page turns to another link: a payment that is under way goes on without it. */
  forget(): void {
    this.#payment.leave();
    this.#cardEntry.close();
    this.#view = this.#seen = this.#draft = null;
    this.#pressed = false;
  }

  #adopt(): void {
    const { attempt, state: at } = this.#view ?? {};
    const { state } = this;
    // One that is known to have ended is news to the view only.
    if (at !== 'processing' || !attempt || (state.phase === 'failed' && state.key === attempt.key)) return;
    this.#payment.adopt(attempt);
  }

  #follow(now: PaymentState, before: PaymentState): void {
    if (now.phase === 'succeeded' || now.phase === 'processing') this.#cardEntry.close();
    if (now.phase === 'failed') {
      this.#pressed = false;
      if (now.error.code === 'card_entry_expired') {
        this.#cardEntry.close();
        this.#showCardEntry();
      }
    }
    this.#page.changed(now, before);
  }

  async #approve(view: PayerView): Promise<null> {
    await this.#cardEntry.ready(this.#stripeNeeds(view));
    return null;
  }

  #showCardEntry(): void {
    const [view, draft] = [this.#view, this.#draft];
    if (!view?.stripe.connected || !draft) return;
    const needs = this.#stripeNeeds(view);
    if (draft.method === 'approval') {
      // At hand by the time it is pressed; where it can't be had, pressing says so.
      this.#cardEntry.ready(needs).catch(() => {});
      return;
    }
    this.#cardEntry.show({
      ...needs,
      amount: drafts.payTotal(draft, view),
      currency: view.currency,
      save: draft.save,
      wallets: 'auto',
    });
  }

  #stripeNeeds(view: PayerView): StripeNeeds {
    return { settings: view.stripe, locale: this.#page.locale(), loading: this.#page.loading() };
  }
}
