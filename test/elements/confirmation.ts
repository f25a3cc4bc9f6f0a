import { fixture, html, waitUntil } from '@open-wc/testing';
import type { PayerBackend } from '../../src/contract/backend.ts';
import type { Confirmation } from '../../src/contract/payer.ts';
import type { Payment } from '../../src/contract/payment.ts';
import type { PaymentConfirmation } from '../../src/elements/payment-confirmation.ts';
import '../../src/elements/payment-confirmation.ts';

export function paymentOf(change: Partial<Payment> = {}): Payment {
  return {
    id: '9f3c2b7a41d84e0fb6a5c1d2e3f40718',
    attemptKey: 'a-key-of-an-attempt',
    customerId: 'claire-martin',
    status: 'succeeded',
    amount: 43_000,
    currency: 'cad',
    allocations: [
      {
        bookingId: 'booking-1042',
        reference: 'LJ-1042',
        title: 'Deep clean, three bedrooms',
        amount: 28_000,
        due: 0,
        status: 'charged_in_full',
      },
      {
        bookingId: 'booking-1043',
        reference: 'LJ-1043',
        title: 'Window cleaning',
        amount: 8_000,
        due: 4_000,
        status: 'partially_charged',
      },
    ],
    line: { description: 'Extra key', amount: 2_000 },
    tip: 5_000,
    linkId: 'link-1',
    method: 'link',
    card: { brand: 'visa', last4: '4242', expMonth: 4, expYear: 2030 },
    cardSaved: true,
    chargedBy: null,
    failure: null,
    createdAt: '2026-11-25T14:05:00.000Z',
    settledAt: '2026-11-25T14:05:03.000Z',
    ...change,
  };
}

export function confirmationOf(change: Partial<Confirmation> = {}): Confirmation {
  return {
    id: 'link-1',
    state: 'paid',
    merchant: { name: 'Logis & Jardin', contact: '+1 514 555 0142', logoUrl: null },
    customer: { name: 'Claire Martin' },
    locale: 'en-CA',
    currency: 'cad',
    payment: paymentOf(),
    dates: [
      { bookingId: 'booking-1042', date: '2026-11-16' },
      { bookingId: 'booking-1043', date: '2026-11-23' },
    ],
    testMode: true,
    receiptTo: 'c•••@example.com',
    ...change,
  };
}

/** A backend that knows a confirmation and sends receipts; a test replaces what it needs. */
export function payerOf(answers: Partial<PayerBackend> & { confirmation: PayerBackend['confirmation'] }): PayerBackend {
  const never = async (): Promise<never> => {
    throw new Error('A confirmation asks for nothing else.');
  };
  return {
    view: never,
    opened: never,
    pay: never,
    attempt: never,
    closeAttempt: never,
    renew: never,
    sendReceipt: never,
    ...answers,
  };
}

/** A confirmation in a page, asked for what is in it by what is written on it. */
export class ShownConfirmation {
  readonly element: PaymentConfirmation;

  constructor(element: PaymentConfirmation) {
    this.element = element;
  }

  static async over(backend: PayerBackend, attributes: { lang?: string; paymentUrl?: string } = {}) {
    return new ShownConfirmation(
      await fixture<PaymentConfirmation>(
        html`<payment-confirmation
          lang=${attributes.lang ?? ''}
          payment-url=${attributes.paymentUrl ?? ''}
          .backend=${backend}
        ></payment-confirmation>`,
      ),
    );
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }

  get text(): string {
    return plain(this.root.querySelector<HTMLElement>('.sheet')!.innerText);
  }

  get headline(): string {
    return plain(this.root.querySelector('h2')!.textContent ?? '');
  }

  get status(): string {
    return plain(this.root.querySelector('[role=status]')!.textContent ?? '');
  }

  async reads(words: string): Promise<void> {
    await waitUntil(() => this.text.includes(words), '', { timeout: 5000 }).catch(() => {
      throw new Error(`“${words}” is not written in:\n${this.text}`);
    });
  }

  names(): string[] {
    return this.#controls().map(nameOf);
  }

  control<Kind extends HTMLElement = HTMLButtonElement>(name: string): Kind {
    const found = this.#controls().find((each) => nameOf(each) === name);
    if (!found) throw new Error(`No control is named ${name}; there are: ${this.names().join(' | ')}`);
    return found as Kind;
  }

  type(name: string, value: string): void {
    const field = this.control<HTMLInputElement>(name);
    field.value = value;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  #controls(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>('button, input, a[href]')].filter((each) =>
      each.checkVisibility(),
    );
  }
}

function nameOf(control: HTMLElement): string {
  const label = [...((control as HTMLInputElement).labels ?? [])].map((each) => each.innerText).join(' ');
  return plain(label || control.innerText);
}

/** Without the marks that only order the letters, and with single spaces. */
function plain(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
