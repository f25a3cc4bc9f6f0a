import type { LinkRequest, PaymentLink } from '../contract/link.ts';
import type { PaymentError } from '../errors.ts';
import { lost, mayPass } from './answers.ts';
import { newKey } from './pending.ts';
import { pageClock, Watch, type Clock } from './watch.ts';

/**
 * Where sending a payment link stands. `lost`: no answer came, so it may have been sent; `trying`: the page asks again by itself. `refused`: it
 * was not made.
 */
export type SendingState =
  | { readonly phase: 'composing' }
  | { readonly phase: 'sending' }
  | { readonly phase: 'lost'; readonly trying: boolean; readonly error: PaymentError }
  | { readonly phase: 'refused'; readonly error: PaymentError }
  | { readonly phase: 'sent'; readonly link: PaymentLink };

export interface SendingOptions {
  send: (request: LinkRequest, options: { idempotencyKey: string }) => Promise<PaymentLink>;
  /** Called after the state is set. */
  onChange: (state: SendingState) => void;
  /** The page's time where nothing is said. */
  clock?: Clock;
}

/**
 * Sends one payment link and never two: a request keeps its key for as long as it stays the same, from its preview to the last time that it is
 * sent. While an answer is missing the very same is asked for again; the backend makes and sends nothing new for it.
 */
export class LinkSending {
  readonly #options: SendingOptions;
  readonly #watch: Watch;
  #state: SendingState = { phase: 'composing' };
  #composed: { key: string; as: string } | null = null;
  /** Of the request that is out; what comes for another one is late news. */
  #out: { key: string; request: LinkRequest; asking: boolean } | null = null;

  constructor(options: SendingOptions) {
    this.#options = options;
    this.#watch = new Watch(options.clock ?? pageClock);
  }

  get state(): SendingState {
    return this.#state;
  }

  /** Has something been sent whose answer is missing? Nothing else may be composed before it is known. */
  get isOpen(): boolean {
    return this.#state.phase === 'sending' || this.#state.phase === 'lost';
  }

  /** The key of a request: the same for the same, and never that of a link that was made. */
  keyOf(request: LinkRequest): string {
    const as = JSON.stringify(request);
    if (this.#composed?.as !== as) this.#composed = { key: newKey(), as };
    return this.#composed.key;
  }

  /** Resolves when the first answer is dealt with. */
  async send(request: LinkRequest): Promise<void> {
    if (this.isOpen) return;
    this.#out = { key: this.keyOf(request), request, asking: false };
    this.#change({ phase: 'sending' });
    await this.#ask();
  }

  /** A person wants to know now what became of the lost one. */
  async again(): Promise<void> {
    if (this.#state.phase !== 'lost') return;
    this.#change({ ...this.#state, trying: true });
    this.#keepAsking();
    await this.#ask();
  }

  /** Back to composing. What was sent can't be unsent: the backend's list of links tells what became of it. */
  reset(): void {
    this.#watch.stop();
    this.#out = this.#composed = null;
    if (this.#state.phase !== 'composing') this.#change({ phase: 'composing' });
  }

  async #ask(): Promise<void> {
    const out = this.#out;
    if (!out || out.asking) return;
    out.asking = true;
    try {
      const link = await this.#options.send(out.request, { idempotencyKey: out.key });
      if (out === this.#out) this.#end({ phase: 'sent', link });
    } catch (cause) {
      if (out === this.#out) this.#failed(lost(cause));
    } finally {
      out.asking = false;
    }
  }

  #failed(error: PaymentError): void {
    const known = error.attempt === 'none' || error.attempt === 'closed';
    // The backend looks the key up before all else, so a refusal for what is asked tells that it knows of no link; one of the way there tells nothing.
    if (known && (this.#state.phase === 'sending' || !mayPass(error))) return this.#end({ phase: 'refused', error });
    if (this.#state.phase === 'lost') return this.#change({ ...this.#state, error });
    this.#change({ phase: 'lost', trying: true, error });
    this.#keepAsking();
  }

  #keepAsking(): void {
    this.#watch.start({
      look: () => this.#ask(),
      endless: () => false,
      end: () => {
        if (this.#state.phase === 'lost') this.#change({ ...this.#state, trying: false });
      },
    });
  }

  #end(state: SendingState): void {
    this.#watch.stop();
    this.#out = null;
    // The same request once more is another link.
    if (state.phase === 'sent') this.#composed = null;
    this.#change(state);
  }

  #change(state: SendingState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}
