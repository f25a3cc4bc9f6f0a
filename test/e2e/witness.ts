import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { inspect } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import type { startDesk } from '../../examples/desk/desk.ts';

type Desk = Awaited<ReturnType<typeof startDesk>>;

export interface Asked {
  method: string;
  url: string;
  /** By lower-case name, as they were really sent. */
  headers: Record<string, string>;
}

/** Sees every request of the browsers and every line of the desk, so that a test can say what must be in none of them. */
export class Witness {
  /** What the desk's process wrote to its console or told its host as a failure. */
  readonly log: string[] = [];
  readonly #asking: Promise<Asked>[] = [];

  constructor(context: TestContext) {
    for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
      context.mock.method(console, method, (...words: unknown[]) => void this.hear(...words));
    }
  }

  hear(...words: unknown[]): void {
    this.log.push(words.map((word) => (typeof word === 'string' ? word : inspect(word, { depth: 12 }))).join(' '));
  }

  watch(tab: BrowserContext): void {
    tab.on('request', (request) => {
      // What the browser added is known once the request has left; of one that never did, only what the page said.
      const headers = request.allHeaders().catch(() => request.headers());
      this.#asking.push(headers.then((sent) => ({ method: request.method(), url: request.url(), headers: sent })));
    });
  }

  /** Of all browsers, in their order. */
  asked(): Promise<Asked[]> {
    return Promise.all(this.#asking);
  }

  /** Fails where a link's token shows anywhere but in the address of its page and in the header that is for it. */
  async assertTokensAreSecret(desk: Desk): Promise<void> {
    const tokens = new Set(desk.outbox.received.flatMap(({ text }) => tokensIn(text)));
    const asked = await this.asked();
    for (const { url } of asked) for (const token of tokensIn(url)) tokens.add(token);
    const pages = new RegExp(`^${desk.url}/(pay|paid)\\?link=`);
    for (const token of tokens) {
      for (const { method, url, headers } of asked) {
        if (!pages.test(url)) assert.ok(!url.includes(token), `A token is in an address: ${method} ${url}`);
        for (const [name, value] of Object.entries(headers)) {
          if (name === 'authorization') continue;
          assert.ok(!value.includes(token), `A token is in the header ${name} of ${method} ${url}`);
        }
      }
      for (const line of this.log) assert.ok(!line.includes(token), `A token is in the log: ${line}`);
    }
  }
}

/** Every token of a payment link in a text or an address. */
export function tokensIn(text: string): string[] {
  return [...text.matchAll(/[?&]link=([\w%.~-]{16,})/g)].map(([, token = '']) => token);
}
