import { adoptStyles, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { PayerBackend } from '../contract/backend.ts';
import type { PayerView } from '../contract/payer.ts';
import { percentOf, payTotal, tipAmount, tipFault } from '../payment/pay-draft.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import type { LoadStripeOptions } from '../stripe/stripe.ts';
import type { PayerText } from '../text/payer/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { fieldStyles } from '../ui/fields.ts';
import { linkScreen, paidScreen, processingScreen } from '../ui/link-screen.ts';
import { noticeStyles } from '../ui/notice.ts';
import { payActions, payForm, payFormStyles } from '../ui/pay-form.ts';
import { payerPhase, payerPhaseSaid } from '../ui/payer-phase.ts';
import { payerSummary, payerSummaryStyles } from '../ui/payer-summary.ts';
import type { Screen } from '../ui/screen.ts';
import { tipChoice, tipChoiceStyles } from '../ui/tip-choice.ts';
import { wording, type Wording } from '../ui/wording.ts';
import { FirstGesture } from './first-gesture.ts';
import { LinkPayment } from './link-payment.ts';
import { LinkRenewal } from './link-renewal.ts';

/** The page, as the panel sees it. */
export interface PanelPage {
  host: LitElement;
  language: () => Language<PayerText>;
  payer: () => Promise<PayerBackend>;
  loading: () => LoadStripeOptions;
  /** The payment has changed its state. */
  changed: (now: PaymentState, before: PaymentState) => void;
  /** A new link was asked for, and was sent or not. */
  renewed: (sent: boolean) => void;
  /** The payer comes back from a page of their bank. */
  returned: () => boolean;
  /** Null where the confirmation can't be shown. */
  wayToConfirmation: () => (() => void) | null;
}

/**
 * What is inside the page of a payment link, once the link was read. Loaded beside the first read: the page is on screen before, and nothing is
 * left to load once money moves.
 */
export class PaymentLinkPanel {
  readonly payment: LinkPayment;
  #page: PanelPage;
  #renewal: LinkRenewal;
  #gesture: FirstGesture;
  #view: PayerView | null = null;

  constructor(page: PanelPage) {
    this.#page = page;
    this.payment = new LinkPayment({ ...page, locale: () => page.language().locale });
    this.#renewal = new LinkRenewal(page.host, page.payer);
    // What it answers is not shown: nothing moves under a finger.
    this.#gesture = new FirstGesture(page.host, () =>
      this.#view?.state === 'open' ? page.payer().then((payer) => payer.opened()) : null,
    );
    const { renderRoot } = page.host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = page.host.constructor as typeof LitElement;
      const styles = [fieldStyles, noticeStyles, payerSummaryStyles, tipChoiceStyles, payFormStyles];
      adoptStyles(renderRoot, [...elementStyles, ...styles]);
    }
  }

  receive(view: PayerView): void {
    this.#view = view;
    this.payment.receive(view);
  }

  /** The page turns to another link: a payment that is under way goes on without it. */
  forget(): void {
    this.#view = null;
    this.payment.forget();
    this.#renewal.forget();
    this.#gesture.forget();
  }

  announcement(): string {
    const words = this.#words;
    const { state, changes, draft, cardForm } = this.payment;
    const { pay } = words.text;
    const card = draft?.method === 'new-card' ? cardForm.status : 'idle';
    const ofCard = card === 'failed' ? pay.blocked : card === 'loading' ? pay.loading : '';
    return payerPhaseSaid(state, changes, words) || ofCard;
  }

  /** In place of everything to fill in; null where there is something. */
  screen(view: PayerView): Screen | null {
    const words = this.#words;
    const { state, isFree } = this.payment;
    const verbs = { renew: () => void this.#renew(), confirmation: this.#page.wayToConfirmation() };
    if (state.phase === 'succeeded') return paidScreen(view, state.payment, verbs, words);
    if (state.phase === 'processing') return processingScreen(state.payment, words);
    return isFree ? linkScreen(view, this.#renewal.state, verbs, words) : null;
  }

  summary(): unknown {
    const [view, { draft }] = [this.#view, this.payment];
    if (!view || !draft) return null;
    return payerSummary({ view, tips: this.#renderTips(), tip: tipAmount(draft, view) }, this.#words);
  }

  main(): unknown {
    const [view, { payment }] = [this.#view, this];
    const { state, draft, changes, cardForm } = payment;
    if (!view || !draft) return null;
    const { phase } = state;
    const { merchant, approval, consent } = view;
    // The form is put aside, not away: Stripe's frame in it would lose what was typed.
    const aside = phase === 'authenticating' || phase === 'unconfirmed';
    return html`${payerPhase(
      {
        state,
        changes,
        // The browser they come back in may be another one: the key of the payment is not in it, but the link knows.
        earlier: this.#page.returned() ? view.payment : null,
        merchant,
        otherCard: draft.method === 'approval' ? () => payment.chooseMethod('new-card') : null,
        checkAgain: () => payment.checkAgain(),
        cancel: () => payment.cancel(),
      },
      this.#words,
    )}
      <div ?hidden=${aside} ?inert=${phase === 'submitting'}>
        ${payForm(
          {
            method: draft.method,
            approval,
            merchant: merchant.name,
            cardForm,
            save: draft.save,
            consent,
            setSave: (save) => payment.edit({ save }),
            retry: () => payment.retryCardForm(),
          },
          this.#words,
        )}
      </div>`;
  }

  actions(): unknown {
    const [view, { payment }] = [this.#view, this];
    const { draft } = payment;
    const { phase } = payment.state;
    if (!view || !draft || phase === 'authenticating' || phase === 'unconfirmed') return null;
    return payActions(
      {
        method: draft.method,
        approval: view.approval,
        total: payTotal(draft, view),
        blocked: payment.cardForm.status === 'failed',
        busy: phase === 'submitting',
        chooseMethod: (method) => payment.chooseMethod(method),
      },
      this.#words,
    );
  }

  #renderTips(): TemplateResult | typeof nothing {
    const [view, { draft, isPressed, isFree }] = [this.#view, this.payment];
    if (!view || !draft || view.tipPresets.length === 0) return nothing;
    const { tipPresets, amount, currency } = view;
    const choice = {
      tip: draft.tip,
      presets: tipPresets.map((percent) => ({ percent, amount: percentOf(amount, percent, currency) })),
      fault: isPressed ? tipFault(draft, view) : null,
    };
    return html`<div ?inert=${!isFree}>
      ${tipChoice({ ...choice, choose: (tip) => this.payment.edit({ tip }) }, this.#words)}
    </div>`;
  }

  get #words(): Wording<PayerText> {
    const { state } = this.payment;
    const ofPayment = 'payment' in state ? state.payment?.currency : null;
    return wording(this.#page.language(), this.#view?.currency ?? ofPayment ?? 'usd');
  }

  async #renew(): Promise<void> {
    if (this.#renewal.state.sending) return;
    this.#page.renewed(await this.#renewal.send());
  }
}
