import { css, html } from 'lit';

/** Holds the place of a form while what it needs is read or loaded, so that nothing jumps when it arrives. */
export const skeleton = html`<div class="skeleton" aria-hidden="true">
  <span></span><span></span><span></span><span></span><span></span><span></span>
</div>`;

export const skeletonStyles = css`
  .skeleton {
    display: grid;
    gap: 1em;
  }
  .skeleton > span {
    block-size: 3em;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 7%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton > :nth-child(3n + 1) {
    inline-size: 40%;
    block-size: 1.25em;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (forced-colors: active) {
    .skeleton > span {
      border: 1px solid GrayText;
    }
  }
`;
