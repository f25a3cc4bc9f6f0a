import { adoptStyles, type LitElement, type TemplateResult } from 'lit';
import { Live } from '../backend/live.ts';
import type { Account } from '../contract/account.ts';
import type { PaymentLink } from '../contract/link.ts';
import { coveringLinks } from '../payment/charge-draft.ts';
import { LinkSending, type SendingState } from '../payment/link-sending.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import { linkAnnouncement, linkOutcome } from '../ui/link-outcome.ts';
import { linkStyles } from '../ui/link-styles.ts';
import { linksInTheWay } from '../ui/links-in-the-way.ts';
import { openLink } from '../ui/open-links.ts';
import { lostLink, refusedLink, sendingAnnouncement } from '../ui/sending-notices.ts';
import type { Wording } from '../ui/wording.ts';
import { LinkComposing } from './link-composing.ts';
import { OpenLink } from './open-link.ts';
import type { LinksPanel } from './panel-dialog.ts';

/** What was just done and is said once: a charge became a link that only waits to be sent, a link was cancelled. */
type Said = 'ready' | 'cancelled';

/** Payment links in the dialog: sending one, what becomes of it, and those that are open already. Loaded when the first is needed. */
export class ChargeCustomerLinks {
  readonly #panel: LinksPanel;
  readonly #composing: LinkComposing;
  readonly #sending: LinkSending;
  /** Follows the link that was sent while it is on screen. */
  readonly #live: Live<PaymentLink>;
  readonly #open = new Map<string, OpenLink>();
  #sent: OpenLink | null = null;
  /** Is the person asked what is to become of the links in the way? */
  #asks = false;
  readonly #agreed = new Set<string>();
  #said: Said | null = null;
  /** What the person saw when they pressed. */
  #seen: Account | null = null;

  constructor(panel: LinksPanel) {
    this.#panel = panel;
    const { host, staff } = panel.dialog;
    this.#sending = new LinkSending({
      send: async (request, options) => (await staff()).createLink(request, options),
      onChange: (state) => this.#follow(state),
    });
    this.#composing = new LinkComposing({
      panel,
      keyOf: (request) => this.#sending.keyOf(request),
      isLocked: () => this.#sending.isOpen,
      edited: () => this.edited(),
    });
    this.#live = new Live({
      read: async (options) => (await staff()).link(this.#sent?.link.id ?? '', options),
      waits: ({ state }) => isLive(state),
      onChange: (link) => this.#receiveSent(link),
    });
    host.addController({
      hostConnected: () => this.#sent && this.#live.start(),
      hostDisconnected: () => this.#live.stop(),
    });
    const { renderRoot } = host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, ...linkStyles]);
    }
  }

  /** The last press found something to mend. */
  get pressed(): boolean {
    return this.#composing.pressed;
  }

  /** The link that was sent and is on screen; null while none is. */
  get sent(): PaymentLink | null {
    return this.#sent?.link ?? null;
  }

  get isSending(): boolean {
    return this.#sending.state.phase === 'sending';
  }

  /** Its answer is missing: nothing else is composed before it is known. */
  get isLost(): boolean {
    return this.#sending.state.phase === 'lost';
  }

  /** A charge becomes a link, to approve with a card where one is named. */
  begin(approvalCardId: string | null): void {
    this.#composing.begin(approvalCardId);
    this.#said = 'ready';
    const { host } = this.#panel.dialog;
    // The address is seen before it is sent: the action that has the focus then is in the bar below.
    void host.updateComplete.then(() => host.renderRoot.querySelector('#link-to')?.scrollIntoView({ block: 'center' }));
  }

  /** A fresh account, or another choice of what is asked for. */
  follow(): void {
    const chosen = this.#panel.chosen();
    if (!chosen) return;
    for (const link of coveringLinks(chosen.draft, chosen.account)) this.#openLink(link).receive(link);
    this.#composing.follow();
    // The customer may have paid meanwhile: then there is nothing to replace.
    if (this.#composing.inTheWay(chosen).length === 0) this.#asks = false;
  }

  /** What was asked is not what is chosen any more. */
  edited(): void {
    this.#asks = false;
    this.#said = null;
    this.#composing.name([]);
    if (this.#sending.state.phase === 'refused') this.#sending.reset();
    this.follow();
  }

  announcement(words: Wording): string {
    if (this.#sent) return this.#sent.announcement(words) || linkAnnouncement(this.#sent.link, words);
    const said = sendingAnnouncement(this.#sending.state, words);
    if (said) return said;
    const { text } = words;
    if (this.#asks) return text.linkGuard.open;
    if (this.#said === 'cancelled') return text.openLink.cancelled;
    if (this.#said === 'ready' && this.#composing.to) return text.link.ready(this.#composing.to);
    return [...this.#open.values()]
      .map((each) => each.announcement(words))
      .concat(this.#composing.previewFailed ? text.preview.failed : '')
      .join(' ')
      .trim();
  }

  /** What stands above the form; null where nothing does. */
  notice(): TemplateResult | null {
    const words = this.#panel.words();
    const { state } = this.#sending;
    if (state.phase === 'lost') return lostLink(state, () => void this.#sending.again(), words);
    if (this.#asks) return this.#renderAsk(words);
    return state.phase === 'refused' ? refusedLink(state, this.#seen, words) : null;
  }

  form(): unknown {
    return this.#composing.form();
  }

  /** The links that ask for what is chosen, each with what can be done with it. */
  openLinks(): unknown {
    const chosen = this.#panel.chosen();
    if (!chosen) return null;
    const words = this.#panel.words();
    return coveringLinks(chosen.draft, chosen.account).map((link) =>
      openLink(link, this.#openLink(link).render(null), words),
    );
  }

  outcome(): unknown {
    const chosen = this.#panel.chosen();
    if (!this.#sent || !chosen) return null;
    const { link } = this.#sent;
    const payment = chosen.account.payments.find((each) => each.linkId === link.id) ?? null;
    return linkOutcome(
      {
        link,
        payment: link.state === 'paid' ? payment : null,
        customer: chosen.account.customer.name,
        actions: this.#sent.render(() => this.#sendAnotherWay()),
      },
      this.#panel.words(),
    );
  }

  /** What the action does, and what it says while it does it. */
  action(total: number): { label: string; busy: string | null } {
    const { text, money } = this.#panel.words();
    const hands = this.#composing.channel === 'none';
    const label = hands ? text.action.createLink(money(total)) : text.action.sendLink(money(total));
    return {
      label: total === 0 ? text.method.link : label,
      busy: this.isSending ? (hands ? text.action.creating : text.action.sending) : null,
    };
  }

  /** A person pressed. */
  press(): void {
    const chosen = this.#panel.chosen();
    if (!chosen || this.#sending.isOpen) return;
    const { host, payment, focusNews } = this.#panel.dialog;
    const composed = this.#composing.press();
    host.requestUpdate();
    if (!composed) {
      void host.updateComplete.then(() => focusFault(host.renderRoot));
      return;
    }
    this.#asks = (composed.request.closeLinks ?? []).some((id) => !this.#agreed.has(id));
    if (this.#asks) return focusNews();
    // A charge that failed before is over: what is told now is about the link.
    payment.reset();
    this.#said = null;
    this.#seen = chosen.account;
    void this.#sending.send(composed.request);
    void focusNext(host, 'button[type=submit]');
  }

  forget(): void {
    this.#live.stop();
    this.#sent = this.#seen = this.#said = null;
    this.#asks = false;
    this.#agreed.clear();
    this.#open.clear();
    this.#composing.forget();
    this.#sending.reset();
  }

  #renderAsk(words: Wording): TemplateResult {
    const chosen = this.#panel.chosen();
    const { linkGuard } = words.text;
    return linksInTheWay(
      chosen ? coveringLinks(chosen.draft, chosen.account) : [],
      { hint: linkGuard.sendHint, action: linkGuard.sendAnyway, goOn: () => this.#replace() },
      words,
    );
  }

  #replace(): void {
    for (const id of this.#composing.composed()?.request.closeLinks ?? []) this.#agreed.add(id);
    this.press();
  }

  #follow(state: SendingState): void {
    const { dialog } = this.#panel;
    dialog.host.requestUpdate();
    if (state.phase === 'sent') {
      this.#sent = this.#made(state.link);
      this.#live.start(state.link);
      this.#composing.sent();
      dialog.tell(state.link);
    } else if (state.phase === 'refused') {
      if (state.error.code === 'link_open') {
        this.#composing.name((state.error.problem?.links ?? []).map(({ id }) => id));
        this.#asks = true;
      }
      dialog.focusNews();
      // What was refused may stand otherwise than it was seen.
      void dialog.refresh();
    } else if (state.phase === 'lost') dialog.focusNews();
  }

  #receiveSent(link: PaymentLink): void {
    const { dialog } = this.#panel;
    this.#sent?.receive(link);
    dialog.host.requestUpdate();
    // What was paid is charged on the bookings now.
    if (!isLive(link.state)) void dialog.refresh();
  }

  /** The same once more, to another address; the one that was sent makes room for it. */
  #sendAnotherWay(): void {
    if (!this.#sent) return;
    this.#agreed.add(this.#sent.link.id);
    this.#live.stop();
    this.#sent = null;
    this.#sending.reset();
    const { dialog } = this.#panel;
    void dialog.refresh().then(() => focusNext(dialog.host, 'input[name=channel]:checked'));
  }

  #openLink(link: PaymentLink): OpenLink {
    const known = this.#open.get(link.id) ?? this.#made(link);
    this.#open.set(link.id, known);
    return known;
  }

  #made(link: PaymentLink): OpenLink {
    const { dialog, words } = this.#panel;
    return new OpenLink(link, {
      host: dialog.host,
      staff: dialog.staff,
      words,
      onAnswer: (answer) => {
        if (answer.id === this.#sent?.link.id) this.#live.start(answer);
        if (isLive(answer.state)) return;
        this.#said = 'cancelled';
        // In the form it is gone then, with the button that had the focus.
        void dialog.refresh().then(() => {
          if (this.#sent) dialog.focusNews();
          else void focusNext(dialog.host, 'input[name=method]:checked');
        });
      },
    });
  }
}

/** Can it still be paid, now or later? */
function isLive(state: PaymentLink['state']): boolean {
  return state === 'open' || state === 'processing' || state === 'paused' || state === 'locked';
}
