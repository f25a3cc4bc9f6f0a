import type { Card, Consent, FreeLine } from '../contract/payment.ts';
import type { DeclineReason, ProblemCode } from '../contract/problem.ts';
import type { DeliveryState } from '../contract/link.ts';
import type { NoticeEvent, Settings } from '../contract/settings.ts';
import type { Mail, Sms } from './mailer.ts';

/** Why an attempt failed, as far as it may be told. */
export interface Failure {
  code: ProblemCode;
  reason: DeclineReason | null;
}

/** An attempt is found again by who made it, on which route, with which key. */
export interface AttemptScope {
  /** `staff:{id}`, or `link:{id}` of a payer; a key of one actor means nothing to another. */
  actor: string;
  route: string;
  key: string;
}

/**
 * One attempt, its reservation and its payment in one row: while it is `open` its allocations are reserved, once it has `succeeded` they are paid.
 * Amounts in minor units, times ISO 8601 UTC.
 */
export interface AttemptRecord extends AttemptScope {
  /** Also the payment's id, and the stem of Stripe's idempotency keys. */
  id: string;
  /** Empty for a key closed before its request came. */
  customerId: string;
  /** A digest of the request: the same key with another one is refused. Null for a key closed before its request came. */
  fingerprint: string | null;
  state: 'open' | 'closed';
  /**
   * `reserved`: nothing asked of Stripe to move money. `confirming`: Stripe may be moving it. `requires_action`, `processing`: as Stripe says.
   * Closed: `succeeded`, `failed` (declined or never reached the bank), `canceled`.
   */
  step: 'reserved' | 'confirming' | 'requires_action' | 'processing' | 'succeeded' | 'failed' | 'canceled';
  amount: number;
  currency: string;
  allocations: { bookingId: string; reference: string; title: string; amount: number }[];
  line: FreeLine | null;
  /** In minor units, part of the amount. */
  tip: number;
  /** The payment link that is paid by it; null where staff charge. */
  linkId: string | null;
  /** Where the payer wants the receipt; null: the address on file. */
  receiptEmail: string | null;
  method: { type: 'saved_card'; cardId: string } | { type: 'new_card'; confirmationToken: string; save: boolean };
  consent: Consent | null;
  returnUrl: string | null;
  chargedBy: { id: string; name: string } | null;
  intentId: string | null;
  card: Card | null;
  cardSaved: boolean;
  /** Stored as soon as it is known, before the intent is canceled: an open attempt that has one only waits to be closed. */
  failure: Failure | null;
  createdAt: string;
  updatedAt: string;
  settledAt: string | null;
}

export interface CustomerRecord {
  customerId: string;
  /** Stored before the customer's first intent is made. */
  stripeCustomerId: string | null;
}

/** One message that carried a link. */
export interface DeliveryRecord {
  /** Of the mail or the text message. */
  id: string;
  /** The idempotency key of the request that sent it. */
  key: string;
  channel: 'email' | 'sms';
  to: string;
  /** When it was asked for: the pause before the next counts from here. */
  queuedAt: string;
  state: DeliveryState;
  /** When it came into this state. */
  at: string;
}

/**
 * A payment link. Its token is kept only as a digest: it is derived from the link's id and the handler's secret (see `link-token.ts`). `expired`,
 * `processing`, `paused` and what is left to pay are not stored: they are read off the clock, the attempts and what is due.
 */
export interface LinkRecord extends AttemptScope {
  id: string;
  /** A digest of the request that made it. */
  fingerprint: string;
  tokenHash: string;
  customerId: string;
  state: 'open' | 'paid' | 'cancelled' | 'replaced' | 'settled_elsewhere' | 'locked';
  currency: string;
  allocations: { bookingId: string; reference: string; title: string; date: string; amount: number }[];
  line: FreeLine | null;
  /** The saved card that an approval link names. */
  approval: { cardId: string; card: Card } | null;
  channel: 'email' | 'sms' | 'none';
  to: string | null;
  /** As staff wrote it, null for the template's. */
  subject: string | null;
  note: string | null;
  /** The payer's language. */
  locale: string;
  /** The oldest first. */
  deliveries: DeliveryRecord[];
  expiresAt: string;
  openedAt: string | null;
  /** How many cards were declined on it. */
  declines: number;
  /** The link that took its place. */
  replacedBy: string | null;
  /** Receipts that the payer asked for: limited in number and time. */
  receipts: { key: string; at: string; to: string }[];
  createdBy: { id: string; name: string } | null;
  createdAt: string;
  updatedAt: string;
}

/** The consent that a saved card rests on. */
export interface ConsentRecord extends Consent {
  customerId: string;
  attemptId: string;
  /** Stripe's id of the saved card. */
  cardId: string;
  actor: string;
  channel: 'staff' | 'payer';
  givenAt: string;
}

/**
 * An event carries ids alone and is told with the payment as it is when it is delivered: settling must not wait for the host's bookings.
 * The same id is the same message: a second one is dropped.
 */
export type OutboxMessage =
  | { id: string; kind: 'event'; type: 'payment.succeeded' | 'payment.failed'; attemptId: string }
  | { id: string; kind: 'event'; type: 'card.saved'; customerId: string; cardId: string }
  | {
      id: string;
      kind: 'event';
      type: 'link.created' | 'link.paid' | 'link.cancelled' | 'link.locked' | 'link.undelivered';
      linkId: string;
    }
  /** Where `linkId` is said, the text has the link's id where its token goes: no token is ever stored. */
  | { id: string; kind: 'mail'; mail: Mail; linkId: string | null }
  | { id: string; kind: 'sms'; sms: Sms; linkId: string | null }
  /** To the customer; written when it is delivered. `to: null`: the address on file. */
  | { id: string; kind: 'receipt'; attemptId: string; to: string | null }
  /** To administrators, if the settings have it on; each recipient then gets a mail of their own. */
  | { id: string; kind: 'notice'; event: NoticeEvent; linkId: string; attemptId: string | null };

/** A message handed out, and how often it was (1 the first time). */
export interface ClaimedMessage {
  message: OutboxMessage;
  tries: number;
}

/**
 * Where Paydesk keeps what it knows, for one merchant. All of a transaction's writes are kept or none; two transactions that lock the same
 * customer or the same attempt run one after the other, and what is read after a lock was given is what the one before left
 * (PostgreSQL: `READ COMMITTED` with `SELECT … FOR UPDATE`). Paydesk locks a customer first, then bookings, then one attempt, then links
 * in the order of their ids.
 */
export interface Transaction {
  /** Locks the customer until the transaction ends; makes the record where there is none. Everything that reserves begins here. */
  lockCustomer(customerId: string): Promise<CustomerRecord>;
  /** Without locks; null where there is none. */
  customer(customerId: string): Promise<CustomerRecord | null>;
  saveCustomer(record: CustomerRecord): Promise<void>;
  /**
   * Locks bookings until the transaction ends, in one order for everybody, so that two can't wait for each other. A host may move a booking
   * from one customer to another (merged profiles): what holds and pays it goes with the booking.
   */
  lockBookings(bookingIds: readonly string[]): Promise<void>;

  /** Each of the next three locks the attempt until the transaction ends. */
  attemptByScope(scope: AttemptScope): Promise<AttemptRecord | null>;
  attemptById(id: string): Promise<AttemptRecord | null>;
  attemptByIntent(intentId: string): Promise<AttemptRecord | null>;
  /** Without locks; whoever made it. Where several actors used the same key: an open one, else the oldest. Never a key closed before its request came. */
  attemptByKey(key: string): Promise<AttemptRecord | null>;
  /** False where the scope is taken, also by a transaction that ran at the same time: nothing is written then. */
  insertAttempt(record: AttemptRecord): Promise<boolean>;
  updateAttempt(record: AttemptRecord): Promise<void>;
  /** Without locks; the newest first. */
  openAttempts(customerId: string): Promise<AttemptRecord[]>;
  /** Without locks; succeeded ones, the newest first. */
  succeededAttempts(customerId: string, limit: number): Promise<AttemptRecord[]>;
  /** Without locks; open attempts that hold any of these bookings, whoever the customer is. */
  holdingAttempts(bookingIds: readonly string[]): Promise<AttemptRecord[]>;
  /** What succeeded attempts brought for these bookings, whoever the customer was, in minor units. */
  paid(bookingIds: readonly string[]): Promise<Map<string, number>>;
  /** Ids of attempts that are open and were last changed before `time`; the oldest first, without the first `skip`. */
  openAttemptsBefore(time: string, limit: number, skip: number): Promise<string[]>;

  /** Without locks; every attempt to pay this link, the newest first. */
  attemptsOfLink(linkId: string): Promise<AttemptRecord[]>;

  /** False where the scope or the token is taken, also by a transaction that ran at the same time: nothing is written then. */
  insertLink(record: LinkRecord): Promise<boolean>;
  /** Locks the link until the transaction ends. */
  linkById(id: string): Promise<LinkRecord | null>;
  /** Without locks. */
  linkByToken(tokenHash: string): Promise<LinkRecord | null>;
  /** Without locks. */
  linkByScope(scope: AttemptScope): Promise<LinkRecord | null>;
  updateLink(record: LinkRecord): Promise<void>;
  /** Without locks; the customer's links that are stored as `open` or `locked`, the newest first. */
  openLinks(customerId: string): Promise<LinkRecord[]>;
  /** Without locks; links stored as `open` or `locked` that ask for any of these bookings, whoever the customer is. */
  openLinksCovering(bookingIds: readonly string[]): Promise<LinkRecord[]>;

  /** Null until somebody changed them. */
  settings(): Promise<Settings | null>;
  /** Locks the settings until the transaction ends. */
  lockSettings(): Promise<Settings | null>;
  saveSettings(settings: Settings): Promise<void>;

  insertConsent(record: ConsentRecord): Promise<void>;
  consents(customerId: string): Promise<ConsentRecord[]>;

  /** False where the event was seen before. */
  rememberEvent(eventId: string): Promise<boolean>;
  /** Due at once. */
  enqueue(message: OutboxMessage): Promise<void>;
}

export interface Store {
  transaction<T>(merchantId: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Hands out messages due at `now` and hides them until `leaseUntil`; one caller gets each. */
  claimMessages(merchantId: string, now: string, leaseUntil: string, limit: number): Promise<ClaimedMessage[]>;
  finishMessage(merchantId: string, id: string): Promise<void>;
  retryMessage(merchantId: string, id: string, at: string): Promise<void>;
}
