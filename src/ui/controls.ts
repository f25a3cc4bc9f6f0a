import { css, html, svg, type TemplateResult } from 'lit';

const shapes = {
  close: svg`<path d="m5 5 10 10M15 5 5 15" />`,
  check: svg`<path d="m4.5 10.5 3.5 3.5 7.5-8" />`,
  clock: svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4l2.5 2.5" />`,
  alert: svg`<path d="M10 6v5M10 13.9v.1" /><circle cx="10" cy="10" r="7.5" />`,
};

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${shapes[name]}</svg>`;
}

/** Buttons, badges and the ground rules, as all surfaces have them. */
export const controls = css`
  :host {
    /* Between rows and groups a line only orders; the border of a field must be seen to find it. */
    --_line: color-mix(in srgb, var(--_border) 40%, transparent);
  }
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.3;
  }
  h3,
  legend {
    padding: 0;
    font-size: 1em;
    font-weight: 600;
  }
  [hidden] {
    display: none !important;
  }
  [tabindex='-1']:focus {
    outline: none;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875em;
  }
  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button,
  a.button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding: 0.5em 1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-weight: 500;
    text-align: center;
    text-decoration: none;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  button:hover,
  a.button:hover {
    background: color-mix(in srgb, var(--_text) 6%, var(--_surface));
  }
  :is(button, a.button).primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  :is(button, a.button).primary:hover {
    background: color-mix(in srgb, black 12%, var(--_accent));
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.65;
  }
  .badge {
    display: inline-block;
    padding: 0.1em 0.6em;
    border: 1px solid transparent;
    border-radius: 1em;
    background: color-mix(in srgb, currentColor 12%, transparent);
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 500;
  }
  .badge.good {
    color: var(--_success);
  }
  .badge.warn {
    color: var(--_warning);
  }
  .badge.bad {
    color: var(--_danger);
  }
  .spinner {
    inline-size: 1.1em;
    block-size: 1.1em;
    flex: none;
    border: 2px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  p:has(> .spinner) {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (forced-colors: active) {
    .badge {
      border-color: currentColor;
    }
    .spinner {
      forced-color-adjust: none;
    }
    /* The colours are the system's already; the plate that it would lay behind the words would cover them. */
    :is(button, a.button).primary {
      border-color: ButtonText;
      forced-color-adjust: none;
    }
  }
`;
