import type { LinkRequest } from '../contract/link.ts';
import { coveringLinks } from '../payment/charge-draft.ts';
import { faults } from '../payment/charge-faults.ts';
import * as drafts from '../payment/link-draft.ts';
import { cardLabel } from '../ui/card.ts';
import { focusNext } from '../ui/focus.ts';
import { linkForm, type LinkFormVerbs } from '../ui/link-form.ts';
import { linkPreview } from '../ui/link-preview.ts';
import { LinkPreviewing } from './link-previewing.ts';
import type { Chosen, LinksPanel } from './panel-dialog.ts';

/** A link as it would be asked for now, and the key that it has for as long as it stays so. */
export interface Composed {
  request: LinkRequest;
  key: string;
}

export interface ComposingOptions {
  panel: LinksPanel;
  keyOf: (request: LinkRequest) => string;
  /** What is composed can't change: it is being sent, or may have been. */
  isLocked: () => boolean;
  edited: () => void;
}

/** The link that a person composes, and its preview. */
export class LinkComposing {
  readonly #options: ComposingOptions;
  readonly #previewing: LinkPreviewing;
  #link: drafts.LinkDraft | null = null;
  /** The card on file that may be approved with; null for an ordinary link. */
  #approvalCardId: string | null = null;
  #pressed = false;
  /** Links in the way that the backend named: they may be another customer's. */
  #named: readonly string[] = [];

  constructor(options: ComposingOptions) {
    this.#options = options;
    const { host, staff } = options.panel.dialog;
    this.#previewing = new LinkPreviewing({
      read: async (request, reading) => (await staff()).previewLink(request, reading),
      changed: () => host.requestUpdate(),
      retried: () => void focusNext(host, '.preview-toggle'),
    });
  }

  /** The last press found something to mend. */
  get pressed(): boolean {
    return this.#pressed;
  }

  get channel(): drafts.LinkDraft['channel'] | null {
    return this.#link?.channel ?? null;
  }

  /** To whom it goes; null where nothing is sent. */
  get to(): string | null {
    return this.#link && drafts.addressOf(this.#link);
  }

  /** It was asked what the message looks like, and nobody answered. */
  get previewFailed(): boolean {
    return this.#previewing.isFailed;
  }

  /** A link is wanted, to approve with a card where one is named. */
  begin(approvalCardId: string | null): void {
    this.#approvalCardId = approvalCardId;
    this.#edit((link) => drafts.approveWith(link, approvalCardId));
  }

  /** A fresh account, or another choice of what is asked for. */
  follow(): void {
    const chosen = this.#options.panel.chosen();
    if (!chosen || this.#options.isLocked()) return;
    const { account, draft } = chosen;
    if (draft.method === 'link') this.#link ??= drafts.newLink(account, new Date(), this.#approvalCardId);
    if (this.#link) this.#link = drafts.rebaseLink(this.#link, account);
    this.#previewing.follow(this.composed());
  }

  /** The backend named links in the way. None, once something else is chosen. */
  name(ids: readonly string[]): void {
    this.#named = ids;
  }

  /** A person pressed. Null where there is something to mend. */
  press(): Composed | null {
    if (this.#link) this.#link = drafts.renewed(this.#link, new Date());
    const composed = this.composed();
    this.#pressed = composed === null;
    return composed;
  }

  /** Null while there are faults. Links in the way are named from the start, so that what is previewed is what is sent. */
  composed(): Composed | null {
    const chosen = this.#options.panel.chosen();
    if (!chosen || !this.#link || chosen.draft.method !== 'link') return null;
    const { account, draft } = chosen;
    if (faults(draft, account).any || drafts.linkFaults(this.#link).any) return null;
    const request = drafts.linkRequest(draft, this.#link, account, this.inTheWay(chosen));
    return { request, key: this.#options.keyOf(request) };
  }

  /** The links whose place a new one takes. */
  inTheWay({ account, draft }: Chosen): string[] {
    return [...new Set([...coveringLinks(draft, account).map(({ id }) => id), ...this.#named])];
  }

  form(): unknown {
    const { panel } = this.#options;
    const chosen = panel.chosen();
    const words = panel.words();
    if (!chosen || !this.#link) return null;
    const card = chosen.account.cards.find((each) => each.id === this.#approvalCardId);
    const preview = this.#previewing.view(() => this.composed());
    return linkForm(
      {
        link: this.#link,
        channels: drafts.channelChoices(chosen.account),
        lifetimes: drafts.lifetimes(chosen.account),
        approval: card ? cardLabel(card, words.text) : null,
        faults: this.#pressed ? drafts.linkFaults(this.#link) : null,
        preview: this.#link.channel === 'none' ? null : linkPreview(preview, words),
      },
      this.#verbs,
      words,
    );
  }

  /** It was sent: what is composed next is another one. */
  sent(): void {
    this.#previewing.forget();
  }

  forget(): void {
    this.#link = this.#approvalCardId = null;
    this.#pressed = false;
    this.#named = [];
    this.#previewing.forget();
  }

  #verbs: LinkFormVerbs = {
    chooseChannel: (channel) => this.#edit((link) => drafts.chooseChannel(link, channel)),
    writeAddress: (to) => this.#edit((link) => drafts.setAddress(link, to)),
    writeNote: (note) => this.#edit((link) => drafts.setNote(link, note)),
    chooseLifetime: (days) => this.#edit((link) => drafts.chooseLifetime(link, days, new Date())),
    askForApproval: (asks) => this.#edit((link) => drafts.approveWith(link, asks ? this.#approvalCardId : null)),
  };

  #edit(change: (link: drafts.LinkDraft) => drafts.LinkDraft): void {
    const chosen = this.#options.panel.chosen();
    if (!chosen || this.#options.isLocked()) return;
    this.#link = change(this.#link ?? drafts.newLink(chosen.account, new Date()));
    this.#options.edited();
    this.#options.panel.dialog.host.requestUpdate();
  }
}
