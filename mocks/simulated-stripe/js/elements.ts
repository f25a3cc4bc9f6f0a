import type {
  StripeElements,
  StripeElementsOptionsMode,
  StripeElementsUpdateOptions,
  StripeError,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import { resolveAppearance } from './appearance.ts';
import { IntegrationError, notSimulated } from './errors.ts';
import { frameSettings } from './frame-settings.ts';
import { Listeners } from './listeners.ts';
import type { CardDetails } from './messages.ts';
import { assertElementsOptions, assertElementsUpdate, checkElementOptions } from './options.ts';
import { PaymentElement } from './payment-element.ts';
import type { StripeContext } from './stripe-instance.ts';
import { frameTexts } from './texts.ts';

/** Options that change nothing of what was submitted. */
const looks = ['locale', 'fonts', 'appearance'];

/** A group of Elements, for the instance only: what the page holds is `facade`. */
export class ElementsGroup {
  readonly facade: StripeElements;
  readonly #context: StripeContext;
  readonly #listeners = new Listeners(['update-end']);
  #options: StripeElementsOptionsMode;
  #payment: PaymentElement | null = null;
  #submitted = false;

  constructor(context: StripeContext, options: unknown = {}) {
    assertElementsOptions(options);
    resolveAppearance(options.appearance);
    this.#context = context;
    this.#options = { ...options };
    this.facade = this.#makeFacade();
  }

  get options(): StripeElementsOptionsMode {
    return this.#options;
  }

  /** Whether `submit()` passed, and nothing has changed since. */
  get isSubmitted(): boolean {
    return this.#submitted;
  }

  get neverCollected(): string[] {
    return this.#payment?.neverCollected ?? [];
  }

  /** The card as it was entered. */
  async collect(caller: string): Promise<CardDetails> {
    return this.#mounted(caller).collect();
  }

  /** A submitted form serves once. */
  spend(): void {
    this.#submitted = false;
  }

  #makeFacade(): StripeElements {
    const facade = {
      create: (type: string, options: StripePaymentElementOptions = {}) => this.#create(type, options),
      getElement: (type: string) => (type === 'payment' ? (this.#payment?.facade ?? null) : null),
      // Mistakes are thrown at once; the promise is of the frame that shows the update.
      update: (options: unknown) => {
        assertElementsUpdate(options, this.#options);
        return this.#update(options);
      },
      submit: () => this.#submit(),
      fetchUpdates: async () => ({}),
      on: (name: string, handler: () => void) => this.#listeners.add(name, handler),
    };
    // The overloads of `create` per type can't be told to the compiler from an object literal.
    return facade as unknown as StripeElements;
  }

  #create(type: string, options: StripePaymentElementOptions): PaymentElement['facade'] {
    if (type === 'paymentRequestButton') {
      throw new IntegrationError(
        'The paymentRequestButton Element is no longer supported. Use the Express Checkout Element instead.',
      );
    }
    if (type !== 'payment') throw notSimulated(`elements.create('${type}')`);
    if (this.#payment) throw new IntegrationError('Can only create one Element of type payment.');
    if (this.#options.mode === undefined) {
      throw new IntegrationError(
        'In order to create a payment element, you must pass a clientSecret or mode when creating the Elements group.',
      );
    }
    checkElementOptions(options);
    const { key, frameOrigin } = this.#context;
    this.#payment = new PaymentElement(options, {
      live: key.startsWith('pk_live_'),
      frameOrigin,
      showsLoader: this.#options.loader !== 'never',
      settings: (own) => frameSettings(this.#options, own, this.#locale),
      load: () => this.#load(),
      changed: () => this.spend(),
      destroyed: () => {
        this.#payment = null;
      },
    });
    return this.#payment.facade;
  }

  get #locale(): string {
    return this.#options.locale ?? this.#context.options.locale ?? 'auto';
  }

  /** Asks Stripe about the session, as Stripe.js does before the form appears. */
  async #load(): Promise<StripeError | null> {
    const { mode, currency, ...options } = this.#options;
    const { error } = await this.#context.rest.get('/v1/elements/sessions', {
      key: this.#context.key,
      type: 'deferred_intent',
      locale: this.#locale,
      deferred_intent: { mode, currency, amount: 'amount' in options ? (options.amount as number) : null },
    });
    return error ?? null;
  }

  async #update(options: StripeElementsUpdateOptions): Promise<void> {
    const { appearance } = options;
    if (appearance) resolveAppearance(appearance, 'elements.update()');
    // The union of modes can't follow a merge; the merged options were checked above.
    this.#options = { ...this.#options, ...options } as StripeElementsOptionsMode;
    if (Object.keys(options).some((key) => !looks.includes(key))) this.spend();
    await this.#payment?.apply();
    this.#listeners.emit('update-end', undefined);
  }

  async #submit(): Promise<{ error: StripeError } | { selectedPaymentMethod: string }> {
    const code = await this.#mounted('elements.submit()').validate();
    this.#submitted = code === null;
    if (code === null) return { selectedPaymentMethod: 'card' };
    return { error: { type: 'validation_error', code, message: frameTexts(this.#locale).texts.faults[code] } };
  }

  #mounted(caller: string): PaymentElement {
    if (this.#payment?.isMounted) return this.#payment;
    throw new IntegrationError(
      `Invalid value for ${caller}: elements should have a mounted Payment Element or Express Checkout Element.`,
    );
  }
}
