import type { ReactiveControllerHost } from 'lit';
import type { PayerBackend } from '../contract/backend.ts';
import { PaymentError } from '../errors.ts';
import { newKey } from '../payment/pending.ts';
import type { Renewal } from '../ui/link-screen.ts';

const untouched: Renewal = { sending: false, sentTo: null, error: null };

/** Has a new link sent in place of a dead one, to the address on file. */
export class LinkRenewal {
  readonly #host: ReactiveControllerHost;
  readonly #payer: () => Promise<PayerBackend>;
  #state = untouched;
  /** One new link, however often it is asked for. */
  #key = newKey();

  constructor(host: ReactiveControllerHost, payer: () => Promise<PayerBackend>) {
    this.#host = host;
    this.#payer = payer;
  }

  get state(): Renewal {
    return this.#state;
  }

  forget(): void {
    this.#key = newKey();
    this.#change(untouched);
  }

  /** Resolves with whether it was sent. */
  async send(): Promise<boolean> {
    if (this.#state.sending) return false;
    const key = this.#key;
    this.#change({ ...untouched, sending: true });
    let result: Renewal;
    try {
      const { to } = await (await this.#payer()).renew({ idempotencyKey: key });
      result = { ...untouched, sentTo: to };
    } catch (cause) {
      const thrown = new PaymentError('unreadable', 'Something threw instead of answering.', { cause });
      result = { ...untouched, error: cause instanceof PaymentError ? cause : thrown };
    }
    // The page shows another link by now.
    if (key !== this.#key) return false;
    this.#change(result);
    return result.sentTo !== null;
  }

  #change(state: Renewal): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
