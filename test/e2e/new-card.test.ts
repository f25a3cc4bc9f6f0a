import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { succeededIntents, useBrowser, visit } from './fixture.ts';

describe('Charging a new card', () => {
  useBrowser();

  it('charges it once and keeps nothing of it', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard('4242424242424242');
    await dialog.button('Charge CA$412.75 to the new card').click();
    await dialog.succeeded('CA$412.75');
    await dialog.text('Not saved').waitFor();
    await dialog.button('Done').click();
    await page.getByText('No saved card.').waitFor();
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('saves it with consent, and charges it again as a card on file', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.amount('LJ-1048').fill('100');
    await dialog.typeCard('5555555555554444');
    await dialog.saveCard(true);
    await dialog.text(/has agreed, by phone or in person/).waitFor();
    await dialog.press();
    await dialog.succeeded('CA$100.00');
    await dialog.text('Saved for future use').waitFor();
    await dialog.button('Done').click();
    await page.getByText('MASTERCARD •••• 4444').first().waitFor();

    await page.getByRole('button', { name: 'Charge Customer' }).click();
    assert.equal(await dialog.savedCard('4444').isChecked(), true);
    await dialog.button(/^Charge CA\$312\.75 to Mastercard/).click();
    await dialog.succeeded('CA$312.75');
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [10_000, 31_275],
    );
  });

  it('agrees with Stripe when “save” is toggled on and off and on before paying', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard('4242424242424242');
    await dialog.saveCard(true);
    await dialog.saveCard(false);
    await dialog.amount('LJ-1048').fill('60');
    await dialog.saveCard(true);
    await dialog.press();
    await dialog.succeeded('CA$60.00');
    await dialog.text('Saved for future use').waitFor();
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('keeps an incomplete card from being sent, and says what is missing in the form', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.cardForm.getByLabel('Card number').fill('4242');
    await dialog.press();
    await dialog.cardForm.getByText('Your card number is incomplete.').waitFor();
    assert.equal(desk.stripe.intents().length, 0);
    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
  });

  it('takes another number after a decline', async (context) => {
    const { desk, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard('4000000000000002');
    await dialog.press();
    await dialog
      .text(/card was declined/)
      .first()
      .waitFor();
    await dialog.typeCard('4242424242424242');
    await dialog.press();
    await dialog.succeeded('CA$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('keeps what was typed while the card on file is looked at', async (context) => {
    const { dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.useNewCard('4242424242424242');
    await dialog.root.getByRole('radio', { name: /Card on file/ }).check();
    await dialog.root.getByRole('radio', { name: /New card/ }).check();
    assert.match(await dialog.cardForm.getByLabel('Card number').inputValue(), /^4242/);
    await dialog.press();
    await dialog.succeeded('CA$400.00');
  });
});
