import { css, html, type TemplateResult } from 'lit';
import { icon } from './controls.ts';

/** What is wrong with the field that names this id in `aria-describedby`. */
export function faultText(id: string, fault: string | undefined): TemplateResult | null {
  return fault ? html`<p class="fault" id=${id}>${icon('alert')}<span>${fault}</span></p>` : null;
}

/** What is typed into and ticked. */
export const fieldStyles = css`
  button.quiet {
    border-color: transparent;
    background: none;
    color: var(--_accent);
    padding-inline: 0.5em;
    margin-inline: -0.5em;
    text-align: start;
  }
  button.quiet:hover {
    text-decoration: underline;
  }
  input[type='text'],
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  select {
    inline-size: auto;
    max-inline-size: 100%;
    color: var(--_text);
  }
  textarea {
    display: block;
    resize: vertical;
  }
  input[type='text']:disabled {
    border-color: var(--_line);
    background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  input[type='checkbox'],
  input[type='radio'] {
    inline-size: 1.25em;
    block-size: 1.25em;
    margin: 0;
    flex: none;
    accent-color: var(--_accent);
  }
  .fault {
    display: flex;
    align-items: start;
    gap: 0.35em;
    margin-block-start: 0.35em;
    color: var(--_danger);
    font-size: 0.875em;
  }
`;
