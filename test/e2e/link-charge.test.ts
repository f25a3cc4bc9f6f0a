import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { newKey } from '../../src/payment/pending.ts';
import { Dialog, succeededIntents, useBrowser, visit, type Desk } from './fixture.ts';
import { payerOf, payRequest, saveCard, staffOf, tokenOf } from './links.ts';

const askedEveryTime = '4000002760003184';
const settled = 'Nothing is left to pay';

const amounts = (desk: Desk) => succeededIntents(desk).map(({ amount }) => amount);

function profileRow(page: Page, reference: string): Locator {
  return page.getByRole('region', { name: 'Bookings' }).getByRole('row', { name: new RegExp(reference) });
}

/** What is ready in the dialog is sent, and is on its way. */
async function sent(dialog: Dialog, amount: string): Promise<void> {
  await dialog.button(`Send payment link for ${amount}`).click();
  await dialog.root.getByRole('heading', { name: `Payment link for ${amount} sent` }).waitFor();
}

describe('A charge that becomes a payment link', () => {
  useBrowser();

  it('is offered when the card is declined, prefilled in one press, paid, and seen paid in the open dialog and on the profile', async (context) => {
    const { desk, page, dialog, received, openLink, chargeCustomer } = await visit(context);
    await chargeCustomer('walter-novak');
    await dialog.amount('LJ-1049').fill('50');
    await dialog.press();
    await dialog.button('Send a link for this charge').click();

    const send = dialog.button('Send payment link for CA$275.00');
    await send.and(page.locator(':focus')).waitFor();
    assert.equal(await dialog.amount('LJ-1049').inputValue(), '50');
    assert.equal(await dialog.root.getByLabel('E-mail address').inputValue(), 'walter.novak@example.com');
    assert.equal(desk.outbox.received.length, 0, 'Nothing is sent before the address was seen.');
    await page.keyboard.press('Enter');
    await dialog.root.getByRole('heading', { name: 'Payment link for CA$275.00 sent' }).waitFor();

    const { pay, confirmation } = await openLink(await received({ to: 'walter.novak' }));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$275.00');

    await dialog.root.getByRole('heading', { name: 'CA$275.00 paid' }).waitFor();
    await dialog.text('Charged in Full').waitFor();
    await dialog.text('Partially charged').waitFor();
    await dialog.button('Done').click();
    await profileRow(page, 'LJ-1050').getByText('Charged in Full').waitFor();
    await profileRow(page, 'LJ-1049').getByText('Partially charged').waitFor();
    assert.deepEqual(amounts(desk), [27_500]);
  });

  it('asks the customer to approve a saved card whose bank wants that, for the same amount, once', async (context) => {
    const { desk, page, dialog, received, openLink, chargeCustomer } = await visit(context);
    await saveCard(desk, 'claire-martin', askedEveryTime);
    await chargeCustomer('claire-martin');
    await dialog.booking('LJ-1043').uncheck();
    await dialog.savedCard('3184').check();
    await dialog.press();
    await dialog.button('Ask for approval by link').click();
    assert.equal(await dialog.root.getByRole('checkbox', { name: /approve Visa.*3184/ }).isChecked(), true);
    await sent(dialog, 'CA$280.00');

    const mail = await received({ to: 'claire.martin' });
    assert.match(mail.text, /Your bank wants you to approve it.*Visa\u00a0?.*3184/);
    const { pay, confirmation } = await openLink(mail);
    await pay.button(/^Approve with Visa.*3184/).click();
    await pay.tellBank('Complete authentication');
    await confirmation.succeeded('$280.00');
    await dialog.root.getByRole('heading', { name: 'CA$280.00 paid' }).waitFor();
    await dialog.button('Done').click();
    await profileRow(page, 'LJ-1042').getByText('Charged in Full').waitFor();
    await profileRow(page, 'LJ-1043').getByText('Not charged').waitFor();
    assert.deepEqual(amounts(desk), [28_000]);
  });

  it('asks by link where the bank waits for a customer who isn’t here, and ends the first attempt', async (context) => {
    const { desk, page, dialog, received, openLink, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.amount('LJ-1042').fill('100');
    await dialog.useNewCard(askedEveryTime);
    await dialog.press();
    await dialog.bank.getByRole('button', { name: 'Complete authentication' }).waitFor();
    page.once('dialog', (leave) => void leave.accept());
    await page.reload();
    await page.getByRole('button', { name: 'Charge Customer' }).click();
    await dialog.button('The customer isn’t here: send an approval link').click();

    await dialog.button('Send payment link for CA$220.00').waitFor();
    assert.deepEqual(
      desk.stripe.intents().map(({ status }) => status),
      ['canceled'],
      'Only one way to pay it is left.',
    );
    await sent(dialog, 'CA$220.00');
    const { pay, confirmation } = await openLink(await received({ to: 'claire.martin' }));
    await pay.typeCard(askedEveryTime);
    await pay.press();
    await pay.tellBank('Complete authentication');
    await confirmation.succeeded('$220.00');
    await dialog.root.getByRole('heading', { name: 'CA$220.00 paid' }).waitFor();
    assert.deepEqual(amounts(desk), [22_000]);
  });

  it('is offered where the bank’s window was left, for the same amount', async (context) => {
    const { desk, dialog, received, openLink, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.amount('LJ-1048').fill('300');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.tellBank('Cancel');
    await dialog.button('Send a link for this charge').click();
    await sent(dialog, 'CA$300.00');
    const { pay, confirmation } = await openLink(await received({ to: 'priya.raman' }));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$300.00');
    await dialog.root.getByRole('heading', { name: 'CA$300.00 paid' }).waitFor();
    assert.deepEqual(
      desk.stripe.intents().map(({ status, amount }) => [status, amount]),
      [
        ['canceled', 30_000],
        ['succeeded', 30_000],
      ],
    );
  });

  it('ends what the bank’s window would approve, though the window is still there', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.typeCard(askedEveryTime);
    await dialog.press();
    await dialog.bank.getByRole('button', { name: 'Complete authentication' }).waitFor();
    // The window lies over the whole page, so that a mouse reaches nothing else; the keyboard does.
    const notHere = dialog.button('The customer isn’t here: send an approval link');
    for (let press = 0; press < 20; press += 1) {
      if (await notHere.evaluate((button) => button.matches(':focus'))) break;
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('Enter');
    await dialog.button('Send payment link for CA$412.75').waitFor();
    await dialog.tellBank('Complete authentication');
    await sent(dialog, 'CA$412.75');
    assert.deepEqual(
      desk.stripe.intents().map(({ status }) => status),
      ['canceled'],
    );
  });
});

describe('A charge of bookings that a payment link asks for', () => {
  useBrowser();

  it('asks first, then charges and cancels the link, whose payer is told', async (context) => {
    const { desk, dialog, makeLink, openLink, chargeCustomer } = await visit(context);
    const link = await makeLink('claire-martin', {
      allocations: [{ bookingId: 'booking-1042', amount: 28_000, dueSeen: 28_000 }],
    });
    const { page: paying, pay } = await openLink(tokenOf(link));
    await pay.typeCard('4242424242424242');
    await chargeCustomer('claire-martin');
    await dialog.root.getByRole('heading', { name: /^Payment link sent to claire\.martin@example\.com/ }).waitFor();
    await dialog.button(/^Charge CA\$400\.00 to Visa/).click();
    await dialog.text('If the card is charged now, the link can’t be paid any more.').waitFor();
    await dialog.status.getByText('A payment link for these bookings is still open').waitFor();
    assert.equal(desk.stripe.intents().length, 0, 'Nothing is charged before the answer.');
    await dialog.button('Charge now and cancel the link').click();
    await dialog.succeeded('CA$400.00');

    await pay.press();
    await pay.heading(settled).waitFor();
    await pay
      .text(/settled with Logis & Jardin in another way\. Nothing was charged by this link/)
      .first()
      .waitFor();
    await paying.reload();
    await pay.heading(settled).waitFor();
    assert.deepEqual(amounts(desk), [40_000]);
  });

  it('asks nothing where the link is for another booking, and leaves it open', async (context) => {
    const { desk, dialog, makeLink, chargeCustomer } = await visit(context);
    await makeLink('claire-martin', {
      allocations: [{ bookingId: 'booking-1043', amount: 12_000, dueSeen: 12_000 }],
    });
    await chargeCustomer('claire-martin');
    const shown = dialog.root.getByRole('heading', { name: /^Payment link sent to/ });
    await shown.waitFor();
    await dialog.booking('LJ-1043').uncheck();
    await shown.waitFor({ state: 'detached' });
    await dialog.button(/^Charge CA\$280\.00 to Visa/).click();
    await dialog.succeeded('CA$280.00');
    const { links } = await (await staffOf(desk)).account('claire-martin');
    assert.deepEqual(
      links.map(({ state, amount }) => [state, amount]),
      [['open', 12_000]],
    );
  });

  it('leaves the link open where the card is declined', async (context) => {
    const { desk, dialog, makeLink, openLink, chargeCustomer } = await visit(context);
    const link = await makeLink('walter-novak');
    await chargeCustomer('walter-novak');
    await dialog.button(/^Charge CA\$405\.00 to Visa/).click();
    await dialog.button('Charge now and cancel the link').click();
    await dialog
      .text(/card was declined/)
      .first()
      .waitFor();
    await dialog.text('Nothing was charged.').first().waitFor();
    await dialog.root.getByRole('heading', { name: /^Payment link sent to walter\.novak@example\.com/ }).waitFor();
    const { pay, confirmation } = await openLink(tokenOf(link));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$405.00');
    assert.deepEqual(amounts(desk), [40_500]);
  });

  it('follows what the customer pays while another tab has the form open: nothing is left to charge', async (context) => {
    const { desk, page, dialog, openBrowser, makeLink, openLink, chargeCustomer } = await visit(context);
    const link = await makeLink('claire-martin');
    await chargeCustomer('claire-martin');
    await dialog.action.waitFor();
    const colleague = await (await openBrowser()).newPage();
    await colleague.goto(`${desk.url}/customers/claire-martin`);
    await colleague.getByRole('button', { name: 'Charge Customer' }).click();
    const other = new Dialog(colleague);
    await other.useLink();

    const { pay, confirmation } = await openLink(tokenOf(link));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$400.00');
    for (const seen of [dialog, other]) {
      await seen.text('The customer has just paid CA$400.00 by the payment link').first().waitFor();
      await seen.status.getByText('The customer has just paid CA$400.00 by the payment link').waitFor();
      await seen.text('Nothing is due.').waitFor();
      assert.equal(await seen.booking('LJ-1042').count(), 0);
    }
    await profileRow(page, 'LJ-1042').getByText('Charged in Full').waitFor();
    assert.deepEqual(amounts(desk), [40_000]);
  });

  it('is refused in a tab that didn’t know of a link by now paid', async (context) => {
    const { desk, dialog, makeLink, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.action.waitFor();
    // Nothing was open when this tab looked, so it has nothing to wait for.
    const payer = payerOf(desk, await makeLink('claire-martin'));
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    await dialog.button(/^Charge CA\$400\.00 to Visa/).click();
    await dialog
      .text('What is due has changed since you opened this. Please look at the amounts again.')
      .first()
      .waitFor();
    await dialog.text('Nothing is due.').waitFor();
    assert.deepEqual(amounts(desk), [40_000]);
  });
});
