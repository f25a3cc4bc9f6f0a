import type { HostCustomer, Merchant } from '../host.ts';
import type { Mail } from '../mailer.ts';
import type { DeliveryRecord, LinkRecord } from '../store.ts';
import { itemsOf } from './link-message.ts';
import { mailOf } from './mail.ts';
import type { Block } from './message.ts';
import { type Paid, paidItems, paymentFacts } from './receipt-message.ts';
import { oneLine, type Speech, speechFor } from './speech.ts';

/** What administrators are told of. */
export type Noticed =
  | { event: 'link_paid'; payment: Paid['payment'] }
  | { event: 'link_locked' }
  | { event: 'link_undelivered'; delivery: DeliveryRecord };

/** Which link it is about, and who pays it. */
export interface Telling {
  link: LinkRecord;
  customer: Pick<HostCustomer, 'name'>;
  merchant: Merchant;
  testMode: boolean;
}

/** Told in the merchant's language. Nothing in it opens the link. */
export function noticeMail(noticed: Noticed, telling: Telling, { id, to }: Pick<Mail, 'id' | 'to'>): Mail {
  const { merchant, testMode } = telling;
  const speech = speechFor(merchant.locale, merchant);
  const { text } = speech;
  const { subject, headline, blocks } = toldOf(noticed, telling, speech);
  const message = {
    locale: speech.locale,
    direction: text.direction,
    colon: text.common.colon,
    subject,
    preheader: headline.said,
    merchant: speech.name(merchant.name),
    logoUrl: merchant.logoUrl,
    test: testMode ? text.common.testMode : null,
    blocks: [
      { type: 'headline', label: headline.label, headline: headline.amount, below: null },
      { type: 'paragraph', text: headline.said },
      ...blocks,
    ] satisfies Block[],
    footer: [text.notice.why],
  };
  return mailOf(message, { id, from: merchant.mailFrom, to });
}

interface Told {
  subject: string;
  headline: { label: string; amount: string; said: string };
  blocks: Block[];
}

function toldOf(noticed: Noticed, telling: Telling, speech: Speech): Told {
  const { link, customer } = telling;
  const { notice: words } = speech.text;
  const name = speech.name(customer.name);
  const about = { label: words.customer, value: name };
  if (noticed.event === 'link_paid') {
    const { payment } = noticed;
    const amount = speech.money(payment.amount, payment.currency);
    const paidAt = { label: speech.text.receipt.date, value: speech.time(payment.settledAt ?? payment.updatedAt) };
    return {
      subject: words.paid.subject(name, amount),
      headline: { label: words.paid.label, amount, said: words.paid.said(name, amount) },
      blocks: [
        paidItems({ payment, link }, speech),
        { type: 'facts', facts: [about, paidAt, ...paymentFacts(payment, speech)] },
      ],
    };
  }
  const items = itemsOf(link, (each) => each.amount, speech);
  const amount = items.sums.at(-1)?.value ?? '';
  if (noticed.event === 'link_locked') {
    return {
      subject: words.locked.subject(name),
      headline: { label: words.locked.label, amount, said: words.locked.said(name, amount, link.declines) },
      blocks: [{ type: 'paragraph', text: words.locked.next }, items],
    };
  }
  const to = oneLine(noticed.delivery.to);
  const said = words.undelivered.said(name, amount, to);
  return {
    subject: words.undelivered.subject(name),
    headline: { label: words.undelivered.label, amount, said },
    blocks: [
      { type: 'paragraph', text: words.undelivered.next },
      items,
      { type: 'facts', facts: [about, { label: words.sentTo, value: to }] },
    ],
  };
}
