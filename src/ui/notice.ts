import { css, html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from './controls.ts';

export interface Notice {
  tone: 'info' | 'good' | 'warn' | 'bad';
  title: string;
  /** What it means, and what to do next. */
  body?: unknown;
  /** Buttons and links. */
  actions?: unknown;
}

const icons: Record<Notice['tone'], IconName> = { info: 'clock', good: 'check', warn: 'alert', bad: 'alert' };

/** One thing to know, with its next step. It takes the focus (`[data-focus]`) where it replaces what had it. */
export function notice({ tone, title, body, actions }: Notice): TemplateResult {
  return html`<div class="notice ${tone}" part="notice" role="group" aria-label=${title} tabindex="-1" data-focus>
    ${icon(icons[tone])}
    <div>
      <h3>${title}</h3>
      ${body && body !== nothing ? html`<div class="notice-body">${body}</div>` : nothing}
      ${actions && actions !== nothing ? html`<div class="notice-actions">${actions}</div>` : nothing}
    </div>
  </div>`;
}

export const noticeStyles = css`
  .notice {
    display: flex;
    gap: 0.75em;
    padding: 0.875em 1em;
    border: 1px solid color-mix(in srgb, var(--_tone) 45%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_tone) 8%, var(--_surface));
    overflow-wrap: anywhere;
  }
  .notice > .icon {
    color: var(--_tone);
    margin-block-start: 0.1em;
  }
  .notice > div {
    flex: 1;
    min-inline-size: 0;
  }
  .notice.info {
    --_tone: var(--_accent);
  }
  .notice.good {
    --_tone: var(--_success);
  }
  .notice.warn {
    --_tone: var(--_warning);
  }
  .notice.bad {
    --_tone: var(--_danger);
  }
  .notice-body {
    display: grid;
    gap: 0.4em;
    margin-block-start: 0.25em;
  }
  .notice-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    margin-block-start: 0.75em;
  }
  .notice-actions:empty {
    display: none;
  }
`;
