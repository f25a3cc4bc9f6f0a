import assert from 'node:assert/strict';
import { after, before, type TestContext } from 'node:test';
import { chromium, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { startDesk } from '../../examples/desk/desk.ts';
import { findBrowser } from '../../scripts/find-browser.ts';

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

type Desk = Awaited<ReturnType<typeof startDesk>>;

export interface Visit {
  desk: Desk;
  page: Page;
  dialog: Dialog;
  /** Opens a customer's profile and presses “Charge Customer”. */
  chargeCustomer(id: string): Promise<void>;
}

/**
 * A desk with a state of its own and a page on it. At the end of the test the page must have been silent but for what `expectedNoise` matches
 * (a browser itself logs every answer of 400 and above).
 */
export async function visit(context: TestContext, expectedNoise = /^Failed to load resource/): Promise<Visit> {
  const desk = await startDesk({ port: 0 });
  const tab = await browser.newContext({ viewport, locale: 'en-CA', reducedMotion: 'reduce' });
  const page = await tab.newPage();
  page.setDefaultTimeout(10_000);
  const noise: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expectedNoise.test(message.text()))
      noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.stack ?? error.message));
  context.after(async () => {
    await tab.close();
    await desk.close();
    assert.deepEqual(noise, []);
  });
  return {
    desk,
    page,
    dialog: new Dialog(page),
    async chargeCustomer(id) {
      await page.goto(`${desk.url}/customers/${id}`);
      await page.getByRole('button', { name: 'Charge Customer' }).click();
    },
  };
}

/** The dialog as staff see it: by what is written on things. */
export class Dialog {
  readonly root: Locator;
  readonly status: Locator;
  readonly action: Locator;
  /** Stripe's card form, in its own frame. */
  readonly cardForm: FrameLocator;
  /** The bank's window, on the page's body. */
  readonly bank: FrameLocator;
  readonly #bankWindow: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: 'Charge Customer' });
    this.status = this.root.getByRole('status');
    this.action = this.root.getByRole('button', { name: /^(Charge|Yes, charge) \S*\d/ });
    this.cardForm = page.frameLocator('iframe[title="Secure payment input frame"]');
    this.#bankWindow = page.locator('body > div > iframe[title*="3D Secure"]');
    this.bank = this.#bankWindow.contentFrame();
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

  async typeCard(number: string): Promise<void> {
    await this.cardForm.getByLabel('Card number').fill(number);
    await this.cardForm.getByLabel(/Expir/).fill('12 / 34');
    await this.cardForm.getByLabel(/Security code|CVC/).fill('123');
    await this.cardForm.getByLabel(/Postal code|ZIP/).fill('H2X 1Y4');
  }

  async tellBank(button: 'Complete authentication' | 'Fail authentication' | 'Cancel'): Promise<void> {
    const press = this.bank.getByRole('button', { name: button }).click();
    // The window goes under the press, and Chromium may then never say that the press arrived.
    press.catch(() => {});
    await Promise.race([
      press,
      this.#bankWindow.waitFor({ state: 'attached' }).then(() => this.#bankWindow.waitFor({ state: 'detached' })),
    ]);
  }

  async saveCard(save: boolean): Promise<void> {
    const box = this.root.getByRole('checkbox', { name: 'Save this card for future use' });
    await box.scrollIntoViewIfNeeded();
    // Scrolled by a script, Chromium still looks for a press where Stripe's frame was, until the next frames are drawn.
    await box.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))),
    );
    await box.setChecked(save);
  }

  async press(): Promise<void> {
    await this.action.click();
  }

  async succeeded(amount: string): Promise<void> {
    await this.root.getByRole('heading', { name: `${amount} charged` }).waitFor();
  }
}

/** Intents of the simulated Stripe that moved money. */
export function succeededIntents({ stripe }: Desk): { amount: number }[] {
  return stripe.intents().filter(({ status }) => status === 'succeeded');
}
