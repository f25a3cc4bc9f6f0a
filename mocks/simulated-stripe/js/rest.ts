import type { StripeError } from '@stripe/stripe-js';
import { connectionError } from './errors.ts';

/** A `fetch` of Stripe's REST: the simulated Stripe's own, or the page's. It rejects when offline. */
export type RestFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Values as Stripe's form encoding takes them; nothing is sent for null and undefined. */
export type FormValue = string | number | boolean | null | undefined | FormValue[] | { [name: string]: FormValue };

export type RestAnswer = { body: unknown; error?: undefined } | { error: StripeError; body?: undefined };

/** Stripe's REST as Stripe.js sees it: with the publishable key, form-encoded, and every failure told as a `StripeError`. */
export class Rest {
  readonly #fetch: RestFetch;
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #latency: number;

  /** @param latency Milliseconds that each answer takes at least. */
  constructor(fetch: RestFetch, base: string, key: string, account: string | undefined, latency: number) {
    this.#fetch = fetch;
    this.#base = base;
    this.#headers = { Authorization: `Bearer ${key}`, ...(account ? { 'Stripe-Account': account } : {}) };
    this.#latency = latency;
  }

  get(path: string, query: Record<string, FormValue>): Promise<RestAnswer> {
    return this.#ask(`${path}?${encodeForm(query)}`, { headers: this.#headers });
  }

  post(path: string, form: Record<string, FormValue>): Promise<RestAnswer> {
    return this.#ask(path, {
      method: 'POST',
      headers: { ...this.#headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: encodeForm(form).toString(),
    });
  }

  async #ask(path: string, init: RequestInit): Promise<RestAnswer> {
    if (this.#latency > 0) await new Promise((done) => setTimeout(done, this.#latency));
    let response: Response;
    let body: unknown;
    try {
      // Called as a plain function: a browser's own `fetch` refuses any other `this`.
      const fetch = this.#fetch;
      response = await fetch(this.#base + path, init);
      body = await response.json();
    } catch {
      return { error: connectionError };
    }
    if (response.ok) return { body };
    const error = (body as { error?: StripeError }).error;
    return { error: error ?? { type: 'api_error', message: 'An unexpected error occurred.' } };
  }
}

/** `{ a: { b: [1] } }` as `a[b][0]=1`. */
export function encodeForm(values: Record<string, FormValue>): URLSearchParams {
  const form = new URLSearchParams();
  const add = (name: string, value: FormValue): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) add(`${name}[${key}]`, inner);
    } else form.append(name, String(value));
  };
  for (const [name, value] of Object.entries(values)) add(name, value);
  return form;
}
