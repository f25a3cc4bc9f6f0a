import type { Faults } from './faults.ts';

export { brandOf, cvcLength, passesLuhn, testCard, testCards } from './cards.ts';
export type { Authentication, CardBrand, Refusal, TestCard } from './cards.ts';
export type { Fault, Faults } from './faults.ts';

export interface SimulatedStripeOptions {
  /** Default `sk_test_simulated`. */
  secretKey?: string;
  /** Default `pk_test_simulated`. */
  publishableKey?: string;
  /** Connected accounts, `acct_…`: requests name one by the `Stripe-Account` header, and objects of one are unknown to another. */
  accounts?: readonly string[];
  /** Where events go, with a valid `Stripe-Signature`. `fetch` may be a handler in the same process; default: the global one. */
  webhook?: { url: string; secret: string; fetch?: (request: Request) => Promise<Response> };
  /** The simulation's only clock: a date, or milliseconds since 1970. Default: the real one. */
  now?: () => Date | number;
  /** Milliseconds that every answer takes. Default 0. */
  latency?: number;
  /** How the simulation lets time pass (latency, slow answers, pauses between deliveries), in milliseconds. Default: a timer. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** What became of an intent, to assert that money moved once. Amounts in Stripe's minor units. */
export interface IntentView {
  id: string;
  /** The connected account it lives on; null for the platform's own. */
  account: string | null;
  status: string;
  amount: number;
  amountReceived: number;
  currency: string;
  customer: string | null;
  paymentMethod: string | null;
  metadata: Record<string, string>;
  /** `code` and `decline_code` of the last failure. */
  lastError: { code: string | null; declineCode: string | null } | null;
  charges: { id: string; status: string; amount: number; amountRefunded: number; last4: string | null }[];
}

export interface SimulatedStripe {
  /** Stripe's REST: usable as the SDK's `fetch` and as a server's `Request → Response`. Any origin; only the path counts. */
  fetch(this: void, request: Request | string | URL, init?: RequestInit): Promise<Response>;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  readonly faults: Faults;
  /**
   * A card saved earlier with consent, whatever it would say today: declining and expired ones too. Set up for off-session charges.
   * Answers the payment method's id; `primary` makes it the customer's default.
   */
  seedCard(
    customerId: string,
    number: string,
    options?: { expMonth?: number; expYear?: number; primary?: boolean },
  ): string;
  /** Every intent of every account, the oldest first. */
  intents(): readonly IntentView[];
  /** Ends an intent that is `processing`. */
  settle(intentId: string, outcome: 'succeeded' | 'failed'): void;
  /** Resolves when every event was delivered, or given up after its last retry. */
  idle(): Promise<void>;
}
