import type { Stripe, StripeElements, StripeElementsOptionsMode, StripePaymentElement } from '@stripe/stripe-js';
import { sendKeys } from '@web/test-runner-commands';
import {
  createStripeJs,
  frameDocument,
  type FramePath,
  type StripeJsSettings,
} from '../../../mocks/simulated-stripe/js.ts';
import type { FrameSettings } from '../../../mocks/simulated-stripe/js/messages.ts';
import { frameSettings } from '../../../mocks/simulated-stripe/js/frame-settings.ts';

export const payment = {
  mode: 'payment',
  amount: 12_000,
  currency: 'usd',
} as const satisfies StripeElementsOptionsMode;

export interface Request {
  method: string;
  path: string;
  headers: Headers;
  /** The form's fields, or the query's. */
  fields: Record<string, string>;
}

/** A REST that answers by path, and remembers what it was asked. `null` is a connection that breaks. */
export function restStub(
  answers: Record<string, (request: Request) => { status?: number; body: unknown } | null> = {},
) {
  const requests: Request[] = [];
  const fetch: StripeJsSettings['fetch'] = async (address, init = {}) => {
    const url = new URL(address);
    const body = typeof init.body === 'string' ? init.body : url.search;
    const request = {
      method: init.method ?? 'GET',
      path: url.pathname,
      headers: new Headers(init.headers),
      fields: Object.fromEntries(new URLSearchParams(body)),
    };
    requests.push(request);
    const answer = answers[url.pathname];
    if (!answer) return Response.json({});
    const given = answer(request);
    if (!given) throw new TypeError('Failed to fetch');
    return Response.json(given.body, { status: given.status ?? 200 });
  };
  return { fetch, requests, to: (path: string) => requests.filter((request) => request.path === path) };
}

export function stripe(settings: Partial<StripeJsSettings> = {}, key = 'pk_test_simulated'): Stripe {
  return createStripeJs({ fetch: restStub().fetch, ...settings })(key);
}

/** A place in the page that goes when the test ends. */
export function place(id = 'card'): HTMLElement {
  const element = document.createElement('div');
  element.id = id;
  document.body.append(element);
  return element;
}

export function emptyPage(): void {
  document.body.replaceChildren();
}

/** Resolves with the next event of this name. */
export function next<Event = Record<string, unknown>>(element: StripePaymentElement, name: string): Promise<Event> {
  return new Promise((resolve) => element.once(name as 'change', (event) => resolve(event as unknown as Event)));
}

/** Waits for what a condition asks for, frame by frame. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((done) => requestAnimationFrame(done));
}

export interface Mounted {
  elements: StripeElements;
  element: StripePaymentElement;
  iframe: HTMLIFrameElement;
  place: HTMLElement;
}

/** A Payment Element in the page, ready, asking for the card alone. */
export async function mounted(
  from: Stripe = stripe(),
  options: StripeElementsOptionsMode = payment,
  create: Parameters<StripeElements['create']>[1] = american,
): Promise<Mounted> {
  const elements = from.elements({ locale: 'en', ...options } as StripeElementsOptionsMode);
  const element = elements.create('payment', create as object);
  const target = place();
  const ready = next(element, 'ready');
  element.mount(target);
  await ready;
  return { elements, element, iframe: target.querySelector('iframe')!, place: target };
}

export const american = { defaultValues: { billingDetails: { address: { country: 'US' } } } };

/** Types as a person does, from the number on: the frame is a foreign origin, so with real keys. */
export async function typeCard(
  element: StripePaymentElement,
  { number = '4242424242424242', expiry = '1234', cvc = '123', postalCode = '12345' } = {},
): Promise<void> {
  const focused = next(element, 'focus');
  element.focus();
  await focused;
  for (const [index, text] of [number, expiry, cvc, '', postalCode].entries()) {
    if (index > 0) await sendKeys({ press: 'Tab' });
    if (text) await sendKeys({ type: text });
  }
}

/** Resolves with the first change that says so. */
export function changedTo(
  element: StripePaymentElement,
  wanted: Partial<{ empty: boolean; complete: boolean; collapsed: boolean }>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    element.on('change', (event) => {
      const fits = Object.entries(wanted).every(([name, value]) => event[name as 'empty'] === value);
      if (fits) resolve(event as unknown as Record<string, unknown>);
    });
  });
}

/** The console's words during an action. */
export async function heard(level: 'warn' | 'error', action: () => unknown): Promise<string[]> {
  const words: string[] = [];
  const before = console[level];
  console[level] = (message: unknown) => words.push(String(message));
  try {
    await action();
  } finally {
    console[level] = before;
  }
  return words;
}

/** The frame's very document, in a frame that lets the test look inside. */
export async function transparentFrame(path: FramePath, firstMessage: unknown, size = { width: 600, height: 500 }) {
  const iframe = document.createElement('iframe');
  iframe.width = String(size.width);
  iframe.height = String(size.height);
  iframe.style.border = '0';
  iframe.srcdoc = frameDocument(path);
  const loaded = new Promise((done) => iframe.addEventListener('load', done, { once: true }));
  document.body.append(iframe);
  await loaded;
  const { port1, port2 } = new MessageChannel();
  const messages: Record<string, unknown>[] = [];
  port1.onmessage = (event) => messages.push(event.data as Record<string, unknown>);
  iframe.contentWindow!.postMessage('port', '*', [port2]);
  await until(() => messages.some(({ type }) => type === 'hello'));
  port1.postMessage(firstMessage);
  const inside = iframe.contentDocument!;
  return { iframe, port: port1, messages, inside };
}

export async function transparentForm(settings: Partial<FrameSettings> = {}) {
  const frame = await transparentFrame('/frame/payment-element', {
    type: 'settings',
    settings: { ...frameSettings(payment, american, 'en'), ...settings },
  });
  await until(() => frame.messages.some(({ type }) => type === 'applied'));
  return frame;
}
