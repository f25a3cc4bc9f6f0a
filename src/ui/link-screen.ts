import { html, type TemplateResult } from 'lit';
import type { PayerView } from '../contract/payer.ts';
import type { Payment } from '../contract/payment.ts';
import type { PaymentError } from '../errors.ts';
import type { PayerText } from '../text/payer/text.ts';
import { contactAddress } from './contact.ts';
import type { Screen } from './screen.ts';
import type { Wording } from './wording.ts';

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
      const hint = text.link.expiredHint(words.deadline(view.expiresAt));
      const next = renewTo ? renewing(text.renew.send(renewTo), renewal, verbs, words) : contact;
      return { tone: 'warn', title: text.link.expired, hint, ...next };
    }
    case 'replaced': {
      const next = renewTo ? renewing(text.renew.again(renewTo), renewal, verbs, words) : {};
      return { tone: 'warn', title: text.link.replaced, hint: text.link.replacedHint(name), ...next };
    }
    case 'cancelled':
      return { tone: 'warn', title: text.link.cancelled, hint: text.link.cancelledHint(name), ...contact };
    case 'locked':
      return { tone: 'warn', title: text.link.locked, hint: text.link.lockedHint, ...contact };
  }
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
  { text, moment }: Wording<PayerText>,
): Pick<Screen, 'step' | 'busy' | 'fault'> {
  const retryAt = error?.problem?.retryAt;
  return {
    // Not `disabled`: a disabled button loses the focus.
    step: html`<button type="button" class="primary" aria-disabled=${sending ? 'true' : 'false'} @click=${renew}>
      ${sending ? html`<span class="spinner"></span>${text.renew.sending}` : label}
    </button>`,
    ...(sending && { busy: text.renew.sending }),
    ...(error && {
      fault: retryAt ? text.renew.limited(moment(retryAt)) : `${text.renew.failed} ${text.errors[error.code]}`,
    }),
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
