import { css, html, type TemplateResult } from 'lit';
import { contactAddress } from './contact.ts';

/** How to reach the business: pressed where it is an address or a number. */
export function merchantContact(label: string, contact: string): TemplateResult {
  const address = contactAddress(contact);
  const said = html`<bdi>${contact}</bdi>`;
  return html`<p class="contact" part="contact">
    <span class="muted">${label}</span>
    ${address ? html`<a href=${address.href}>${said}</a>` : html`<span>${said}</span>`}
  </p>`;
}

export const merchantContactStyles = css`
  .contact {
    padding-block-start: 1.25em;
    border-block-start: 1px solid var(--_line);
  }
  .contact > * {
    display: inline-block;
    margin-inline-end: 0.35em;
  }
  .contact > a {
    padding-block: 0.75em;
    margin-block: -0.75em;
    color: var(--_accent);
  }
`;
