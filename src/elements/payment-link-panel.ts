import { adoptStyles, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { PayerBackend } from '../contract/backend.ts';
import type { PayerView } from '../contract/payer.ts';
import * as drafts from '../payment/pay-draft.ts';
import { PaymentController } from '../payment/payment-controller.ts';
import { isFree, type PaymentState } from '../payment/payment-state.ts';
import type { LoadStripeOptions } from '../stripe/stripe.ts';
import type { PayerText } from '../text/payer/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { fieldStyles } from '../ui/fields.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import { noticeStyles } from '../ui/notice.ts';
import { payActions, payForm, payFormStyles } from '../ui/pay-form.ts';
import { payerPhase, payerPhaseSaid } from '../ui/payer-phase.ts';
import { tipChoice, tipChoiceStyles } from '../ui/tip-choice.ts';
import { wording, type Wording } from '../ui/wording.ts';
import { CardEntry, type StripeNeeds } from './card-entry.ts';

/** The page, as the panel sees it. */
export interface PanelPage {
  host: LitElement;
  language: () => Language<PayerText>;
  payer: () => Promise<PayerBackend>;
  loading: () => LoadStripeOptions;
  /** The payment has changed its state. */
  changed: (now: PaymentState, before: PaymentState) => void;
}

/**
 * What pays a link: what the payer has chosen, the form that asks for it, and each phase of the payment that follows. Loaded beside the first
 * read, so that what a page shows first comes first, and nothing is left to load once money moves.
 */
export class PaymentLinkPanel {
  #page: PanelPage;
  #cardEntry: CardEntry;
  #payment: PaymentController;
  #view: PayerView | null = null;
  #draft: drafts.PayDraft | null = null;
  /** What the person has seen, and agreed to by pressing: what differs from it now is said. */
  #seen: PayerView | null = null;
  #pressed = false;

  constructor(page: PanelPage) {
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
    const { renderRoot } = page.host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = page.host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, fieldStyles, noticeStyles, tipChoiceStyles, payFormStyles]);
    }
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

  /** In minor units. */
  get tip(): number {
    return this.#view && this.#draft ? drafts.tipAmount(this.#draft, this.#view) : 0;
  }

  announcement(): string {
    const words = this.#words;
    const { pay } = words.text;
    const card = this.#draft?.method === 'new-card' ? this.#cardEntry.status : 'idle';
    const ofCard = card === 'failed' ? pay.blocked : card === 'loading' ? pay.loading : '';
    return payerPhaseSaid(this.state, this.#changes, words) || ofCard;
  }

  tips(): unknown {
    const [view, draft] = [this.#view, this.#draft];
    if (!view || !draft || view.tipPresets.length === 0) return nothing;
    const { tipPresets, amount, currency } = view;
    const fault = this.#pressed ? drafts.tipFault(draft, view) : null;
    const presets = tipPresets.map((percent) => ({ percent, amount: drafts.percentOf(amount, percent, currency) }));
    return html`<div ?inert=${!this.isFree}>
      ${tipChoice({ tip: draft.tip, presets, fault, choose: (tip) => this.#edit({ tip }) }, this.#words)}
    </div>`;
  }

  /** Null where there is nothing to pay yet. */
  main(): TemplateResult | null {
    const [view, draft] = [this.#view, this.#draft];
    if (!view || !draft) return null;
    const { phase } = this.state;
    const words = this.#words;
    const { merchant, approval, consent } = view;
    // The form is put aside, not away: Stripe's frame in it would lose what was typed.
    const aside = phase === 'authenticating' || phase === 'unconfirmed';
    return html`${payerPhase(
      {
        state: this.state,
        changes: this.#changes,
        contact: merchant.contact,
        merchant: merchant.name,
        otherCard: draft.method === 'approval' ? () => this.#chooseMethod('new-card') : null,
        checkAgain: () => void this.#payment.checkAgain(),
        cancel: () => void this.#payment.close(),
      },
      words,
    )}
      <div ?hidden=${aside} ?inert=${phase === 'submitting'}>
        ${payForm(
          {
            method: draft.method,
            approval,
            merchant: merchant.name,
            cardForm: { slotName: this.#cardEntry.slotName, status: this.#cardEntry.status },
            save: draft.save,
            consent,
            setSave: (save) => this.#edit({ save }),
            retry: this.#retryCardForm,
          },
          words,
        )}
      </div>`;
  }

  actions(): unknown {
    const [view, draft] = [this.#view, this.#draft];
    const { phase } = this.state;
    if (!view || !draft || phase === 'authenticating' || phase === 'unconfirmed') return null;
    return payActions(
      {
        method: draft.method,
        approval: view.approval,
        total: drafts.payTotal(draft, view),
        busy: phase === 'submitting',
        chooseMethod: (method) => this.#chooseMethod(method),
      },
      this.#words,
    );
  }

  /** A fresh view: what was chosen stays chosen, and what has changed is said. */
  receive(view: PayerView): void {
    const [before, draft] = [this.#view, this.#draft];
    this.#view = view;
    this.#seen ??= view;
    this.#draft = draft ? drafts.rebasePay(draft, view) : drafts.newPayDraft(view);
    if (view.state === 'open') this.#showCardEntry();
    if (!before) return;
    this.#adopt();
    // Another page's attempt has ended; how is read from the attempt.
    if (before.state === 'processing' && view.state !== 'processing') void this.#payment.checkAgain();
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

  get #words(): Wording<PayerText> {
    return wording(this.#page.language(), this.#view?.currency ?? 'usd');
  }

  get #changes(): drafts.AmountChange[] {
    const [seen, view] = [this.#seen, this.#view];
    return seen && view?.state === 'open' ? drafts.amountChanges(seen, view) : [];
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

  #edit(change: Partial<drafts.PayDraft>): void {
    if (!this.#draft || !this.isFree) return;
    this.#draft = { ...this.#draft, ...change };
    this.#showCardEntry();
    this.#page.host.requestUpdate();
  }

  #chooseMethod(method: drafts.PayDraft['method']): void {
    this.#edit({ method });
    void focusNext(this.#page.host, '#card');
  }

  #retryCardForm = (): void => {
    this.#cardEntry.retry();
    void focusNext(this.#page.host, '#card');
  };

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
    return { settings: view.stripe, locale: this.#page.language().locale, loading: this.#page.loading() };
  }
}
