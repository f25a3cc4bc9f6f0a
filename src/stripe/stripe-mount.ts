import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PaymentError } from '../errors.ts';
import type { Appearance, Stripe } from './stripe.ts';

/** What the card form is opened with. */
export interface MountOptions {
  /** Asked again by `retry()`, e.g. `() => loadStripe(account.stripe, { locale, loader })`. */
  stripe: () => Promise<Stripe>;
  /** In minor units, as the payment will have it. While there is none yet (0), the form shows without. */
  amount: number;
  /** ISO code, lower case. */
  currency: string;
  /** Whether the card will be saved for future use. */
  save: boolean;
  /** BCP 47. */
  locale: string;
  appearance: Appearance;
  /** `never` where staff type: Apple Pay, Google Pay and Link would offer the staff member's own. */
  wallets: 'never' | 'auto';
  /** How long the form may take to be ready, script included. In milliseconds. */
  readyTimeout?: number;
}

export type MountChange = Partial<Pick<MountOptions, 'amount' | 'save' | 'appearance' | 'locale'>>;

export interface MountState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  error?: PaymentError;
  /** Whether everything the form asks for is filled in. */
  complete: boolean;
}

/** The card entry as Stripe keeps it until it is used, once. */
export interface CardEntry {
  /** A confirmation token's id. */
  id: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

/**
 * Stripe's Payment Element in a host at any shadow depth.
 *
 * Stripe.js works only in the document's own tree. So the place is a light-DOM child of the outermost host, and a `<slot>` in each host
 * below passes it on, down to the one this controller belongs to, whose template renders `<slot name=${mount.slotName}></slot>`.
 */
export class StripeMount implements ReactiveController {
  /** What the host's template names its slot. Never the same for two mounts, so that two forms can share an outermost host. */
  readonly slotName: string;

  /** Called when Esc is pressed inside Stripe's frame, where the page's own listeners hear nothing. */
  onEscape: () => void = () => {};

  constructor(host: ReactiveControllerHost & HTMLElement, { slot }: { slot: string }) {
    this.slotName = slot;
    host.addController(this);
  }

  get state(): MountState {
    return { status: 'idle', complete: false };
  }

  hostConnected(): void {}

  hostDisconnected(): void {}

  /** Shows an empty form. Opening again starts over and loses what was typed: to hide the form, hide it and leave it open. */
  open(options: MountOptions): void {
    throw new Error(options.currency);
  }

  /** Starts over with the same options after `failed`. */
  retry(): void {}

  /**
   * Tells Stripe what has changed; what isn't named stays. `submit()` waits for it.
   * @throws {PaymentError} `misconfigured`
   */
  async update(change: MountChange): Promise<void> {
    throw new Error(String(change.amount));
  }

  /**
   * Checks the entry. Stripe shows at the fields what is wrong.
   * @throws {PaymentError} `card_incomplete`, `stripe_unavailable`, `network` or `misconfigured`; attempt `none`
   */
  async submit(): Promise<void> {}

  /**
   * The entry to pay with; after `submit()`, one per attempt.
   * @throws {PaymentError} as `submit()`
   */
  async token(): Promise<CardEntry> {
    throw new Error('not yet');
  }

  /** Puts the focus into the form's first field. */
  focus(): void {}

  /** Takes the form away, with what was typed. */
  close(): void {}
}
