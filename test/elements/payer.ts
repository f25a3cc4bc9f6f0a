import { fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { PayerBackend } from '../../src/contract/backend.ts';
import type { LinkRequest } from '../../src/contract/link.ts';
import type { Payment } from '../../src/contract/payment.ts';
import type { PayerView } from '../../src/contract/payer.ts';
import type { PaymentLinkPage } from '../../src/elements/payment-link-page.ts';
import '../../src/elements/payment-link-page.ts';
import { newKey } from '../../src/payment/pending.ts';
import type { Desk } from './desk.ts';

/** A payment link for everything that is due of a customer, with its token. */
export async function makeLink(desk: Desk, customerId = 'claire-martin', more: Partial<LinkRequest> = {}) {
  const account = await desk.backend.account(customerId);
  const due = account.bookings.filter((each) => each.due > 0);
  const link = await desk.backend.createLink(
    {
      customerId,
      allocations: due.map(({ id, due: dueSeen }) => ({ bookingId: id, amount: dueSeen, dueSeen })),
      currency: account.currency,
      channel: 'none',
      ...more,
    },
    { idempotencyKey: newKey() },
  );
  const token = new URL(link.url!).searchParams.get('link')!;
  return { link, token, payer: desk.payer(token) };
}

/** The same backend, with other things in what it shows. */
export function showing(payer: PayerBackend, change: Partial<PayerView>): PayerBackend {
  return { ...payer, view: async (options) => ({ ...(await payer.view(options)), ...change }) };
}

/** A card that was entered for an amount somewhere else, as a confirmation token. Its bank asks the payer. */
export async function enteredCard({ stripe }: Desk, amount: number): Promise<string> {
  const response = await stripe.fetch('https://api.stripe.com/v1/confirmation_tokens', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${stripe.publishableKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4000000000003220',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
      'simulated[mode]': 'payment',
      'simulated[amount]': String(amount),
      'simulated[currency]': 'cad',
    }).toString(),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Somebody begins to pay the link in another tab, and waits for the bank. */
export async function beginElsewhere(desk: Desk, payer: PayerBackend): Promise<Payment> {
  const { items, amount, currency } = await payer.view();
  const seen = items.map((item) => ({ bookingId: item.bookingId, amount: item.amount }));
  const confirmationToken = await enteredCard(desk, amount);
  return payer.pay(
    { seen, currency, method: { type: 'new_card', confirmationToken, save: false } },
    { idempotencyKey: newKey() },
  );
}

interface Wishes {
  backend?: PayerBackend;
  lang?: string;
  confirmationUrl?: string;
  token?: string;
}

/** The page of a link over a desk, with what it told the host. In English, unless a test says otherwise. */
export async function openPage(desk: Desk, payer: PayerBackend, wishes: Wishes = {}): Promise<ShownPage> {
  const { backend = payer, lang = 'en', confirmationUrl = '', token = '' } = wishes;
  const element = await fixture<PaymentLinkPage>(
    html`<payment-link-page
      lang=${lang}
      token=${token}
      confirmation-url=${confirmationUrl}
      .backend=${backend}
      .stripe=${desk.loader}
    ></payment-link-page>`,
  );
  return new ShownPage(element);
}

/** What it told its host, as it comes. */
const eventNames = ['payment-succeeded', 'payment-processing', 'payment-failed'] as const;

/** The page of a payment link, asked for what is in it by what is written on it. */
export class ShownPage {
  readonly element: PaymentLinkPage;
  readonly events: string[] = [];

  constructor(element: PaymentLinkPage) {
    this.element = element;
    for (const name of eventNames) element.addEventListener(name, () => this.events.push(name));
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }

  get text(): string {
    const inPlace = this.root.querySelector('payment-confirmation');
    return plain(`${this.root.querySelector<HTMLElement>('.page')!.innerText} ${inPlace ? inner(inPlace) : ''}`);
  }

  get status(): string {
    return plain(this.root.querySelector('[role=status]')!.textContent ?? '');
  }

  get title(): string {
    return plain(this.root.querySelector('h2')?.textContent ?? '');
  }

  /** Waits until this is written on the page. */
  async reads(words: string): Promise<void> {
    await waitUntil(() => this.text.includes(words), '', { timeout: 5000 }).catch(() => {
      throw new Error(`“${words}” is not written in:\n${this.text}`);
    });
  }

  async cardForm(): Promise<this> {
    await waitUntil(
      () => cardFrame() && this.has(/^(Pay|Payer) /) && !this.root.querySelector('.card-loading'),
      'no card form',
      {
        timeout: 5000,
      },
    );
    return this;
  }

  /** Types a card as a person does: the frame is a foreign origin, so with real keys. */
  async typeCard(number: string): Promise<void> {
    await this.cardForm();
    this.root.querySelector<HTMLElement>('#card')!.focus();
    await sendKeys({ press: 'Tab' });
    await waitUntil(() => document.activeElement === cardFrame(), 'the focus is not in the card form');
    for (const [index, text] of [number, '1234', '123', '', '94107'].entries()) {
      if (index > 0) await sendKeys({ press: 'Tab' });
      if (text) await sendKeys({ type: text });
    }
  }

  /** A control by its name: its own text, its label, or `aria-label`. */
  control<Kind extends HTMLElement = HTMLInputElement>(name: string | RegExp): Kind {
    const found = this.#all<Kind>().find((each) => matches(each, name));
    if (!found) throw new Error(`No control is named ${name}; there are: ${this.#all().map(nameOf).join(' | ')}`);
    return found;
  }

  has(name: string | RegExp): boolean {
    return this.#all().some((each) => matches(each, name));
  }

  get action(): HTMLButtonElement {
    return this.root.querySelector<HTMLButtonElement>('button[type=submit]')!;
  }

  get actionText(): string {
    return plain(this.action?.textContent ?? '');
  }

  get focused(): string {
    return plain(this.root.activeElement?.textContent ?? '');
  }

  #all<Kind extends HTMLElement>(): Kind[] {
    return [...this.root.querySelectorAll<Kind>('button, input, a[href], summary')].filter((each) =>
      each.checkVisibility(),
    );
  }
}

export const cardFrame = () => document.querySelector<HTMLIFrameElement>('iframe[title="Secure payment input frame"]');

export const bank = () => document.querySelector<HTMLIFrameElement>('body > div > iframe[title*="3D Secure"]');

/** Presses the first, second or third button of the bank's window: complete, fail, cancel. */
export async function answerBank(button: 1 | 2 | 3): Promise<void> {
  await waitUntil(() => bank() && document.activeElement === bank(), 'the bank’s window has not the focus', {
    timeout: 5000,
  });
  for (let press = 0; press < button; press += 1) await sendKeys({ press: 'Tab' });
  await sendKeys({ press: 'Enter' });
}

/** A window that a test left open is closed as a person closes it: Stripe.js shows one at a time. */
export async function closeBank(): Promise<void> {
  if (!bank()) return;
  for (const page of document.querySelectorAll('payment-link-page')) page.remove();
  bank()!.focus();
  await answerBank(3);
  await waitUntil(() => bank() === null);
}

function inner(element: HTMLElement): string {
  return element.shadowRoot?.querySelector<HTMLElement>('.sheet')?.innerText ?? '';
}

function matches(control: HTMLElement, name: string | RegExp): boolean {
  return typeof name === 'string' ? nameOf(control) === name : name.test(nameOf(control));
}

function nameOf(control: HTMLElement): string {
  const { labels } = control as HTMLInputElement;
  const label = [...(labels ?? [])].map((each) => each.innerText).join(' ');
  return plain(control.getAttribute('aria-label') ?? (label || control.innerText));
}

/** Without the marks that only order the letters, and with single spaces. */
function plain(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
