import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PaymentError } from '../errors.ts';
import { type LightPlace, lightPlace } from './light-place.ts';
import { type CardEntry, type FormOptions, StripeForm } from './stripe-form.ts';
import { type Stripe, toPaymentError } from './stripe.ts';

/** What the card form is opened with. */
export interface MountOptions extends FormOptions {
  /** Asked again by `retry()`, e.g. `() => loadStripe(settings, { locale, loader })`. */
  stripe: () => Promise<Stripe>;
  /** How long the form may take to be ready, script included: milliseconds, 20 000 where nothing is said. */
  readyTimeout?: number;
}

export type MountChange = Partial<Pick<MountOptions, 'amount' | 'save' | 'appearance' | 'locale'>>;

export interface MountState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  /** With `failed`. */
  error?: PaymentError;
  /** Whether everything the form asks for is filled in. */
  complete: boolean;
}

/**
 * Stripe's Payment Element in a host at any shadow depth.
 *
 * Stripe.js works only in the document's own tree, so the form is a light-DOM child of the outermost host, handed down by slots
 * (`lightPlace`) to the host of this controller, whose template renders `<slot name=${mount.slotName}></slot>` where it is to appear.
 * Moving the host in the document reloads the form, and what was typed is lost: no browser keeps a frame that moves.
 */
export class StripeMount implements ReactiveController {
  /** What the host's template names its slot. Never the same for two mounts, so that two forms can share an outermost host. */
  readonly slotName: string;

  /** Called when Esc is pressed inside Stripe's frame, where the page's own listeners hear nothing. */
  onEscape: () => void = () => {};

  readonly #host: ReactiveControllerHost & HTMLElement;
  #state: MountState = { status: 'idle', complete: false };
  #options: MountOptions | null = null;
  #form: StripeForm | null = null;
  #place: LightPlace | null = null;
  /** The latest beginning; what an earlier one still brings is dropped. */
  #turn = 0;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #losses = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, { slot }: { slot: string }) {
    this.slotName = `${slot}-${Math.random().toString(36).slice(2, 10)}`;
    this.#host = host;
    host.addController(this);
  }

  get state(): MountState {
    return this.#state;
  }

  hostConnected(): void {
    if (this.#options) this.#begin(this.#options);
  }

  hostDisconnected(): void {
    this.#end();
    this.#show({ status: 'idle', complete: false });
  }

  /** Shows an empty form. Opening again starts over and loses what was typed: to hide the form, hide it and leave it open. */
  open(options: MountOptions): void {
    this.#options = options;
    this.#losses = 0;
    // A host that isn't in the page yet begins when it gets there.
    if (this.#host.isConnected) this.#begin(options);
  }

  /** Starts over after `failed`: Stripe is asked for anew. */
  retry(): void {
    if (this.#state.status === 'failed' && this.#options) this.open(this.#options);
  }

  /**
   * Tells Stripe what has changed; what isn't named stays. Resolves when Stripe has it, and `submit()` waits for it too: a form that
   * still says "don't save" can't confirm a payment that saves.
   * @throws {PaymentError} `misconfigured`; attempt `none`
   */
  async update(change: MountChange): Promise<void> {
    if (!this.#options) return;
    this.#options = { ...this.#options, ...change };
    await this.#form?.update(this.#options);
  }

  /**
   * Checks the entry. Stripe shows at the fields what is wrong.
   * @throws {PaymentError} `card_incomplete`, `stripe_unavailable`, `network`, `unavailable` or `misconfigured`; attempt `none`
   */
  async submit(): Promise<void> {
    await this.#readyForm().submit();
  }

  /**
   * The entry to pay with: after `submit()`, one per attempt, since Stripe takes each once.
   * @throws {PaymentError} as `submit()`, or `declined`; attempt `none`
   */
  async token(): Promise<CardEntry> {
    return this.#readyForm().token();
  }

  /** Puts the focus into the form's first field. */
  focus(): void {
    this.#form?.focus();
  }

  /** Takes the form away, with what was typed. */
  close(): void {
    this.#options = null;
    this.#end();
    this.#show({ status: 'idle', complete: false });
  }

  #begin(options: MountOptions): void {
    this.#end();
    this.#show({ status: 'loading', complete: false });
    const { stripe, readyTimeout = 20_000 } = options;
    this.#limit = setTimeout(() => {
      const message = `Stripe's form was not ready within ${readyTimeout} ms.`;
      this.#fail(new PaymentError('stripe_unavailable', message, { attempt: 'none' }));
    }, readyTimeout);
    void this.#load(stripe, this.#turn);
  }

  async #load(load: () => Promise<Stripe>, turn: number): Promise<void> {
    try {
      const stripe = await load();
      if (turn === this.#turn) this.#mount(stripe);
    } catch (error) {
      if (turn === this.#turn) this.#fail(toPaymentError(error, 'load'));
    }
  }

  #mount(stripe: Stripe): void {
    if (!this.#options) return;
    this.#form = new StripeForm(stripe, this.#options, {
      ready: () => this.#ready(),
      change: (complete) => {
        if (complete !== this.#state.complete) this.#show({ ...this.#state, complete });
      },
      escape: () => this.onEscape(),
      failed: (error) => this.#fail(error),
    });
    this.#place = lightPlace(this.#host, this.slotName, () => this.#lost());
    this.#form.mount(this.#place.point);
  }

  #ready(): void {
    clearTimeout(this.#limit);
    this.#losses = 0;
    this.#show({ ...this.#state, status: 'ready' });
  }

  /** Something in the page rendered over the form: it is made anew, unless that goes on and on. */
  #lost(): void {
    this.#losses += 1;
    if (this.#losses <= 3 && this.#options) return this.#begin(this.#options);
    const message = `The card form keeps being removed from the page: leave the child with slot="${this.slotName}" alone.`;
    this.#fail(new PaymentError('misconfigured', message, { attempt: 'none' }));
  }

  #fail(error: PaymentError): void {
    this.#end();
    this.#show({ status: 'failed', error, complete: false });
  }

  #end(): void {
    this.#turn += 1;
    clearTimeout(this.#limit);
    this.#form?.destroy();
    this.#form = null;
    this.#place?.remove();
    this.#place = null;
  }

  #show(state: MountState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }

  #readyForm(): StripeForm {
    const { status, error } = this.#state;
    if (status === 'ready' && this.#form) return this.#form;
    throw (
      error ?? new PaymentError('stripe_unavailable', `The card form is ${status}, not ready.`, { attempt: 'none' })
    );
  }
}
