import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface MethodOption<Method extends string> {
  method: Method;
  label: string;
  hint: string;
  /** Why it can't be chosen, in place of the hint; null where it can. Either is part of its name. */
  reason: string | null;
  /** What is filled in once it is chosen. It stays in the page while another is: what was typed is not lost. */
  panel: unknown;
}

/** How to charge: any number of ways, one of them chosen. */
export function methodChoice<Method extends string>(
  options: readonly MethodOption<Method>[],
  chosen: Method | null,
  choose: (method: Method) => void,
): TemplateResult {
  return html`<div class="methods" part="methods">
    ${options.map(
      ({ method, label, hint, reason, panel }) =>
        html`<div class="method">
          <label>
            <input
              type="radio"
              name="method"
              .value=${method}
              ?disabled=${reason !== null}
              aria-describedby="method-fault"
              .checked=${live(method === chosen)}
              @change=${() => choose(method)}
            />
            <span>
              <span class="method-label">${label}</span>
              <span class="muted small">${reason ?? hint}</span>
            </span>
          </label>
          ${reason === null ? html`<div class="method-panel" ?hidden=${method !== chosen}>${panel}</div>` : nothing}
        </div>`,
    )}
  </div>`;
}

export const methodChoiceStyles = css`
  .methods {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .method + .method {
    border-block-start: 1px solid var(--_line);
  }
  .method > label {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 44px;
    padding: 0.625em 1em;
    cursor: pointer;
  }
  .method > label:has(:disabled) {
    cursor: default;
  }
  .method > label:has(:disabled) .method-label {
    color: var(--_muted);
  }
  .method > label > span {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .method-label {
    font-weight: 500;
  }
  .method-panel {
    padding: 0 1em 0.75em;
    padding-inline-start: calc(1em + 2em);
  }
  @media (max-width: 600px) {
    .method-panel {
      padding-inline-start: 1em;
    }
  }
`;
