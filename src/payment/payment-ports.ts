import type { ReadOptions } from '../contract/backend.ts';
import type { Attempt, Payment } from '../contract/payment.ts';
import type { PaymentState } from './payment-state.ts';
import type { Clock } from './watch.ts';

/** What a payment needs of the world. Rejections are `PaymentError`s; anything else is taken for a lost answer. */
export interface PaymentPorts {
  read(key: string, options: ReadOptions): Promise<Attempt>;
  /** Settles the attempt or cancels it, and answers which. */
  close(key: string): Promise<Attempt>;
  /** Lets the payer's bank ask the payer. How that ended is not believed: the attempt is read afterwards. */
  authenticate(payment: Payment): Promise<void>;
}

export interface PaymentControllerOptions {
  /** Asked for whenever used, so that a host may change its backend. */
  ports: () => PaymentPorts;
  /** Where session storage keeps the key over a reload: one place per thing that is paid, such as a customer. */
  storageKey: () => string;
  /** Called after the state is set. */
  onChange: (state: PaymentState, previous: PaymentState) => void;
  /** The page's time where nothing is said. */
  clock?: Clock;
}

/** One press. `prepare` runs before anything is sent; what it gives is sent, and sent again, under one key. */
export interface Charge<Prepared> {
  prepare?: () => Promise<Prepared>;
  send: (key: string, prepared: Prepared) => Promise<Payment>;
}
