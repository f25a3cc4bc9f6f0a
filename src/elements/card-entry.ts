import type { LitElement, ReactiveController } from 'lit';
import type { StripeSettings } from '../contract/account.ts';
import { PaymentError } from '../errors.ts';
import { appearanceFrom, watchTheme } from '../stripe/stripe-appearance.ts';
import { StripeMount, type MountChange, type MountState } from '../stripe/stripe-mount.ts';
import { authenticate, loadStripe, type LoadStripeOptions, type Stripe } from '../stripe/stripe.ts';

export interface CardEntryNeeds {
  settings: StripeSettings;
  /** Minor units. */
  amount: number;
  currency: string;
  save: boolean;
  /** BCP 47. */
  locale: string;
  loading: LoadStripeOptions;
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
  show({ settings, amount, currency, save, locale, loading }: CardEntryNeeds): void {
    if (this.status !== 'idle') return this.#tell({ amount, save });
    const load = () => loadStripe(settings, { ...loading, locale });
    this.#load = load;
    const appearance = appearanceFrom(this.#host);
    this.#mount.open({ stripe: load, amount, currency, save, locale, appearance, wallets: 'never' });
    this.#followTheme();
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
