import type { Card, Consent, FreeLine } from '../contract/payment.ts';
import type { DeclineReason, ProblemCode } from '../contract/problem.ts';
import type { Mail } from './mailer.ts';

/** Why an attempt failed, as far as it may be told. */
export interface Failure {
  code: ProblemCode;
  reason: DeclineReason | null;
}

/** An attempt is found again by who made it, on which route, with which key. */
export interface AttemptScope {
  /** `staff:{id}`; a key of one actor means nothing to another. */
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
  | { id: string; kind: 'mail'; mail: Mail };

/** A message handed out, and how often it was (1 the first time). */
export interface ClaimedMessage {
  message: OutboxMessage;
  tries: number;
}

/**
 * Where Paydesk keeps what it knows, for one merchant. All of a transaction's writes are kept or none; two transactions that lock the same
 * customer or the same attempt run one after the other, and what is read after a lock was given is what the one before left
 * (PostgreSQL: `READ COMMITTED` with `SELECT … FOR UPDATE`). Paydesk locks a customer first, then bookings, then one attempt.
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
  /** Without locks; whoever made it, the oldest where two actors used the same key. Never a key closed before its request came. */
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
