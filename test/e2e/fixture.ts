import assert from 'node:assert/strict';
import { after, before, type TestContext } from 'node:test';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { startDesk } from '../../examples/desk/desk.ts';
import type { Account } from '../../src/contract/account.ts';
import type { LinkRequest, PaymentLink } from '../../src/contract/link.ts';
import type { Received } from '../../examples/desk/outbox.ts';
import { findBrowser } from '../../scripts/find-browser.ts';
import { bankWindow, cardFormIn, tellBank, typeCard, type BankButton } from './card.ts';
import { Payer } from './payer.ts';
import { tokensIn, Witness } from './witness.ts';

const viewports = { desktop: { width: 1280, height: 800 }, phone: { width: 375, height: 740 } };
const viewport = viewports[process.env['VIEWPORT'] === 'phone' ? 'phone' : 'desktop'];

let browser: Browser;

/** One browser for a file's tests; each test has a desk and a page of its own. */
export function useBrowser(): void {
  before(async () => {
    const { executablePath, args } = await findBrowser();
    browser = await chromium.launch({ executablePath, args: [...args, '--headless'] });
  });
  after(() => browser.close());
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;

export interface Visit {
  desk: Desk;
  page: Page;
  dialog: Dialog;
  /** Sees every request and every line of the desk; tokens of links are looked for in them at the end of each test. */
  witness: Witness;
  /** Opens a customer's profile and presses “Charge Customer”. */
  chargeCustomer(id: string): Promise<void>;
  /** Asks the backend as staff do, without their pages. */
  ask<Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Answer>;
  /** Makes a payment link for everything that is due, sent to the address on file where nothing else is said. */
  makeLink(customerId: string, request?: Partial<LinkRequest>): Promise<PaymentLink>;
  /** The newest message in the outbox that fits, once there is one. */
  received(fits: { to?: string | RegExp; subject?: RegExp; kind?: Received['kind'] }): Promise<Received>;
  /** Opens a link in a payer's browser of its own: by its token, its address, or the message that carries it. */
  openLink(link: string | Received, options?: BrowserContextOptions): Promise<Payer>;
  /** Puts the clock of the desk and its Stripe forward. */
  passDays(days: number): void;
  /** A browser of its own, with the viewport of the others. */
  openBrowser(options?: BrowserContextOptions): Promise<BrowserContext>;
}

/**
 * A desk with a state of its own and a page on it. At the end of the test the pages must have been silent but for what `expectedNoise` matches
 * (a browser itself logs every answer of 400 and above), and no link's token may be anywhere that isn't for it.
 */
export async function visit(context: TestContext, expectedNoise = /^Failed to load resource/): Promise<Visit> {
  const witness = new Witness(context);
  let ahead = 0;
  const desk = await startDesk({
    port: 0,
    now: () => new Date(Date.now() + ahead),
    report: (error) => witness.hear(error),
  });
  const noise: string[] = [];
  const browsers: BrowserContext[] = [];

  async function openBrowser(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const tab = await browser.newContext({ viewport, locale: 'en-CA', reducedMotion: 'reduce', ...options });
    browsers.push(tab);
    tab.setDefaultTimeout(10_000);
    witness.watch(tab);
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !expectedNoise.test(message.text()))
        noise.push(message.text());
    });
    tab.on('weberror', (failure) => noise.push(failure.error().stack ?? failure.error().message));
    return tab;
  }

  const tab = await openBrowser();
  const page = await tab.newPage();
  context.after(async () => {
    await Promise.all(browsers.map((each) => each.close()));
    await desk.close();
    assert.deepEqual(noise, []);
    await witness.assertTokensAreSecret(desk);
  });

  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    // Staff sign in by opening a page.
    await tab.request.get(`${desk.url}/customers`);
    const answer = await tab.request.fetch(`${desk.url}/paydesk${path}`, {
      method,
      headers: { 'idempotency-key': crypto.randomUUID() },
      ...(body && { data: body }),
    });
    assert.ok(answer.ok(), `${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  return {
    desk,
    page,
    dialog: new Dialog(page),
    witness,
    ask,
    async makeLink(customerId, request = {}) {
      const { currency, bookings, customer } = await ask<Account>('GET', `/customers/${customerId}`);
      const due = bookings.filter((booking) => booking.due > 0);
      return ask<PaymentLink>('POST', '/links', {
        customerId,
        currency,
        allocations: due.map((booking) => ({ bookingId: booking.id, amount: booking.due, dueSeen: booking.due })),
        ...(customer.email ? { channel: 'email', to: customer.email } : { channel: 'none' }),
        ...request,
      });
    },
    openBrowser,
    passDays(days) {
      ahead += days * 24 * 60 * 60 * 1000;
    },
    async chargeCustomer(id) {
      await page.goto(`${desk.url}/customers/${id}`);
      await page.getByRole('button', { name: 'Charge Customer' }).click();
    },
    received: ({ to, subject, kind }) =>
      until('a message', async () => {
        // Not when the desk's own timer comes round to it.
        await desk.paydesk.deliver();
        return desk.outbox.received.findLast(
          (each) =>
            (to === undefined || (typeof to === 'string' ? each.to.includes(to) : to.test(each.to))) &&
            (subject === undefined || subject.test(each.subject ?? '')) &&
            (kind === undefined || each.kind === kind),
        );
      }),
    async openLink(link, options) {
      const token = typeof link === 'string' ? (tokensIn(link)[0] ?? link) : tokensIn(link.text)[0];
      assert.ok(token, 'There is no link in it.');
      const payers = await openBrowser(options);
      const payer = new Payer(payers, await payers.newPage());
      await payer.page.goto(`${desk.url}/pay?link=${token}`);
      return payer;
    },
  };
}

/** Waits for what is there sooner or later. */
export async function until<Found>(
  what: string,
  find: () => Found | undefined | null | false | Promise<Found | undefined | null | false>,
): Promise<Found> {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The dialog as staff see it: by what is written on things. */
export class Dialog {
  readonly root: Locator;
  readonly status: Locator;
  readonly action: Locator;
  /** The preview of a mail, in its own frame. */
  readonly mail: FrameLocator;
  /** Stripe's card form, in its own frame. */
  readonly cardForm: FrameLocator;
  /** The bank's window, on the page's body. */
  readonly bank: FrameLocator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByRole('dialog', { name: 'Charge Customer' });
    this.status = this.root.getByRole('status');
    this.action = this.root.getByRole('button', { name: /^(Charge|Yes, charge) \S*\d/ });
    this.mail = this.root.frameLocator('iframe.mail');
    this.cardForm = cardFormIn(page);
    this.bank = bankWindow(page).contentFrame();
  }

  text(words: string | RegExp): Locator {
    return this.root.getByText(words);
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }

  booking(reference: string): Locator {
    return this.root.getByRole('checkbox', { name: new RegExp(reference) });
  }

  amount(reference: string): Locator {
    return this.root.getByRole('textbox', { name: new RegExp(`Amount.*${reference}`) });
  }

  savedCard(last4: string): Locator {
    return this.root.getByRole('radio', { name: new RegExp(last4) });
  }

  async useNewCard(number: string): Promise<void> {
    await this.root.getByRole('radio', { name: /New card/ }).check();
    await this.typeCard(number);
  }

  async useLink(): Promise<void> {
    const choice = this.root.getByRole('radio', { name: /Send a payment link/ });
    await inReach(choice);
    await choice.check();
  }

  async typeCard(number: string): Promise<void> {
    await typeCard(this.cardForm, number);
  }

  async tellBank(button: BankButton): Promise<void> {
    await tellBank(this.#page, button);
  }

  async saveCard(save: boolean): Promise<void> {
    const box = this.root.getByRole('checkbox', { name: 'Save this card for future use' });
    await inReach(box);
    await box.setChecked(save);
  }

  async press(): Promise<void> {
    await this.action.click();
  }

  async succeeded(amount: string): Promise<void> {
    await this.root.getByRole('heading', { name: `${amount} charged` }).waitFor();
  }
}

/** Scrolled or put there by a script, Chromium still looks for a press where a frame was, until the next frames are drawn. */
export async function inReach(place: Locator): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  await place.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))),
  );
}

/** Intents of the simulated Stripe that moved money. */
export function succeededIntents({ stripe }: Desk): { amount: number }[] {
  return stripe.intents().filter(({ status }) => status === 'succeeded');
}
