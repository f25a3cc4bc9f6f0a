import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newKey } from '../../src/payment/pending.ts';
import { succeededIntents, useBrowser, visit, type Visit } from './fixture.ts';
import { codeOf, saveCard, staffOf, stepsOf, tokenOf } from './links.ts';

const askedEveryTime = '4000002760003184';
const everything = [{ bookingId: 'booking-1042', amount: 28_000, dueSeen: 28_000 }];

/** A card on file whose bank refused the charge without its owner, and the link with which the owner approves it. */
async function refusedCharge({ desk, makeLink }: Visit) {
  const cardId = await saveCard(desk, 'claire-martin', askedEveryTime);
  const staff = await staffOf(desk);
  const charge = { customerId: 'claire-martin', currency: 'cad', allocations: everything };
  const method = { type: 'saved_card' as const, cardId };
  assert.equal(
    await codeOf(staff.charge({ ...charge, method }, { idempotencyKey: newKey() })),
    'authentication_required',
  );
  return { cardId, link: await makeLink('claire-martin', { allocations: everything, savedCardId: cardId }) };
}

describe('An approval link', () => {
  useBrowser();

  it('is paid with the card on file once its owner told the bank so', async (context) => {
    const seen = await visit(context);
    const { desk, received, openLink } = seen;
    const { cardId } = await refusedCharge(seen);
    const mail = await received({ to: 'claire.martin' });
    assert.match(mail.text, /approve it.*Visa.*3184/);
    const { pay, confirmation } = await openLink(mail);
    await pay.button(/^Approve with Visa.*3184/).click();
    await pay.tellBank('Complete authentication');
    await confirmation.succeeded('$280.00');
    await confirmation.text(/Visa.*3184/).waitFor();
    assert.deepEqual(
      desk.stripe
        .intents()
        .filter(({ status }) => status === 'succeeded')
        .map(({ amountReceived, paymentMethod }) => [amountReceived, paymentMethod]),
      [[28_000, cardId]],
    );
    assert.equal((await (await staffOf(desk)).account('claire-martin')).cards.length, 3, 'It is on file once.');
  });

  it('that the bank refuses charges nothing, and is paid with another card', async (context) => {
    const seen = await visit(context);
    const { desk, openLink } = seen;
    const { link } = await refusedCharge(seen);
    const { pay, confirmation } = await openLink(tokenOf(link));
    await pay.button(/^Approve with Visa.*3184/).click();
    await pay.tellBank('Fail authentication');
    await pay.heading('Your payment didn’t go through').waitFor();
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    assert.equal(succeededIntents(desk).length, 0);
    await pay.button('Use another card').first().click();
    await pay.typeCard('5555555555554444');
    await pay.button('Pay $280.00').click();
    await confirmation.succeeded('$280.00');
    await confirmation.text(/Mastercard.*4444/).waitFor();
    assert.equal(succeededIntents(desk).length, 1);
  });
});

describe('A bank that sends the payer away and back', () => {
  useBrowser();

  it('is paid when the bank was told so, for a card on file too', async (context) => {
    const seen = await visit(context);
    const { desk, openLink } = seen;
    desk.stripe.redirectsChallenges = true;
    const { link } = await refusedCharge(seen);
    const { pay, page, confirmation } = await openLink(tokenOf(link));
    await pay.button(/^Approve with Visa.*3184/).click();
    await pay.tellBankAway('Complete authentication');
    await confirmation.succeeded('$280.00');
    assert.doesNotMatch(page.url(), /payment_intent|redirect_status/);
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('is told as refused when the bank refused, and takes another card', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    desk.stripe.redirectsChallenges = true;
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    await pay.typeCard(askedEveryTime);
    await pay.press();
    await pay.tellBankAway('Fail authentication');
    await pay.heading('Your payment didn’t go through').waitFor();
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    assert.doesNotMatch(page.url(), /payment_intent|redirect_status/);
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('is not believed from the address while it still waits', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    desk.stripe.redirectsChallenges = true;
    const { pay, page } = await openLink(tokenOf(await makeLink('priya-raman')));
    const address = page.url();
    await pay.typeCard(askedEveryTime);
    await pay.press();
    await page.getByRole('button', { name: 'Complete authentication' }).waitFor();
    const { id = '' } = desk.stripe.intents()[0] ?? {};
    await page.goto(
      `${address}&payment_intent=${id}&payment_intent_client_secret=${id}_secret_x&redirect_status=succeeded`,
    );
    await pay.heading('A payment is waiting for your confirmation').waitFor();
    await pay
      .text(/nothing has been charged/)
      .first()
      .waitFor();
    assert.equal(page.url(), address);
    assert.deepEqual(await stepsOf(pay.root), ['Check again', 'Cancel this payment']);
    assert.equal(succeededIntents(desk).length, 0);
  });

  it('is not believed from an address that somebody wrote, on the page or on the confirmation', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('priya-raman')));
    const forged = '&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded';
    const address = page.url();
    await page.goto(address + forged);
    await pay.button('Pay $412.75').waitFor();
    assert.equal(page.url(), address);
    await page.goto(address.replace('/pay?', '/paid?') + forged);
    await confirmation.heading('Nothing has been paid yet').waitFor();
    assert.equal(page.url(), address.replace('/pay?', '/paid?'));
    await confirmation.button('Go to payment').click();
    await pay.button('Pay $412.75').waitFor();
    assert.equal(desk.stripe.intents().length, 0);
  });
});
