import type { LitElement } from 'lit';
import type { StaffBackend } from '../contract/backend.ts';
import type { PaymentLink } from '../contract/link.ts';
import type { PaymentError } from '../errors.ts';
import { lost, mayPass } from '../payment/answers.ts';
import { newKey } from '../payment/pending.ts';
import { focusNext } from '../ui/focus.ts';
import { linkActions, type LinkActions, type LinkVerbs } from '../ui/link-actions.ts';
import { refusal } from '../ui/sending-notices.ts';
import type { Wording } from '../ui/wording.ts';

export interface OpenLinkOptions {
  host: LitElement;
  staff: () => Promise<StaffBackend>;
  words: () => Wording;
  /** Told of the link as an answer has it. */
  onAnswer: (link: PaymentLink) => void;
}

/** What staff do with one link that exists: hand it over, send it again, cancel it. */
export class OpenLink {
  readonly #options: OpenLinkOptions;
  #link: PaymentLink;
  #copied: LinkActions['copied'] = 'no';
  #qr: unknown = null;
  #busy: LinkActions['busy'] = null;
  #resent = false;
  #cancelling = false;
  #error: PaymentError | null = null;
  /** Shows that it may be sent again, when it may. */
  #resendTimer: ReturnType<typeof setTimeout> | undefined;
  /** Kept while an answer is missing: it is sent again once, however often it is asked for. */
  #resendKey: string | null = null;

  constructor(link: PaymentLink, options: OpenLinkOptions) {
    this.#link = link;
    this.#options = options;
    this.#awaitResend();
  }

  get link(): PaymentLink {
    return this.#link;
  }

  /** The link as it was read. */
  receive(link: PaymentLink): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#awaitResend();
  }

  /** What the status region says of what was just done; empty where nothing was. */
  announcement(words: Wording): string {
    const { text } = words;
    if (this.#busy === 'resend') return text.openLink.resending;
    if (this.#error) return refusal(this.#error, words);
    if (this.#resent) return text.openLink.resent(this.#link.deliveries[0]?.to ?? '');
    return this.#copied === 'yes' ? text.openLink.copied : '';
  }

  render(otherWay: (() => void) | null): unknown {
    const words = this.#options.words();
    return linkActions(
      {
        link: this.#link,
        copied: this.#copied,
        qr: this.#qr,
        busy: this.#busy,
        resent: this.#resent,
        cancelling: this.#cancelling,
        error: this.#error,
        now: Date.now(),
        otherWay,
      },
      this.#verbs,
      words,
    );
  }

  #verbs: LinkVerbs = {
    copy: () => void this.#copy(),
    showQr: (shown) => void this.#showQr(shown),
    resend: () => void this.#resend(),
    askToCancel: (asks) => {
      this.#cancelling = asks;
      this.#show();
      void this.#focus(asks ? '.danger' : '.ask-cancel');
    },
    cancel: () => void this.#cancel(),
  };

  async #copy(): Promise<void> {
    const { url } = this.#link;
    if (url === null) return;
    this.#forgetNews();
    // Not there on pages without TLS, and refused where the page may not write.
    this.#copied =
      (await navigator.clipboard?.writeText(url).then(
        () => 'yes' as const,
        () => 'by-hand' as const,
      )) ?? 'by-hand';
    this.#show();
    if (this.#copied === 'yes') return;
    await focusNext(this.#options.host, `[id="address-${this.#link.id}"]`);
    const field = this.#options.host.renderRoot.querySelector<HTMLInputElement>(`[id="address-${this.#link.id}"]`);
    field?.select();
  }

  async #showQr(shown: boolean): Promise<void> {
    const { url, amount } = this.#link;
    this.#qr = null;
    if (shown && url !== null) {
      const { qrCode } = await import('../ui/qr-code.ts');
      const { text, money } = this.#options.words();
      this.#qr = qrCode(url, text.openLink.qr(money(amount)));
    }
    this.#show();
  }

  async #resend(): Promise<void> {
    const key = (this.#resendKey ??= newKey());
    await this.#ask('resend', (staff) => staff.resendLink(this.#link.id, { idempotencyKey: key }));
    if (this.#error && this.#error.attempt !== 'none' && mayPass(this.#error)) return;
    this.#resendKey = null;
    this.#resent = this.#error === null;
    this.#show();
    // Its button is gone until it may be sent once more.
    if (this.#resent) await this.#focus('button');
  }

  async #cancel(): Promise<void> {
    await this.#ask('cancel', (staff) => staff.cancelLink(this.#link.id));
    this.#cancelling = false;
    this.#show();
    if (this.#error) await this.#focus('.ask-cancel');
  }

  /** One question at a time; its answer is the link as it is then. */
  async #ask(busy: 'resend' | 'cancel', ask: (staff: StaffBackend) => Promise<PaymentLink>): Promise<void> {
    if (this.#busy) return;
    this.#forgetNews();
    this.#busy = busy;
    this.#show();
    try {
      this.receive(await ask(await this.#options.staff()));
      this.#options.onAnswer(this.#link);
    } catch (cause) {
      this.#error = lost(cause);
    } finally {
      this.#busy = null;
    }
  }

  #awaitResend(): void {
    clearTimeout(this.#resendTimer);
    const { resendAt } = this.#link;
    const wait = resendAt === null ? 0 : Date.parse(resendAt) - Date.now();
    // What is a day away is not waited for: a timer can't be longer than 24 days.
    if (wait > 0 && wait < 86_400_000) this.#resendTimer = setTimeout(() => this.#show(), wait);
  }

  #forgetNews(): void {
    this.#error = null;
    this.#resent = false;
    this.#copied = 'no';
  }

  /** Among the buttons of this link, for there may be several. */
  async #focus(selector: string): Promise<void> {
    await focusNext(this.#options.host, `[id="actions-${this.#link.id}"] ${selector}`);
  }

  #show(): void {
    this.#options.host.requestUpdate();
  }
}
