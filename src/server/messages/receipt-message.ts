import type { HostCustomer, Merchant } from '../host.ts';
import type { Mail } from '../mailer.ts';
import type { AttemptRecord, LinkRecord } from '../store.ts';
import { contactOf } from './link-message.ts';
import { mailOf } from './mail.ts';
import type { Block, Fact } from './message.ts';
import { type Speech, speechFor } from './speech.ts';

/** What a receipt is made of: a payment that succeeded. */
export interface Paid {
  payment: AttemptRecord;
  /** The link it was paid by, which knows the dates of its bookings. */
  link: LinkRecord | null;
  customer: Pick<HostCustomer, 'name' | 'locale'>;
  merchant: Merchant;
  testMode: boolean;
  /** Of the confirmation; null where there is none. */
  address: string | null;
}

export function receiptMail(paid: Paid, { id, to }: Pick<Mail, 'id' | 'to'>): Mail {
  const { payment, customer, merchant, testMode, address } = paid;
  const speech = speechFor(customer.locale ?? merchant.locale, merchant);
  const { text, money, name, time } = speech;
  const { receipt: words, common } = text;
  const business = name(merchant.name);
  const amount = money(payment.amount, payment.currency);
  const date = time(payment.settledAt ?? payment.updatedAt);
  const message = {
    locale: speech.locale,
    direction: text.direction,
    colon: text.common.colon,
    subject: words.subject(business, amount),
    preheader: words.preheader(amount, date),
    merchant: business,
    logoUrl: merchant.logoUrl,
    test: testMode ? common.testMode : null,
    blocks: [
      { type: 'headline', label: words.label, headline: amount, below: words.paidOn(date) },
      { type: 'paragraph', text: words.greeting(name(customer.name)) },
      { type: 'paragraph', text: words.thanks(business, amount) },
      paidItems(paid, speech),
      { type: 'facts', facts: paymentFacts(payment, speech) },
      ...(address === null
        ? []
        : ([
            { type: 'button', label: words.button, address },
            { type: 'address', label: words.copy, address },
          ] as const)),
    ] satisfies Block[],
    footer: [contactOf(merchant, common, business)],
  };
  return mailOf(message, { id, from: merchant.mailFrom, to });
}

/** What was paid, part by part. */
export function paidItems(
  { payment, link }: Pick<Paid, 'payment' | 'link'>,
  { text, money, name, day }: Speech,
): Block {
  const { currency, tip } = payment;
  const dates = new Map(link?.allocations.map((each) => [each.bookingId, each.date]));
  const bookings = payment.allocations.map(({ bookingId, title, reference, amount }) => {
    const date = dates.get(bookingId);
    const detail = [name(reference), date === undefined ? '' : day(date)].filter(Boolean);
    return { title: name(title), detail: detail.join(text.common.separator), amount: money(amount, currency) };
  });
  const { line } = payment;
  const further = line ? [{ title: name(line.description), detail: '', amount: money(line.amount, currency) }] : [];
  return {
    type: 'items',
    heading: text.receipt.items,
    items: [...bookings, ...further],
    sums: [
      ...(tip > 0 ? [{ label: text.receipt.tip, value: money(tip, currency) }] : []),
      { label: text.receipt.paid, value: money(payment.amount, currency) },
    ],
  };
}

export function paymentFacts({ id, card }: AttemptRecord, speech: Speech): Fact[] {
  const { receipt: words } = speech.text;
  return [...(card ? [{ label: words.card, value: speech.card(card) }] : []), { label: words.reference, value: id }];
}
