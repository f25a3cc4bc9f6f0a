import { css, html, nothing, type TemplateResult } from 'lit';
import type { PaymentLink } from '../contract/link.ts';
import { cardLabel } from './card.ts';
import { linkTitle } from './links-in-the-way.ts';
import type { Wording } from './wording.ts';

/** A link that is not over, as it stands, with what can be done with it. */
export function openLink(link: PaymentLink, actions: unknown, words: Wording): TemplateResult {
  const { text, money, deadline } = words;
  return html`<section class="open-link" part="open-link" aria-labelledby="link-${link.id}">
    <h3 id="link-${link.id}">${linkTitle(link, words)}</h3>
    <p class="small open-link-facts">
      <strong>${money(link.amount)}</strong>
      <span>${text.link.until(deadline(link.expiresAt))}</span>
      ${standing(link, words)}
    </p>
    ${link.approval ? html`<p class="muted small">${text.openLink.approval(cardLabel(link.approval, text))}</p>` : nothing}
    ${actions}
  </section>`;
}

function standing({ state, openedAt, deliveries }: PaymentLink, { text, moment }: Wording): TemplateResult {
  const states: Partial<Record<typeof state, string>> = {
    processing: text.openLink.processing,
    paused: text.openLink.paused,
    locked: text.openLink.locked,
  };
  const said = states[state];
  if (said) return html`<span class="badge warn">${said}</span>`;
  const [latest] = deliveries;
  if (latest?.state === 'bounced' || latest?.state === 'failed')
    return html`<span class="badge bad">${text.delivery[latest.state]}</span>`;
  return html`<span class="badge">${openedAt ? text.openLink.opened(moment(openedAt)) : text.openLink.notOpened}</span>`;
}

export const openLinksStyles = css`
  .open-link {
    display: grid;
    gap: 0.5em;
    padding: 0.875em 1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .open-link-facts {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25em 1em;
  }
`;
