import type Stripe from 'stripe';
import type { TestCard } from './cards.ts';
import type { FaultList } from './faults.ts';
import type { HostedChallenge } from './hosted-challenge.ts';
import type { StoredAnswer } from './idempotency.ts';

/** The API version that the simulation speaks, where a request names none. */
export const apiVersion = '2026-10-28.endive';

export type Intent = Stripe.PaymentIntent;
export type Charge = Stripe.Charge;
export type Customer = Stripe.Customer;
export type PaymentMethod = Stripe.PaymentMethod;
export type ConfirmationToken = Stripe.ConfirmationToken;
export type Refund = Stripe.Refund;
export type Event = Stripe.Event;

/** A payment method with what only the bank knows. */
export interface MethodRecord {
  shown: PaymentMethod;
  card: TestCard;
  /** Set up for off-session charges, with authentication where the bank wanted it. */
  setUp: boolean;
  /** Used without a customer, or detached: Stripe never takes it again. */
  spent: boolean;
}

/** A confirmation token with the payment method that it will become. */
export interface TokenRecord {
  shown: ConfirmationToken;
  /** `new` makes one at confirmation; else the saved card that the token names. */
  method: { new: MethodRecord } | { saved: string };
  /** What Stripe Elements was told, where the token came from there: the intent must agree. */
  expected: { amount: number | null; currency: string | null } | null;
}

/** Everything of one Stripe account. Objects of one are unknown to another. */
export interface Account {
  /** `acct_…`; null for the platform's own. */
  id: string | null;
  customers: Map<string, Customer | Stripe.DeletedCustomer>;
  methods: Map<string, MethodRecord>;
  tokens: Map<string, TokenRecord>;
  intents: Map<string, Intent>;
  charges: Map<string, Charge>;
  refunds: Map<string, Refund>;
  events: Event[];
  answers: Map<string, StoredAnswer>;
}

export interface World {
  secretKey: string;
  publishableKey: string;
  platform: Account;
  /** Connected accounts by id. */
  connected: Map<string, Account>;
  faults: FaultList;
  /** Do banks want a page of their own instead of a frame in the merchant's? */
  redirectsChallenges: boolean;
  /** Where those pages are, in place of https://hooks.stripe.com. */
  hooksOrigin: string;
  /** By `payment_attempt`. */
  hosted: Map<string, HostedChallenge>;
  /** Milliseconds since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  latency: number;
  /** Hands an event to the webhook endpoint, if there is one. */
  deliver(event: Event): void;
  /** Does something after a while, in milliseconds; `idle` waits for it. */
  later(milliseconds: number, work: () => void): void;
}

export function createAccount(id: string | null): Account {
  return {
    id,
    customers: new Map(),
    methods: new Map(),
    tokens: new Map(),
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    events: [],
    answers: new Map(),
  };
}

/** Platform first, then the connected accounts. */
export function accountsOf(world: World): Account[] {
  return [world.platform, ...world.connected.values()];
}

/** Who asks, and of which account: what every endpoint is given. */
export interface Call {
  world: World;
  account: Account;
  key: 'secret' | 'publishable';
  requestId: string;
  idempotencyKey: string | null;
  /** A confirmation of this request ends `processing`. */
  processing: boolean;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomText(length: number): string {
  return [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** `pi` and a length give `pi_3…`: opaque, never to be taken apart. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${randomText(length)}`;
}

/** Unix time in seconds, as Stripe's objects carry it. */
export function seconds(world: World): number {
  return Math.floor(world.now() / 1000);
}

/** The same card number gives the same fingerprint within an account, and another number another. */
export function fingerprint(account: Account, number: string): string {
  return Array.from({ length: 16 }, (_, position) => {
    let hash = 0x811c9dc5;
    for (const character of `${position}/${account.id ?? ''}/${number}`) {
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    }
    return alphabet[hash % alphabet.length];
  }).join('');
}
