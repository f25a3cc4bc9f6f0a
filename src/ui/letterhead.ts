import { css, html, nothing, type TemplateResult } from 'lit';
import type { PayerView } from '../contract/payer.ts';

/** The business, above what it asks for or was paid. */
export function letterhead({ logoUrl, name }: PayerView['merchant'], badge: string | null): TemplateResult {
  return html`<div class="letterhead" part="merchant">
    ${
      // Its address must not learn the page's, which has the token in it.
      logoUrl ? html`<img src=${logoUrl} alt="" referrerpolicy="no-referrer" part="logo" />` : nothing
    }
    <p>${name}</p>
    ${badge === null ? nothing : html`<span class="badge warn">${badge}</span>`}
  </div>`;
}

export const letterheadStyles = css`
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
`;
