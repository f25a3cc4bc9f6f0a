import { css, html, nothing, type TemplateResult } from 'lit';
import type { PayerView } from '../contract/payer.ts';
import type { Payment } from '../contract/payment.ts';
import { PaymentError } from '../errors.ts';
import type { PayerText } from '../text/payer/text.ts';
import { contactAddress } from './contact.ts';
import { icon, type IconName } from './controls.ts';
import type { Wording } from './wording.ts';

/** What happened, whether money moved, and the one thing to do next. */
export interface Screen {
  tone: 'info' | 'good' | 'warn' | 'bad';
  title: string;
  hint: string;
  /** What went wrong with the step. */
  fault?: string;
  /** A button or a link; where nothing can be done but wait, what says so. */
  step?: unknown;
}

/** A new link asked for in place of a dead one. */
export interface Renewal {
  sending: boolean;
  /** Masked; null while none was sent. */
  sentTo: string | null;
  error: PaymentError | null;
}

export interface LinkScreenVerbs {
  renew: () => void;
  /** Null where the confirmation can't be shown. */
  confirmation: (() => void) | null;
}

/** A link that can't be paid now, in whatever state it is; null for one that can. */
export function linkScreen(
  view: PayerView,
  renewal: Renewal,
  verbs: LinkScreenVerbs,
  words: Wording<PayerText>,
): Screen | null {
  const { text } = words;
  const { state, merchant, renewTo } = view;
  const { name } = merchant;
  const contact = { step: contacting(merchant, text) };
  if (renewal.sentTo !== null)
    return { tone: 'good', title: text.renew.sent, hint: text.renew.sentHint(renewal.sentTo) };
  switch (state) {
    case 'open':
      return view.stripe.connected
        ? null
        : { tone: 'warn', title: text.link.closed, hint: text.link.closedHint(name), ...contact };
    case 'processing':
      return { tone: 'info', title: text.link.processing, hint: text.link.processingHint, step: waiting(text) };
    case 'paused':
      return { tone: 'info', title: text.link.paused, hint: text.link.pausedHint, step: waiting(text) };
    case 'paid':
      return { tone: 'good', title: text.link.paid, hint: text.link.paidHint, step: confirmation(verbs, text) };
    case 'settled_elsewhere':
      return { tone: 'good', title: text.link.settled, hint: text.link.settledHint(name) };
    case 'expired': {
      const hint = text.link.expiredHint(words.moment(view.expiresAt));
      const next = renewTo ? renewing(text.renew.send(renewTo), renewal, verbs, text) : contact;
      return { tone: 'warn', title: text.link.expired, hint, ...next };
    }
    case 'replaced': {
      const next = renewTo ? renewing(text.renew.again(renewTo), renewal, verbs, text) : {};
      return { tone: 'warn', title: text.link.replaced, hint: text.link.replacedHint(name), ...next };
    }
    case 'cancelled':
      return { tone: 'warn', title: text.link.cancelled, hint: text.link.cancelledHint(name), ...contact };
    case 'locked':
      return { tone: 'warn', title: text.link.locked, hint: text.link.lockedHint, ...contact };
  }
}

export interface ReadTrouble {
  error: unknown;
  /** The address has no token. */
  missing: boolean;
  retry: () => void;
}

/** What could not be read: no such link, or no answer. */
export function troubleScreen({ error, missing, retry }: ReadTrouble, { text }: Wording<PayerText>): Screen {
  const code = error instanceof PaymentError ? error.code : 'unavailable';
  if (missing) return { tone: 'warn', title: text.link.missing, hint: text.link.missingHint };
  if (isUnknownLink(error)) return { tone: 'warn', title: text.link.unknown, hint: text.link.unknownHint };
  return {
    tone: 'bad',
    title: text.link.unreachable,
    hint: `${text.errors[code]} ${text.link.unreachableHint}`,
    step: html`<button type="button" class="primary" @click=${retry}>${text.page.retry}</button>`,
  };
}

/** Asking again would find nothing either. */
export function isUnknownLink(error: unknown): boolean {
  return error instanceof PaymentError && (error.code === 'not_found' || error.code === 'unauthorized');
}

/** A payment that is settled, before its confirmation is shown. */
export function paidScreen(
  { merchant }: PayerView,
  { amount }: Payment,
  verbs: LinkScreenVerbs,
  { text, money }: Wording<PayerText>,
): Screen {
  const [title, hint] = [text.status.succeeded(money(amount)), text.status.succeededHint(merchant.name)];
  return { tone: 'good', title, hint, step: confirmation(verbs, text) };
}

/** A payment that settles later. */
export function processingScreen({ amount }: Payment, { text, money }: Wording<PayerText>): Screen {
  const title = text.status.processing(money(amount));
  return { tone: 'info', title, hint: text.status.processingHint, step: waiting(text) };
}

const icons: Record<Screen['tone'], IconName> = { info: 'clock', good: 'check', warn: 'alert', bad: 'alert' };

export function screen({ tone, title, hint, fault, step }: Screen): TemplateResult {
  return html`<div class="screen ${tone}" part="state">
    ${icon(icons[tone])}
    <h2 id="title" tabindex="-1" data-focus>${title}</h2>
    <p class="muted">${hint}</p>
    ${fault ? html`<p class="screen-fault">${icon('alert')}<span>${fault}</span></p>` : nothing}
    ${step ? html`<div class="screen-step">${step}</div>` : nothing}
  </div>`;
}

/** What a screen reader is told of it. */
export function screenSaid({ title, hint, fault }: Screen): string {
  return fault ?? `${title}. ${hint}`;
}

function waiting(text: PayerText): TemplateResult {
  return html`<p class="screen-waiting muted"><span class="spinner" aria-hidden="true"></span>${text.link.waiting}</p>`;
}

// A button, not a link: the address has the token in it, and nothing of this page writes that down.
function confirmation({ confirmation: show }: LinkScreenVerbs, text: PayerText): unknown {
  return show && html`<button type="button" class="primary" @click=${show}>${text.status.confirmation}</button>`;
}

function renewing(
  label: string,
  { sending, error }: Renewal,
  { renew }: LinkScreenVerbs,
  text: PayerText,
): Pick<Screen, 'step' | 'fault'> {
  return {
    // Not `disabled`: a disabled button loses the focus.
    step: html`<button type="button" class="primary" aria-disabled=${sending ? 'true' : 'false'} @click=${renew}>
      ${sending ? html`<span class="spinner"></span>${text.renew.sending}` : label}
    </button>`,
    ...(error && { fault: `${text.renew.failed} ${text.errors[error.code]}` }),
  };
}

function contacting({ name, contact }: PayerView['merchant'], text: PayerText): unknown {
  if (!contact) return html`<p>${text.page.contactUnknown(name)}</p>`;
  const address = contactAddress(contact);
  if (!address) return html`<p>${text.page.contact(name, contact)}</p>`;
  // Digits and addresses run from left to right in any text.
  const marked = `\u2066${contact}\u2069`;
  const label = address.by === 'mail' ? text.page.write(marked) : text.page.call(marked);
  return html`<a class="button primary" href=${address.href}>${label}</a>`;
}

export const linkScreenStyles = css`
  .screen {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 0.5em;
    padding-block: 0.75em 1em;
    text-align: center;
    text-wrap: pretty;
  }
  .screen.good {
    --_tone: var(--_success);
  }
  .screen.info {
    --_tone: var(--_accent);
  }
  .screen.warn {
    --_tone: var(--_warning);
  }
  .screen.bad {
    --_tone: var(--_danger);
  }
  .screen > .icon {
    inline-size: 3.25em;
    block-size: 3.25em;
    margin-block-end: 0.5em;
    padding: 0.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_tone) 14%, transparent);
    color: var(--_tone);
  }
  .screen > h2 {
    font-size: 1.5em;
  }
  .screen-step {
    margin-block-start: 1em;
  }
  .screen-waiting,
  .screen-fault {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
  }
  .screen-fault {
    color: var(--_danger);
  }
`;
