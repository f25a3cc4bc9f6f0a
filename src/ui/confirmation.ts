import { css, html, nothing, type TemplateResult } from 'lit';
import type { ConfirmationText } from '../text/confirmation/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { icon, type IconName } from './controls.ts';

/** The head of the sheet: what there is to know, and the one thing to do next. */
export interface Head {
  /** `busy`: it is not known yet. */
  tone: 'busy' | 'info' | 'good' | 'warn' | 'bad';
  headline: string;
  /** As a person reads it. */
  amount: string | null;
  sentences: readonly string[];
  /** A button or a link. */
  action: unknown;
}

export interface Sheet {
  language: Language<ConfirmationText>;
  /** Who was paid. */
  letterhead: unknown;
  head: Head;
  /** The record, and what can be done with it. */
  body: unknown;
  /** For the one status region. */
  announcement: string;
}

const icons: Record<Exclude<Head['tone'], 'busy'>, IconName> = {
  info: 'clock',
  good: 'check',
  warn: 'alert',
  bad: 'alert',
};

/** The confirmation, as one sheet. The headline stays the same element whatever it says, so that the focus can stay on it. */
export function confirmationSheet({ language, letterhead, head, body, announcement }: Sheet): TemplateResult {
  const { tone, headline, amount, sentences, action } = head;
  return html`<div class="sheet" part="sheet" lang=${language.locale} dir=${language.text.page.direction}>
    ${letterhead}
    <div class="head ${tone}" part="state">
      ${tone === 'busy' ? html`<span class="spinner" aria-hidden="true"></span>` : icon(icons[tone])}
      <h2 id="headline" tabindex="-1">${headline}</h2>
      ${amount === null ? nothing : html`<p class="amount" part="amount">${amount}</p>`}
      ${sentences.map((sentence) => html`<p class="muted">${sentence}</p>`)} ${action}
    </div>
    ${body}
    <div class="visually-hidden" role="status">${announcement}</div>
  </div>`;
}

export const confirmationStyles = css`
  .head {
    --_tone: var(--_accent);
    display: grid;
    justify-items: center;
    gap: 0.375em;
    text-align: center;
    text-wrap: pretty;
  }
  .head > h2 {
    font-size: 1.5em;
  }
  .head.good {
    --_tone: var(--_success);
  }
  .head.warn {
    --_tone: var(--_warning);
  }
  .head.bad {
    --_tone: var(--_danger);
  }
  /* Takes some of the room of what will be there, so that it jumps less. */
  .head.busy {
    padding-block: 4em;
  }
  .head.busy > h2 {
    font-size: 1em;
    font-weight: 500;
  }
  .head > .spinner {
    inline-size: 2em;
    block-size: 2em;
    margin-block-end: 0.75em;
    color: var(--_tone);
  }
  .head > .icon {
    inline-size: 3.25em;
    block-size: 3.25em;
    margin-block-end: 0.375em;
    color: var(--_tone);
    padding: 0.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_tone) 14%, transparent);
  }
  .head > button,
  .head > a.button {
    margin-block-start: 0.75em;
  }
`;
