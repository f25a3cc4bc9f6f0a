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
    a.button,
    form,
    .no-print {
      display: none !important;
    }
    .sheet {
      max-inline-size: none;
      padding: 0;
      border: 0;
      background: none;
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
