import { fixture, html, waitUntil } from '@open-wc/testing';
import { createMemoryMailer, createMemoryStore, createSeed, createSeedHost, plantSeed } from '../../mocks/mocks.ts';
import { createStripeJs } from '../../mocks/simulated-stripe/js.ts';
import { createSimulatedStripe } from '../../mocks/simulated-stripe/simulated-stripe.ts';
import { createPayerBackend } from '../../src/backend/payer.ts';
import { createStaffBackend } from '../../src/backend/staff.ts';
import type { PaymentLink } from '../../src/contract/link.ts';
import type { Payment } from '../../src/contract/payment.ts';
import type { ChargeCustomerDialog } from '../../src/elements/charge-customer-dialog.ts';
import '../../src/elements/charge-customer-dialog.ts';
import { createPaydesk } from '../../src/server/paydesk.ts';

/** A whole desk in the page: the real handler and the real SDK over the simulated Stripe, with a state of its own. */
export async function openDesk({ keepsPage = false } = {}) {
  // The key of a test before is none of this desk's.
  if (!keepsPage) sessionStorage.clear();
  const stripe = createSimulatedStripe();
  const seed = createSeed(new Date());
  const host = createSeedHost(seed);
  const store = createMemoryStore();
  const mailer = createMemoryMailer();
  const paydesk = createPaydesk({
    linkSecret: 'a secret of at least thirty-two characters',
    stripe: {
      secretKey: stripe.secretKey,
      publishableKey: stripe.publishableKey,
      webhookSecret: stripe.webhookSecret,
      fetch: stripe.fetch,
    },
    store,
    mailer,
    authorize: async () => seed.staff,
    merchant: () => seed.merchant,
    host,
  });
  await plantSeed(seed, { stripe, store });

  /** What happens to answers on their way; the request has arrived by then. */
  const network: { answer: (answer: Response, request: Request) => Promise<Response> } = {
    answer: async (answer) => answer,
  };
  const asked: string[] = [];
  const options = {
    baseUrl: `${location.origin}/`,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return network.answer(await paydesk(request), request);
    },
  };
  const backend = createStaffBackend(options);
  const stripeJs = createStripeJs({ fetch: stripe.fetch });
  return {
    stripe,
    seed,
    host,
    store,
    mailer,
    paydesk,
    backend,
    payer: (token: string) => createPayerBackend({ ...options, token }),
    network,
    /** `POST /payments`, … in order. */
    asked,
    loader: async (key: string, options: object) => stripeJs(key, options),
    succeeded: () => stripe.intents().filter(({ status }) => status === 'succeeded'),
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** What the customer to whom a link was sent has. */
export const payerOf = (desk: Desk, { url }: PaymentLink) =>
  desk.payer(new URL(url ?? 'none:').searchParams.get('link') ?? '');

/** The customer pays a link, with a card that is never declined. */
export async function payLink(desk: Desk, link: PaymentLink): Promise<Payment> {
  const payer = payerOf(desk, link);
  const { items, currency } = await payer.view();
  const made = await desk.stripe.fetch('https://api.stripe.com/v1/confirmation_tokens', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${desk.stripe.publishableKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '5555555555554444',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2030',
      'payment_method_data[card][cvc]': '123',
    }).toString(),
  });
  const { id } = (await made.json()) as { id: string };
  return payer.pay(
    {
      seen: items.map(({ bookingId, amount }) => ({ bookingId, amount })),
      currency,
      method: { type: 'new_card', confirmationToken: id, save: false },
    },
    { idempotencyKey: crypto.randomUUID() },
  );
}

/** The dialog over a desk, closed, with what it told the page. */
export async function place(desk: Desk, customerId = 'claire-martin') {
  const element = await fixture<ChargeCustomerDialog>(
    html`<charge-customer-dialog
      lang="en"
      customer-id=${customerId}
      .backend=${desk.backend}
      .stripe=${desk.loader}
    ></charge-customer-dialog>`,
  );
  return new Shown(element);
}

const eventNames = [
  'dialog-opened',
  'dialog-closed',
  'payment-succeeded',
  'payment-processing',
  'payment-failed',
  'payment-link-sent',
  'payment-link-created',
] as const;

/** A dialog, asked for what is in it by what is written on it. */
export class Shown {
  readonly element: ChargeCustomerDialog;
  readonly events: string[] = [];

  constructor(element: ChargeCustomerDialog) {
    this.element = element;
    for (const name of eventNames) element.addEventListener(name, () => this.events.push(name));
  }

  get dialog(): HTMLDialogElement {
    return this.root.querySelector('dialog')!;
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }

  get text(): string {
    return plain(this.dialog.innerText);
  }

  get status(): string {
    return plain(this.root.querySelector('[role=status]')!.textContent ?? '');
  }

  async open(): Promise<this> {
    this.element.show();
    await this.reads('What to charge');
    return this;
  }

  /** Waits until this is written in the dialog. */
  async reads(words: string): Promise<void> {
    await waitUntil(() => this.text.includes(words), '', { timeout: 5000 }).catch(() => {
      throw new Error(`“${words}” is not written in:\n${this.text}`);
    });
  }

  /** A control by its name: its own text, its label, or `aria-label`. */
  control<Kind extends HTMLElement = HTMLInputElement>(name: string | RegExp): Kind {
    const found = this.all<Kind>().find((each) =>
      typeof name === 'string' ? nameOf(each) === name : name.test(nameOf(each)),
    );
    if (!found) throw new Error(`No control is named ${name}; there are: ${this.all().map(nameOf).join(' | ')}`);
    return found;
  }

  has(name: string | RegExp): boolean {
    return this.all().some((each) => (typeof name === 'string' ? nameOf(each) === name : name.test(nameOf(each))));
  }

  get action(): HTMLButtonElement {
    return this.root.querySelector<HTMLButtonElement>('button[type=submit]')!;
  }

  get actionText(): string {
    return plain(this.action.textContent ?? '');
  }

  type(name: string | RegExp, value: string): void {
    const field = this.control(name);
    field.value = value;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  async settled(): Promise<void> {
    await this.element.updateComplete;
  }

  private all<Kind extends HTMLElement>(): Kind[] {
    return [...this.dialog.querySelectorAll<Kind>('button, input, select, textarea, a[href]')].filter((each) =>
      each.checkVisibility(),
    );
  }
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
