import type { DeliveryState } from '../../contract/link.ts';
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
    /** The customer is paying it by link. */
    paying: string;
  };
  method: {
    heading: string;
    savedCard: string;
    savedCardHint: string;
    newCard: string;
    newCardHint: string;
    link: string;
    linkHint: string;
    noCards: string;
    notAllowed: string;
    noPayPage: string;
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
    sendLink: (amount: string) => string;
    createLink: (amount: string) => string;
    sending: string;
    creating: string;
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
    email: string;
    phone: string;
    noteTooLong: string;
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
  /** A payment link that is composed. */
  link: {
    loading: string;
    unavailable: string;
    channel: string;
    email: string;
    sms: string;
    handOver: string;
    handOverHint: string;
    noEmail: string;
    noPhone: string;
    emailTo: string;
    smsTo: string;
    note: string;
    noteHint: string;
    lifetime: string;
    days: (count: number) => string;
    until: (date: string) => string;
    approve: (card: string) => string;
    approveHint: string;
    ready: (to: string) => string;
  };
  /** The message as the customer will get it. */
  preview: {
    show: string;
    hide: string;
    title: string;
    from: string;
    to: string;
    subject: string;
    view: string;
    desktop: string;
    phone: string;
    plain: string;
    loading: string;
    unfinished: string;
    failed: string;
    nothingSent: string;
  };
  /** What becomes of sending it. */
  sending: {
    sending: string;
    lost: string;
    lostHint: string;
    again: string;
    refused: string;
    retryAt: (time: string) => string;
  };
  /** Where a link can't be sent for another reason than a charge has. */
  sendingErrors: Record<
    'invalid_request' | 'forbidden' | 'not_found' | 'idempotency_mismatch' | 'stripe_not_connected' | 'link_open',
    string
  >;
  /** A payment link that exists. */
  openLink: {
    sentTo: (to: string, time: string) => string;
    created: (time: string) => string;
    opened: (time: string) => string;
    notOpened: string;
    approval: (card: string) => string;
    processing: string;
    paused: string;
    locked: string;
    copy: string;
    copied: string;
    copyByHand: string;
    address: string;
    showQr: string;
    hideQr: string;
    qr: (amount: string) => string;
    resend: string;
    resending: string;
    resendFrom: (time: string) => string;
    resent: (to: string) => string;
    cancel: string;
    cancelTitle: string;
    cancelHint: string;
    keep: string;
    cancelled: string;
    otherAddress: string;
  };
  delivery: Record<DeliveryState, string>;
  /** How a link that was just sent stands. */
  linkOutcome: {
    sent: (amount: string) => string;
    notDelivered: (amount: string) => string;
    created: (amount: string) => string;
    createdHint: string;
    for: string;
    to: string;
    delivery: string;
    page: string;
    until: string;
    undelivered: (to: string) => string;
    undeliveredHint: string;
    paid: (amount: string) => string;
    paidHint: string;
    over: string;
    expired: string;
  };
  /** Before two ways to pay the same stand side by side. */
  linkGuard: {
    open: string;
    chargeHint: string;
    chargeAnyway: string;
    sendHint: string;
    sendAnyway: string;
    paid: (amount: string) => string;
    gone: string;
  };
  /** From a charge to a payment link. */
  toLink: {
    send: string;
    approve: string;
    notHere: string;
  };
  bookingStatus: Record<BookingStatus, string>;
  /** One sentence and its next step for every way it can fail. */
  errors: Record<PaymentErrorCode, string>;
  declines: Record<DeclineReason, string>;
}

/** Any part of a text, at any depth. */
export type PartialStaffText = Partly<StaffText>;
