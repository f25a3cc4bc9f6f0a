import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { succeededIntents, useBrowser, visit } from './fixture.ts';

const askedEveryTime = '4000002760003184';

describe('A new card whose bank asks for approval (3-D Secure)', () => {
  useBrowser();

  it('is charged when the bank approves', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.tellBank('Complete authentication');
    await dialog.succeeded('CA$412.75');
    assert.equal(succeededIntents(desk).length, 1);
    assert.equal(await dialog.root.evaluate((element) => element.matches(':modal')), true);
  });

  it('is not charged when the bank refuses, and another card can be', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.tellBank('Fail authentication');
    await dialog
      .text(/did not approve/)
      .first()
      .waitFor();
    await dialog.text('Nothing was charged.').first().waitFor();
    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('is not charged when the window of the bank is left, and the booking is free again', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.tellBank('Cancel');
    await dialog.text('Nothing was charged.').first().waitFor();
    assert.equal(succeededIntents(desk).length, 0);
    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
  });

  it('is declined after approval where the bank says so', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard('4000008260003178');
    await dialog.press();
    await dialog.tellBank('Complete authentication');
    await dialog
      .text(/doesn’t have enough funds/)
      .first()
      .waitFor();
    assert.equal(succeededIntents(desk).length, 0);
  });

  it('is shown as open after a reload in the middle, can be closed, and the booking can be charged', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.bank.getByRole('button', { name: 'Complete authentication' }).waitFor();
    const charges: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/paydesk/payments')) charges.push(request.url());
    });
    page.once('dialog', (leave) => void leave.accept());
    await page.reload();

    await page.getByRole('button', { name: 'Charge Customer' }).click();
    await dialog.text('A charge is waiting for the bank’s approval').first().waitFor();
    assert.deepEqual(charges, [], 'A reload sends nothing again.');
    await dialog.button('Cancel this charge').click();
    await dialog.text('Nothing was charged.').first().waitFor();

    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('is shown to a colleague in another tab, who can close it', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.bank.getByRole('button', { name: 'Complete authentication' }).waitFor();

    const other = await page.context().newPage();
    await other.goto(`${desk.url}/customers/priya-raman`);
    await other.getByRole('button', { name: 'Charge Customer' }).click();
    const seen = other.getByRole('dialog', { name: 'Charge Customer' });
    await seen.getByRole('button', { name: 'Cancel this charge' }).click();
    await seen.getByText('Nothing was charged.').first().waitFor();
    assert.deepEqual(
      desk.stripe.intents().map(({ status }) => status),
      ['canceled'],
    );
  });

  it('could not be approved if the dialog stayed in the top layer', async (context) => {
    const { page, dialog, chargeCustomer } = await visit(context);
    // With this the dialog never steps out: it shows as modal whenever it should show outside.
    await page.addInitScript(() => {
      HTMLDialogElement.prototype.show = HTMLDialogElement.prototype.showModal;
    });
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    const approve = dialog.bank.getByRole('button', { name: 'Complete authentication' });
    await approve.waitFor();
    await assert.rejects(approve.click({ timeout: 1_000 }), /intercepts pointer events|Timeout/);
  });
});
