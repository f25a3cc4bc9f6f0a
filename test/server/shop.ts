import type { Permissions } from '../../src/contract/account.ts';
import type { Account } from '../../src/contract/account.ts';
import type { Attempt, Payment } from '../../src/contract/payment.ts';
import type { PayerView, PayRequest } from '../../src/contract/payer.ts';
import type { Problem } from '../../src/contract/problem.ts';
import { createMemoryMailer } from '../../mocks/memory-mailer.ts';
import { createMemoryStore } from '../../mocks/memory-store.ts';
import { createSimulatedStripe, type SimulatedStripe } from '../../mocks/simulated-stripe/simulated-stripe.ts';
import {
  createPaydesk,
  type DeliveryReport,
  type HostBooking,
  type HostCustomer,
  type HostEvent,
  type LinkMessage,
  type LinkRecord,
  type Merchant,
  type PaydeskOptions,
  type PaymentLink,
  type Store,
} from '../../src/server/paydesk.ts';
import { newToken } from '../../src/server/link-token.ts';

/** What a test may expect of any answer: a problem's fields are there where it is one. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Partial<Body> & Partial<Omit<Problem, 'status' | keyof Body>>;
}

const linkSecret = 'a secret of at least thirty-two characters';

type Charge = Record<string, unknown>;

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Two customers, `ada` with a saved Visa and `bob` without a card, served over the real handler and SDK with a simulated Stripe. */
export async function openShop(options: { currency?: string; stripe?: Partial<PaydeskOptions['stripe']> } = {}) {
  let clock = new Date('2026-11-23T10:00:00.000Z');
  let lastKey = 0;
  let lastLink = 0;
  const now = () => clock;
  const stripe = createSimulatedStripe({ now });
  const store = createMemoryStore();
  const mailer = createMemoryMailer();
  const told: HostEvent[] = [];
  const errors: unknown[] = [];
  const calls: string[] = [];
  const bookings = new Map<string, HostBooking[]>([
    ['ada', [booking('b1', 12_000), booking('b2', 8_000)]],
    ['bob', [booking('b3', 5_000)]],
  ]);
  const merchant: Merchant = {
    id: 'm1',
    name: 'Garden & Home',
    contact: null,
    currency: options.currency ?? 'cad',
    connection: 'connected',
    connectUrl: null,
    allowedOrigins: ['https://desk.example'],
    freeLine: true,
    locale: 'en',
    timeZone: 'UTC',
    logoUrl: null,
    mailFrom: 'Garden & Home <pay@garden.example>',
    administrators: ['office@garden.example'],
    payUrl: 'https://desk.example/pay?link={token}',
    confirmationUrl: 'https://desk.example/paid?link={token}',
  };
  const permissions: Permissions = {
    chargeSavedCard: true,
    chargeNewCard: true,
    changeAmount: true,
    maximumAmount: null,
    seeCards: true,
    sendLink: true,
    changeSettings: true,
  };
  /** What the host knows of customers, where it is not the usual. */
  const customers = new Map<string, Partial<HostCustomer>>();
  /** Customers that a staff member may not serve, `staff:customer`. */
  const barred = new Set<string>();

  const open = (changes: Partial<PaydeskOptions> = {}) =>
    createPaydesk({
      store,
      mailer,
      linkSecret,
      now,
      merchant: () => merchant,
      authorize: async (request, { customerId }) => {
        const id = request.headers.get('X-Staff');
        if (id === null) return 'unauthorized';
        if (barred.has(`${id}:${customerId}`)) return 'forbidden';
        return { id, name: id.toUpperCase(), permissions };
      },
      host: {
        customer: async (id) =>
          bookings.has(id)
            ? {
                id,
                name: id.toUpperCase(),
                email: `${id}@example.com`,
                phone: null,
                locale: 'en',
                ...customers.get(id),
              }
            : null,
        bookings: async (id) => structuredClone(bookings.get(id) ?? []),
        onEvent: async (event) => {
          told.push(event);
        },
      },
      onError: (error) => errors.push(error),
      ...changes,
      stripe: changes.stripe ?? {
        secretKey: stripe.secretKey,
        publishableKey: stripe.publishableKey,
        webhookSecret: 'whsec_test',
        fetch: async (input, init) => {
          const url = input instanceof Request ? input.url : String(input);
          calls.push(`${init?.method ?? 'GET'} ${new URL(url).pathname}`);
          return stripe.fetch(input, init);
        },
        ...options.stripe,
      },
    });

  let paydesk = open();
  const send = async <Body>(
    method: string,
    path: string,
    init: { staff?: string | null; key?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> => {
    const headers = new Headers({ 'X-Staff': init.staff ?? 'maya', ...init.headers });
    if (init.staff === null) headers.delete('X-Staff');
    if (init.key) headers.set('Idempotency-Key', init.key);
    if (method !== 'GET' && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    const body = method !== 'GET' ? JSON.stringify(init.body ?? {}) : null;
    const response = await paydesk(new Request(`https://desk.example${path}`, { method, headers, body }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };

  /** Without the headers that a page of ours would send. */
  const sendRaw = async (path: string, body: string, headers: Record<string, string>): Promise<Answer<object>> => {
    const response = await paydesk(new Request(`https://desk.example${path}`, { method: 'POST', headers, body }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };

  const newKey = () => `key-number-${(lastKey += 1)}`;
  /** Saves a card with the customer, at Stripe; answers its id. */
  const saveCard = async (
    customerId: string,
    number: string,
    card: { expMonth?: number; expYear?: number; primary?: boolean } = {},
  ) => stripe.seedCard(await stripeCustomer({ stripe, store, merchant }, customerId), number, card);

  return {
    stripe,
    store,
    mailer,
    merchant,
    permissions,
    bookings,
    barred,
    /** Events that the host was told. */
    told,
    /** Causes that were reported. */
    errors,
    /** What was asked of Stripe. */
    calls,
    send,
    sendRaw,
    /** The id of ada's saved Visa. */
    visa: await saveCard('ada', '4242424242424242', { primary: true }),
    pass: (minutes: number) => {
      clock = new Date(clock.getTime() + minutes * 60_000);
    },
    now,
    /** Answers from now on as another process would: the same store, nothing else in common. */
    restart: (changes?: Partial<PaydeskOptions>) => {
      paydesk = open(changes);
      return paydesk;
    },
    newKey,
    charge: (charge: Charge, { key = newKey(), staff = 'maya' } = {}) =>
      send<Payment>('POST', '/payments', { key, staff, body: charge }),
    account: (customerId = 'ada', staff = 'maya') => send<Account>('GET', `/customers/${customerId}`, { staff }),
    attempt: (key: string, staff = 'maya') => send<Attempt>('GET', `/attempts/${key}`, { staff }),
    close: (key: string, staff = 'maya') => send<Attempt>('POST', `/attempts/${key}/close`, { staff }),
    sweep: () => paydesk.sweep(),
    deliver: () => paydesk.deliver(),
    saveCard,
    /** What the card form of Stripe.js makes. */
    token: async (number: string, { save = false } = {}): Promise<string> => {
      const made = await publicly<{ id: string }>(stripe, '/v1/confirmation_tokens', {
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': number,
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': '2030',
        'payment_method_data[card][cvc]': '123',
        ...(save ? { setup_future_usage: 'off_session' } : {}),
      });
      return made.id;
    },
    /** What the payer does in the bank's 3-D Secure window. */
    answerBank: (payment: Pick<Payment, 'clientSecret'>, outcome: 'pass' | 'fail') => {
      const [intent] = (payment.clientSecret ?? '').split('_secret_');
      return publicly(stripe, `/v1/simulated/challenges/${intent}`, {
        outcome,
        client_secret: payment.clientSecret ?? '',
      });
    },
    /** A payment link for all that is due on `b1` of ada, as if staff had made it; what is given replaces it. Answers its token. */
    link: async (changes: Partial<LinkRecord> = {}): Promise<{ id: string; token: string }> => {
      const id = changes.id ?? `link_${(lastLink += 1)}`;
      const { token, tokenHash } = await newToken({ linkSecrets: [linkSecret] }, id);
      const record = { ...linkRecord(id, tokenHash, clock), ...changes };
      if (!(await store.transaction(merchant.id, (tx) => tx.insertLink(record)))) throw new Error(`${id} is there.`);
      return { id, token };
    },
    linkRecord: (id: string) => store.transaction(merchant.id, (tx) => tx.linkById(id)),
    /** What the page of a link asks; `token: null` asks without one. */
    payer: <Body>(token: string | null, method: string, path: string, init: { key?: string; body?: unknown } = {}) =>
      send<Body>(method, path, {
        staff: null,
        headers: token === null ? {} : { Authorization: `Paydesk-Link ${token}` },
        ...init,
      }),
    pay: (token: string, request: object, { key = newKey() } = {}) =>
      send<Payment>('POST', '/pay/payments', {
        staff: null,
        key,
        body: request,
        headers: { Authorization: `Paydesk-Link ${token}` },
      }),
    view: (token: string) =>
      send<PayerView>('GET', '/pay', { staff: null, headers: { Authorization: `Paydesk-Link ${token}` } }),
    statuses: () => stripe.intents().map((intent) => intent.status),
    /** What was really paid, in minor units. */
    received: () => stripe.intents().reduce((sum, intent) => sum + intent.amountReceived, 0),
    customers,
    report: (messageId: string, state: DeliveryReport['state']) => paydesk.reportDelivery({ messageId, state }),
    preview: (request: object, { key = newKey(), staff = 'maya' } = {}) =>
      send<LinkMessage>('POST', '/links/preview', { key, staff, body: request }),
    /** Staff make a payment link and send it. */
    sendLink: (request: object, { key = newKey(), staff = 'maya' } = {}) =>
      send<PaymentLink>('POST', '/links', { key, staff, body: request }),
    readLink: (id: string | undefined, staff = 'maya') => send<PaymentLink>('GET', `/links/${id}`, { staff }),
    resend: (id: string | undefined, { key = newKey(), staff = 'maya' } = {}) =>
      send<PaymentLink>('POST', `/links/${id}/resend`, { key, staff }),
    cancelLink: (id: string | undefined, staff = 'maya') => send<PaymentLink>('POST', `/links/${id}/cancel`, { staff }),
  };
}

function linkRecord(id: string, tokenHash: string, now: Date): LinkRecord {
  const time = now.toISOString();
  return {
    id,
    actor: 'staff:maya',
    route: 'link',
    key: `key of ${id}`,
    fingerprint: 'f',
    tokenHash,
    customerId: 'ada',
    state: 'open',
    currency: 'cad',
    allocations: [{ bookingId: 'b1', reference: 'R-b1', title: 'Booking b1', date: '2026-11-20', amount: 12_000 }],
    line: null,
    approval: null,
    channel: 'none',
    to: null,
    subject: null,
    note: null,
    locale: 'en',
    deliveries: [],
    expiresAt: new Date(now.getTime() + 30 * 24 * 3_600_000).toISOString(),
    openedAt: null,
    declines: 0,
    replacedBy: null,
    receipts: [],
    createdBy: { id: 'maya', name: 'MAYA' },
    createdAt: time,
    updatedAt: time,
  };
}

export function booking(id: string, total: number, paidElsewhere = 0): HostBooking {
  return { id, reference: `R-${id}`, title: `Booking ${id}`, date: '2026-11-20', total, paidElsewhere };
}

/** All that is due on `b1` of ada, to her Visa; what is given replaces it. */
export function visaCharge(shop: Shop, changes: Charge = {}): Charge {
  return {
    customerId: 'ada',
    allocations: [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000 }],
    currency: shop.merchant.currency,
    method: { type: 'saved_card', cardId: shop.visa },
    ...changes,
  };
}

/** A link for all that is due on `b1` of ada, by mail; what is given replaces it. */
export function linkRequest(shop: Shop, changes: Charge = {}): Charge {
  return {
    customerId: 'ada',
    allocations: [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000 }],
    currency: shop.merchant.currency,
    channel: 'email',
    to: 'ada@example.com',
    ...changes,
  };
}

/** The token in a message that carries a link. */
export const tokenIn = (text: string | null | undefined): string => /link=([\w-]+)/.exec(text ?? '')?.[1] ?? '';

/** All that is due on `b1`, to a card that was just entered. */
export async function newCardCharge(shop: Shop, number: string, changes: Charge = {}): Promise<Charge> {
  return visaCharge(shop, {
    method: { type: 'new_card', confirmationToken: await shop.token(number), save: false },
    ...changes,
  });
}

/** All that is asked for `b1`, by a card that was just entered on the page of its link. */
export async function payRequest(shop: Shop, number = '4242424242424242', changes: Partial<PayRequest> = {}) {
  return {
    seen: [{ bookingId: 'b1', amount: 12_000 }],
    currency: shop.merchant.currency,
    method: { type: 'new_card', confirmationToken: await shop.token(number), save: false },
    ...changes,
  };
}

export const threeDSecure = '4000000000003220';

async function stripeCustomer(
  { stripe, store, merchant }: { stripe: SimulatedStripe; store: Store; merchant: Merchant },
  customerId: string,
): Promise<string> {
  const known = await store.transaction(merchant.id, (tx) => tx.customer(customerId));
  if (known?.stripeCustomerId) return known.stripeCustomerId;
  const { id } = await ask<{ id: string }>(stripe, stripe.secretKey, '/v1/customers', {});
  await store.transaction(merchant.id, async (tx) => {
    await tx.lockCustomer(customerId);
    await tx.saveCustomer({ customerId, stripeCustomerId: id });
  });
  return id;
}

function publicly<Body>(stripe: SimulatedStripe, path: string, form: Record<string, string>): Promise<Body> {
  return ask(stripe, stripe.publishableKey, path, form);
}

async function ask<Body>(
  stripe: SimulatedStripe,
  key: string,
  path: string,
  form: Record<string, string>,
): Promise<Body> {
  const response = await stripe.fetch(`https://api.stripe.com${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body as Body;
}
