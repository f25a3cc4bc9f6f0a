import { css } from 'lit';

/** The public custom properties. A host page sets any of them on any ancestor of an element, or on the element. */
export const tokenNames = [
  '--paydesk-accent',
  '--paydesk-on-accent',
  '--paydesk-surface',
  '--paydesk-text',
  '--paydesk-muted',
  '--paydesk-border',
  '--paydesk-danger',
  '--paydesk-success',
  '--paydesk-warning',
  '--paydesk-focus',
  '--paydesk-radius',
  '--paydesk-font',
] as const;

export type TokenName = (typeof tokenNames)[number];

/**
 * What every shadow root shares. The public tokens are only read, never set: setting one on `:host` would hide what the page set on an
 * ancestor. Our own styles use the private names (`--_accent`, …), which hold the page's value or the default.
 *
 * `light-dark()` follows the page's `color-scheme`: light where it says nothing, the person's preference where it says `light dark`.
 */
export const theme = css`
  :host {
    --_accent: var(--paydesk-accent, light-dark(#1f5fd6, #8ab4ff));
    --_on-accent: var(--paydesk-on-accent, light-dark(#ffffff, #0a1a33));
    --_surface: var(--paydesk-surface, light-dark(#ffffff, #16181d));
    --_text: var(--paydesk-text, light-dark(#1a1d24, #eceef2));
    --_muted: var(--paydesk-muted, light-dark(#5b6270, #a6adba));
    --_border: var(--paydesk-border, light-dark(#868d9b, #6f7787));
    --_danger: var(--paydesk-danger, light-dark(#b3261e, #ff9a90));
    --_success: var(--paydesk-success, light-dark(#146c43, #6fd3a0));
    --_warning: var(--paydesk-warning, light-dark(#8a5300, #f2bd6b));
    --_focus: var(--paydesk-focus, var(--_accent));
    --_radius: var(--paydesk-radius, 8px);

    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--paydesk-font, inherit);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }

  button,
  input,
  select,
  textarea {
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  /* In forced colours the system's own are the only ones that are sure to be told apart. */
  @media (forced-colors: active) {
    :host {
      --_accent: Highlight;
      --_on-accent: HighlightText;
      --_surface: Canvas;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_border: ButtonBorder;
      --_danger: CanvasText;
      --_success: CanvasText;
      --_warning: CanvasText;
      --_focus: Highlight;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      scroll-behavior: auto !important;
      transition-duration: 0.01ms !important;
    }
  }
`;
