import { adoptStyles, html, nothing, type LitElement } from 'lit';
import type { Account } from '../contract/account.ts';
import type { StaffBackend } from '../contract/backend.ts';
import * as drafts from '../payment/charge-draft.ts';
import type { PaymentController } from '../payment/payment-controller.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { LoadStripeOptions } from '../stripe/stripe.ts';
import type { StaffText } from '../text/staff/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { accountTrouble } from '../ui/account-trouble.ts';
import { chargeActions, chargeForm, type ChargeFormVerbs } from '../ui/charge-form.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import { panelStyles } from '../ui/panel-styles.ts';
import { announcement } from '../ui/payment-notices.ts';
import { paymentPhase } from '../ui/payment-phase.ts';
import type { TopLayer } from '../ui/top-layer.ts';
import { wording, type Wording } from '../ui/wording.ts';
import { CardEntry } from './card-entry.ts';

/** The dialog, as the panel sees it. */
export interface PanelDialog {
  host: LitElement;
  payment: PaymentController;
  topLayer: TopLayer;
  language: () => Language<StaffText>;
  staff: () => Promise<StaffBackend>;
  wishes: () => {
    bookingIds: string[] | null;
    method: drafts.ChargeMethod | null;
    returnUrl: string;
    loading: LoadStripeOptions;
  };
  close: () => void;
  dismiss: () => void;
}

/** What the panel shows beside the account and the payment. */
export interface PanelView {
  /** The account is as fresh as the payment. */
  fresh: boolean;
  /** In place of the form: the account could not be read, or is not there yet. */
  instead: unknown;
  /** The person wants to leave while an outcome is unknown, and is asked whether they mean it. */
  warned: boolean;
  stay: () => void;
}

/**
 * What is inside the dialog: what the person has chosen, the form that asks for it, and each phase of the payment that follows. Loaded
 * together with the first account, so that a page pays for it when the dialog is opened, and nothing is left to load once money moves.
 */
export class ChargeCustomerPanel {
  #dialog: PanelDialog;
  #cardEntry: CardEntry;
  #account: Account | null = null;
  #draft: drafts.ChargeDraft | null = null;
  /** What the person saw when they pressed. */
  #seen: { account: Account; method: drafts.ChargeMethod } | null = null;
  #pressed = false;
  /** The person has changed or pressed something. */
  #begun = false;
  #lineShown = false;

  constructor(dialog: PanelDialog) {
    this.#dialog = dialog;
    this.#cardEntry = new CardEntry(dialog.host, dialog.dismiss);
    const { renderRoot } = dialog.host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = dialog.host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, ...panelStyles]);
    }
  }

  get account(): Account | null {
    return this.#account;
  }

  announcement(): string {
    const [account, words] = [this.#account, this.#words];
    const { newCard, charge } = words.text;
    const card = this.#draft?.method === 'new-card' ? this.#cardEntry.status : 'idle';
    const said =
      announcement(this.#dialog.payment.state, words) ||
      (card === 'failed' ? newCard.blocked : card === 'loading' ? newCard.loading : '');
    if (said || !account || this.#begun || accountTrouble(account, words.text)) return said;
    return `${account.customer.name}: ${account.balance > 0 ? charge.due(words.money(account.balance)) : charge.nothingDue}`;
  }

  body(view: PanelView): unknown {
    const { phase } = this.#dialog.payment.state;
    // The form is put aside, not away: Stripe's frame in it would lose what was typed.
    const form =
      phase === 'succeeded' || phase === 'processing' ? nothing : this.#renderForm(view, phase === 'submitting');
    const aside = phase === 'authenticating' || phase === 'unconfirmed';
    return html`${this.#renderPhase(view)}
      <div class="stack" ?hidden=${aside} ?inert=${phase === 'submitting'}>${form}</div>`;
  }

  actions({ instead }: PanelView): unknown {
    const { payment, close, dismiss } = this.#dialog;
    const { phase } = payment.state;
    const words = this.#words;
    if (phase === 'authenticating' || phase === 'unconfirmed') return null;
    if (phase === 'succeeded' || phase === 'processing')
      return html`<button type="button" class="primary" @click=${close}>${words.text.dialog.done}</button>`;
    const [account, draft] = [this.#account, this.#draft];
    if (instead || !account || !draft || accountTrouble(account, words.text))
      return html`<button type="button" @click=${close}>${words.text.dialog.close}</button>`;
    return chargeActions(
      { account, draft, total: drafts.total(draft), busy: phase === 'submitting', cancel: dismiss },
      words,
    );
  }

  /** A fresh account: what was chosen stays chosen, as far as it can still be charged. */
  receive(account: Account): void {
    const { bookingIds, method } = this.#dialog.wishes();
    const before = this.#draft;
    this.#account = account;
    this.#draft =
      before && (before.selected.size > 0 || before.line)
        ? drafts.rebase(before, account)
        : drafts.newDraft(account, { bookingIds, method: before?.method ?? method });
    const due = account.bookings.filter((each) => each.due > 0);
    if (due.length === 0) this.#lineShown = account.capabilities.freeLine;
    this.#showCardEntry(this.#draft, account);
    // Where nothing can be charged before another payment ends, that payment is what there is to show.
    if (!due.some(drafts.isChargeable) && due[0]?.heldBy) this.#verbs.look(due[0].heldBy);
    this.#dialog.host.requestUpdate();
  }

  /** A person pressed. Everything is taken as it is now: what is sent again later is the same. */
  charge(confirmSimilar = false): void {
    const [account, draft] = [this.#account, this.#draft];
    const { host, payment, staff, topLayer, language } = this.#dialog;
    if (!account || !draft) return;
    this.#pressed = this.#begun = true;
    this.#seen = { account, method: draft.method };
    host.requestUpdate();
    if (drafts.faults(draft, account).any) {
      void host.updateComplete.then(() => focusFault(host.renderRoot));
      return;
    }
    const { text, locale } = language();
    const { returnUrl } = this.#dialog.wishes();
    const more = {
      confirmSimilar,
      ...(returnUrl && { returnUrl }),
      ...(draft.save && { consent: { text: this.#consent(account), version: text.consent.version, locale } }),
    };
    void payment.pay({
      prepare: async () => ({
        backend: await staff(),
        card: draft.method === 'new-card' ? await topLayer.outside(() => this.#cardEntry.enter()) : {},
      }),
      send: (idempotencyKey, { backend, card }) =>
        backend.charge(drafts.chargeRequest(draft, account, { ...more, ...card }), { idempotencyKey }),
    });
    // What had it can't be reached meanwhile.
    void focusNext(host, 'button[type=submit]');
  }

  /** Lets the payer's bank ask the payer, in Stripe's own window. */
  async authenticate(clientSecret: string): Promise<void> {
    await this.#dialog.topLayer.outside(() => this.#cardEntry.authenticate(clientSecret));
  }

  /** The payment has changed its phase. */
  follow(state: PaymentState): void {
    if (state.phase === 'succeeded' || state.phase === 'processing') this.#cardEntry.close();
    if (state.phase !== 'failed') return;
    this.#pressed = false;
    if (state.error.code !== 'card_entry_expired' || !this.#draft || !this.#account) return;
    this.#cardEntry.close();
    this.#showCardEntry(this.#draft, this.#account);
  }

  focusCard(): void {
    this.#cardEntry.focus();
  }

  /** Forgets what was read and typed. */
  forget(): void {
    this.#account = this.#draft = this.#seen = null;
    this.#pressed = this.#begun = this.#lineShown = false;
    this.#cardEntry.close();
  }

  get #words(): Wording {
    const { state } = this.#dialog.payment;
    const currency = this.#account?.currency ?? ('payment' in state ? state.payment?.currency : null);
    return wording(this.#dialog.language(), currency ?? 'usd');
  }

  #renderPhase({ fresh, warned, stay }: PanelView): unknown {
    const { payment, close } = this.#dialog;
    const [account, draft, seen] = [this.#account, this.#draft, this.#seen];
    return paymentPhase(
      {
        state: payment.state,
        customer: account?.customer.name ?? null,
        contact: account?.merchant.contact ?? null,
        balance: fresh ? (account?.balance ?? null) : null,
        seen: seen?.account ?? null,
        // Once the person has turned to another way, there is nothing left to offer.
        method: seen && seen.method === draft?.method ? seen.method : null,
        choices: account ? drafts.methodChoices(account) : [],
        total: draft ? drafts.total(draft) : 0,
        choose: this.#verbs.chooseMethod,
        chargeAnyway: () => this.charge(true),
        leaving: warned,
        leave: close,
        stay,
        checkAgain: () => void payment.checkAgain(),
        cancelCharge: () => void payment.close(),
      },
      this.#words,
    );
  }

  #renderForm({ instead }: PanelView, locked: boolean): unknown {
    const [account, draft] = [this.#account, this.#draft];
    const words = this.#words;
    if (instead || !account || !draft) return instead;
    return (
      accountTrouble(account, words.text) ??
      chargeForm(
        {
          account,
          draft,
          choices: drafts.methodChoices(account),
          total: drafts.total(draft),
          faults: this.#pressed && !locked ? drafts.faults(draft, account) : null,
          lineShown: this.#lineShown,
          amountText: (amount) => drafts.amountText(amount, draft.currency, words.locale),
          cardForm: { slotName: this.#cardEntry.slotName, status: this.#cardEntry.status },
          consent: this.#consent(account),
        },
        this.#verbs,
        words,
      )
    );
  }

  #consent({ merchant, customer }: Account): string {
    return this.#dialog.language().text.consent.staff(merchant.name, customer.name);
  }

  /** What the form calls: each makes the next draft. */
  #verbs: ChargeFormVerbs = {
    toggle: (booking) => this.#edit((draft) => drafts.toggleBooking(draft, booking)),
    toggleAll: (chosen) =>
      this.#edit((draft, { bookings }) =>
        bookings
          .filter((each) => draft.selected.has(each.id) !== chosen)
          .reduce((next, each) => drafts.toggleBooking(next, each), draft),
      ),
    writeAmount: (bookingId, text) => this.#edit((draft) => drafts.setAmount(draft, bookingId, text)),
    writeLine: (change) =>
      this.#edit((draft) => {
        const { description, text } = {
          description: draft.line?.description ?? '',
          text: draft.line?.text ?? '',
          ...change,
        };
        return drafts.setLine(draft, description, text);
      }),
    showLine: (shown) => {
      this.#lineShown = shown;
      this.#edit((draft) => (shown ? draft : drafts.setLine(draft, '', '')));
      void focusNext(this.#dialog.host, shown ? '#line' : '.what > .quiet');
    },
    chooseMethod: (method) => {
      this.#edit((draft) => drafts.chooseMethod(draft, method));
      void focusNext(this.#dialog.host, 'input[name=method]:checked');
    },
    chooseCard: (cardId) => this.#edit((draft) => drafts.chooseCard(draft, cardId)),
    setSave: (save) => this.#edit((draft) => drafts.setSave(draft, save)),
    look: (key) => {
      const listed = this.#account?.attempts.find((each) => each.key === key);
      // One of another customer, whose booking this was before, isn't listed here: reading it tells where it stands.
      this.#dialog.payment.adopt(listed ?? { key, state: 'open', phase: null, payment: null });
    },
    retryCardForm: () => {
      this.#cardEntry.retry();
      void focusNext(this.#dialog.host, 'input[name=method]:checked');
    },
  };

  #edit(change: (draft: drafts.ChargeDraft, account: Account) => drafts.ChargeDraft): void {
    const [account, draft] = [this.#account, this.#draft];
    if (!account || !draft || this.#dialog.payment.state.phase === 'submitting') return;
    this.#draft = change(draft, account);
    this.#begun = true;
    this.#showCardEntry(this.#draft, account);
    this.#dialog.host.requestUpdate();
  }

  #showCardEntry(draft: drafts.ChargeDraft, account: Account): void {
    if (draft.method !== 'new-card' || accountTrouble(account, this.#dialog.language().text)) return;
    this.#cardEntry.show({
      settings: account.stripe,
      amount: drafts.total(draft),
      currency: draft.currency,
      save: draft.save,
      locale: this.#dialog.language().locale,
      loading: this.#dialog.wishes().loading,
    });
  }
}
