import type { Account } from './account.ts';
import type { Attempt, ChargeRequest, Payment } from './payment.ts';

/** A read may be given up. */
export interface ReadOptions {
  signal?: AbortSignal | undefined;
}

/** A write can't be unsent: it takes the key of the attempt, and no signal. */
export interface WriteOptions {
  idempotencyKey: string;
}

/**
 * What staff surfaces ask of a backend. `createStaffBackend` makes one over HTTP; a host may give any object with these methods.
 * All reject with `PaymentError` only, except for an aborted read, which rejects with its signal's reason.
 */
export interface StaffBackend {
  account(customerId: string, options?: ReadOptions): Promise<Account>;
  charge(request: ChargeRequest, options: WriteOptions): Promise<Payment>;
  payment(id: string, options?: ReadOptions): Promise<Payment>;
  attempt(key: string, options?: ReadOptions): Promise<Attempt>;
  closeAttempt(key: string): Promise<Attempt>;
}
