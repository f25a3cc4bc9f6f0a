import type { LinkMessage } from '../../contract/link.ts';
import type { Standings } from '../balance.ts';
import type { HostCustomer, Merchant } from '../host.ts';
import { amountNow, askedNow } from '../link-state.ts';
import type { Mail, Sms } from '../mailer.ts';
import type { LinkRecord } from '../store.ts';
import { mailOf } from './mail.ts';
import type { Block, Message } from './message.ts';
import { gsmText, linesOf, oneLine, type Speech, speechFor } from './speech.ts';

/** What a link's message is made of. `address` is that of the payer's page. */
export interface LinkTelling {
  link: LinkRecord;
  standings: Standings;
  customer: HostCustomer;
  merchant: Merchant;
  testMode: boolean;
  address: string;
}

/** Preview and sending both come here: what is shown is what is sent. */
export function linkMail(telling: LinkTelling, { id, to }: Pick<Mail, 'id' | 'to'>): Mail {
  return mailOf(messageOf(telling), { id, from: telling.merchant.mailFrom, to });
}

export function linkSms(telling: LinkTelling, { id, to }: Pick<Sms, 'id' | 'to'>): Sms {
  const { merchant, testMode, address } = telling;
  const { text, amount, name } = spoken(telling);
  const said = `${testMode ? text.common.testSms : ''}${text.link.sms(name(merchant.name), amount)}`;
  return { id, to: oneLine(to), text: `${gsmText(said)} ${address}` };
}

/** As staff see it before it goes. */
export function linkMessage(telling: LinkTelling, channel: LinkRecord['channel'], to: string | null): LinkMessage {
  const nothing = { channel, from: null, to: null, subject: null, html: null, text: null, sms: null };
  if (channel === 'none' || to === null) return nothing;
  if (channel === 'sms') {
    const sms = linkSms(telling, { id: '', to });
    return { ...nothing, to: sms.to, sms: sms.text };
  }
  const { from, to: address, subject, html, text } = linkMail(telling, { id: '', to });
  return { ...nothing, from, to: address, subject, html, text };
}

function spoken({ link, standings, merchant }: LinkTelling): Speech & { amount: string } {
  const speech = speechFor(link.locale, merchant);
  return { ...speech, amount: speech.money(amountNow(link, standings), link.currency) };
}

function messageOf(telling: LinkTelling): Message {
  const { link, standings, customer, merchant, testMode, address } = telling;
  const speech = spoken(telling);
  const { text, locale, amount, name, time } = speech;
  const { common, link: words } = text;
  const business = name(merchant.name);
  const until = time(link.expiresAt);
  return {
    locale,
    direction: text.direction,
    colon: text.common.colon,
    subject: link.subject ?? words.subject(business, amount),
    preheader: words.preheader(amount, until),
    merchant: business,
    logoUrl: merchant.logoUrl,
    test: testMode ? common.testMode : null,
    blocks: [
      { type: 'headline', label: words.label, headline: amount, below: words.until(until) },
      { type: 'paragraph', text: words.greeting(name(customer.name)) },
      { type: 'paragraph', text: asked(telling) },
      ...(link.note ? [{ type: 'quote', label: words.note(business), lines: linesOf(link.note) } as const] : []),
      { type: 'button', label: words.button, address },
      { type: 'paragraph', text: words.noLogin, quiet: true },
      itemsOf(link, (each) => askedNow(each, standings), speech),
      { type: 'address', label: words.copy, address },
    ],
    footer: [contactOf(merchant, text.common, business)],
  };
}

function asked(telling: LinkTelling): string {
  const { link, merchant } = telling;
  const { text, amount, name, card } = spoken(telling);
  const business = name(merchant.name);
  if (link.approval) return text.link.approve(business, amount, card(link.approval.card));
  return link.createdBy === null ? text.link.renewed(business, amount) : text.link.ask(business, amount);
}

/** What it is for, at `amountOf` each; what that leaves nothing of is left out. */
export function itemsOf(
  { allocations, line, currency }: LinkRecord,
  amountOf: (allocation: LinkRecord['allocations'][number]) => number,
  { text, name, money, day }: Speech,
): Block & { type: 'items' } {
  const bookings = allocations.map((each) => ({ ...each, amount: amountOf(each) })).filter(({ amount }) => amount > 0);
  const total = bookings.reduce((sum, { amount }) => sum + amount, line?.amount ?? 0);
  const items = bookings.map(({ reference, title, date, amount }) => ({
    title: name(title),
    detail: [name(reference), day(date)].filter(Boolean).join(text.common.separator),
    amount: money(amount, currency),
  }));
  const further = line ? [{ title: name(line.description), detail: '', amount: money(line.amount, currency) }] : [];
  return {
    type: 'items',
    heading: text.link.items,
    items: [...items, ...further],
    sums: [{ label: text.common.total, value: money(total, currency) }],
  };
}

export function contactOf({ contact }: Merchant, words: Speech['text']['common'], business: string): string {
  return contact === null ? words.noContact(business) : words.questions(business, unbroken(contact));
}

/** A phone number stays on one line. */
const unbroken = (contact: string): string => oneLine(contact).replace(/(?<=\d) (?=\d)/g, '\u00a0');
