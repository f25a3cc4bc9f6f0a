import type { LinkState } from '../../contract/link.ts';
import type { BookingStatus, PaymentStatus } from '../../contract/payment.ts';
import type { DeclineReason } from '../../contract/problem.ts';
import type { Partly } from '../vocabulary.ts';

/** Every word on the confirmation, in one language. Words with values are functions of finished texts, as in `StaffText`. */
export interface ConfirmationText {
  page: {
    /** In which the words run. The confirmation runs with its words, not with the page. */
    direction: 'ltr' | 'rtl';
    loading: string;
    testMode: string;
    retry: string;
    /** The connection is gone while something is waited for. */
    offline: string;
    print: string;
    contact: (merchant: string) => string;
  };
  /** What became of the payment, in a few words. */
  status: Record<PaymentStatus, string>;
  /** What that means. */
  meaning: Record<PaymentStatus, (merchant: string) => string>;
  /** Why a card was declined, as far as it may be told. */
  declines: Record<Exclude<DeclineReason, `incorrect_${string}` | 'limit_exceeded'> | 'incorrect', string>;
  /** Where nothing was paid: where the link stands, in a few words. */
  link: Record<LinkState, string>;
  /** What that means, and what comes next. */
  linkMeaning: Record<LinkState, (merchant: string) => string>;
  next: {
    pay: string;
    payAgain: string;
    finish: string;
    renew: string;
    /** In place of a button where the page doesn't know where the link is paid. */
    openLink: string;
  };
  trouble: {
    unknown: string;
    unknownMeaning: string;
    unreachable: string;
    unreachableMeaning: string;
  };
  record: {
    items: string;
    details: string;
    tip: string;
    total: string;
    stillDue: (amount: string) => string;
    customer: string;
    card: string;
    saved: string;
    notSaved: string;
    date: string;
    reference: string;
  };
  card: {
    /** Of a brand that is not known. */
    unknownBrand: string;
  };
  bookingStatus: Record<BookingStatus, string>;
  receipt: {
    heading: string;
    sendTo: (address: string) => string;
    another: string;
    address: string;
    send: string;
    cancel: string;
    sending: string;
    sent: (address: string) => string;
    badAddress: string;
    limited: string;
    limitedUntil: (time: string) => string;
    failed: string;
  };
}

/** Any part of a confirmation's text, at any depth. */
export type PartialConfirmationText = Partly<ConfirmationText>;
