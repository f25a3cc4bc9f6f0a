import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { succeededIntents, useBrowser, visit } from './fixture.ts';

describe('When something is in the way', () => {
  useBrowser();

  it('offers a retry and the card on file when Stripe.js is blocked', async (context) => {
    // Without a script of its own the loader asks js.stripe.com, which the page's policy refuses here.
    const { desk, page, dialog, chargeCustomer } = await visit(context, /Failed to load resource|js\.stripe\.com/);
    await page.route('**/endive/stripe.js', (route) => route.abort());
    await chargeCustomer('claire-martin');
    await dialog.root.getByRole('radio', { name: /New card/ }).check();
    await dialog
      .text(/card form from Stripe could not be loaded/)
      .first()
      .waitFor({ timeout: 20_000 });
    await dialog.button('Use a card on file').click();
    await dialog.press();
    await dialog.succeeded('CA$400.00');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('offers a retry when the backend is down, and opens when it is back', async (context) => {
    const { page, dialog, desk } = await visit(context);
    await page.goto(`${desk.url}/customers/claire-martin`);
    const opener = page.getByRole('button', { name: 'Charge Customer' });
    await opener.waitFor();
    await page.route('**/paydesk/customers/*', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }));
    await opener.click();
    await dialog.text(/could not be loaded/).waitFor();
    await page.unroute('**/paydesk/customers/*');
    await dialog.button('Try again').click();
    await dialog.action.waitFor();
  });

  it('finds out what became of a charge whose answer was lost, and charges once', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.action.waitFor();
    let lost = 0;
    await page.route('**/paydesk/payments', async (route) => {
      lost += 1;
      if (lost > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await dialog.press();
    await dialog.succeeded('CA$400.00');
    assert.equal(lost >= 1, true);
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('asks again when the amount due changed under the open dialog', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.action.waitFor();
    desk.host.collectElsewhere('booking-1042', 5_000);
    await dialog.press();
    await dialog.text(/CA\$280\.00.*CA\$230\.00/).waitFor();
    assert.equal(desk.stripe.intents().length, 0);
    await dialog.button(/^Charge CA\$350\.00/).click();
    await dialog.succeeded('CA$350.00');
  });

  it('asks back before the same amount is charged a second time', async (context) => {
    const { desk, dialog, page, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.amount('LJ-1042').fill('50');
    await dialog.booking('LJ-1043').uncheck();
    await dialog.press();
    await dialog.succeeded('CA$50.00');
    await dialog.button('Done').click();
    await page.getByRole('button', { name: 'Charge Customer' }).click();
    await dialog.amount('LJ-1042').fill('50');
    await dialog.booking('LJ-1043').uncheck();
    await dialog.press();
    await dialog.text(/already charged to this customer/).waitFor();
    assert.equal(succeededIntents(desk).length, 1);
    await dialog.button(/Yes, charge CA\$50\.00 again/).click();
    await dialog.succeeded('CA$50.00');
    assert.equal(succeededIntents(desk).length, 2);
  });

  it('runs no script from a hostile name', async (context) => {
    const { page, dialog, chargeCustomer } = await visit(context);
    page.on('dialog', () => assert.fail('A script ran.'));
    await chargeCustomer('hostile-name');
    await dialog
      .text(/<img src=x onerror=/)
      .first()
      .waitFor();
    await dialog.press();
    await dialog.succeeded('CA$99.90');
  });

  it('says where a customer that does not exist went', async (context) => {
    const { page, desk } = await visit(context);
    await page.goto(`${desk.url}/customers/nobody`);
    await page.getByRole('link', { name: 'All customers' }).waitFor();
  });
});
