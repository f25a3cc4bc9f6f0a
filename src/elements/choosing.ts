import { Live } from '../backend/live.ts';
import type { Account } from '../contract/account.ts';
import * as drafts from '../payment/charge-draft.ts';
import { isUnderWay, linkNews, type LinkNews } from '../payment/link-news.ts';
import { isFree } from '../payment/payment-state.ts';
import type { ChargeFormVerbs } from '../ui/charge-form.ts';
import { focusNext } from '../ui/focus.ts';
import type { Chosen, PanelDialog } from './panel-dialog.ts';

export interface ChoosingOptions {
  dialog: PanelDialog;
  /** What is chosen can't change: it is being sent. */
  isLocked: () => boolean;
  /** Something else than what is chosen is on screen, and followed by itself. */
  isAside: () => boolean;
  /** Told after a person has chosen something else. */
  edited: () => void;
  /** Told of every account and every draft. */
  changed: (chosen: Chosen) => void;
  retryCardForm: () => void;
}

/** What is to be charged and how: the account as it stands, and what a person has chosen on it so far. */
export class Choosing {
  readonly #options: ChoosingOptions;
  /** Follows the account while something on it may change by itself. */
  readonly #live: Live<Account>;
  #chosen: Chosen | null = null;
  #news: LinkNews | null = null;
  #begun = false;
  #lineShown = false;

  constructor(options: ChoosingOptions) {
    this.#options = options;
    const { host, payment, readAccount } = options.dialog;
    this.#live = new Live({
      read: readAccount,
      waits: (account) => isUnderWay(account) && isFree(payment.state) && !options.isAside(),
      onChange: (account) => this.#follow(account),
    });
    host.addController({
      hostConnected: () => this.#chosen && this.#live.start(),
      hostDisconnected: () => this.#live.stop(),
    });
  }

  /** Null before the account was read. */
  get chosen(): Chosen | null {
    return this.#chosen;
  }

  /** What has changed by itself while it was on screen; null once the person goes on. */
  get news(): LinkNews | null {
    return this.#news;
  }

  /** The person has changed or pressed something. */
  get begun(): boolean {
    return this.#begun;
  }

  get lineShown(): boolean {
    return this.#lineShown;
  }

  /** A fresh account: what was chosen stays chosen, as far as it can still be charged. */
  receive(account: Account): void {
    const { dialog } = this.#options;
    const { bookingIds, method } = dialog.wishes();
    const before = this.#chosen?.draft;
    const draft =
      before && (before.selected.size > 0 || before.line)
        ? drafts.rebase(before, account)
        : drafts.newDraft(account, { bookingIds, method: before?.method ?? method });
    const due = account.bookings.filter((each) => each.due > 0);
    if (due.length === 0) this.#lineShown = account.capabilities.freeLine;
    this.#take({ account, draft });
    this.#live.start(account);
    // Where nothing can be charged before another payment ends, that payment is what there is to show; one of the customer's own is theirs.
    const [first] = due;
    if (first?.heldBy && !due.some(drafts.isChargeable) && !drafts.isPaidByLink(account, first))
      this.verbs.look(first.heldBy);
  }

  /** A person goes on. */
  go(): void {
    this.#begun = true;
    this.#news = null;
  }

  edit(change: (draft: drafts.ChargeDraft, account: Account) => drafts.ChargeDraft): void {
    if (!this.#chosen || this.#options.isLocked()) return;
    const { account, draft } = this.#chosen;
    this.go();
    this.#take({ account, draft: change(draft, account) });
    this.#options.edited();
  }

  forget(): void {
    this.#live.stop();
    this.#chosen = this.#news = null;
    this.#begun = this.#lineShown = false;
  }

  /** What the form calls: each makes the next draft. */
  readonly verbs: ChargeFormVerbs = {
    toggle: (booking) => this.edit((draft) => drafts.toggleBooking(draft, booking)),
    toggleAll: (chosen) =>
      this.edit((draft, { bookings }) =>
        bookings
          .filter((each) => draft.selected.has(each.id) !== chosen)
          .reduce((next, each) => drafts.toggleBooking(next, each), draft),
      ),
    writeAmount: (bookingId, text) => this.edit((draft) => drafts.setAmount(draft, bookingId, text)),
    writeLine: (change) =>
      this.edit((draft) => {
        const { description, text } = {
          description: draft.line?.description ?? '',
          text: draft.line?.text ?? '',
          ...change,
        };
        return drafts.setLine(draft, description, text);
      }),
    showLine: (shown) => {
      this.#lineShown = shown;
      this.edit((draft) => (shown ? draft : drafts.setLine(draft, '', '')));
      void focusNext(this.#options.dialog.host, shown ? '#line' : '.what > .quiet');
    },
    chooseMethod: (method) => {
      this.edit((draft) => drafts.chooseMethod(draft, method));
      this.#focusMethod();
    },
    chooseCard: (cardId) => this.edit((draft) => drafts.chooseCard(draft, cardId)),
    setSave: (save) => this.edit((draft) => drafts.setSave(draft, save)),
    look: (key) => {
      const listed = this.#chosen?.account.attempts.find((each) => each.key === key);
      // One of another customer, whose booking this was before, isn't listed here: reading it tells where it stands.
      this.#options.dialog.payment.adopt(listed ?? { key, state: 'open', phase: null, payment: null });
    },
    retryCardForm: () => {
      this.#options.retryCardForm();
      this.#focusMethod();
    },
  };

  /** The account has changed by itself: what is chosen is kept, what ended meanwhile is told. */
  #follow(account: Account): void {
    if (!this.#chosen) return;
    const { account: before, draft } = this.#chosen;
    this.#news = linkNews(before, account) ?? this.#news;
    this.#take({ account, draft: drafts.rebase(draft, account) });
    const { host, focusNews } = this.#options.dialog;
    // What had the focus may be gone.
    void host.updateComplete.then(() => host.shadowRoot?.activeElement ?? focusNews());
  }

  #take(chosen: Chosen): void {
    this.#chosen = chosen;
    this.#options.changed(chosen);
    this.#options.dialog.host.requestUpdate();
  }

  #focusMethod(): void {
    void focusNext(this.#options.dialog.host, 'input[name=method]:checked');
  }
}
