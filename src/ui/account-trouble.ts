import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../contract/account.ts';
import type { StaffText } from '../text/staff/text.ts';
import { notice } from './notice.ts';

/** Why this account can't be charged at all, with the next step; null where it can. */
export function accountTrouble(
  { stripe, permissions, capabilities, bookings }: Account,
  text: StaffText,
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
  const maySendLink = permissions.sendLink && capabilities.links;
  if (!permissions.chargeSavedCard && !permissions.chargeNewCard && !maySendLink)
    return notice({ tone: 'warn', title: text.trouble.noMethod });
  const nothingToCharge = !capabilities.freeLine && bookings.every(({ due }) => due === 0);
  return nothingToCharge ? notice({ tone: 'good', title: text.charge.nothingDue }) : null;
}
