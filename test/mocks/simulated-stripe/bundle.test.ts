import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import type { createStripeJs } from '../../../mocks/simulated-stripe/js.ts';
import { findBrowser } from '../../../scripts/find-browser.ts';

let browser: Browser;
before(async () => {
  const { executablePath, args } = await findBrowser();
  browser = await chromium.launch({ executablePath, args });
});
after(() => browser.close());

/** Stripe.js as one minified script that sets `window.createStripeJs`, as a page without modules would load it. */
async function minified(): Promise<string> {
  const entry = fileURLToPath(new URL('../../../mocks/simulated-stripe/js.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'simulated', fileName: 'js' } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  assert.ok(result && 'output' in result);
  return result.output[0].code;
}

it('works in a page when bundled and minified, its frames included', { timeout: 60_000 }, async () => {
  const script = await minified();
  const server = createServer((request, response) => {
    const page = request.url === '/';
    response.setHeader('content-type', page ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8');
    response.end(page ? '<!doctype html><div id="card"></div><script src="/stripe.js"></script>' : script);
  }).listen(0, '127.0.0.1');
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(() => {
      const world = globalThis as unknown as {
        simulated: { createStripeJs: typeof createStripeJs };
        outcome: Promise<unknown>;
        submit: () => Promise<unknown>;
      };
      const intent = { id: 'pi_1', status: 'requires_action', next_action: { type: 'use_stripe_sdk' } };
      const stripe = world.simulated.createStripeJs({ fetch: async () => Response.json(intent) })('pk_test_1');
      const elements = stripe.elements({ mode: 'payment', amount: 100, currency: 'usd', locale: 'en' });
      elements
        .create('payment', { defaultValues: { billingDetails: { address: { country: 'FR' } } } })
        .mount(document.querySelector<HTMLElement>('#card') ?? '');
      world.submit = async () => {
        world.outcome = stripe.handleNextAction({ clientSecret: 'pi_1_secret_1' });
        return elements.submit();
      };
    });
    const form = page.frameLocator('#card iframe');
    await form.getByLabel('Card number').fill('378282246310005');
    await form.getByLabel('Expiration date').fill('1234');
    await form.getByLabel('Security code').fill('1234');
    assert.equal(await form.getByLabel('Card number').inputValue(), '3782 822463 10005');
    const submitted = await page.evaluate(() => (globalThis as unknown as { submit: () => Promise<unknown> }).submit());
    assert.deepEqual(submitted, { selectedPaymentMethod: 'card' });
    const bank = page.frameLocator('body > div[tabindex="-1"] > iframe');
    const press = bank.getByRole('button', { name: 'Complete authentication' }).click();
    // The window goes under the press, and Chromium may then never say that the press arrived.
    press.catch(() => {});
    await page.evaluate(() => (globalThis as unknown as { outcome: Promise<unknown> }).outcome);
    assert.deepEqual(errors, []);
  } finally {
    server.close();
  }
});
