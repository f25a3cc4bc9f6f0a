import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { succeededIntents, useBrowser, visit } from './fixture.ts';

describe('Charging a card on file', () => {
  useBrowser();

  it('charges everything due to the primary card, and the profile shows it', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    assert.equal(await dialog.savedCard('4242').isChecked(), true);
    await dialog.button(/^Charge CA\$400\.00 to Visa/).click();
    await dialog.succeeded('CA$400.00');
    assert.equal(await dialog.text('Charged in Full').count(), 2);
    await dialog.button('Done').click();
    await dialog.root.waitFor({ state: 'hidden' });
    const row = page.getByRole('row', { name: /LJ-1042/ });
    await row.filter({ hasText: 'Charged in Full' }).first().waitFor();
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [40_000],
    );
  });

  it('charges part of two bookings, and the rest stays due', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.amount('LJ-1042').fill('100');
    await dialog.amount('LJ-1043').fill('20,50');
    await dialog.button(/^Charge CA\$120\.50 to Visa/).click();
    await dialog.succeeded('CA$120.50');
    assert.equal(await dialog.text('Partially charged').count(), 2);
    await dialog.button('Done').click();
    await page
      .getByRole('row', { name: /LJ-1042/ })
      .filter({ hasText: '$180.00' })
      .waitFor();
    await page
      .getByRole('row', { name: /LJ-1043/ })
      .filter({ hasText: '$99.50' })
      .waitFor();
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [12_050],
    );
  });

  it('charges a free line beside no booking', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.booking('LJ-1042').uncheck();
    await dialog.booking('LJ-1043').uncheck();
    await dialog.button('Add another item').click();
    await dialog.root.getByLabel('Description').fill('Lost key');
    await dialog.root.getByLabel('Amount', { exact: true }).fill('35');
    await dialog.button(/^Charge CA\$35\.00/).click();
    await dialog.succeeded('CA$35.00');
    await dialog.text('Lost key').waitFor();
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [3_500],
    );
  });

  it('warns of an expired card and lets it be charged, since networks update cards', async (context) => {
    const { dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('walter-novak');
    const expired = dialog.savedCard('4242');
    await expired.check();
    await dialog.text('Expired').first().waitFor();
    await dialog.text(/past its date/).waitFor();
    await dialog.press();
    await dialog.succeeded('CA$405.00');
  });

  it('says that a card was declined, keeps what was chosen, and charges another card', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('walter-novak');
    await dialog.amount('LJ-1049').fill('50');
    await dialog.savedCard('0341').check();
    await dialog.press();
    await dialog
      .text(/card was declined/)
      .first()
      .waitFor();
    await dialog.text('Nothing was charged.').first().waitFor();
    assert.equal(await dialog.amount('LJ-1049').inputValue(), '50');
    await dialog.savedCard('4242').check();
    await dialog.press();
    await dialog.succeeded('CA$275.00');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('says that a card has not enough funds', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('walter-novak');
    await dialog.savedCard('9995').check();
    await dialog.press();
    await dialog
      .text(/doesn’t have enough funds/)
      .first()
      .waitFor();
    assert.equal(succeededIntents(desk).length, 0);
  });

  it('tells a lost card as a plain decline, in the page and on the wire', async (context) => {
    const { page, dialog, chargeCustomer } = await visit(context);
    const answers: string[] = [];
    page.on('response', async (response) => {
      if (response.url().includes('/paydesk/payments')) answers.push(await response.text());
    });
    await chargeCustomer('walter-novak');
    await dialog.savedCard('9987').check();
    await dialog.press();
    await dialog
      .text(/The card was declined\./)
      .first()
      .waitFor();
    assert.doesNotMatch(await dialog.root.innerText(), /lost|stolen/i);
    assert.equal(answers.length, 1);
    assert.doesNotMatch(answers.join(), /lost|stolen/i);
    assert.match(answers.join(), /"reason":"declined"/);
  });

  it('says that the bank wants approval for a card on file that needs it', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('immeubles-outremont');
    await dialog.savedCard('3184').check();
    await dialog.press();
    await dialog
      .text(/wants the cardholder to approve/)
      .first()
      .waitFor();
    await dialog.text('Nothing was charged.').first().waitFor();
    await dialog.savedCard('4242').check();
    await dialog.press();
    await dialog.root.getByRole('heading', { name: /charged$/ }).waitFor();
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('charges once for a double press', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.action.dblclick();
    await dialog.succeeded('CA$400.00');
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('charges once for Enter pressed twice in a field and a click', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.amount('LJ-1042').fill('75');
    await dialog.amount('LJ-1042').press('Enter');
    await dialog
      .amount('LJ-1042')
      .press('Enter', { timeout: 500 })
      .catch(() => {});
    await dialog.action.click({ timeout: 500 }).catch(() => {});
    await dialog.succeeded('CA$195.00');
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('charges by keyboard alone, and gives the focus back', async (context) => {
    const { page, dialog, desk } = await visit(context);
    await page.goto(`${desk.url}/customers/claire-martin`);
    const opener = page.getByRole('button', { name: 'Charge Customer' });
    await opener.press('Enter');
    await dialog.action.waitFor();
    await dialog.action.focus();
    await page.keyboard.press('Enter');
    await dialog.succeeded('CA$400.00');
    await page.keyboard.press('Escape');
    await dialog.root.waitFor({ state: 'hidden' });
    assert.equal(await opener.evaluate((button) => button === document.activeElement), true);
  });

  it('works two shadow roots deep, with the card form of Stripe inside', async (context) => {
    const { desk, page, dialog } = await visit(context);
    await page.goto(`${desk.url}/customers/claire-martin`);
    await page.getByRole('button', { name: 'Charge Customer' }).waitFor();
    await page.evaluate(() => {
      const outer = document.createElement('x-outer');
      const inner = document.createElement('x-inner');
      const deep = document.createElement('charge-customer-dialog');
      deep.setAttribute('customer-id', 'priya-raman');
      deep.setAttribute('base-url', '/paydesk');
      outer.attachShadow({ mode: 'open' }).append(inner);
      inner.attachShadow({ mode: 'open' }).append(deep);
      document.body.append(outer);
      deep.setAttribute('open', '');
    });
    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });
});
