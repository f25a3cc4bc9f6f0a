/**
 * The words of mails and text messages, in one language. Amounts, dates and names arrive finished: names in isolates where their direction may
 * differ from that of the words.
 */
export interface MessageText {
  /** In which the words run. */
  direction: 'ltr' | 'rtl';
  common: {
    /** Above everything where no real money moves. */
    testMode: string;
    /** Before a text message where no real money moves. */
    testSms: string;
    total: string;
    /** Between the parts of one line: reference, date. */
    separator: string;
    /** In plain text, between a label and what it labels. */
    colon: string;
    questions: (merchant: string, contact: string) => string;
    noContact: (merchant: string) => string;
  };
  /** To the payer, with the link. */
  link: {
    subject: (merchant: string, amount: string) => string;
    preheader: (amount: string, until: string) => string;
    label: string;
    greeting: (customer: string) => string;
    ask: (merchant: string, amount: string) => string;
    /** In place of `ask` where the payer asked for a new link. */
    renewed: (merchant: string, amount: string) => string;
    /** In place of `ask` where a saved card is to be approved. */
    approve: (merchant: string, amount: string, card: string) => string;
    until: (time: string) => string;
    button: string;
    noLogin: string;
    note: (merchant: string) => string;
    items: string;
    copy: string;
    /** Short, and of letters that one text message has 160 of (GSM 03.38); the address follows. */
    sms: (merchant: string, amount: string) => string;
  };
  /** To the customer, of what was paid. */
  receipt: {
    subject: (merchant: string, amount: string) => string;
    preheader: (amount: string, date: string) => string;
    label: string;
    greeting: (customer: string) => string;
    paidOn: (date: string) => string;
    thanks: (merchant: string, amount: string) => string;
    items: string;
    tip: string;
    paid: string;
    card: string;
    date: string;
    reference: string;
    button: string;
    copy: string;
  };
  /** To administrators. */
  notice: {
    paid: {
      subject: (customer: string, amount: string) => string;
      label: string;
      said: (customer: string, amount: string) => string;
    };
    locked: {
      subject: (customer: string) => string;
      label: string;
      said: (customer: string, amount: string, declines: number) => string;
      next: string;
    };
    undelivered: {
      subject: (customer: string) => string;
      label: string;
      said: (customer: string, amount: string, to: string) => string;
      next: string;
    };
    customer: string;
    sentTo: string;
    /** Why this mail came, and how it ends. */
    why: string;
  };
  card: {
    named: (brand: string, last4: string) => string;
    unknownBrand: string;
  };
}
