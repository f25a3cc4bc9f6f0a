import type { FrameLocator, Locator, Page } from 'playwright-core';

export type BankButton = 'Complete authentication' | 'Fail authentication' | 'Cancel';

/** Stripe's form, in its own frame. */
export function cardFormIn(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Secure payment input frame"], iframe[title^="Cadre de saisie"]');
}

/** Into Stripe's form, in English or French. */
export async function typeCard(form: FrameLocator, number: string): Promise<void> {
  await form.getByLabel(/Card number|Numéro de carte/).fill(number);
  await form.getByLabel(/expir/i).fill('12 / 34');
  await form.getByLabel(/Security code|Code de sécurité/).fill('123');
  await form.getByLabel(/Postal code|ZIP|Code postal/).fill('H2X 1Y4');
}

/** The bank's window, on the page's body. */
export function bankWindow(page: Page): Locator {
  return page.locator('body > div > iframe[title*="3D Secure"]');
}

export async function tellBank(page: Page, button: BankButton): Promise<void> {
  const frame = bankWindow(page);
  const press = frame.contentFrame().getByRole('button', { name: button }).click();
  // The window goes under the press, and Chromium may then never say that the press arrived.
  press.catch(() => {});
  await Promise.race([press, frame.waitFor({ state: 'attached' }).then(() => frame.waitFor({ state: 'detached' }))]);
}
