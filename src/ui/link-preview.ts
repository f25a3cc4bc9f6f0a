import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { LinkMessage } from '../contract/link.ts';
import { mailFrame } from './mail-frame.ts';
import type { Wording } from './wording.ts';

export type PreviewView = 'desktop' | 'phone' | 'plain';

export interface LinkPreview {
  shown: boolean;
  /** `unfinished`: the form has faults. */
  status: 'unfinished' | 'reading' | 'ready' | 'failed';
  /** The last that was read; null before there was one. */
  message: LinkMessage | null;
  view: PreviewView;
  show: (shown: boolean) => void;
  choose: (view: PreviewView) => void;
  retry: () => void;
}

/** The message as it will be sent, when it is asked for. */
export function linkPreview(preview: LinkPreview, words: Wording): TemplateResult {
  const { text } = words;
  const { shown } = preview;
  return html`<div class="preview" part="preview">
    <button
      type="button"
      class="preview-toggle"
      aria-expanded=${shown ? 'true' : 'false'}
      aria-controls="preview"
      @click=${() => preview.show(!shown)}
    >
      ${shown ? text.preview.hide : text.preview.show}
    </button>
    <div id="preview" role="group" aria-label=${text.preview.title} aria-busy=${preview.status === 'reading' ? 'true' : 'false'}>
      ${shown ? inside(preview, words) : nothing}
    </div>
  </div>`;
}

function inside(preview: LinkPreview, words: Wording): TemplateResult {
  const { text } = words;
  const { status, message } = preview;
  if (status === 'unfinished') return html`<p class="muted small">${text.preview.unfinished}</p>`;
  if (status === 'failed') {
    return html`<p class="fault">${text.preview.failed}</p>
      <button type="button" @click=${preview.retry}>${text.dialog.retry}</button>`;
  }
  if (!message)
    return html`<p class="muted small preview-loading"><span class="spinner"></span>${text.preview.loading}</p>`;
  if (message.channel === 'none') return html`<p class="muted small">${text.preview.nothingSent}</p>`;
  return html`<div class="preview-message ${status === 'reading' ? 'stale' : ''}">
    <dl class="small">
      ${fact(text.preview.from, message.from)} ${fact(text.preview.to, message.to)}
      ${fact(text.preview.subject, message.subject, languageIn(message))}
    </dl>
    ${message.html === null ? plain(message, words) : mail(message, message.html, preview, words)}
  </div>`;
}

/** As wide as mail programs show a mail, whatever the width of this screen. In pixels. */
const desktopWidth = 640;

function mail(message: LinkMessage, body: string, { view, choose }: LinkPreview, words: Wording): TemplateResult {
  const { text } = words;
  const labels: Record<PreviewView, string> = {
    desktop: text.preview.desktop,
    phone: text.preview.phone,
    plain: text.preview.plain,
  };
  return html`<fieldset class="preview-views">
      <legend class="visually-hidden">${text.preview.view}</legend>
      ${(['desktop', 'phone', 'plain'] as const).map(
        (each) =>
          html`<label>
            <input
              type="radio"
              name="preview"
              .value=${each}
              .checked=${live(each === view)}
              @change=${() => choose(each)}
            />
            <span>${labels[each]}</span>
          </label>`,
      )}
    </fieldset>
    ${
      view === 'plain'
        ? plain(message, words)
        : html`<div class="preview-screen ${view}" tabindex="0" role="region" aria-label=${labels[view]}>
          ${mailFrame(body, text.preview.title, view === 'desktop' ? desktopWidth : null)}
        </div>`
    }`;
}

function plain(message: LinkMessage, { text }: Wording): TemplateResult {
  return html`<pre class="preview-plain small" tabindex="0" role="region" aria-label=${text.preview.plain} dir="auto"><span lang=${languageIn(message)}>${message.sms ?? message.text}</span></pre>`;
}

/** It speaks the customer's language, not that of the dialog; a text message doesn't say which. */
function languageIn({ html: body }: LinkMessage): string | typeof nothing {
  return /<html lang="([^"]+)"/.exec(body ?? '')?.[1] ?? nothing;
}

function fact(name: string, value: string | null, language: string | typeof nothing = nothing): unknown {
  return value === null
    ? nothing
    : html`<div>
      <dt class="muted">${name}</dt>
      <dd><bdi lang=${language}>${value}</bdi></dd>
    </div>`;
}

export const linkPreviewStyles = css`
  .preview,
  .preview-message {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625em;
  }
  .preview-toggle {
    justify-self: start;
  }
  .preview-message.stale {
    opacity: 0.6;
  }
  .preview-loading {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .preview dl > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75em;
  }
  .preview dt {
    min-inline-size: 4.5em;
  }
  .preview dd {
    flex: 1 1 14em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .preview-views {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25em;
  }
  .preview-views > label {
    display: flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 44px;
    cursor: pointer;
  }
  .preview-screen,
  .preview-plain {
    max-block-size: 32em;
    margin: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .preview-plain {
    padding: 0.875em 1em;
    font-family: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .mail {
    display: block;
    border: 0;
    background: #fff;
    color-scheme: light;
  }
  .preview-screen.phone {
    justify-self: center;
    inline-size: min(100%, 375px);
  }
`;
