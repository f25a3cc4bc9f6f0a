import type { Account } from '../contract/account.ts';
import * as drafts from '../payment/charge-draft.ts';
import { faults } from '../payment/charge-faults.ts';
import { chargeRequest } from '../payment/charge-request.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import type { CardEntry } from './card-entry.ts';
import type { Chosen, PanelDialog } from './panel-dialog.ts';

/** What the person saw when they pressed. */
interface Seen {
  account: Account;
  method: drafts.ChargeMethod;
  /** The card on file that was charged; null for a new card. */
  cardId: string | null;
}

/** One card's charge, from the press to how it ended. */
export class CardCharge {
  readonly #dialog: PanelDialog;
  readonly #cardEntry: CardEntry;
  readonly #chosen: () => Chosen | null;
  #seen: Seen | null = null;
  #pressed = false;
  #asks = false;
  /** Links that the backend named: they may be another customer's. */
  #named: readonly string[] = [];
  readonly #agreed = new Set<string>();

  constructor(dialog: PanelDialog, cardEntry: CardEntry, chosen: () => Chosen | null) {
    this.#dialog = dialog;
    this.#cardEntry = cardEntry;
    this.#chosen = chosen;
  }

  get seen(): Seen | null {
    return this.#seen;
  }

  /** The last press found something to mend. */
  get pressed(): boolean {
    return this.#pressed;
  }

  /** Is the person asked what is to become of the payment links in the way? Not once none is: the customer may have paid meanwhile. */
  get asks(): boolean {
    const chosen = this.#chosen();
    return this.#asks && chosen !== null && this.#linksInTheWay(chosen).length > 0;
  }

  /** A person pressed. Everything is taken as it is now: what is sent again later is the same. */
  press(confirmSimilar = false): void {
    const chosen = this.#chosen();
    if (!chosen) return;
    const { account, draft } = chosen;
    const { host, payment, staff, topLayer, language } = this.#dialog;
    this.#pressed = faults(draft, account).any;
    host.requestUpdate();
    if (this.#pressed) {
      void host.updateComplete.then(() => focusFault(host.renderRoot));
      return;
    }
    const closeLinks = this.#linksInTheWay(chosen);
    this.#asks = closeLinks.some((id) => !this.#agreed.has(id));
    if (this.#asks) {
      this.#dialog.focusNews();
      return;
    }
    this.#seen = { account, method: draft.method, cardId: draft.method === 'saved-card' ? draft.cardId : null };
    const { text, locale } = language();
    const { returnUrl } = this.#dialog.wishes();
    const more = {
      confirmSimilar,
      closeLinks,
      ...(returnUrl && { returnUrl }),
      ...(draft.save && { consent: { text: this.consent(account), version: text.consent.version, locale } }),
    };
    void payment.pay({
      prepare: async () => ({
        backend: await staff(),
        card: draft.method === 'new-card' ? await topLayer.outside(() => this.#cardEntry.enter()) : {},
      }),
      send: (idempotencyKey, { backend, card }) =>
        backend.charge(chargeRequest(draft, account, { ...more, ...card }), { idempotencyKey }),
    });
    // What had it can't be reached meanwhile.
    void focusNext(host, 'button[type=submit]');
  }

  /** The links in the way are to be closed by the charge. */
  closeLinks(): void {
    const chosen = this.#chosen();
    if (chosen) for (const id of this.#linksInTheWay(chosen)) this.#agreed.add(id);
    this.press();
  }

  /** What was asked is not what is chosen any more. */
  edited(): void {
    this.#asks = false;
    this.#named = [];
  }

  /** Lets the payer's bank ask the payer, in Stripe's own window. */
  async authenticate(clientSecret: string): Promise<void> {
    await this.#dialog.topLayer.outside(() => this.#cardEntry.authenticate(clientSecret));
  }

  /** The payment has changed its phase. */
  follow(state: PaymentState): void {
    if (state.phase !== 'failed' || state.error.code !== 'link_open') return;
    this.#named = (state.error.problem?.links ?? []).map(({ id }) => id);
    this.#asks = true;
  }

  /** The sentence that staff attest when a card is saved. */
  consent({ merchant, customer }: Account): string {
    return this.#dialog.language().text.consent.staff(merchant.name, customer.name);
  }

  forget(): void {
    this.#seen = null;
    this.#pressed = false;
    this.edited();
    this.#agreed.clear();
  }

  #linksInTheWay({ account, draft }: Chosen): string[] {
    return [...new Set([...drafts.coveringLinks(draft, account).map(({ id }) => id), ...this.#named])];
  }
}
