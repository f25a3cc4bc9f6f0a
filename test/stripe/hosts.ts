import { fixture, html, waitUntil } from '@open-wc/testing';
import { LitElement } from 'lit';
import { StripeMount } from '../../src/stripe/stripe-mount.ts';

/** An element with a card form, as an element of ours has one. */
export class CardHost extends LitElement {
  readonly mount = new StripeMount(this, { slot: 'card-form' });
  /** Every state the host was rendered with. */
  readonly seen: string[] = [];

  override render() {
    this.seen.push(this.mount.state.status);
    return html`<dialog open><slot name=${this.mount.slotName}></slot></dialog>`;
  }
}
customElements.define('card-host', CardHost);

/** An element of somebody else's, with whatever a test puts into its shadow root. */
class OtherHost extends HTMLElement {
  readonly root = this.attachShadow({ mode: 'open' });
}
customElements.define('other-host', OtherHost);

/** A card host inside `depth` foreign shadow roots, the outermost of them last. */
export async function cardHost(depth = 0): Promise<{ host: CardHost; outermost: HTMLElement; around: OtherHost[] }> {
  const host = document.createElement('card-host') as CardHost;
  const around: OtherHost[] = [];
  let outermost: HTMLElement = host;
  for (let level = 0; level < depth; level += 1) {
    const other = document.createElement('other-host') as OtherHost;
    other.root.append(outermost);
    around.push(other);
    outermost = other;
  }
  const place = await fixture<HTMLElement>(html`<div></div>`);
  place.append(outermost);
  await host.updateComplete;
  return { host, outermost, around };
}

/** What the slot in the host's own template shows in the end. */
export function shownIn(host: CardHost): Element[] {
  return host.renderRoot.querySelector('slot')!.assignedElements({ flatten: true });
}

export async function reaches(host: CardHost, status: StripeMount['state']['status']): Promise<void> {
  await waitUntil(() => host.mount.state.status === status, `still ${host.mount.state.status}, not ${status}`, {
    timeout: 5000,
  });
}
