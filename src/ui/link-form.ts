import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { LinkChannel } from '../contract/link.ts';
import { addressOf, longestNote, type ChannelChoice, type LinkDraft, type LinkFaults } from '../payment/link-draft.ts';
import { faultText } from './fields.ts';
import type { Wording } from './wording.ts';

export interface LinkForm {
  link: LinkDraft;
  channels: readonly ChannelChoice[];
  /** In days. */
  lifetimes: readonly number[];
  /** The card to approve with, as a person knows it; null for an ordinary link. */
  approval: string | null;
  /** Null until the person has pressed. */
  faults: LinkFaults | null;
  preview: unknown;
}

export interface LinkFormVerbs {
  chooseChannel: (channel: LinkChannel) => void;
  writeAddress: (to: string) => void;
  writeNote: (note: string) => void;
  chooseLifetime: (days: number) => void;
  /** The customer is to approve with the card, or pays with any. */
  askForApproval: (asks: boolean) => void;
}

/** How a payment link reaches the customer: by which way, to which address, with which words, for how long. */
export function linkForm(form: LinkForm, verbs: LinkFormVerbs, words: Wording): TemplateResult {
  const { text } = words;
  const { link, approval } = form;
  return html`<div class="link-form">
    ${channels(form, verbs, words)} ${address(form, verbs, words)}
    ${
      approval
        ? html`<label class="link-approval">
            <input
              type="checkbox"
              aria-describedby="approval-hint"
              .checked=${live(link.approvalCardId !== null)}
              @change=${(event: Event) => verbs.askForApproval((event.target as HTMLInputElement).checked)}
            />
            <span>${text.link.approve(approval)}</span>
          </label>
          <p class="muted small" id="approval-hint">${text.link.approveHint}</p>`
        : nothing
    }
    ${lifetime(form, verbs, words)} ${note(form, verbs, words)} ${form.preview}
  </div>`;
}

function channels({ link, channels }: LinkForm, verbs: LinkFormVerbs, { text }: Wording): TemplateResult {
  const labels: Record<LinkChannel, string> = {
    email: text.link.email,
    sms: text.link.sms,
    none: text.link.handOver,
  };
  const reasons = { no_email: text.link.noEmail, no_phone: text.link.noPhone };
  return html`<fieldset class="channels" part="channels">
    <legend class="small">${text.link.channel}</legend>
    ${channels.map(
      ({ channel, blocked }) =>
        html`<label class="channel">
          <input
            type="radio"
            name="channel"
            .value=${channel}
            ?disabled=${blocked !== null}
            .checked=${live(channel === link.channel)}
            @change=${() => verbs.chooseChannel(channel)}
          />
          <span>
            <span>${labels[channel]}</span>
            ${
              blocked
                ? html`<span class="muted small">${reasons[blocked]}</span>`
                : channel === 'none'
                  ? html`<span class="muted small">${text.link.handOverHint}</span>`
                  : nothing
            }
          </span>
        </label>`,
    )}
  </fieldset>`;
}

function address({ link, faults }: LinkForm, verbs: LinkFormVerbs, { text }: Wording): unknown {
  const to = addressOf(link);
  if (to === null) return nothing;
  const sms = link.channel === 'sms';
  const fault = faults?.to ? (sms ? text.fault.phone : text.fault.email) : undefined;
  return html`<div>
    <label for="link-to" class="small">${sms ? text.link.smsTo : text.link.emailTo}</label>
    <input
      id="link-to"
      type="text"
      inputmode=${sms ? 'tel' : 'email'}
      dir="ltr"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      aria-invalid=${fault ? 'true' : 'false'}
      aria-describedby="link-to-fault"
      .value=${live(to)}
      @input=${(event: InputEvent) => verbs.writeAddress((event.target as HTMLInputElement).value)}
    />
    ${faultText('link-to-fault', fault)}
  </div>`;
}

function lifetime({ link, lifetimes }: LinkForm, verbs: LinkFormVerbs, { text, deadline }: Wording): TemplateResult {
  return html`<div>
    <label for="link-lifetime" class="small">${text.link.lifetime}</label>
    <div class="link-lifetime">
      <select
        id="link-lifetime"
        aria-describedby="link-until"
        @change=${(event: Event) => verbs.chooseLifetime(Number((event.target as HTMLSelectElement).value))}
      >
        ${lifetimes.map((days) => html`<option .value=${String(days)} ?selected=${days === link.days}>${text.link.days(days)}</option>`)}
      </select>
      <span class="muted small" id="link-until">${text.link.until(deadline(link.expiresAt))}</span>
    </div>
  </div>`;
}

function note({ link, faults }: LinkForm, verbs: LinkFormVerbs, { text }: Wording): TemplateResult {
  const fault = faults?.note ? text.fault.noteTooLong : undefined;
  return html`<div>
    <label for="link-note" class="small">${text.link.note}</label>
    <textarea
      id="link-note"
      rows="2"
      dir="auto"
      maxlength=${longestNote}
      aria-invalid=${fault ? 'true' : 'false'}
      aria-describedby="link-note-hint link-note-fault"
      .value=${live(link.note)}
      @input=${(event: InputEvent) => verbs.writeNote((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    <p class="muted small" id="link-note-hint">${text.link.noteHint}</p>
    ${faultText('link-note-fault', fault)}
  </div>`;
}

export const linkFormStyles = css`
  .link-form {
    display: grid;
    gap: 0.75em;
    overflow-wrap: anywhere;
  }
  .channel,
  .link-approval {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 44px;
    cursor: pointer;
  }
  .channel:has(:disabled) {
    cursor: default;
    color: var(--_muted);
  }
  .channel > span {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75em;
    min-inline-size: 0;
  }
  .link-lifetime {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.75em;
  }
`;
