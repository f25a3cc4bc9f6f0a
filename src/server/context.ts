import type { Current } from './answers.ts';
import type { CustomerCards } from './cards.ts';
import type { Authorize, Host, Merchant } from './host.ts';
import type { Mailer } from './mailer.ts';
import type { Recent } from './recent.ts';
import type { Store, Transaction } from './store.ts';
import type { StripeGateway } from './stripe-gateway.ts';

/** What every part of the server works with. */
export interface Setup {
  store: Store;
  mailer: Mailer;
  host: Host;
  authorize: Authorize;
  merchant: () => Merchant | Promise<Merchant>;
  gateway: StripeGateway;
  /** From Stripe's keys: no real money moves. */
  testMode: boolean;
  publishableKey: string;
  /** The connected account, null for the platform's own. */
  account: string | null;
  now: () => Date;
  /** The first signs new payment links, the others keep older ones readable. */
  linkSecrets: readonly string[];
  /** Ids of the attempts that a request of this process is working on. */
  live: Set<string>;
  /** What Stripe said a moment ago, of customers' cards and of open attempts. */
  recentCards: Recent<CustomerCards>;
  recentAttempts: Recent<Current>;
  /** Milliseconds. */
  answerWithin: number;
  /** Told the cause of whatever is answered as `unavailable` or tried again later. */
  onError: (error: unknown, about: { requestId: string | null }) => void;
}

/** The setup as one request sees it: for the merchant as it is now. */
export interface Context extends Omit<Setup, 'merchant'> {
  merchant: Merchant;
}

export async function contextOf(setup: Setup): Promise<Context> {
  return { ...setup, merchant: await setup.merchant() };
}

export function transaction<T>(context: Context, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return context.store.transaction(context.merchant.id, work);
}

export function timeOf(context: Context): string {
  return context.now().toISOString();
}
