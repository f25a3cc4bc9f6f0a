import type { Account } from './account.ts';
import type { LinkMessage, LinkRequest, PaymentLink } from './link.ts';
import type { Confirmation, PayerView, PayRequest, ReceiptRequest, SentTo } from './payer.ts';
import type { Attempt, ChargeRequest, Payment } from './payment.ts';
import type { Settings, SettingsChange } from './settings.ts';

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
 * All reject with `PaymentError` only, except for an aborted read, which rejects with its signal's reason. A read that finds nothing changed
 * may resolve with the very object it gave before.
 */
export interface StaffBackend {
  account(customerId: string, options?: ReadOptions): Promise<Account>;
  charge(request: ChargeRequest, options: WriteOptions): Promise<Payment>;
  payment(id: string, options?: ReadOptions): Promise<Payment>;
  attempt(key: string, options?: ReadOptions): Promise<Attempt>;
  closeAttempt(key: string): Promise<Attempt>;
  /** The message as `createLink` would send it under the same key. Sends nothing. */
  previewLink(request: LinkRequest, options: WriteOptions & ReadOptions): Promise<LinkMessage>;
  /** Makes the link and sends it. The same key and request again make and send nothing new. */
  createLink(request: LinkRequest, options: WriteOptions): Promise<PaymentLink>;
  link(id: string, options?: ReadOptions): Promise<PaymentLink>;
  resendLink(id: string, options: WriteOptions): Promise<PaymentLink>;
  cancelLink(id: string): Promise<PaymentLink>;
  settings(options?: ReadOptions): Promise<Settings>;
  changeSettings(change: SettingsChange): Promise<Settings>;
}

/**
 * What the page of a payment link asks of a backend, for the one link whose token it holds. `createPayerBackend` makes one over HTTP. It can't
 * name anything that staff may do.
 */
export interface PayerBackend {
  view(options?: ReadOptions): Promise<PayerView>;
  /** A person is here: told at the first gesture. */
  opened(): Promise<PayerView>;
  pay(request: PayRequest, options: WriteOptions): Promise<Payment>;
  confirmation(options?: ReadOptions): Promise<Confirmation>;
  attempt(key: string, options?: ReadOptions): Promise<Attempt>;
  closeAttempt(key: string): Promise<Attempt>;
  renew(options: WriteOptions): Promise<SentTo>;
  sendReceipt(request: ReceiptRequest, options: WriteOptions): Promise<SentTo>;
}
