import { adoptStyles, html, nothing, type LitElement } from 'lit';
import type { Account } from '../contract/account.ts';
import type { Payment } from '../contract/payment.ts';
import * as drafts from '../payment/charge-draft.ts';
import { faults } from '../payment/charge-faults.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import { accountTrouble } from '../ui/account-trouble.ts';
import { chargeActions, chargeForm, chargeLabel } from '../ui/charge-form.ts';
import { focusNext } from '../ui/focus.ts';
import { newsNotice, newsText } from '../ui/link-news.ts';
import { linksInTheWay } from '../ui/links-in-the-way.ts';
import { panelStyles } from '../ui/panel-styles.ts';
import { announcement } from '../ui/payment-notices.ts';
import { paymentPhase } from '../ui/payment-phase.ts';
import { wording, type Wording } from '../ui/wording.ts';
import { CardCharge } from './card-charge.ts';
import { CardEntry } from './card-entry.ts';
import { Choosing } from './choosing.ts';
import { LinksPart } from './links-part.ts';
import type { Chosen, PanelDialog } from './panel-dialog.ts';

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
  #choosing: Choosing;
  #charge: CardCharge;
  #links: LinksPart;

  constructor(dialog: PanelDialog) {
    this.#dialog = dialog;
    const { host, payment } = dialog;
    const chosen = () => this.#choosing.chosen;
    this.#cardEntry = new CardEntry(host, dialog.dismiss);
    this.#charge = new CardCharge(dialog, this.#cardEntry, chosen);
    this.#links = new LinksPart({ dialog, chosen, words: () => this.#words });
    this.#choosing = new Choosing({
      dialog,
      isLocked: () => payment.state.phase === 'submitting' || this.isSending,
      isAside: () => (this.#links.part?.sent ?? null) !== null,
      edited: () => {
        this.#charge.edited();
        this.#links.part?.edited();
      },
      changed: (now) => {
        this.#showCardEntry(now);
        this.#links.follow(now);
      },
      retryCardForm: () => this.#cardEntry.retry(),
    });
    const { renderRoot } = host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, ...panelStyles]);
    }
  }

  get account(): Account | null {
    return this.#choosing.chosen?.account ?? null;
  }

  /** A link is out, and its answer is awaited. */
  get isSending(): boolean {
    return this.#links.part?.isSending ?? false;
  }

  announcement(): string {
    const words = this.#words;
    const { newCard, charge } = words.text;
    const { chosen, news, begun } = this.#choosing;
    const { state } = this.#dialog.payment;
    const [paying, linking] = [announcement(state, words), this.#links.announcement(words)];
    const card = chosen?.draft.method === 'new-card' ? this.#cardEntry.status : 'idle';
    const said =
      (state.phase === 'failed' ? linking || paying : paying || linking) ||
      (this.#charge.asks ? words.text.linkGuard.open : '') ||
      (news ? newsText(news, words) : '') ||
      (card === 'failed' ? newCard.blocked : card === 'loading' ? newCard.loading : '');
    if (said || !chosen || begun || accountTrouble(chosen.account, words.text)) return said;
    const { account } = chosen;
    return `${account.customer.name}: ${account.balance > 0 ? charge.due(words.money(account.balance)) : charge.nothingDue}`;
  }

  body(view: PanelView): unknown {
    const { phase } = this.#dialog.payment.state;
    const part = this.#links.part;
    if (part?.sent) return part.outcome();
    // The form is put aside, not away: Stripe's frame in it would lose what was typed.
    const form =
      phase === 'succeeded' || phase === 'processing' ? nothing : this.#renderForm(view, phase === 'submitting');
    const aside = phase === 'authenticating' || phase === 'unconfirmed' || part?.isLost;
    const asks = phase === 'idle' || phase === 'failed' ? (part?.notice() ?? this.#renderAsk()) : null;
    const { news } = this.#choosing;
    return html`${asks ?? this.#renderPhase(view)} ${news && !aside ? newsNotice(news, this.#words) : nothing}
      <div class="stack" ?hidden=${aside} ?inert=${phase === 'submitting' || this.isSending}>${form}</div>`;
  }

  actions({ instead }: PanelView): unknown {
    const { payment, close, dismiss } = this.#dialog;
    const { phase } = payment.state;
    const words = this.#words;
    const part = this.#links.part;
    if (phase === 'authenticating' || phase === 'unconfirmed') return null;
    if (phase === 'succeeded' || phase === 'processing' || part?.sent)
      return html`<button type="button" class="primary" @click=${close}>${words.text.dialog.done}</button>`;
    const { chosen } = this.#choosing;
    if (instead || !chosen || part?.isLost || accountTrouble(chosen.account, words.text))
      return html`<button type="button" @click=${close}>${words.text.dialog.close}</button>`;
    const { account, draft } = chosen;
    const total = drafts.total(draft);
    const action =
      draft.method === 'link'
        ? this.#links.action(total, words)
        : {
            label: chargeLabel(draft, account, total, words),
            busy: phase === 'submitting' ? words.text.action.charging : null,
          };
    return chargeActions({ ...action, cancel: dismiss }, words);
  }

  /** A fresh account. */
  receive(account: Account): void {
    this.#choosing.receive(account);
  }

  /** A person pressed. */
  press(): void {
    if (this.#links.part?.sent) return;
    this.#choosing.go();
    if (this.#choosing.chosen?.draft.method !== 'link') this.#charge.press();
    else void this.#links.need().then((part) => part?.press());
  }

  /** Lets the payer's bank ask the payer, in Stripe's own window. */
  async authenticate(clientSecret: string): Promise<void> {
    await this.#charge.authenticate(clientSecret);
  }

  /** The payment has changed its phase. */
  follow(state: PaymentState): void {
    if (state.phase === 'succeeded' || state.phase === 'processing') this.#cardEntry.close();
    this.#charge.follow(state);
    const { chosen } = this.#choosing;
    if (state.phase !== 'failed' || state.error.code !== 'card_entry_expired' || !chosen) return;
    this.#cardEntry.close();
    this.#showCardEntry(chosen);
  }

  focusCard(): void {
    this.#cardEntry.focus();
  }

  /** Forgets what was read and typed. */
  forget(): void {
    this.#choosing.forget();
    this.#charge.forget();
    this.#links.part?.forget();
    this.#cardEntry.close();
  }

  get #words(): Wording {
    const { state } = this.#dialog.payment;
    const currency = this.account?.currency ?? ('payment' in state ? state.payment?.currency : null);
    return wording(this.#dialog.language(), currency ?? 'usd');
  }

  #renderAsk(): unknown {
    const { chosen } = this.#choosing;
    if (!this.#charge.asks || !chosen) return null;
    const { linkGuard } = this.#words.text;
    return linksInTheWay(
      drafts.coveringLinks(chosen.draft, chosen.account),
      { hint: linkGuard.chargeHint, action: linkGuard.chargeAnyway, goOn: () => this.#charge.closeLinks() },
      this.#words,
    );
  }

  #renderPhase({ fresh, warned, stay }: PanelView): unknown {
    const { payment, close } = this.#dialog;
    const { account, draft } = this.#choosing.chosen ?? {};
    const { seen } = this.#charge;
    const { state } = payment;
    const choices = account ? drafts.methodChoices(account) : [];
    const mayLink = choices.some(({ method, blocked }) => method === 'link' && !blocked);
    const asked = 'payment' in state ? state.payment : null;
    const needsApproval = state.phase === 'failed' && state.error.code === 'authentication_required';
    return paymentPhase(
      {
        state,
        customer: account?.customer.name ?? null,
        contact: account?.merchant.contact ?? null,
        balance: fresh ? (account?.balance ?? null) : null,
        seen: seen?.account ?? null,
        // Once the person has turned to another way, there is nothing left to offer.
        method: seen && seen.method === draft?.method ? seen.method : null,
        choices,
        total: draft ? drafts.total(draft) : 0,
        choose: this.#choosing.verbs.chooseMethod,
        chargeAnyway: () => this.#charge.press(true),
        toLink:
          mayLink && draft?.method !== 'link'
            ? {
                asksApproval: needsApproval && seen !== null && seen.cardId !== null,
                go: () => void this.#turnToLink(asked, needsApproval ? (seen?.cardId ?? null) : null),
              }
            : null,
        leaving: warned,
        leave: close,
        stay,
        checkAgain: () => void payment.checkAgain(),
        cancelCharge: () => void payment.close(),
        notHere: mayLink && asked?.linkId === null ? () => void this.#approveByLink(asked) : null,
      },
      this.#words,
    );
  }

  #renderForm({ instead }: PanelView, locked: boolean): unknown {
    const { chosen } = this.#choosing;
    const words = this.#words;
    if (instead || !chosen) return instead;
    const { account, draft } = chosen;
    const { pressed } = (draft.method === 'link' && this.#links.part) || this.#charge;
    return (
      accountTrouble(account, words.text) ??
      chargeForm(
        {
          account,
          draft,
          choices: drafts.methodChoices(account),
          total: drafts.total(draft),
          faults: pressed && !locked ? faults(draft, account) : null,
          lineShown: this.#choosing.lineShown,
          amountText: (amount) => drafts.amountText(amount, draft.currency, words.locale),
          cardForm: { slotName: this.#cardEntry.slotName, status: this.#cardEntry.status },
          consent: this.#charge.consent(account),
          linkForm: draft.method === 'link' ? this.#links.form(words) : nothing,
          openLinks: this.#links.part?.openLinks() ?? nothing,
        },
        this.#choosing.verbs,
        words,
      )
    );
  }

  /** A charge becomes a payment link for the very same: ready to be sent, to an address that is seen first. */
  async #turnToLink(asked: Payment | null, approvalCardId: string | null): Promise<void> {
    this.#choosing.edit((draft, account) =>
      drafts.chooseMethod(asked ? drafts.sameItems(draft, asked, account) : draft, 'link'),
    );
    const part = await this.#links.need();
    part?.begin(approvalCardId);
    await focusNext(this.#dialog.host, 'button[type=submit]');
  }

  /** The payer isn't here to approve: the charge is ended first, and only if it moved no money is a link offered in its place. */
  async #approveByLink(asked: Payment): Promise<void> {
    const { payment, refresh } = this.#dialog;
    await payment.close();
    if (payment.state.phase !== 'failed') return;
    await refresh();
    const card = asked.method === 'saved_card' ? drafts.cardOnFile(asked.card, this.account?.cards ?? []) : null;
    await this.#turnToLink(asked, this.#charge.seen?.cardId ?? card?.id ?? null);
  }

  #showCardEntry({ account, draft }: Chosen): void {
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
