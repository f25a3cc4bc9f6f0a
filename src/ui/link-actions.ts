import { css, html, nothing, type TemplateResult } from 'lit';
import type { PaymentLink } from '../contract/link.ts';
import type { PaymentError } from '../errors.ts';
import { refusal } from './sending-notices.ts';
import type { Wording } from './wording.ts';

/** What staff are doing with a link that exists. */
export interface LinkActions {
  link: PaymentLink;
  /** `by-hand`: the browser refused, and shows the address to copy. */
  copied: 'no' | 'yes' | 'by-hand';
  /** Null where it is not shown. */
  qr: unknown;
  busy: 'resend' | 'cancel' | null;
  /** Was sent again just now. */
  resent: boolean;
  /** The person is asked whether they mean it. */
  cancelling: boolean;
  error: PaymentError | null;
  /** For now, in milliseconds. */
  now: number;
  /** Another address or another way; null where that is not offered. */
  otherWay: (() => void) | null;
}

export interface LinkVerbs {
  copy: () => void;
  showQr: (shown: boolean) => void;
  resend: () => void;
  askToCancel: (asks: boolean) => void;
  cancel: () => void;
}

/** Copy, QR code, send again, cancel: whatever this link allows now. */
export function linkActions(actions: LinkActions, verbs: LinkVerbs, words: Wording): TemplateResult {
  const { text, moment } = words;
  const { link, copied, qr, busy, cancelling, error } = actions;
  const usable = link.url !== null && link.state !== 'locked';
  const mayResend = link.resendAt !== null && Date.parse(link.resendAt) <= actions.now;
  const disabled = busy === null ? 'false' : 'true';
  return html`<div class="link-actions" id="actions-${link.id}">
    <div class="link-buttons">
      ${
        usable
          ? html`<button type="button" class="copy" @click=${verbs.copy}>
              ${copied === 'yes' ? text.openLink.copied : text.openLink.copy}
            </button>
            <button type="button" aria-expanded=${qr === null ? 'false' : 'true'} @click=${() => verbs.showQr(qr === null)}>
              ${qr === null ? text.openLink.showQr : text.openLink.hideQr}
            </button>`
          : nothing
      }
      ${
        mayResend
          ? html`<button type="button" aria-disabled=${disabled} @click=${verbs.resend}>
            ${busy === 'resend' ? html`<span class="spinner"></span>${text.openLink.resending}` : text.openLink.resend}
          </button>`
          : nothing
      }
      ${
        actions.otherWay
          ? html`<button type="button" @click=${actions.otherWay}>${text.openLink.otherAddress}</button>`
          : nothing
      }
      ${
        isRevocable(link) && !cancelling
          ? html`<button type="button" class="ask-cancel" @click=${() => verbs.askToCancel(true)}>${text.openLink.cancel}</button>`
          : nothing
      }
    </div>
    ${
      copied === 'by-hand'
        ? html`<label class="small" for="address-${link.id}">${text.openLink.copyByHand}</label>
          <input id="address-${link.id}" class="address" type="text" dir="ltr" readonly .value=${link.url ?? ''} />`
        : nothing
    }
    ${qr === null ? nothing : html`<div class="link-qr">${qr}</div>`}
    ${
      cancelling
        ? html`<div class="link-cancel" role="group" aria-labelledby="cancel-${link.id}" aria-describedby="cancel-hint-${link.id}">
          <p id="cancel-${link.id}"><strong>${text.openLink.cancelTitle}</strong></p>
          <p class="muted small" id="cancel-hint-${link.id}">${text.openLink.cancelHint}</p>
          <div class="link-buttons">
            <button type="button" class="danger" aria-disabled=${disabled} @click=${verbs.cancel}>
              ${busy === 'cancel' ? html`<span class="spinner"></span>` : nothing}${text.openLink.cancel}
            </button>
            <button type="button" @click=${() => verbs.askToCancel(false)}>${text.openLink.keep}</button>
          </div>
        </div>`
        : nothing
    }
    ${error ? html`<p class="fault">${refusal(error, words)}</p>` : nothing}
    ${
      actions.resent
        ? html`<p class="muted small">${text.openLink.resent(link.deliveries[0]?.to ?? '')}</p>`
        : link.resendAt !== null && !mayResend
          ? html`<p class="muted small">${text.openLink.resendFrom(moment(link.resendAt))}</p>`
          : nothing
    }
  </div>`;
}

/** Not while the customer pays, and not once it is over. */
function isRevocable({ state }: PaymentLink): boolean {
  return state === 'open' || state === 'paused' || state === 'locked';
}

export const linkActionsStyles = css`
  .link-actions {
    display: grid;
    gap: 0.625em;
  }
  .link-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .link-qr {
    display: grid;
    justify-items: start;
  }
  .qr {
    inline-size: min(100%, 15em);
    aspect-ratio: 1;
    border-radius: var(--_radius);
    forced-color-adjust: none;
  }
  .link-cancel {
    display: grid;
    gap: 0.5em;
    padding: 0.75em 1em;
    border: 1px solid color-mix(in srgb, var(--_danger) 45%, transparent);
    border-radius: var(--_radius);
  }
  button.danger {
    border-color: var(--_danger);
    color: var(--_danger);
  }
`;
