import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { useBrowser, visit } from './fixture.ts';
import { tokenOf } from './links.ts';

describe('The token of a link', () => {
  useBrowser();

  it('is in no log, no API path, no referrer, no storage and no console, whatever happens', async (context) => {
    const { desk, witness, makeLink, received, openLink, passDays } = await visit(context);
    const link = await makeLink('priya-raman');
    const token = tokenOf(link);
    const { pay, page, browser, confirmation } = await openLink(await received({ to: 'priya.raman' }));
    const said: string[] = [];
    browser.on('console', (message) => said.push(`${message.text()} ${message.location().url}`));

    // Stripe breaks down behind a payment: the desk has something to log.
    desk.stripe.faults.add({ method: 'POST', path: '/v1/payment_intents', kind: 'error-500', times: 2 });
    await pay.typeCard('4000002760003184');
    await pay.press();
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    assert.ok(witness.log.length > 0, 'The desk logged the failure.');
    assert.deepEqual(await stored(page, token), []);
    // While the bank asks, the page keeps what it needs after a reload.
    await pay.press();
    await pay.bank.getByRole('button', { name: 'Fail authentication' }).waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 1);
    assert.deepEqual(await stored(page, token), []);
    await pay.tellBank('Fail authentication');
    await pay
      .text(/didn’t get your confirmation/)
      .first()
      .waitFor();
    // Bank's page, and back, with what Stripe adds to the address.
    desk.stripe.redirectsChallenges = true;
    await pay.press();
    await page.waitForURL(/\/3d_secure_2\/hosted/);
    assert.equal(await page.evaluate(() => document.referrer), '');
    desk.stripe.faults.add({ method: 'GET', path: '/v1/payment_intents/*', kind: 'error-500', times: 2 });
    await pay.tellBankAway('Complete authentication');
    await confirmation.succeeded('$412.75');
    assert.deepEqual(await stored(page, token), []);
    await confirmation.button(/^Send receipt to/).click();
    await confirmation
      .text(/on its way/)
      .first()
      .waitFor();
    passDays(40);
    await page.goto(link.url ?? '');
    await pay.heading('This is paid').waitFor();
    await pay.button('View the confirmation').click();
    await confirmation.succeeded('$412.75');
    await received({ to: 'priya.raman', subject: /receipt/i });

    const asked = await witness.asked();
    const api = asked.filter(({ url }) => url.includes('/paydesk/pay'));
    assert.ok(
      api.some(({ headers }) => headers['authorization']?.includes(token)),
      'It travels in its header.',
    );
    assert.ok(
      asked.some(({ url }) => !url.startsWith(desk.url)),
      'Other origins were asked.',
    );
    for (const { method, url, headers } of asked) {
      assert.ok(!headers['referer'], `${method} ${url} says where it comes from.`);
      if (!url.startsWith(desk.url)) assert.ok(!JSON.stringify([url, headers]).includes(token), `${method} ${url}`);
      if (url.startsWith(`${desk.url}/paydesk/`)) assert.ok(!url.includes(token), `${method} ${url}`);
    }
    for (const line of [...said, ...witness.log]) assert.ok(!line.includes(token), line);
  });

  it('is no more than read where the link is not paid on the page: renewed, cancelled, unknown', async (context) => {
    const { desk, makeLink, openLink, passDays } = await visit(context);
    const link = await makeLink('priya-raman');
    passDays(31);
    const { pay, page } = await openLink(tokenOf(link));
    await pay.button(/^Send a new link/).click();
    await pay.heading('A new link is on its way').waitFor();
    assert.deepEqual(await stored(page, tokenOf(link)), []);
    const made = 'a-token-that-nobody-made-ever-0123456789';
    await page.goto(`${desk.url}/pay?link=${made}`);
    await pay.heading('This payment link can’t be found').waitFor();
    assert.deepEqual(await stored(page, made), []);
  });
});

/** Where in the browser's storage, and in what the page shows, the token is. */
async function stored(page: Page, token: string): Promise<string[]> {
  const places = await page.evaluate(async () => ({
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    cookie: document.cookie,
    name: window.name,
    state: JSON.stringify(history.state),
    databases: JSON.stringify(await indexedDB.databases()),
    caches: JSON.stringify(await caches.keys()),
    markup: document.body.getHTML({
      serializableShadowRoots: true,
      shadowRoots: [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []),
    }),
  }));
  return Object.entries(places).flatMap(([place, text]) => (text.includes(token) ? [place] : []));
}
