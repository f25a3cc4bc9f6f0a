import { css, html, nothing, svg, type TemplateResult } from 'lit';
import type { PayerView } from '../contract/payer.ts';
import type { PayerText } from '../text/payer/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { letterhead } from './letterhead.ts';

export interface PageFrame {
  language: Language<PayerText>;
  /** Null while it is not known who asks. */
  view: PayerView | null;
  /** In place of the whole sheet; null where there is none. */
  instead: unknown;
  /** In place of everything to fill in; null where there is something to fill in. */
  screen: unknown;
  summary: unknown;
  main: unknown;
  /** The buttons of the action; null where there is nothing to press. */
  actions: unknown;
  /** Nothing may be pressed. */
  busy: boolean;
  /** For the one status region. */
  announcement: string;
  submit: (event: Event) => void;
}

/**
 * The page of a payment link around whatever it shows: one sheet that says where things stand, or what is paid beside how it is paid. The
 * latter is one form, so that Enter in any field does what the action's button does.
 */
export function pageFrame(frame: PageFrame): TemplateResult {
  const { text, locale } = frame.language;
  return html`<div class="page" part="page" lang=${locale} dir=${text.page.direction}>
    ${frame.instead ?? sheet(frame, text)}
    <!-- Outside of what is busy: a screen reader may keep back what changes in there. -->
    <div class="visually-hidden" role="status">${frame.announcement}</div>
  </div>`;
}

function sheet({ view, screen, busy, ...frame }: PageFrame, text: PayerText): TemplateResult {
  const head = view ? letterhead(view.merchant, view.stripe.testMode ? text.page.testMode : null) : nothing;
  if (screen) return html`<div class="sheet" part="sheet">${head}${screen}</div>`;
  return html`<form class="sheet checkout" part="sheet" novalidate aria-busy=${busy ? 'true' : 'false'} @submit=${frame.submit}>
    <div class="what">${head}${frame.summary}</div>
    <div class="how">${frame.main}</div>
    ${frame.actions ? html`<div class="actions" part="actions">${frame.actions}</div>` : nothing}
    <p class="secured muted small">${lock}${text.page.secured}</p>
  </form>`;
}

const lock = html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
  ${svg`<rect x="4.5" y="8.5" width="11" height="8" rx="1.5" /><path d="M7 8.5V6a3 3 0 0 1 6 0v2.5" />`}
</svg>`;

export const pageFrameStyles = css`
  .what,
  .how {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1.5em;
    min-inline-size: 0;
  }
  .actions {
    display: grid;
    gap: 0.625em;
  }
  .actions > .primary {
    min-block-size: 3.25em;
    font-size: 1.0625em;
  }
  .secured {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
  }
  .secured > .icon {
    inline-size: 1.15em;
    block-size: 1.15em;
  }
  /* Beside each other: what is paid on a ground of its own. */
  @container (min-width: 48em) {
    .checkout {
      grid-template: auto auto 1fr / minmax(0, 9fr) minmax(0, 11fr);
      gap: 0;
      max-inline-size: 64em;
      padding: 0;
      overflow: clip;
    }
    .checkout > .what {
      grid-row: 1 / -1;
      padding: 2.25em 2.5em;
      background: color-mix(in srgb, var(--_text) 4%, var(--_surface));
      border-inline-end: 1px solid var(--_line);
    }
    .checkout > :not(.what) {
      grid-column: 2;
      margin-inline: 2.5em;
    }
    .checkout > .how {
      padding-block: 2.25em 1.25em;
    }
    .checkout > .secured {
      align-self: start;
      padding-block: 1em 2.25em;
    }
  }

  /* On a phone the action stays in reach. */
  @container (max-width: 47.99em) {
    .checkout {
      display: flex;
      flex-direction: column;
      align-items: stretch;
    }
    .checkout > .actions {
      position: sticky;
      inset-block-end: 0;
      z-index: 1;
      margin-inline: -1em;
      padding: 0.75em 1em;
      padding-block-end: calc(0.75em + env(safe-area-inset-bottom));
      border-block-start: 1px solid var(--_line);
      background: var(--_surface);
    }
    .checkout > .secured {
      margin-block-start: -0.75em;
    }
    /* What has the focus is not under the action. */
    .checkout :is(input, button, a, summary, [tabindex]) {
      scroll-margin-block-end: 7em;
    }
  }
  /* Zoomed in, or a phone on its side: it would take the room that is left. */
  @media (max-height: 26em) {
    .checkout > .actions {
      position: static !important;
    }
  }
`;
