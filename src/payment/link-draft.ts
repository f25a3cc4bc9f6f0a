import * as v from 'valibot';
import type { Account } from '../contract/account.ts';
import type { LinkChannel, LinkRequest } from '../contract/link.ts';
import { emailAddress, phoneNumber } from '../contract/values.ts';
import type { ChargeDraft } from './charge-draft.ts';
import { requestedItems } from './charge-request.ts';

/** How a payment link is to reach the customer, beside what it asks for. Changed only by the functions of this file, each of which gives a new one. */
export interface LinkDraft {
  readonly channel: LinkChannel;
  /** As typed; on file at first. */
  readonly email: string;
  readonly phone: string;
  readonly note: string;
  readonly days: number;
  /** Said with the request, so that what was previewed is what is sent. ISO 8601 UTC. */
  readonly expiresAt: string;
  /** The saved card that the customer is asked to approve with; null for an ordinary link. */
  readonly approvalCardId: string | null;
}

/** A way to hand the link over, and why it can't be chosen. */
export interface ChannelChoice {
  readonly channel: LinkChannel;
  readonly blocked: 'no_email' | 'no_phone' | null;
}

export interface LinkFaults {
  readonly to: 'empty' | 'malformed' | null;
  readonly note: 'too_long' | null;
  readonly any: boolean;
}

/** The longest note (`linkRequest` of `contract/link.ts`). */
export const longestNote = 500;

const day = 86_400_000;
/** The contract wants an hour at least. */
const shortest = 3_600_000;

/** Every way to hand a link over that this backend has, in the order shown, with the reason where it can't be used. */
export function channelChoices({ customer, capabilities }: Account): readonly ChannelChoice[] {
  return [
    { channel: 'email', blocked: customer.email ? null : 'no_email' },
    ...(capabilities.sms ? [{ channel: 'sms', blocked: customer.phone ? null : 'no_phone' } as const] : []),
    { channel: 'none', blocked: null },
  ];
}

/** How long a link may last, in days: the merchant's own lifetime among the usual ones. */
export function lifetimes({ linkLifetimeDays }: Account): readonly number[] {
  return [...new Set([1, 7, 30, 90, linkLifetimeDays])].sort((one, other) => one - other);
}

/** To the address on file, for as long as the merchant's links last. */
export function newLink(account: Account, now: Date, approvalCardId: string | null = null): LinkDraft {
  const { customer, linkLifetimeDays } = account;
  return {
    channel: firstChannel(account),
    email: customer.email ?? '',
    phone: customer.phone ?? '',
    note: '',
    ...lasting(linkLifetimeDays, now),
    approvalCardId,
  };
}

export function chooseChannel(link: LinkDraft, channel: LinkChannel): LinkDraft {
  return { ...link, channel };
}

/** What a person typed as the address of the chosen channel. */
export function setAddress(link: LinkDraft, to: string): LinkDraft {
  return link.channel === 'sms' ? { ...link, phone: to } : { ...link, email: to };
}

export function setNote(link: LinkDraft, note: string): LinkDraft {
  return { ...link, note };
}

export function chooseLifetime(link: LinkDraft, days: number, now: Date): LinkDraft {
  return { ...link, ...lasting(days, now) };
}

export function approveWith(link: LinkDraft, cardId: string | null): LinkDraft {
  return { ...link, approvalCardId: cardId };
}

/** The same choices on a fresh account, as far as they still stand. */
export function rebaseLink(link: LinkDraft, account: Account): LinkDraft {
  const usable = channelChoices(account).some((each) => each.channel === link.channel && !each.blocked);
  const cardStands = account.cards.some((each) => each.id === link.approvalCardId);
  if (usable && (cardStands || link.approvalCardId === null)) return link;
  return {
    ...link,
    channel: usable ? link.channel : firstChannel(account),
    approvalCardId: cardStands ? link.approvalCardId : null,
  };
}

/** A link that was composed so long ago that it would be over at once lasts from now on. */
export function renewed(link: LinkDraft, now: Date): LinkDraft {
  return Date.parse(link.expiresAt) - now.getTime() > shortest ? link : chooseLifetime(link, link.days, now);
}

/** The address of the chosen channel, as typed; null where nothing is sent. */
export function addressOf({ channel, email, phone }: LinkDraft): string | null {
  return channel === 'none' ? null : channel === 'sms' ? phone : email;
}

export function linkFaults(link: LinkDraft): LinkFaults {
  const found = {
    to: addressFault(link),
    note: link.note.trim().length > longestNote ? ('too_long' as const) : null,
  };
  return { ...found, any: found.to !== null || found.note !== null };
}

/** What the backend is asked for. Only of a charge and a link without faults. */
export function linkRequest(
  charge: ChargeDraft,
  link: LinkDraft,
  account: Account,
  closeLinks: readonly string[] = [],
): LinkRequest {
  const to = addressOf(link)?.trim();
  const note = link.note.trim();
  return {
    customerId: account.customer.id,
    ...requestedItems(charge, account),
    currency: charge.currency,
    ...(link.approvalCardId !== null && { savedCardId: link.approvalCardId }),
    channel: link.channel,
    ...(to !== undefined && { to }),
    ...(note && { note }),
    expiresAt: link.expiresAt,
    ...(closeLinks.length > 0 && { closeLinks: [...closeLinks] }),
  };
}

function firstChannel(account: Account): LinkChannel {
  return channelChoices(account).find((each) => !each.blocked)?.channel ?? 'none';
}

function lasting(days: number, now: Date): Pick<LinkDraft, 'days' | 'expiresAt'> {
  return { days, expiresAt: new Date(now.getTime() + days * day).toISOString() };
}

function addressFault(link: LinkDraft): LinkFaults['to'] {
  const to = addressOf(link)?.trim();
  if (to === undefined) return null;
  if (to === '') return 'empty';
  return v.is(link.channel === 'sms' ? phoneNumber : emailAddress, to) ? null : 'malformed';
}
