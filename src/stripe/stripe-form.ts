import { PaymentError } from '../errors.ts';
import {
  type Appearance,
  type Stripe,
  type StripeElements,
  type StripeElementsOptionsMode,
  type StripePaymentElement,
  stripeLocale,
  toPaymentError,
} from './stripe.ts';

/** What a card form is for. */
export interface FormOptions {
  /** In minor units, as the payment will have it. While nothing is chosen yet (0), the form shows but can't be submitted. */
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
  /** How long Stripe may take to check the entry, or to keep it: milliseconds, 60 000 where nothing is said. Nothing is charged by either. */
  answerTimeout?: number;
}

/** The card entry as Stripe keeps it until it is used, once. */
export interface CardEntry {
  /** A confirmation token's id. */
  id: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

/** What a form tells of itself until it is destroyed. */
export interface FormListener {
  ready(): void;
  change(complete: boolean): void;
  escape(): void;
  failed(error: PaymentError): void;
}

type ElementsOptions = Extract<StripeElementsOptionsMode, { mode: 'payment' }>;

/** Stripe wants an amount before one is chosen. The form shows it nowhere, and it is above every currency's least. */
const amountBeforeOneIsChosen = 100_000;

/** One Payment Element, from `mount()` to `destroy()`, always agreeing with what is wanted of it before it is asked for anything. */
export class StripeForm {
  readonly #stripe: Stripe;
  readonly #elements: StripeElements;
  readonly #element: StripePaymentElement;
  readonly #ended = new AbortController();
  #options: FormOptions;
  /** What Stripe was last told. */
  #told: ElementsOptions;
  #telling: Promise<void> | null = null;

  /** @throws what Stripe.js throws where it refuses the options */
  constructor(stripe: Stripe, options: FormOptions, listener: FormListener) {
    this.#stripe = stripe;
    this.#options = options;
    this.#told = elementsOptions(options);
    this.#elements = stripe.elements(this.#told);
    const { wallets } = options;
    this.#element = this.#elements.create('payment', {
      layout: 'tabs',
      wallets: { applePay: wallets, googlePay: wallets, link: wallets },
      // Consent to save a card is asked and recorded in our own words; Stripe's beside them would be a second text that nobody recorded.
      terms: { card: 'never' },
    });
    this.#element.on('ready', () => this.#unlessEnded(() => listener.ready()));
    this.#element.on('change', ({ complete }) => this.#unlessEnded(() => listener.change(complete)));
    this.#element.on('escape', () => this.#unlessEnded(() => listener.escape()));
    this.#element.on('loaderror', ({ error }) =>
      this.#unlessEnded(() => listener.failed(toPaymentError(error, 'load'))),
    );
  }

  /** @throws what Stripe.js throws for a place outside the document's own tree */
  mount(point: HTMLElement): void {
    this.#element.mount(point);
  }

  /**
   * Resolves when Stripe knows what is wanted now.
   * @throws {PaymentError} `misconfigured`; it is told again before the next question
   */
  async update(options: FormOptions): Promise<void> {
    this.#options = options;
    try {
      await this.#tell();
    } catch (error) {
      if (!this.#ended.signal.aborted) throw error;
    }
  }

  async submit(): Promise<void> {
    if (this.#options.amount <= 0) {
      throw new PaymentError('misconfigured', 'The card form needs an amount above zero.', { attempt: 'none' });
    }
    await this.#tell();
    await this.#ask(() => this.#elements.submit());
  }

  async token(): Promise<CardEntry> {
    await this.#tell();
    const { confirmationToken } = await this.#ask(() =>
      this.#stripe.createConfirmationToken({ elements: this.#elements }),
    );
    return { id: confirmationToken.id, expiresAt: new Date(confirmationToken.expires_at * 1000).toISOString() };
  }

  focus(): void {
    this.#element.focus();
  }

  destroy(): void {
    this.#ended.abort();
    try {
      this.#element.destroy();
    } catch {
      // Its frame went before it, with the part of the page it was in: nothing is left to destroy.
    }
  }

  #unlessEnded(tell: () => void): void {
    if (!this.#ended.signal.aborted) tell();
  }

  /** One update at a time. */
  #tell(): Promise<void> {
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = null;
    });
    return this.#telling;
  }

  async #tellAll(): Promise<void> {
    for (;;) {
      const wanted = elementsOptions(this.#options);
      const news = difference(this.#told, wanted);
      if (Object.keys(news).length === 0) return;
      await this.#ask(async () => {
        await this.#elements.update(news);
        return {};
      });
      this.#told = wanted;
    }
  }

  /** Stripe.js throws integration mistakes, returns what the API says, and may never answer: for a form that was destroyed, or for no reason told. */
  async #ask<T extends object>(question: () => Promise<T>): Promise<Exclude<T, { error: object }>> {
    const { signal } = this.#ended;
    const { answerTimeout = 60_000 } = this.#options;
    let late: ReturnType<typeof setTimeout> | undefined;
    const ended = new Promise<never>((_, reject) => {
      const end = (code: 'stripe_unavailable' | 'timeout', message: string) =>
        reject(new PaymentError(code, message, { attempt: 'none' }));
      const takenAway = () => end('stripe_unavailable', 'The card form was taken away meanwhile.');
      if (signal.aborted) takenAway();
      else signal.addEventListener('abort', takenAway);
      late = setTimeout(() => end('timeout', `Stripe gave no answer within ${answerTimeout} ms.`), answerTimeout);
    });
    let answer: T;
    try {
      answer = await Promise.race([ended, (async () => question())()]);
    } catch (error) {
      throw toPaymentError(error, 'entry');
    } finally {
      clearTimeout(late);
    }
    if ('error' in answer && answer.error) throw toPaymentError(answer.error, 'entry');
    return answer as Exclude<T, { error: object }>;
  }
}

function elementsOptions({ amount, currency, save, locale, appearance }: FormOptions): ElementsOptions {
  return {
    mode: 'payment',
    amount: amount > 0 ? amount : amountBeforeOneIsChosen,
    currency,
    setupFutureUsage: save ? 'off_session' : null,
    allowedPaymentMethodTypes: ['card'],
    locale: stripeLocale(locale),
    appearance,
  };
}

type Updatable = Pick<ElementsOptions, 'amount' | 'setupFutureUsage' | 'locale' | 'appearance'>;

function difference(told: Updatable, wanted: Updatable): Partial<Updatable> {
  const keys = ['amount', 'setupFutureUsage', 'locale', 'appearance'] as const;
  const changed = keys.filter((key) => JSON.stringify(told[key]) !== JSON.stringify(wanted[key]));
  return Object.fromEntries(changed.map((key) => [key, wanted[key]]));
}
