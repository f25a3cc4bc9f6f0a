import { css } from 'lit';

/** The ground on which a public page's element stands; on a phone the whole width is the sheet. */
export const sheetStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    font-size: 1rem;
    line-height: 1.5;
  }
  .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.75em;
    max-inline-size: 36em;
    margin-inline: auto;
    padding: 1.75em 2em 2em;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }
  @container (max-width: 30em) {
    .sheet {
      gap: 1.5em;
      padding: 1.25em 1em 1.5em;
      border-width: 0;
      border-radius: 0;
    }
  }
`;
