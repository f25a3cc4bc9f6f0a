import type { Authorize, Host, Merchant } from './host.ts';
import type { Mailer } from './mailer.ts';
import type { Store, Transaction } from './store.ts';
import type { StripeGateway } from './stripe-gateway.ts';

/** What every part of the server works with. */
export interface Desk {
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
  /** Ids of the attempts that a request of this process is working on. */
  live: Set<string>;
  /** Milliseconds. */
  answerWithin: number;
  /** Told the cause of whatever is answered as `unavailable` or tried again later. */
  onError: (error: unknown, about: { requestId: string | null }) => void;
}

/** The desk as one request sees it: for the merchant as it is now. */
export interface Counter extends Omit<Desk, 'merchant'> {
  merchant: Merchant;
}

export async function counterOf(desk: Desk): Promise<Counter> {
  return { ...desk, merchant: await desk.merchant() };
}

export function transaction<T>(counter: Counter, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return counter.store.transaction(counter.merchant.id, work);
}

export function timeOf(counter: Counter): string {
  return counter.now().toISOString();
}
