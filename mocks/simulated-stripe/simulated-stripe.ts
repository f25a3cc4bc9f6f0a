import { answer } from './api.ts';
import { testCard } from './cards.ts';
import { intentViews, settle, type IntentView } from './control.ts';
import { unasked } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { answerHosted } from './hosted-challenge.ts';
import { methodFrom } from './payment-methods.ts';
import { accountsOf, createAccount, type World } from './state.ts';
import { deliver } from './webhooks.ts';

export { brandOf, cvcLength, passesLuhn, testCard, testCards } from './cards.ts';
export type { Authentication, CardBrand, Refusal, TestCard } from './cards.ts';
export type { IntentView } from './control.ts';
export type { Fault, Faults } from './faults.ts';
export { hostedChallengePath } from './hosted-challenge.ts';

export interface SimulatedStripeOptions {
  /** Default `sk_test_simulated`. */
  secretKey?: string;
  /** Default `pk_test_simulated`. */
  publishableKey?: string;
  /** Connected accounts, `acct_…`: requests name one by the `Stripe-Account` header, and objects of one are unknown to another. */
  accounts?: readonly string[];
  /** Where events go, with a valid `Stripe-Signature`. `fetch` may be a handler in the same process; default: the global one. */
  webhook?: { url: string; secret: string; fetch?: (request: Request) => Promise<Response> };
  /** Where the pages of banks are that can't be framed (`hooks`); default https://hooks.stripe.com. */
  hooksOrigin?: string;
  /** The simulation's only clock: a date, or milliseconds since 1970. Default: the real one. */
  now?: () => Date | number;
  /** Milliseconds that every answer takes. Default 0. */
  latency?: number;
  /** How the simulation lets time pass (latency, slow answers, pauses between deliveries), in milliseconds. Default: a timer. */
  wait?: (milliseconds: number) => Promise<void>;
}

export interface SimulatedStripe {
  /** Stripe's REST: usable as the SDK's `fetch` and as a server's `Request → Response`. Any origin; only the path counts. */
  fetch(this: void, request: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** The bank's own page for a challenge by redirect, as a server's `Request → Response` for `hostedChallengePath` at `hooksOrigin`. */
  hooks(this: void, request: Request): Promise<Response>;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  readonly faults: Faults;
  /**
   * True: from now on a bank that wants to ask the payer does it on a page of its own, wherever the confirmation named a `return_url`. False, as at
   * the beginning: in a frame on the merchant's page.
   */
  redirectsChallenges: boolean;
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

/** Stripe's REST, all of its state in memory. It is never kinder than Stripe: what Stripe refuses is refused here. */
export function createSimulatedStripe(options: SimulatedStripeOptions = {}): SimulatedStripe {
  const {
    secretKey = 'sk_test_simulated',
    publishableKey = 'pk_test_simulated',
    accounts = [],
    webhook,
    hooksOrigin = 'https://hooks.stripe.com',
    now = Date.now,
    latency = 0,
    wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  } = options;
  const underway = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    underway.add(work);
    void work.finally(() => underway.delete(work));
  };
  const faults = createFaults();
  const clock = { now: () => Number(now()), wait };
  const world: World = {
    secretKey,
    publishableKey,
    platform: createAccount(null),
    connected: new Map(accounts.map((id) => [id, createAccount(id)])),
    faults,
    redirectsChallenges: false,
    hooksOrigin,
    hosted: new Map(),
    ...clock,
    latency,
    deliver(event) {
      if (webhook) track(deliver(webhook, event, clock));
    },
    later(milliseconds, work) {
      track(wait(milliseconds).then(work));
    },
  };

  return {
    secretKey,
    publishableKey,
    webhookSecret: webhook?.secret ?? 'whsec_simulated',
    faults: { add: faults.add, clear: faults.clear },
    get redirectsChallenges() {
      return world.redirectsChallenges;
    },
    set redirectsChallenges(redirects) {
      world.redirectsChallenges = redirects;
    },
    hooks: (request) => answerHosted(world, request),
    fetch: (request, init) => unlessAborted(request, init, (arrived) => answer(world, arrived)),
    seedCard(customerId, number, { expMonth = 12, expYear, primary = false } = {}) {
      const card = testCard(number);
      if (!card) throw new RangeError(`${number} is not a test card.`);
      const account = accountsOf(world).find((candidate) => candidate.customers.has(customerId));
      const customer = account?.customers.get(customerId);
      if (!account || !customer || customer.deleted) throw new RangeError(`There is no customer ${customerId}.`);
      const year = expYear ?? new Date(world.now()).getUTCFullYear() + 2;
      const entry = { card, expMonth, expYear: year, cvcGiven: true };
      const method = methodFrom(unasked(world, account), entry, { allowRedisplay: 'always' });
      method.shown.customer = customerId;
      method.setUp = true;
      account.methods.set(method.shown.id, method);
      if (primary) customer.invoice_settings.default_payment_method = method.shown.id;
      return method.shown.id;
    },
    intents: () => intentViews(world),
    settle: (id, outcome) => settle(world, id, outcome),
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

/** What is sent can't be unsent: an abort loses the answer, not the work. */
async function unlessAborted(
  request: Request | string | URL,
  init: RequestInit | undefined,
  work: (request: Request) => Promise<Response>,
): Promise<Response> {
  const arrived = new Request(request instanceof Request ? request : new URL(request, 'https://api.stripe.com'), {
    ...init,
    signal: null,
  });
  const signal = init?.signal ?? (request instanceof Request ? request.signal : null);
  signal?.throwIfAborted();
  const answered = work(arrived);
  if (!signal) return answered;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    answered.then(resolve, reject);
  });
}
