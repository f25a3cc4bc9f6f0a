import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { bankWindow, cardFormIn, tellBank, typeCard, type BankButton } from './card.ts';

/** A payer's browser on the page of a link: nobody is signed in, nothing of staff's is in it. */
export class Payer {
  readonly browser: BrowserContext;
  readonly page: Page;
  readonly pay: PayerPage;
  readonly confirmation: Confirmation;

  constructor(browser: BrowserContext, page: Page) {
    this.browser = browser;
    this.page = page;
    this.pay = new PayerPage(page);
    this.confirmation = new Confirmation(page);
  }
}

/** `<payment-link-page>` as a payer sees it: by what is written on things, in English or French. */
export class PayerPage {
  readonly root: Locator;
  readonly status: Locator;
  /** The one button that pays. */
  readonly action: Locator;
  /** Stripe's card form, in its own frame. */
  readonly cardForm: FrameLocator;
  /** The bank's window, on the page's body. */
  readonly bank: FrameLocator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.locator('payment-link-page');
    this.status = this.root.getByRole('status');
    this.action = this.root.getByRole('button', { name: /^(Pay|Payer|Approve with|Approuver avec) / });
    this.cardForm = cardFormIn(page);
    this.bank = bankWindow(page).contentFrame();
  }

  text(words: string | RegExp): Locator {
    return this.root.getByText(words);
  }

  heading(words: string | RegExp): Locator {
    return this.root.getByRole('heading', { name: words });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }

  async typeCard(number: string): Promise<void> {
    await typeCard(this.cardForm, number);
  }

  async saveCard(save: boolean): Promise<void> {
    await this.root.getByRole('checkbox', { name: /^(Save this card|Enregistrer cette carte)/ }).setChecked(save);
  }

  async press(): Promise<void> {
    await this.action.click();
  }

  /** In the bank's window on this page. */
  async tellBank(button: BankButton): Promise<void> {
    await tellBank(this.#page, button);
  }

  /** On the bank's own page, where the browser was sent to. */
  async tellBankAway(button: Exclude<BankButton, 'Cancel'>): Promise<void> {
    await this.#page.waitForURL(/\/3d_secure_2\/hosted/);
    await this.#page.getByRole('button', { name: button }).click();
  }
}

/** `<payment-confirmation>` as a payer sees it, on its own page or in place. */
export class Confirmation {
  readonly root: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.root = page.locator('payment-confirmation');
    this.status = this.root.getByRole('status');
  }

  text(words: string | RegExp): Locator {
    return this.root.getByText(words);
  }

  heading(words: string | RegExp): Locator {
    return this.root.getByRole('heading', { name: words });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }

  async succeeded(amount: string): Promise<void> {
    await this.heading(/^(Payment received|Paiement reçu)/).waitFor();
    await this.text(amount).first().waitFor();
  }
}
