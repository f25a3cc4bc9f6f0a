import type { LitElement, ReactiveController } from 'lit';
import { PaymentError } from '../errors.ts';
import { appearanceFrom, watchTheme } from '../stripe/stripe-appearance.ts';
import { StripeMount, type MountChange, type MountState } from '../stripe/stripe-mount.ts';
import {
  authenticate,
  loadStripe,
  type LoadStripeOptions,
  type Stripe,
  type StripeSettings,
} from '../stripe/stripe.ts';

/** What Stripe.js is loaded with. */
export interface StripeNeeds {
  settings: StripeSettings;
  /** BCP 47. */
  locale: string;
  loading: LoadStripeOptions;
}

export interface CardEntryNeeds extends StripeNeeds {
  /** Minor units. */
  amount: number;
  currency: string;
  save: boolean;
  /** `auto` where the payer types: Stripe's form then offers what is on their own device. `never` where nothing is said. */
  wallets?: 'never' | 'auto';
}

/** Stripe's side of one element: its card form, always agreeing with what is to be charged and with the theme, and its window. */
export class CardEntry implements ReactiveController {
  #host: LitElement;
  #mount: StripeMount;
  #unwatchTheme: (() => void) | undefined;
  /** Kept when the form is closed: the payer's bank may ask later. */
  #load: (() => Promise<Stripe>) | undefined;

  constructor(host: LitElement, onEscape: () => void) {
    this.#host = host;
    this.#mount = new StripeMount(host, { slot: 'card' });
    this.#mount.onEscape = onEscape;
    host.addController(this);
  }

  get slotName(): string {
    return this.#mount.slotName;
  }

  get status(): MountState['status'] {
    return this.#mount.state.status;
  }

  hostConnected(): void {
    if (this.status !== 'idle') this.#followTheme();
  }

  hostDisconnected(): void {
    this.#unfollowTheme();
  }

  /** Opens the form, or tells the open one what has changed. It is never moved nor opened twice: what was typed would be lost. */
  show({ settings, amount, currency, save, locale, loading, wallets = 'never' }: CardEntryNeeds): void {
    if (this.status !== 'idle') return this.#tell({ amount, save, locale });
    const load = () => loadStripe(settings, { ...loading, locale });
    this.#load = load;
    const appearance = appearanceFrom(this.#host);
    this.#mount.open({ stripe: load, amount, currency, save, locale, appearance, wallets });
    this.#followTheme();
  }

  /**
   * Has Stripe.js at hand without its form, for a card on file whose bank may ask the payer.
   * @throws {PaymentError} attempt `none`
   */
  async ready({ settings, locale, loading }: StripeNeeds): Promise<void> {
    this.#load = () => loadStripe(settings, { ...loading, locale });
    await this.#load();
  }

  /** @throws {PaymentError} attempt `none` */
  async enter(): Promise<{ confirmationToken: string }> {
    await this.#mount.submit();
    return { confirmationToken: (await this.#mount.token()).id };
  }

  /** @throws {PaymentError} */
  async authenticate(clientSecret: string): Promise<void> {
    if (!this.#load) throw new PaymentError('misconfigured', 'No card was entered here.', { attempt: 'open' });
    await authenticate(await this.#load(), clientSecret);
  }

  retry(): void {
    this.#mount.retry();
  }

  focus(): void {
    this.#mount.focus();
  }

  close(): void {
    this.#mount.close();
    this.#unfollowTheme();
  }

  #tell(change: MountChange): void {
    // What it doesn't take it says again when it is submitted, where somebody reads it.
    this.#mount.update(change).catch(() => {});
  }

  #followTheme(): void {
    this.#unwatchTheme ??= watchTheme(this.#host, (appearance) => this.#tell({ appearance }));
  }

  #unfollowTheme(): void {
    this.#unwatchTheme?.();
    this.#unwatchTheme = undefined;
  }
}
