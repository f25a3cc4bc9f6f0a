import type { StripeError, StripePaymentElement, StripePaymentElementOptions } from '@stripe/stripe-js';
import { IntegrationError, warn } from './errors.ts';
import { neverCollected } from './frame-settings.ts';
import { Listeners } from './listeners.ts';
import { boxed, findPlace, preparePlace } from './mount-place.ts';
import type { CardDetails, FaultCode, FrameSettings, FromPaymentFrame, ToPaymentFrame } from './messages.ts';
import { checkElementUpdate } from './options.ts';
import { PrivateFrame, setStyles } from './private-frame.ts';

/** What the group of Elements gives to its Payment Element. */
export interface PaymentElementHost {
  /** With a live key Stripe.js only complains where it throws with a test key. */
  readonly live: boolean;
  readonly frameOrigin: string | null;
  readonly showsLoader: boolean;
  settings(options: StripePaymentElementOptions): FrameSettings;
  /** What Stripe says when the Element loads; an error becomes `loaderror`. */
  load(): Promise<StripeError | null>;
  /** What was submitted is no longer what the form holds. */
  changed(): void;
  destroyed(): void;
}

const eventNames = (
  'change ready focus blur escape loaderror loaderstart carddetailschange savedpaymentmethodupdate savedpaymentmethodremove ' +
  'availablepaymentmethodschange'
).split(' ');

type Answer = { fault: FaultCode | null; card: CardDetails | null };

/**
 * The Payment Element's workings, for the group only: what the page holds is `facade`, which knows no card. What was typed lives in the
 * frame, and passes through here when it is sent to Stripe.
 */
export class PaymentElement {
  readonly facade: StripePaymentElement;
  readonly #host: PaymentElementHost;
  readonly #listeners = new Listeners(eventNames);
  readonly #questions = new Map<number, { answer: (answer: Answer) => void; fail: (error: Error) => void }>();
  #options: StripePaymentElementOptions;
  #place: HTMLElement | null = null;
  #frame: PrivateFrame<ToPaymentFrame, FromPaymentFrame> | null = null;
  #phase: 'unmounted' | 'loading' | 'ready' | 'failed' | 'destroyed' = 'unmounted';
  #loads = 0;
  #lastQuestion = 0;
  #applied: (() => void)[] = [];

  constructor(options: StripePaymentElementOptions, host: PaymentElementHost) {
    this.#options = options;
    this.#host = host;
    this.facade = this.#makeFacade();
  }

  /** Brings new settings into the frame; resolves once the frame shows them. */
  async apply(): Promise<void> {
    if (this.#phase !== 'ready') return;
    const shown = new Promise<void>((done) => this.#applied.push(done));
    this.#frame?.send({ type: 'settings', settings: this.#host.settings(this.#options) });
    await shown;
  }

  /** Shows what is missing; the first fault, or null. */
  async validate(): Promise<FaultCode | null> {
    return (await this.#ask('validate')).fault;
  }

  /** What was entered; throws where the form is not whole. */
  async collect(): Promise<CardDetails> {
    const { card } = await this.#ask('collect');
    if (!card)
      throw new IntegrationError('The Payment Element is incomplete: call elements.submit() and handle its error.');
    return card;
  }

  /** Billing details that the integration has to pass. */
  get neverCollected(): string[] {
    return neverCollected(this.#options);
  }

  get isMounted(): boolean {
    return this.#frame !== null;
  }

  #makeFacade(): StripePaymentElement {
    const listen = (name: string, handler: (event: never) => unknown): StripePaymentElement => {
      this.#assertAlive();
      this.#listeners.add(name, handler);
      return this.facade;
    };
    const facade = {
      on: listen,
      addListener: listen,
      once: (name: string, handler: (event: never) => unknown) => {
        this.#assertAlive();
        this.#listeners.add(name, handler, true);
        return this.facade;
      },
      off: (name: string, handler?: (event: never) => unknown) => {
        this.#listeners.remove(name, handler);
        return this.facade;
      },
      mount: (target: string | HTMLElement) => this.#mount(target),
      unmount: () => this.#unmount(),
      destroy: () => this.#destroy(),
      focus: () => this.#command('focus'),
      blur: () => this.#command('blur'),
      clear: () => this.#command('clear'),
      collapse: () => {
        this.#command('collapse');
        return this.facade;
      },
      update: (options: StripePaymentElementOptions) => {
        this.#assertAlive();
        checkElementUpdate(options);
        const { wallets: _, ...rest } = options;
        this.#options = { ...this.#options, ...rest };
        void this.apply();
        return this.facade;
      },
    };
    // The overloads of `on` per event can't be told to the compiler from an object literal.
    return facade as unknown as StripePaymentElement;
  }

  #mount(target: string | HTMLElement): void {
    this.#assertAlive();
    const place = findPlace(target);
    if (this.#place === place) return;
    if (this.#place) {
      throw new IntegrationError(
        'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.',
      );
    }
    preparePlace(place, this.#host.live);
    this.#place = place;
    this.#phase = 'loading';
    this.#loads = 0;
    this.#frame = new PrivateFrame(
      '/frame/payment-element',
      '__privateStripeFrame',
      'Secure payment input frame',
      this.#host.frameOrigin,
      (message) => this.#receive(message),
    );
    place.classList.add('StripeElement');
    place.append(boxed(this.#frame.iframe));
  }

  #receive(message: FromPaymentFrame): void {
    switch (message.type) {
      case 'hello':
        void this.#start();
        break;
      case 'applied':
        this.#shown();
        break;
      case 'height':
        if (this.#frame) setStyles(this.#frame.iframe, { height: `${message.height + 8}px` });
        break;
      case 'change':
        this.#host.changed();
        this.#emitChange(message);
        break;
      case 'answer':
        this.#questions.get(message.id)?.answer(message);
        this.#questions.delete(message.id);
        break;
      default:
        this.#emit(message.type);
    }
  }

  /** After each load of the frame: the first is the mounting, any other means that the page moved it, and what was typed is lost. */
  async #start(): Promise<void> {
    const frame = this.#frame;
    this.#loads += 1;
    const load = this.#loads;
    this.#phase = 'loading';
    this.#forget();
    if (load === 1 && this.#host.showsLoader) this.#emit('loaderstart');
    const error = await this.#host.load();
    if (this.#frame !== frame || this.#loads !== load) return;
    if (error) {
      this.#phase = 'failed';
      this.#emit('loaderror', { error });
      return;
    }
    frame?.send({ type: 'settings', settings: this.#host.settings(this.#options) });
  }

  #shown(): void {
    if (this.#phase === 'loading') {
      this.#phase = 'ready';
      if (this.#loads === 1) this.#emit('ready');
      else this.#emitChange({ empty: true, complete: false, collapsed: false });
    }
    for (const done of this.#applied.splice(0)) done();
  }

  async #ask(type: 'validate' | 'collect'): Promise<Answer> {
    if (this.#phase !== 'ready' || !this.#frame?.iframe.isConnected) {
      throw unreachable();
    }
    this.#lastQuestion += 1;
    const id = this.#lastQuestion;
    const asked = new Promise<Answer>((answer, fail) => this.#questions.set(id, { answer, fail }));
    this.#frame.send({ type, id });
    return asked;
  }

  /** The frame's contents are gone: with them what was submitted, and whatever it was asked. */
  #forget(): void {
    this.#host.changed();
    for (const { fail } of this.#questions.values()) fail(unreachable());
    this.#questions.clear();
    for (const done of this.#applied.splice(0)) done();
  }

  #command(type: 'focus' | 'blur' | 'clear' | 'collapse'): void {
    this.#assertAlive();
    if (this.#phase !== 'ready') {
      warn(`This Element is not ready: ${type}() has no effect before the ready event.`);
      return;
    }
    // A frame can take the keys only once the page has given it the focus.
    if (type === 'focus') this.#frame?.iframe.focus();
    this.#frame?.send({ type });
  }

  #unmount(): void {
    this.#assertAlive();
    this.#frame?.iframe.parentElement?.remove();
    this.#frame?.remove();
    this.#frame = null;
    this.#place?.classList.remove('StripeElement');
    this.#place = null;
    this.#phase = 'unmounted';
    this.#forget();
  }

  #destroy(): void {
    this.#unmount();
    this.#phase = 'destroyed';
    this.#host.destroyed();
  }

  #assertAlive(): void {
    if (this.#phase !== 'destroyed') return;
    throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
  }

  #emitChange({ empty, complete, collapsed }: { empty: boolean; complete: boolean; collapsed: boolean }): void {
    this.#emit('change', { empty, complete, collapsed, value: { type: 'card' } });
  }

  #emit(name: string, more: object = {}): void {
    this.#listeners.emit(name, { elementType: 'payment', ...more });
  }
}

function unreachable(): IntegrationError {
  return new IntegrationError(
    'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.',
  );
}
