import type { Permissions } from '../contract/account.ts';
import type { PaymentLink } from '../contract/link.ts';
import type { Context } from './context.ts';
import { resendTimeOf } from './delivery.ts';
import { amountNow, isLive, type LinkFacts, linkStateOf } from './link-state.ts';
import { addressOf, tokenOf } from './link-token.ts';
import type { LinkRecord } from './store.ts';

/**
 * A link as staff see it. `seeCards: false` leaves out the card that it asks to approve, `sendLink: false` the address: whoever has it can hand
 * the link over.
 */
export async function linkOf(
  context: Context,
  link: LinkRecord,
  facts: LinkFacts,
  { seeCards, sendLink }: Pick<Permissions, 'seeCards' | 'sendLink'> = { seeCards: true, sendLink: true },
): Promise<PaymentLink> {
  const state = linkStateOf(link, facts);
  return {
    id: link.id,
    customerId: link.customerId,
    state,
    amount: isLive(state) ? amountNow(link, facts.standings) : 0,
    asked: link.allocations.reduce((sum, each) => sum + each.amount, link.line?.amount ?? 0),
    currency: link.currency,
    allocations: link.allocations,
    line: link.line,
    approval: seeCards ? (link.approval?.card ?? null) : null,
    channel: link.channel,
    deliveries: link.deliveries.map(({ channel, to, state, at }) => ({ channel, to, state, at })).toReversed(),
    url: sendLink && isLive(state) ? await addressFor(context, link) : null,
    note: link.note,
    openedAt: link.openedAt,
    expiresAt: link.expiresAt,
    resendAt: sendLink && state === 'open' ? resendTimeOf(link) : null,
    createdAt: link.createdAt,
    createdBy: link.createdBy,
  };
}

/** Null where nobody can tell it any more: the secret it was made with is gone, or the payer's page. */
async function addressFor(context: Context, link: LinkRecord): Promise<string | null> {
  const { payUrl } = context.merchant;
  const token = payUrl === null ? null : await tokenOf(context, link);
  return payUrl === null || token === null ? null : addressOf(payUrl, token);
}

/** An address as it may be told to whoever holds a link: `c•••@example.com`, `•••• 0142`. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${[...address][0] ?? ''}•••${address.slice(at)}`;
  const digits = address.replace(/\D/g, '');
  return `•••• ${digits.slice(digits.length < 8 ? -2 : -4)}`;
}
