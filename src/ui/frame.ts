import { css, html, nothing, type TemplateResult } from 'lit';
import { icon } from './controls.ts';
import type { TopLayer } from './top-layer.ts';
import type { StaffText } from '../text/staff/text.ts';
import type { Language } from '../text/vocabulary.ts';

export interface Frame {
  language: Language<StaffText>;
  topLayer: TopLayer;
  /** Null while it is not known. */
  customer: string | null;
  testMode: boolean;
  /** Nothing may be pressed, and nothing closes it. */
  busy: boolean;
  /** For the one status region. */
  announcement: string;
  body: unknown;
  /** The buttons of the bar; null where there is nothing to press. */
  actions: unknown;
  submit: (event: Event) => void;
  dismiss: () => void;
}

/** The dialog around whatever it shows. All of it is one form, so that Enter in any field does what the action's button does. */
export function frame(frame: Frame): TemplateResult {
  const { topLayer, busy } = frame;
  const { text, locale } = frame.language;
  return html`<div class="backdrop" ?hidden=${!topLayer.isOutside}></div>
    <dialog
      part="dialog"
      lang=${locale}
      dir=${text.dialog.direction}
      aria-labelledby="title"
      @keydown=${topLayer.onKeydown}
      @cancel=${topLayer.onCancel}
      @close=${topLayer.onClose}
      @pointerdown=${topLayer.onPointerdown}
      @click=${topLayer.onClick}
    >
      <form novalidate aria-busy=${busy ? 'true' : 'false'} @submit=${frame.submit}>
        <div class="header" part="header">
          <div>
            <h2 id="title" tabindex="-1" autofocus>${text.dialog.title}</h2>
            <p class="muted customer">${frame.customer}</p>
          </div>
          ${frame.testMode ? html`<span class="badge warn">${text.dialog.testMode}</span>` : nothing}
          <button
            type="button"
            class="close"
            aria-label=${text.dialog.close}
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${frame.dismiss}
          >
            ${icon('close')}
          </button>
        </div>
        <div class="body" part="body">${frame.body}</div>
        ${frame.actions ? html`<div class="actions" part="actions">${frame.actions}</div>` : nothing}
      </form>
      <!-- Outside of what is busy: a screen reader may keep back what changes in there. -->
      <div class="visually-hidden" role="status">${frame.announcement}</div>
    </dialog>`;
}

/** The dialog as a frame: header, body that scrolls, actions. A sheet over the whole screen on a phone. */
export const frameStyles = css`
  :host {
    display: contents;
  }
  .backdrop {
    position: fixed;
    inset: 0;
    /* Under Stripe's own window (2147483647), above the page. */
    z-index: 2147483000;
  }
  .backdrop,
  dialog::backdrop {
    background: rgb(15 18 25 / 50%);
  }
  dialog {
    position: fixed;
    inset: 0;
    z-index: 2147483001;
    inline-size: min(42em, calc(100vw - 2em));
    max-inline-size: none;
    block-size: fit-content;
    max-block-size: min(56em, calc(100dvh - 2em));
    margin: auto;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    /* Not hidden: that could still be scrolled by a script, or by a focus, and its bars with it. */
    overflow: clip;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 1.5em 4em rgb(0 0 0 / 28%);
    font-size: 0.9375rem;
    line-height: 1.45;
  }
  /* Under the form it would make the dialog a pixel longer than it is, and so scroll it. */
  dialog > [role='status'] {
    inset-block-start: 0;
  }
  form {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    max-block-size: inherit;
  }
  .header {
    display: flex;
    align-items: start;
    gap: 0.75em;
    padding: 1.125em 1.5em 0.875em;
    border-block-end: 1px solid var(--_line);
  }
  .header > div {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .header > .badge {
    margin-block-start: 0.35em;
  }
  .customer {
    min-block-size: 1lh;
  }
  .close {
    min-inline-size: 44px;
    margin-block: -0.4em;
    margin-inline-end: -0.6em;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  .body {
    /* Holds what is hidden for the eye in it, which scrolls along then. */
    position: relative;
    min-block-size: 16em;
    padding: 1.25em 1.5em;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .body,
  .stack {
    display: grid;
    align-content: start;
    gap: 1.25em;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.625em;
    padding: 0.875em 1.5em;
    padding-block-end: calc(0.875em + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
  }
  @media (max-width: 600px) {
    /* The header closes it too, and the room is for the form. */
    .actions > .cancel {
      display: none;
    }
    dialog {
      inline-size: 100%;
      block-size: 100dvh;
      max-block-size: none;
      border: 0;
      border-radius: 0;
    }
    form {
      block-size: 100%;
    }
    .header {
      padding: 0.875em 1em 0.625em;
      padding-block-start: calc(0.875em + env(safe-area-inset-top));
    }
    .body {
      padding: 1em;
    }
    .actions {
      padding: 0.75em 1em calc(0.75em + env(safe-area-inset-bottom));
    }
    .actions > button {
      flex: 1 1 auto;
    }
    .actions > .primary {
      flex: 1 1 100%;
      order: -1;
    }
  }
  /* Zoomed in, or a phone on its side: the whole of it scrolls, else the bars would leave no room between them. */
  @media (max-height: 26em) {
    form {
      display: block;
      block-size: 100%;
      overflow-y: auto;
    }
    .body {
      overflow: visible;
    }
  }
`;
