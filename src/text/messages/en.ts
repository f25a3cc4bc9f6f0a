import type { MessageText } from './text.ts';

export const en: MessageText = {
  direction: 'ltr',
  common: {
    testMode: 'Test mode: no real money moves.',
    testSms: '[Test] ',
    total: 'Total',
    separator: ' · ',
    colon: ': ',
    questions: (merchant, contact) => `Questions? Contact ${merchant}: ${contact}`,
    noContact: (merchant) => `Questions? Contact ${merchant}.`,
  },
  link: {
    subject: (merchant, amount) => `Payment request from ${merchant}: ${amount}`,
    preheader: (amount, until) => `${amount}, to be paid by card until ${until}. No login is needed.`,
    label: 'Payment request',
    greeting: (customer) => `Hello ${customer},`,
    ask: (merchant, amount) => `${merchant} asks you to pay ${amount}.`,
    renewed: (merchant, amount) =>
      `You asked for a new payment link. ${merchant} asks you to pay ${amount}; the earlier link no longer works.`,
    approve: (merchant, amount, card) =>
      `${merchant} asks you to pay ${amount}. Your bank wants you to approve it: with the link you can do so for your ${card}, or pay with another card.`,
    until: (time) => `Valid until ${time}`,
    button: 'Complete Payment',
    noLogin: 'No login is needed: the link opens a secure payment page that is meant for you alone.',
    note: (merchant) => `A note from ${merchant}`,
    items: 'What it is for',
    copy: 'If the button doesn’t work, copy this address into your browser:',
    sms: (merchant, amount) => `${merchant} asks you to pay ${amount}:`,
  },
  receipt: {
    subject: (merchant, amount) => `Receipt from ${merchant}: ${amount}`,
    preheader: (amount, date) => `${amount} paid on ${date}.`,
    label: 'Receipt',
    greeting: (customer) => `Hello ${customer},`,
    paidOn: (date) => `Paid on ${date}`,
    thanks: (merchant, amount) => `Thank you. ${merchant} has received your payment of ${amount}.`,
    items: 'What it was for',
    tip: 'Tip',
    paid: 'Amount paid',
    card: 'Card',
    date: 'Date',
    reference: 'Payment reference',
    button: 'View Confirmation',
    copy: 'If the button doesn’t work, copy this address into your browser:',
  },
  notice: {
    paid: {
      subject: (customer, amount) => `${customer} paid ${amount}`,
      label: 'Payment link paid',
      said: (customer, amount) => `${customer} paid ${amount} by payment link.`,
    },
    locked: {
      subject: (customer) => `The payment link of ${customer} is locked`,
      label: 'Payment link locked',
      said: (customer, amount, declines) =>
        `${declines} ${declines === 1 ? 'card was' : 'cards were'} declined on the payment link of ${customer} for ${amount}. It was locked, and nothing was charged.`,
      next: 'Contact the customer if this is unexpected. To let them try again, cancel the link and send a new one.',
    },
    undelivered: {
      subject: (customer) => `The payment link for ${customer} was not delivered`,
      label: 'Payment link not delivered',
      said: (customer, amount, to) =>
        `The message with the payment link for ${customer} (${amount}) could not be delivered to ${to}.`,
      next: 'Check the address, then send a new link, or copy the link and hand it over in another way.',
    },
    customer: 'Customer',
    sentTo: 'Sent to',
    why: 'You get this message because notices of this kind go to you. Who gets them, and whether they are sent, is decided in the payment settings.',
  },
  card: {
    named: (brand, last4) => `${brand} ••••\u00a0${last4}`,
    unknownBrand: 'Card',
  },
};
