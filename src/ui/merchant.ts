import { css, html, nothing, type TemplateResult } from 'lit';
import type { Confirmation } from '../contract/payer.ts';
import { contactAddress } from './contact.ts';

/** Who was paid, above a confirmation. */
export function letterhead(merchant: Confirmation['merchant'], badge: string | null): TemplateResult {
  return html`<div class="letterhead" part="merchant">
    ${
      // Its address must not learn the page's, which has the token in it.
      merchant.logoUrl ? html`<img src=${merchant.logoUrl} alt="" referrerpolicy="no-referrer" part="logo" />` : nothing
    }
    <p>${merchant.name}</p>
    ${badge === null ? nothing : html`<span class="badge warn">${badge}</span>`}
  </div>`;
}

/** How to reach the business: pressed where it is an address or a number. */
export function merchantContact(label: string, contact: string): TemplateResult {
  const address = contactAddress(contact);
  const said = html`<bdi>${contact}</bdi>`;
  return html`<p class="contact" part="contact">
    <span class="muted">${label}</span>
    ${address ? html`<a href=${address.href}>${said}</a>` : html`<span>${said}</span>`}
  </p>`;
}

export const merchantStyles = css`
  .letterhead {
    display: flex;
    align-items: center;
    gap: 0.75em;
  }
  .letterhead > p {
    flex: 1;
    min-inline-size: 0;
    font-weight: 600;
  }
  .letterhead > img {
    max-inline-size: 8em;
    max-block-size: 2.5em;
    object-fit: contain;
  }
  .letterhead > .badge {
    flex: none;
  }
  .contact {
    padding-block-start: 1.25em;
    border-block-start: 1px solid var(--_line);
  }
  .contact > * {
    display: inline-block;
    margin-inline-end: 0.35em;
  }
  .contact > a {
    padding-block: 0.65em;
    margin-block: -0.65em;
    color: var(--_accent);
  }
`;
