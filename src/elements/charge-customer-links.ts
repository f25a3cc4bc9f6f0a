import { adoptStyles, type LitElement, type TemplateResult } from 'lit';
import { Live } from '../backend/live.ts';
import type { Account } from '../contract/account.ts';
import type { LinkRequest, PaymentLink } from '../contract/link.ts';
import { coveringLinks } from '../payment/charge-draft.ts';
import { faults } from '../payment/charge-faults.ts';
import * as drafts from '../payment/link-draft.ts';
import { LinkSending, type SendingState } from '../payment/link-sending.ts';
import { cardLabel } from '../ui/card.ts';
import { focusFault, focusNext } from '../ui/focus.ts';
import { linkForm, type LinkFormVerbs } from '../ui/link-form.ts';
import { linkAnnouncement, linkOutcome } from '../ui/link-outcome.ts';
import { linkPreview } from '../ui/link-preview.ts';
import { linkStyles } from '../ui/link-styles.ts';
import { linksInTheWay } from '../ui/links-in-the-way.ts';
import { openLink } from '../ui/open-links.ts';
import { lostLink, refusedLink, sendingAnnouncement } from '../ui/sending-notices.ts';
import type { Wording } from '../ui/wording.ts';
import { LinkPreviewing } from './link-previewing.ts';
import { OpenLink } from './open-link.ts';
import type { Chosen, PanelDialog } from './panel-dialog.ts';

export interface LinksPanel {
  dialog: PanelDialog;
  chosen: () => Chosen | null;
  words: () => Wording;
}

/** Payment links in the dialog: composing one, sending it, what becomes of it, and those that are open already. Loaded when the first is needed. */
export class ChargeCustomerLinks {
  readonly #panel: LinksPanel;
  #link: drafts.LinkDraft | null = null;
  /** The card on file that may be approved with; null for an ordinary link. */
  #approvalCardId: string | null = null;
  #pressed = false;
  #asks = false;
  /** Links that the backend named: they may be another customer's. */
  #named: readonly string[] = [];
  readonly #agreed = new Set<string>();
  #seen: Account | null = null;
  readonly #open = new Map<string, OpenLink>();
  /** A charge has just become one that only waits to be sent. */
  #ready = false;
  /** One of them was just cancelled here. */
  #cancelled = false;
  #sent: OpenLink | null = null;
  readonly #sending: LinkSending;
  readonly #previewing: LinkPreviewing;
  /** Follows the link that was sent while it is on screen. */
  readonly #live: Live<PaymentLink>;

  constructor(panel: LinksPanel) {
    this.#panel = panel;
    const { host, staff } = panel.dialog;
    this.#sending = new LinkSending({
      send: async (request, options) => (await staff()).createLink(request, options),
      onChange: (state) => this.#follow(state),
    });
    this.#previewing = new LinkPreviewing({
      read: async (request, options) => (await staff()).previewLink(request, options),
      changed: () => host.requestUpdate(),
    });
    this.#live = new Live({
      read: async (options) => (await staff()).link(this.#sent?.link.id ?? '', options),
      waits: ({ state }) => isLive(state),
      onChange: (link) => this.#receiveSent(link),
    });
    host.addController({ hostDisconnected: () => this.#live.stop() });
    const { renderRoot } = host;
    if (renderRoot instanceof ShadowRoot) {
      const { elementStyles } = host.constructor as typeof LitElement;
      adoptStyles(renderRoot, [...elementStyles, ...linkStyles]);
    }
  }

  /** The last press found something to mend. */
  get pressed(): boolean {
    return this.#pressed;
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

  /** A link is to be composed, to approve with a card where one is named. */
  begin(approvalCardId: string | null): void {
    this.#approvalCardId = approvalCardId;
    this.#edit((link) => drafts.approveWith(link, approvalCardId));
    this.#ready = true;
    const { host } = this.#panel.dialog;
    // Seen before it is sent: the action that has the focus then is in the bar below.
    void host.updateComplete.then(() => host.renderRoot.querySelector('#link-to')?.scrollIntoView({ block: 'center' }));
  }

  /** A fresh account, or another choice of what is asked for. */
  follow(): void {
    const chosen = this.#panel.chosen();
    if (!chosen) return;
    const { account, draft } = chosen;
    if (draft.method === 'link') this.#link ??= drafts.newLink(account, new Date(), this.#approvalCardId);
    if (this.#link && !this.#sending.isOpen) this.#link = drafts.rebaseLink(this.#link, account);
    const covering = coveringLinks(draft, account);
    for (const link of covering) this.#openLink(link).receive(link);
    this.#previewing.follow(this.#composed());
  }

  /** What was asked is not what is chosen any more. */
  edited(): void {
    this.#asks = this.#cancelled = this.#ready = false;
    this.#named = [];
    if (this.#sending.state.phase === 'refused') this.#sending.reset();
    this.follow();
  }

  announcement(words: Wording): string {
    if (this.#sent) return this.#sent.announcement(words) || linkAnnouncement(this.#sent.link, words);
    const said = sendingAnnouncement(this.#sending.state, words);
    if (said) return said;
    if (this.#asks) return words.text.linkGuard.open;
    if (this.#cancelled) return words.text.openLink.cancelled;
    const to = this.#link && drafts.addressOf(this.#link);
    if (this.#ready && to) return words.text.link.ready(to);
    return [...this.#open.values()]
      .map((each) => each.announcement(words))
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

  form(): TemplateResult | null {
    const chosen = this.#panel.chosen();
    const words = this.#panel.words();
    if (!chosen || !this.#link) return null;
    const card = chosen.account.cards.find((each) => each.id === this.#approvalCardId);
    return linkForm(
      {
        link: this.#link,
        channels: drafts.channelChoices(chosen.account),
        lifetimes: drafts.lifetimes(chosen.account),
        approval: card ? cardLabel(card, words.text) : null,
        faults: this.#pressed ? drafts.linkFaults(this.#link) : null,
        preview:
          this.#link.channel === 'none'
            ? null
            : linkPreview(
                this.#previewing.view(() => this.#composed()),
                words,
              ),
      },
      this.#verbs,
      words,
    );
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
    const hands = this.#link?.channel === 'none';
    const label = hands ? text.action.createLink(money(total)) : text.action.sendLink(money(total));
    return { label, busy: this.isSending ? (hands ? text.action.creating : text.action.sending) : null };
  }

  /** A person pressed. */
  press(): void {
    const chosen = this.#panel.chosen();
    if (!chosen || !this.#link || this.#sending.isOpen) return;
    const { host, payment } = this.#panel.dialog;
    this.#link = drafts.renewed(this.#link, new Date());
    const composed = this.#composed();
    this.#pressed = composed === null;
    host.requestUpdate();
    if (!composed) {
      void host.updateComplete.then(() => focusFault(host.renderRoot));
      return;
    }
    const { closeLinks = [] } = composed.request;
    this.#asks = closeLinks.some((id) => !this.#agreed.has(id));
    if (this.#asks) return this.#panel.dialog.focusNews();
    // A charge that failed before is over: what is told now is about the link.
    payment.reset();
    this.#seen = chosen.account;
    void this.#sending.send(composed.request);
    void focusNext(host, 'button[type=submit]');
  }

  forget(): void {
    this.#live.stop();
    this.#sent = this.#link = this.#seen = this.#approvalCardId = null;
    this.#pressed = this.#asks = this.#cancelled = this.#ready = false;
    this.#named = [];
    this.#agreed.clear();
    this.#open.clear();
    this.#previewing.forget();
    this.#sending.reset();
  }

  #renderAsk(words: Wording): TemplateResult {
    const chosen = this.#panel.chosen();
    const { text } = words;
    return linksInTheWay(
      chosen ? coveringLinks(chosen.draft, chosen.account) : [],
      { hint: text.linkGuard.sendHint, action: text.linkGuard.sendAnyway, goOn: () => this.#replace() },
      words,
    );
  }

  /** Null while there are faults. Links in the way are named from the start, so that what is previewed is what is sent. */
  #composed(): { request: LinkRequest; key: string } | null {
    const chosen = this.#panel.chosen();
    if (!chosen || !this.#link || chosen.draft.method !== 'link') return null;
    const { account, draft } = chosen;
    if (faults(draft, account).any || drafts.linkFaults(this.#link).any) return null;
    const closeLinks = new Set([...coveringLinks(draft, account).map(({ id }) => id), ...this.#named]);
    const request = drafts.linkRequest(draft, this.#link, account, [...closeLinks]);
    return { request, key: this.#sending.keyOf(request) };
  }

  #verbs: LinkFormVerbs = {
    chooseChannel: (channel) => this.#edit((link) => drafts.chooseChannel(link, channel)),
    writeAddress: (to) => this.#edit((link) => drafts.setAddress(link, to)),
    writeNote: (note) => this.#edit((link) => drafts.setNote(link, note)),
    chooseLifetime: (days) => this.#edit((link) => drafts.chooseLifetime(link, days, new Date())),
    askForApproval: (asks) => this.#edit((link) => drafts.approveWith(link, asks ? this.#approvalCardId : null)),
  };

  #edit(change: (link: drafts.LinkDraft) => drafts.LinkDraft): void {
    const chosen = this.#panel.chosen();
    if (!chosen || this.#sending.isOpen) return;
    this.#link = change(this.#link ?? drafts.newLink(chosen.account, new Date()));
    this.edited();
    this.#panel.dialog.host.requestUpdate();
  }

  #replace(): void {
    for (const id of this.#composed()?.request.closeLinks ?? []) this.#agreed.add(id);
    this.press();
  }

  #follow(state: SendingState): void {
    const { dialog } = this.#panel;
    dialog.host.requestUpdate();
    if (state.phase === 'sent') {
      this.#sent = this.#made(state.link);
      this.#live.start(state.link);
      this.#previewing.forget();
      dialog.tell(state.link);
    } else if (state.phase === 'refused') {
      if (state.error.code === 'link_open') {
        this.#named = (state.error.problem?.links ?? []).map(({ id }) => id);
        this.#asks = true;
      }
      dialog.focusNews();
      // What was refused may stand otherwise than it was seen.
      void dialog.refresh();
    } else if (state.phase === 'lost') dialog.focusNews();
  }

  #receiveSent(link: PaymentLink): void {
    const { dialog } = this.#panel;
    const before = this.#sent?.link;
    this.#sent?.receive(link);
    dialog.host.requestUpdate();
    // What was paid is charged on the bookings now.
    if (before?.state !== link.state && !isLive(link.state)) void dialog.refresh();
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
        this.#cancelled = true;
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
