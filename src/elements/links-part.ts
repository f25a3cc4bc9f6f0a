import { html } from 'lit';
import { coveringLinks } from '../payment/charge-draft.ts';
import { focusNext } from '../ui/focus.ts';
import type { Wording } from '../ui/wording.ts';
import type { ChargeCustomerLinks } from './charge-customer-links.ts';
import type { Chosen, LinksPanel } from './panel-dialog.ts';

/** The dialog's part for payment links, which is loaded when the first has to do with one. */
export class LinksPart {
  readonly #panel: LinksPanel;
  #loaded: ChargeCustomerLinks | null = null;
  #failed = false;

  constructor(panel: LinksPanel) {
    this.#panel = panel;
  }

  /** Null while it is not there. */
  get part(): ChargeCustomerLinks | null {
    return this.#loaded;
  }

  /** Resolves with null where it can't be loaded; asking again tries again. */
  async need(): Promise<ChargeCustomerLinks | null> {
    if (this.#loaded) return this.#loaded;
    this.#failed = false;
    const { host } = this.#panel.dialog;
    try {
      const { ChargeCustomerLinks } = await import('./charge-customer-links.ts');
      if (!this.#loaded) {
        this.#loaded = new ChargeCustomerLinks(this.#panel);
        this.#loaded.follow();
      }
    } catch {
      this.#failed = true;
    }
    host.requestUpdate();
    return this.#loaded;
  }

  /** A fresh account, or another choice: loads the part where there is something for it to show. */
  follow({ account, draft }: Chosen): void {
    if (draft.method === 'link' || coveringLinks(draft, account).length > 0)
      void this.need().then((part) => part?.follow());
  }

  /** What the status region says. */
  announcement(words: Wording): string {
    return this.#loaded?.announcement(words) ?? (this.#failed ? words.text.link.unavailable : '');
  }

  form({ text }: Wording): unknown {
    if (this.#loaded) return this.#loaded.form();
    if (this.#failed)
      return html`<p class="fault">${text.link.unavailable}</p>
        <button type="button" @click=${() => void this.#retry()}>${text.dialog.retry}</button>`;
    return html`<p class="muted small part-loading"><span class="spinner"></span>${text.link.loading}</p>`;
  }

  /** The button that was pressed is gone while it loads. */
  async #retry(): Promise<void> {
    const { host } = this.#panel.dialog;
    void this.need();
    host.requestUpdate();
    await focusNext(host, 'input[name=method]:checked');
  }

  /** What the action does, and what it says while it does it. */
  action(total: number, { text, money }: Wording): { label: string; busy: string | null } {
    const label = total === 0 ? text.method.link : text.action.sendLink(money(total));
    return this.#loaded?.action(total) ?? { label, busy: null };
  }
}
