import type { DeclineReason } from '../../contract/problem.ts';
import type { PaymentErrorCode } from '../../errors.ts';
import type { Partly } from '../vocabulary.ts';

/** Every word on the page of a payment link, in one language. Words with values are functions of finished texts, as in `StaffText`. */
export interface PayerText {
  page: {
    /** In which the words run. The page runs with its words, not with what is around it. */
    direction: 'ltr' | 'rtl';
    loading: string;
    retry: string;
    testMode: string;
    secured: string;
    /** Where nothing can be done here: how the business is reached, as the business says it. */
    contact: (merchant: string, contact: string) => string;
    /** As above, where the business says nothing. */
    contactUnknown: (merchant: string) => string;
    /** A button that calls or writes. */
    call: (contact: string) => string;
    write: (contact: string) => string;
  };
  /** What is paid. */
  summary: {
    due: string;
    for: (customer: string) => string;
    note: (merchant: string) => string;
    items: string;
    more: (count: number) => string;
    /** What has changed since the link was made. */
    partly: (settled: string, asked: string) => string;
    settled: string;
    subtotal: string;
    tip: string;
    total: string;
    /** Like all that ends with a date, without a full stop: `a.m.` has one. */
    expires: (date: string) => string;
    receipt: (address: string) => string;
  };
  tip: {
    heading: string;
    none: string;
    other: string;
    amount: string;
    empty: string;
    unreadable: string;
    step: (step: string) => string;
  };
  pay: {
    heading: string;
    loading: string;
    blocked: string;
    save: string;
    approveHint: (merchant: string) => string;
    approve: (card: string) => string;
    otherCard: string;
    cardOnFile: (card: string) => string;
    pay: (amount: string) => string;
    paying: string;
  };
  card: {
    /** Where the brand is not known. */
    unknownBrand: string;
    expires: (date: string) => string;
  };
  /** The amounts are others than the person has seen. */
  changed: {
    title: string;
    hint: string;
    row: (item: string, before: string, now: string) => string;
  };
  /** Where a payment stands. */
  status: {
    submitting: string;
    authenticating: string;
    authenticatingHint: string;
    processing: (amount: string) => string;
    processingHint: string;
    succeeded: (amount: string) => string;
    succeededHint: (merchant: string) => string;
    confirmation: string;
    failed: string;
    nothingMoved: string;
    unconfirmed: string;
    unconfirmedHint: string;
    waitingForBank: string;
    waitingForBankHint: string;
    underWay: (amount: string, time: string) => string;
    checking: string;
    checkAgain: string;
    cancel: string;
    stillUnclear: string;
    cancelled: string;
  };
  /** Where the link stands: what happened, and whether money moved. */
  link: {
    /** After waiting. */
    open: string;
    processing: string;
    processingHint: string;
    paid: string;
    paidHint: string;
    expired: string;
    expiredHint: (date: string) => string;
    cancelled: string;
    cancelledHint: (merchant: string) => string;
    replaced: string;
    replacedHint: (merchant: string) => string;
    settled: string;
    settledHint: (merchant: string) => string;
    locked: string;
    lockedHint: string;
    paused: string;
    pausedHint: string;
    waiting: string;
    unknown: string;
    unknownHint: string;
    missing: string;
    missingHint: string;
    closed: string;
    closedHint: (merchant: string) => string;
    unreachable: string;
    unreachableHint: string;
  };
  renew: {
    /** To an address of which only a part is shown. */
    send: (address: string) => string;
    again: (address: string) => string;
    sending: string;
    sent: string;
    sentHint: (address: string) => string;
    limited: (time: string) => string;
    failed: string;
  };
  /** One sentence and its next step for every way it can fail. That nothing was charged is said beside it. */
  errors: Record<PaymentErrorCode, string>;
  declines: Record<DeclineReason, string>;
}

/** Any part of a text, at any depth. */
export type PartialPayerText = Partly<PayerText>;
