import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { succeededIntents, useBrowser, visit } from './fixture.ts';

describe('The desk', () => {
  useBrowser();

  it('shows nothing of staff’s to a payer, who is signed in nowhere', async (context) => {
    const { desk, makeLink, received, openLink } = await visit(context);
    await makeLink('claire-martin');
    const mail = await received({ to: 'claire.martin' });
    const { browser, page, pay } = await openLink(mail);
    await pay.action.waitFor();
    assert.equal(await page.getByRole('link', { name: 'Customers' }).count(), 0);
    assert.deepEqual(await browser.cookies(), []);
    const guarded = [
      '/paydesk/customers/claire-martin',
      '/paydesk/settings',
      '/desk.json',
      '/customers.json',
      '/outbox.json',
      `/outbox/${encodeURIComponent(mail.id)}/mail.html`,
    ];
    for (const path of guarded) {
      assert.equal((await browser.request.get(`${desk.url}${path}`)).status(), 401, path);
    }
  });

  it('serves every page with a strict policy, and sends no address on', async (context) => {
    const { desk, page } = await visit(context);
    for (const path of ['/customers', '/customers/claire-martin', '/outbox', '/pay?link=none', '/paid?link=none']) {
      const response = await page.request.get(`${desk.url}${path}`);
      const headers = response.headers();
      assert.equal(headers['referrer-policy'], 'no-referrer', path);
      assert.match(headers['content-security-policy'] ?? '', /default-src 'self'.*style-src 'self';/, path);
      assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/, path);
      assert.equal(headers['cache-control'], 'no-store', path);
    }
  });

  it('shows a mail as a mail program does: its pictures and styles, and no script', async (context) => {
    const { desk, page, makeLink, received } = await visit(
      context,
      /^(Failed to load resource|Blocked script execution)/,
    );
    await makeLink('hostile-name');
    const mail = await received({ to: 'ohare@' });
    page.on('dialog', () => assert.fail('A script ran.'));
    await page.goto(`${desk.url}/outbox/${encodeURIComponent(mail.id)}`);
    const frame = page.locator('iframe[title="Mail as received"]');
    await frame.contentFrame().getByRole('link', { name: 'Complete Payment' }).waitFor();
    await frame.contentFrame().getByText('<img src=x onerror=').first().waitFor();
    const logo = frame.contentFrame().locator('img').first();
    assert.ok(await logo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)));
    assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
    const served = await page.request.get(`${desk.url}/outbox/${encodeURIComponent(mail.id)}/mail.html`);
    const policy = served.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /sandbox allow-popups/);
    assert.doesNotMatch(policy, /script/);
  });

  it('says on the profile that a mail came back, by itself', async (context) => {
    const { desk, page, makeLink } = await visit(context);
    await makeLink('oscar-lindgren');
    await page.goto(`${desk.url}/customers/oscar-lindgren`);
    const links = page.getByRole('region', { name: 'Payment links' });
    await links.getByText('Came back').waitFor();
    const link = desk.outbox.received.find(({ to }) => to.includes('bounce'));
    assert.equal(link?.state, 'bounced');
  });

  it('says on the profile that a mail was refused at once', async (context) => {
    const { desk, page, makeLink } = await visit(context);
    await makeLink('claire-martin', { to: 'refuse@example.com' });
    await page.goto(`${desk.url}/customers/claire-martin`);
    await page.getByRole('region', { name: 'Payment links' }).getByText('Could not be sent').waitFor();
  });

  it('asks for the account again and again while a link is open, for a few bytes', async (context) => {
    const { desk, page, makeLink } = await visit(context);
    await makeLink('claire-martin');
    await page.goto(`${desk.url}/customers/claire-martin`);
    const unchanged = () =>
      page.waitForResponse(
        (answer) => answer.url().endsWith('/paydesk/customers/claire-martin') && answer.status() === 304,
      );
    await unchanged();
    await unchanged();
    await page.getByRole('region', { name: 'Payment links' }).getByText('claire.martin@example.com').waitFor();
  });

  it('takes text messages, whose link opens the page', async (context) => {
    const { desk, page, makeLink } = await visit(context);
    await makeLink('tomas-ferreira', { channel: 'sms', to: '+1 514 555 0194' });
    await page.goto(`${desk.url}/outbox`);
    await page.getByRole('link', { name: /^SMS:/ }).click();
    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: /\/pay\?link=/ }).click();
    await (await opening).getByText('Balcony and windows').waitFor();
  });

  it('has banks that send the payer away and back', async (context) => {
    const { desk, makeLink, received, openLink } = await visit(context);
    desk.stripe.redirectsChallenges = true;
    await makeLink('priya-raman');
    const { pay, confirmation, page } = await openLink(await received({ to: 'priya.raman' }));
    await pay.typeCard('4000002760003184');
    await pay.press();
    await pay.tellBankAway('Complete authentication');
    await confirmation.succeeded('$412.75');
    assert.doesNotMatch(page.url(), /payment_intent|redirect_status/);
    assert.equal(succeededIntents(desk).length, 1);
  });
});
