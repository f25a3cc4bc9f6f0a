import { css } from 'lit';

/** On paper: black on white whatever the screen's scheme is, without anything to press. Comes after all other styles. */
export const printStyles = css`
  @media print {
    :host {
      --_accent: #000;
      --_surface: #fff;
      --_text: #000;
      --_muted: #333;
      --_border: #888;
      --_danger: #000;
      --_success: #000;
      --_warning: #000;
      color-scheme: light;
      font-size: 10.5pt;
    }
    button,
    .no-print {
      display: none !important;
    }
    .sheet {
      gap: 1.25em;
      max-inline-size: none;
      padding: 1em;
      border: 0;
      border-radius: 0;
      /* Also where the page's own ground is dark. */
      print-color-adjust: exact;
    }
    .head > .icon {
      background: none;
      border: 1px solid;
    }
    .lines > li {
      padding-block: 0.5em;
    }
    a {
      color: inherit;
      text-decoration: none;
    }
    .badge {
      border-color: currentColor;
      background: none;
    }
    li,
    dl > div {
      break-inside: avoid;
    }
    h2,
    h3 {
      break-after: avoid;
    }
  }
`;
