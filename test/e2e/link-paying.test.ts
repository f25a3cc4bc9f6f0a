import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newKey } from '../../src/payment/pending.ts';
import { succeededIntents, until, useBrowser, visit, type Desk } from './fixture.ts';
import { codeOf, payerOf, payRequest, staffOf, tokenOf } from './links.ts';
import { Payer } from './payer.ts';

const everyConfirmation = '/v1/payment_intents/*/confirm';

const received = (desk: Desk) => succeededIntents(desk).map(({ amount }) => amount);

describe('Paying a link', () => {
  useBrowser();

  it('says that a card was declined, keeps what was chosen, and takes another card', async (context) => {
    const { desk, ask, makeLink, openLink } = await visit(context);
    await ask('PATCH', '/settings', { tipPresets: [10, 15] });
    const { pay, confirmation } = await openLink(tokenOf(await makeLink('claire-martin')));
    const tip = pay.root.getByRole('radio', { name: /15/ });
    await tip.check();
    await pay.typeCard('4000000000009995');
    await pay.saveCard(true);
    await pay.button('Pay $460.00').click();
    await pay.heading('Your payment didn’t go through').waitFor();
    await pay
      .text(/doesn’t have enough funds\. Try another card\. Nothing was charged/)
      .first()
      .waitFor();
    assert.equal(await tip.isChecked(), true);
    assert.equal(await pay.root.getByRole('checkbox', { name: /^Save this card/ }).isChecked(), true);
    assert.equal(await pay.cardForm.getByLabel('Card number').inputValue(), '4000 0000 0000 9995');
    assert.deepEqual(received(desk), []);

    await pay.typeCard('4242424242424242');
    await pay.button('Pay $460.00').click();
    await confirmation.succeeded('$460.00');
    await confirmation.text('Saved for future use').waitFor();
    await confirmation.text('$60.00').waitFor();
    assert.deepEqual(received(desk), [46_000]);
  });

  it('ends after five declined cards, and an administrator is told', async (context) => {
    const { desk, makeLink, received: mail, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    const good = await payRequest(desk, await payer.view());
    const { pay, page } = await openLink(tokenOf(link));
    await pay.typeCard('4000000000000002');
    for (let card = 1; card < 5; card += 1) {
      await pay.press();
      await until(
        'the decline',
        () => desk.stripe.intents().filter(({ status }) => status === 'canceled').length === card,
      );
      await pay.heading('Your payment didn’t go through').waitFor();
    }
    await pay.press();
    await pay.heading('This payment link is locked').waitFor();
    await pay.text('Too many cards were declined. Nothing was charged.').first().waitFor();
    await page.reload();
    await pay.heading('This payment link is locked').waitFor();

    assert.equal(await codeOf(payer.pay(good, { idempotencyKey: newKey() })), 'link_locked');
    assert.equal(desk.stripe.intents().length, 5);
    assert.deepEqual(received(desk), []);
    const notice = await mail({ to: 'office@logis.example', subject: /Priya Raman is locked/ });
    assert.match(notice.text, /5 cards were declined/);
    assert.match(notice.text, /nothing was charged/);
  });

  it('saves the card with the payer’s consent, and staff charge it afterwards without the payer', async (context) => {
    const { desk, dialog, makeLink, openLink, chargeCustomer } = await visit(context);
    const staff = await staffOf(desk);
    const part = [{ bookingId: 'booking-1048', amount: 10_000, dueSeen: 41_275 }];
    const { pay, confirmation } = await openLink(tokenOf(await makeLink('priya-raman', { allocations: part })));
    // Its bank asks whoever is present, and nobody once the card was saved.
    await pay.typeCard('4000002500003155');
    await pay.saveCard(true);
    const shown = await pay.root.locator('#consent').innerText();
    await pay.press();
    await pay.tellBank('Complete authentication');
    await confirmation.succeeded('$100.00');
    await confirmation.text('Saved for future use').waitFor();

    const { cards } = await staff.account('priya-raman');
    assert.deepEqual(
      cards.map(({ last4, consent }) => [last4, consent?.text]),
      [['3155', shown]],
    );
    await staff.charge(
      {
        customerId: 'priya-raman',
        currency: 'cad',
        allocations: [{ bookingId: 'booking-1048', amount: 5_000, dueSeen: 31_275 }],
        method: { type: 'saved_card', cardId: cards[0]?.id ?? '' },
      },
      { idempotencyKey: newKey() },
    );
    await chargeCustomer('priya-raman');
    assert.equal(await dialog.savedCard('3155').isChecked(), true);
    await dialog.button(/^Charge CA\$262\.75 to Visa/).click();
    await dialog.succeeded('CA$262.75');
    assert.deepEqual(received(desk), [10_000, 5_000, 26_275]);
  });

  it('does not save the card where the payer did not ask for it', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.text('Not saved with this payment').waitFor();
    assert.deepEqual((await (await staffOf(desk)).account('priya-raman')).cards, []);
  });

  it('asks for the rest of a booking that was paid in part since the link was made', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('claire-martin');
    desk.host.collectElsewhere('booking-1042', 10_000);
    const { pay, confirmation } = await openLink(tokenOf(link));
    await pay.text('$100.00 of $280.00 has been settled since this link was made.').waitFor();
    await pay.typeCard('4242424242424242');
    await pay.button('Pay $300.00').click();
    await confirmation.succeeded('$300.00');
    assert.deepEqual(received(desk), [30_000]);
  });

  it('asks again where the amount changed between look and press, and charges nothing before', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, confirmation } = await openLink(tokenOf(await makeLink('claire-martin')));
    await pay.typeCard('4242424242424242');
    desk.host.collectElsewhere('booking-1042', 10_000);
    await pay.button('Pay $400.00').click();
    await pay.heading('The amount has changed').waitFor();
    await pay.text('LJ-1042: was $280.00, is now $180.00').first().waitFor();
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    assert.equal(desk.stripe.intents().length, 0);
    await pay.button('Pay $300.00').click();
    await confirmation.succeeded('$300.00');
    assert.deepEqual(received(desk), [30_000]);
  });

  it('in two tabs at once pays once, and both tell the truth', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const one = await openLink(tokenOf(await makeLink('priya-raman')));
    const other = new Payer(one.browser, await one.browser.newPage());
    await other.page.goto(one.page.url());
    for (const { pay } of [one, other]) await pay.typeCard('4242424242424242');
    desk.stripe.faults.add({ method: 'POST', path: everyConfirmation, kind: 'slow', delay: 500, times: 2 });
    await Promise.all([one.pay.press(), other.pay.press()]);
    for (const { page } of [one, other]) {
      await page.getByRole('heading', { name: /^(Payment received|This is paid)$/ }).waitFor();
    }
    assert.deepEqual(received(desk), [41_275]);
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('in a tab that was left open long before it was paid in another pays nothing', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    const late = await openLink(tokenOf(link));
    await late.pay.typeCard('5555555555554444');
    const payer = payerOf(desk, link);
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    await late.pay.press();
    await late.page.getByRole('heading', { name: /^(Payment received|This is paid)$/ }).waitFor();
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('is not repeated by a reload while it is being sent', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard('4242424242424242');
    desk.stripe.faults.add({ method: 'POST', path: everyConfirmation, kind: 'slow', delay: 1_500 });
    page.once('dialog', (leave) => void leave.accept());
    await pay.press();
    await until('the intent', () => succeededIntents(desk).length === 1);
    const sent = sending(page);
    await page.reload();
    await confirmation.succeeded('$412.75');
    assert.deepEqual(sent, []);
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('is not repeated by a reload while the bank asks, and can be called off and begun again', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard('4000002760003184');
    await pay.press();
    await pay.bank.getByRole('button', { name: 'Complete authentication' }).waitFor();
    const sent = sending(page);
    await page.reload();
    await pay.heading('A payment is waiting for your confirmation').waitFor();
    await pay
      .text(/nothing has been charged/)
      .first()
      .waitFor();
    assert.deepEqual(sent, []);
    await pay.button('Cancel this payment').click();
    await pay.heading('The payment was cancelled').waitFor();
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
    assert.deepEqual(received(desk), [41_275]);
  });

  it('is not repeated by a reload while it is on its way', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard('4242424242424242');
    desk.stripe.faults.add({ method: 'POST', path: everyConfirmation, kind: 'processing' });
    await pay.press();
    await pay.heading('Your payment of $412.75 is on its way').waitFor();
    const sent = sending(page);
    await page.reload();
    await pay.heading('Your payment of $412.75 is on its way').waitFor();
    assert.deepEqual(sent, []);
    desk.stripe.settle(desk.stripe.intents()[0]?.id ?? '', 'succeeded');
    await confirmation.succeeded('$412.75');
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('whose answer was lost is found out about, and paid once', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard('4242424242424242');
    await page.route(
      '**/pay/payments',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await pay.press();
    await confirmation.succeeded('$412.75');
    assert.equal(desk.stripe.intents().length, 1);
  });
});

/** Payments that the page sends from now on. */
function sending(page: Payer['page']): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/pay/payments')) sent.push(request.url());
  });
  return sent;
}
