import { css, html, nothing, type TemplateResult } from 'lit';
import { PaymentError } from '../errors.ts';
import type { PayerText } from '../text/payer/text.ts';
import { icon, type IconName } from './controls.ts';

/** What happened, whether money moved, and the one thing to do next. */
export interface Screen {
  tone: 'info' | 'good' | 'warn' | 'bad';
  title: string;
  hint: string;
  /** The step is being taken. */
  busy?: string;
  /** What went wrong with the step. */
  fault?: string;
  /** A button or a link; where nothing can be done but wait, what says so. */
  step?: unknown;
}

export interface ReadTrouble {
  error: unknown;
  /** The address has no token. */
  missing: boolean;
  retry: () => void;
}

/** What could not be read: no such link, or no answer. */
export function troubleScreen({ error, missing, retry }: ReadTrouble, text: PayerText): Screen {
  const code = error instanceof PaymentError ? error.code : 'unavailable';
  if (missing) return { tone: 'warn', title: text.link.missing, hint: text.link.missingHint };
  if (isUnknownLink(error)) return { tone: 'warn', title: text.link.unknown, hint: text.link.unknownHint };
  return {
    tone: 'bad',
    title: text.link.unreachable,
    hint: `${text.errors[code]} ${text.link.unreachableHint}`,
    step: html`<button type="button" class="primary" @click=${retry}>${text.page.retry}</button>`,
  };
}

/** Asking again would find nothing either. */
export function isUnknownLink(error: unknown): boolean {
  return error instanceof PaymentError && (error.code === 'not_found' || error.code === 'unauthorized');
}

const icons: Record<Screen['tone'], IconName> = { info: 'clock', good: 'check', warn: 'alert', bad: 'alert' };

export function screen({ tone, title, hint, fault, step }: Screen): TemplateResult {
  return html`<div class="screen ${tone}" part="state">
    ${icon(icons[tone])}
    <h2 id="title" tabindex="-1" data-focus>${title}</h2>
    <p class="muted">${hint}</p>
    ${fault ? html`<p class="screen-fault">${icon('alert')}<span>${fault}</span></p>` : nothing}
    ${step ? html`<div class="screen-step">${step}</div>` : nothing}
  </div>`;
}

/** What a screen reader is told of it. */
export function screenSaid({ title, hint, fault, busy }: Screen): string {
  return busy ?? fault ?? `${title}. ${hint}`;
}

export const screenStyles = css`
  .screen {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 0.5em;
    padding-block: 0.75em 1em;
    text-align: center;
    text-wrap: pretty;
  }
  .screen.good {
    --_tone: var(--_success);
  }
  .screen.info {
    --_tone: var(--_accent);
  }
  .screen.warn {
    --_tone: var(--_warning);
  }
  .screen.bad {
    --_tone: var(--_danger);
  }
  .screen > .icon {
    inline-size: 3.25em;
    block-size: 3.25em;
    margin-block-end: 0.5em;
    padding: 0.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_tone) 14%, transparent);
    color: var(--_tone);
  }
  .screen > h2 {
    font-size: 1.5em;
  }
  .screen-step {
    margin-block-start: 1em;
  }
  .screen-waiting,
  .screen-fault {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
  }
  .screen-fault {
    color: var(--_danger);
  }
`;
