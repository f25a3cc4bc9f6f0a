import type { ReactiveControllerHost } from 'lit';
import type { PayerBackend } from '../contract/backend.ts';
import { PaymentError } from '../errors.ts';
import { newKey } from '../payment/pending.ts';
import type { ReceiptState } from '../ui/receipt-form.ts';

const untouched: ReceiptState = { typing: false, address: '', busy: false, fault: null, sentTo: null };

/** Sends the receipt of a payment by link, to the address on file or to one that is typed in. */
export class ReceiptSending {
  readonly #host: ReactiveControllerHost;
  readonly #payer: () => Promise<PayerBackend>;
  #state = untouched;
  /** Of the request whose answer was lost: asked again, it is the same request. */
  #pending: { key: string; email: string | undefined } | null = null;

  constructor(host: ReactiveControllerHost, payer: () => Promise<PayerBackend>) {
    this.#host = host;
    this.#payer = payer;
  }

  get state(): ReceiptState {
    return this.#state;
  }

  /** Something was asked for or typed. */
  get isTouched(): boolean {
    return this.#state !== untouched;
  }

  change(change: Partial<ReceiptState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.requestUpdate();
  }

  forget(): void {
    this.#pending = null;
    this.#state = untouched;
    this.#host.requestUpdate();
  }

  async send(to: 'file' | 'typed'): Promise<void> {
    if (this.#state.busy) return;
    const email = to === 'typed' ? this.#state.address.trim() : undefined;
    if (email !== undefined && !isAddress(email)) {
      this.change({ fault: { kind: 'address' }, sentTo: null });
      return;
    }
    this.change({ busy: true, fault: null, sentTo: null });
    const pending = this.#pending?.email === email && this.#pending ? this.#pending : { key: newKey(), email };
    this.#pending = pending;
    try {
      const payer = await this.#payer();
      const sent = await payer.sendReceipt(email === undefined ? {} : { email }, { idempotencyKey: pending.key });
      if (this.#pending !== pending) return;
      this.#pending = null;
      this.change({ busy: false, typing: false, address: '', sentTo: sent.to });
    } catch (error) {
      if (this.#pending === pending) this.change({ busy: false, fault: faultOf(error, to) });
    }
  }
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text);
}

function faultOf(error: unknown, to: 'file' | 'typed'): ReceiptState['fault'] {
  if (error instanceof PaymentError) {
    if (error.code === 'rate_limited') return { kind: 'limited', until: error.problem?.retryAt ?? null };
    if (error.code === 'invalid_request' && to === 'typed') return { kind: 'address' };
  }
  return { kind: 'failed' };
}
