import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newKey } from '../../src/payment/pending.ts';
import { until, useBrowser, visit, type Visit } from './fixture.ts';
import { payerOf, payRequest, tokenOf } from './links.ts';
import { Payer } from './payer.ts';
import { tokensIn } from './witness.ts';

/** The confirmation in a browser that never saw the payment. */
async function elsewhere({ desk, openBrowser }: Visit, token: string): Promise<Payer> {
  const browser = await openBrowser();
  const payer = new Payer(browser, await browser.newPage());
  await payer.page.goto(`${desk.url}/paid?link=${token}`);
  return payer;
}

describe('The confirmation of a payment by link', () => {
  useBrowser();

  it('says the same later on another device, from the receipt’s address', async (context) => {
    const seen = await visit(context);
    const { makeLink, received, openLink, passDays } = seen;
    const { pay, confirmation } = await openLink(tokenOf(await makeLink('claire-martin')));
    await pay.typeCard('4242424242424242');
    await pay.saveCard(true);
    await pay.press();
    await confirmation.succeeded('$400.00');
    for (const words of ['LJ-1042', 'LJ-1043', 'Claire Martin', /4242/, 'Saved for future use']) {
      await confirmation.text(words).first().waitFor();
    }
    assert.equal(await confirmation.text('Charged in Full').count(), 2);
    const here = await confirmation.root.innerText();

    const receipt = await received({ to: 'claire.martin', subject: /receipt/i });
    passDays(200);
    const [token = ''] = tokensIn(receipt.text);
    const other = await elsewhere(seen, token);
    await other.confirmation.succeeded('$400.00');
    assert.equal(await other.confirmation.root.innerText(), here);
  });

  it('sends the receipt again, to the address on file or to another', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink, received, passDays } = seen;
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    const first = await received({ to: 'priya.raman', subject: /receipt/i });
    const { confirmation, page } = await elsewhere(seen, tokenOf(link));
    await confirmation.button(/^Send receipt to .*p•••@example\.com/).click();
    await confirmation
      .text(/The receipt is on its way to .*p•••@example\.com/)
      .first()
      .waitFor();
    const second = await until('the second receipt', () =>
      desk.outbox.received.findLast(({ id, subject }) => id !== first.id && /receipt/i.test(subject ?? '')),
    );
    assert.deepEqual([second.to, second.html], [first.to, first.html]);

    passDays(1);
    await confirmation.button('Use another address').click();
    await confirmation.root.getByLabel('E-mail address').fill('books@raman.example');
    await confirmation.button('Send receipt').click();
    await received({ to: 'books@raman.example', subject: /receipt/i });
    assert.doesNotMatch(await page.content(), /priya\.raman@/);
  });

  it('is printed without anything to press', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink } = seen;
    const link = await makeLink('claire-martin');
    const payer = payerOf(desk, link);
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    const { confirmation, page } = await elsewhere(seen, tokenOf(link));
    await confirmation.button('Print').waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const words of ['$400.00', 'LJ-1042', 'LJ-1043', 'Claire Martin', /4242/]) {
      await confirmation.text(words).first().waitFor();
    }
    assert.equal(await confirmation.root.locator('button:visible, input:visible').count(), 0);
  });

  it('of a payment that is on its way follows it to its end by itself', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink } = seen;
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    desk.stripe.faults.add({ method: 'POST', path: '/v1/payment_intents/*/confirm', kind: 'processing' });
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    const { confirmation } = await elsewhere(seen, tokenOf(link));
    await confirmation.heading('Your payment is on its way').waitFor();
    await confirmation.text(/please don’t pay again/).waitFor();
    desk.stripe.settle(desk.stripe.intents()[0]?.id ?? '', 'succeeded');
    await confirmation.succeeded('$412.75');
  });

  it('of a payment that was declined says so, and leads back to where it can be paid', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink } = seen;
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    const declined = payer.pay(await payRequest(desk, await payer.view(), '4000000000000002'), {
      idempotencyKey: newKey(),
    });
    await assert.rejects(declined, { code: 'declined' });
    const { confirmation, pay } = await elsewhere(seen, tokenOf(link));
    await confirmation.heading('Your payment didn’t go through').waitFor();
    await confirmation.text('Nothing was charged.').first().waitFor();
    await confirmation.button('Try again').click();
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
  });
});
