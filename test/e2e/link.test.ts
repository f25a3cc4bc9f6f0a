import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inReach, succeededIntents, useBrowser, visit } from './fixture.ts';
import { Payer } from './payer.ts';

const administrator = 'office@logis.example';

describe('A payment link', () => {
  useBrowser();

  it('is previewed, sent, opened from the mail, paid, confirmed, and seen by staff without a reload', async (context) => {
    const { desk, page, dialog, received, chargeCustomer } = await visit(context);
    const previews: { subject: string; html: string; text: string; to: string; from: string }[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('/links/preview') && response.ok()) previews.push(await response.json());
    });

    await chargeCustomer('priya-raman');
    await dialog.useLink();
    await dialog.root.getByLabel('Personal note').fill('Thank you,\nand see you next month!');
    await dialog.button('Preview').click();
    await dialog.mail.getByText('and see you next month!').waitFor();
    assert.equal(await dialog.mail.getByRole('link', { name: 'Complete Payment' }).count(), 1);
    assert.equal(desk.outbox.received.length, 0, 'A preview sends nothing.');
    await dialog.button('Send payment link for CA$412.75').click();
    await dialog.root.getByRole('heading', { name: 'Payment link for CA$412.75 sent' }).waitFor();
    await dialog.text('Delivered').first().waitFor();
    await dialog.button('Done').click();
    await dialog.root.waitFor({ state: 'hidden' });

    const mail = await received({ to: 'priya.raman@example.com' });
    const preview = previews.at(-1);
    assert.deepEqual(
      [mail.from, mail.to, mail.subject, mail.html, mail.text],
      [preview?.from, preview?.to, preview?.subject, preview?.html, preview?.text],
    );
    const links = page.getByRole('region', { name: 'Payment links' });
    await links.getByText('priya.raman@example.com').waitFor();
    await links.getByText('Delivered').waitFor();
    await links.getByText('not opened yet').waitFor();
    await page.evaluate(() => Object.assign(window, { notReloaded: true }));

    const outbox = await page.context().newPage();
    await outbox.goto(`${desk.url}/outbox`);
    await outbox.getByRole('link', { name: mail.subject ?? '' }).click();
    const frame = outbox.locator('iframe[title="Mail as received"]');
    const completePayment = frame.contentFrame().getByRole('link', { name: 'Complete Payment' });
    await completePayment.waitFor();
    await inReach(frame);
    const opening = page.context().waitForEvent('page');
    await completePayment.click();
    const { pay, confirmation, page: paying } = new Payer(page.context(), await opening);

    await pay.text('Move-out clean').waitFor();
    await pay.typeCard('4242424242424242');
    await pay.saveCard(true);
    await pay.press();
    await paying.waitForURL(/\/paid\?link=/);
    await confirmation.succeeded('$412.75');
    await confirmation.text('Saved for future use').waitFor();
    await confirmation.text('Charged in Full').first().waitFor();

    await page.bringToFront();
    const booking = page.getByRole('region', { name: 'Bookings' }).getByRole('row', { name: /LJ-1048/ });
    await booking.getByText('Charged in Full').waitFor();
    await page.getByRole('region', { name: 'Payments' }).getByText('Customer, by payment link').waitFor();
    await page.getByRole('region', { name: 'Saved cards' }).getByText('4242').waitFor();
    await links.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => 'notReloaded' in window), true);

    const notice = await received({ to: administrator });
    assert.match(notice.text, /Priya Raman/);
    await received({ to: 'priya.raman@example.com', subject: /receipt/i });
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [41_275],
    );
  });

  it('speaks French to a customer who reads it, in mail, page, confirmation and receipt, and English to staff', async (context) => {
    const { page, dialog, received, openLink, chargeCustomer } = await visit(context);
    await chargeCustomer('amelie-gagnon');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$455.50').click();
    await dialog.root.getByRole('heading', { name: 'Payment link for CA$455.50 sent' }).waitFor();
    const mail = await received({ to: 'amelie.gagnon' });
    assert.match(mail.html ?? '', /<html lang="fr-CA"/);
    assert.match(mail.text, /Bonjour Amélie/);
    // Their browser speaks English.
    const { pay, confirmation, page: paying } = await openLink(mail, { locale: 'en-CA' });
    await pay.text('Montant à payer').waitFor();
    assert.equal(await paying.locator('html').getAttribute('lang'), 'fr-CA');
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('455,50');
    await confirmation.text('Payée en totalité').first().waitFor();
    const receipt = await received({ to: 'amelie.gagnon', subject: /reçu/i });
    assert.match(receipt.html ?? '', /<html lang="fr-CA"/);
    const notice = await received({ to: administrator });
    assert.match(notice.html ?? '', /<html lang="en-CA"/);
    await dialog.button('Done').click();
    await page.getByRole('region', { name: 'Payments' }).getByText('Customer, by payment link').waitFor();
  });

  it('is paid without a word to administrators where they switched that off', async (context) => {
    const { desk, ask, makeLink, received, openLink } = await visit(context);
    await ask('PATCH', '/settings', { notices: { link_paid: { on: false, recipients: [administrator] } } });
    await makeLink('priya-raman');
    const { pay, confirmation } = await openLink(await received({ to: 'priya.raman@example.com' }));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
    // The receipt is written after the notice would be, from the same outbox.
    await received({ to: 'priya.raman@example.com', subject: /receipt/i });
    assert.deepEqual(
      desk.outbox.received.filter(({ to }) => to.includes(administrator)),
      [],
    );
  });
});
