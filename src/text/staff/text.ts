import type { BookingStatus } from '../../contract/payment.ts';
import type { DeclineReason } from '../../contract/problem.ts';
import type { PaymentErrorCode } from '../../errors.ts';
import type { Partly } from '../vocabulary.ts';

/**
 * Every word a person reads, in one language. A word without values is a string; a word with values is a function of finished texts
 * (amounts and dates arrive formatted) and of counts, whose plurals it chooses itself with `Intl.PluralRules`.
 */
export interface StaffText {
  dialog: {
    /** In which the words run. The dialog runs with its words, not with the page. */
    direction: 'ltr' | 'rtl';
    title: string;
    close: string;
    cancel: string;
    done: string;
    retry: string;
    loading: string;
    testMode: string;
  };
  /** Why there is nothing to fill in. */
  trouble: {
    notConnected: string;
    restricted: string;
    connect: string;
    notFound: string;
    forbidden: string;
    unauthorized: string;
    unreachable: string;
    misconfigured: string;
    noMethod: string;
  };
  charge: {
    heading: string;
    selectAll: string;
    selected: (count: number, of: number) => string;
    nothingDue: string;
    due: (amount: string) => string;
    amountFor: (reference: string) => string;
    wholeOnly: string;
    addLine: string;
    removeLine: string;
    lineDescription: string;
    lineAmount: string;
    total: string;
    remains: (amount: string) => string;
    held: string;
    look: string;
  };
  method: {
    heading: string;
    savedCard: string;
    savedCardHint: string;
    newCard: string;
    newCardHint: string;
    noCards: string;
    notAllowed: string;
  };
  card: {
    choose: string;
    /** Where the brand is not known. */
    unknownBrand: string;
    /** As it is read aloud; on screen it is `Visa •••• 4242`. */
    endingIn: (brand: string, last4: string) => string;
    expires: (date: string) => string;
    primary: string;
    expired: string;
    expiring: string;
    expiredHint: string;
    expiringHint: string;
    askForNew: string;
  };
  newCard: {
    label: string;
    loading: string;
    save: string;
    blocked: string;
    useSaved: string;
  };
  /** What the customer agreed to when a card is saved. A host that changes a sentence gives it a version of its own. */
  consent: {
    version: string;
    /** Staff attest what the customer said by phone or in person: purpose, timing, how the amount is set. */
    staff: (merchant: string, customer: string) => string;
  };
  action: {
    charge: (amount: string) => string;
    chargeSaved: (amount: string, card: string) => string;
    chargeNew: (amount: string) => string;
    chargeAnyway: (amount: string) => string;
    charging: string;
  };
  /** What is wrong in the form. */
  fault: {
    nothingChosen: string;
    empty: string;
    unreadable: string;
    overDue: (due: string) => string;
    step: (step: string) => string;
    notChargeable: string;
    tooMuch: (limit: string) => string;
    description: string;
    tooLong: string;
    noCard: string;
  };
  /** Titles and sentences of where a payment stands. */
  status: {
    submitting: string;
    authenticating: string;
    authenticatingHint: string;
    processing: (amount: string) => string;
    processingHint: string;
    succeeded: (amount: string) => string;
    failed: string;
    nothingMoved: string;
    unconfirmed: string;
    unconfirmedHint: string;
    waitingForBank: string;
    waitingForBankHint: string;
    open: (amount: string) => string;
    checking: string;
    checkAgain: string;
    cancelCharge: string;
    stillUnclear: string;
    contact: (contact: string) => string;
    closeWarning: string;
    closeAnyway: string;
    stay: string;
  };
  /** What the backend asks back before it charges. */
  guard: {
    balanceChanged: string;
    changed: (reference: string, before: string, now: string) => string;
    similar: (amount: string, time: string) => string;
    similarHint: string;
    inProgress: string;
    tooSmall: (minimum: string) => string;
  };
  outcome: {
    customer: string;
    card: string;
    saved: string;
    notSaved: string;
    reference: string;
    date: string;
    by: string;
    stillDue: (amount: string) => string;
    balance: string;
  };
  bookingStatus: Record<BookingStatus, string>;
  /** One sentence and its next step for every way it can fail. */
  errors: Record<PaymentErrorCode, string>;
  declines: Record<DeclineReason, string>;
}

/** Any part of a text, at any depth. */
export type PartialStaffText = Partly<StaffText>;
