import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../contract/account.ts';
import { PaymentError } from '../errors.ts';
import type { Text } from '../text/text.ts';
import { notice } from './notice.ts';

/** Why this account can't be charged at all, with the next step; null where it can. */
export function accountTrouble(
  { stripe, permissions, capabilities, bookings }: Account,
  text: Text,
): TemplateResult | null {
  if (stripe.connection !== 'connected') {
    return notice({
      tone: 'warn',
      title: stripe.connection === 'restricted' ? text.trouble.restricted : text.trouble.notConnected,
      actions: stripe.connectUrl
        ? html`<a class="button" href=${stripe.connectUrl} target="_blank" rel="noopener">${text.trouble.connect}</a>`
        : nothing,
    });
  }
  if (!permissions.chargeSavedCard && !permissions.chargeNewCard)
    return notice({ tone: 'warn', title: text.trouble.noMethod });
  const nothingToCharge = !capabilities.freeLine && bookings.every(({ due }) => due === 0);
  return nothingToCharge ? notice({ tone: 'good', title: text.charge.nothingDue }) : null;
}

/** Why the account could not be read. Asking again is offered where it may help. */
export function readTrouble(error: unknown, text: Text, retry: () => void): TemplateResult {
  const code = error instanceof PaymentError ? error.code : 'unavailable';
  const sentences: Partial<Record<typeof code, string>> = {
    not_found: text.trouble.notFound,
    forbidden: text.trouble.forbidden,
    misconfigured: text.trouble.misconfigured,
  };
  const sentence = sentences[code];
  const transient = sentence === undefined;
  return notice({
    tone: transient ? 'bad' : 'warn',
    title: sentence ?? (code === 'unauthorized' ? text.trouble.unauthorized : text.trouble.unreachable),
    body: transient && code !== 'unauthorized' ? html`<p>${text.errors[code]}</p>` : nothing,
    actions: transient ? html`<button type="button" @click=${retry}>${text.dialog.retry}</button>` : nothing,
  });
}
