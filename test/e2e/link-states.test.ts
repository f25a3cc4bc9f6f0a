import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newKey } from '../../src/payment/pending.ts';
import { succeededIntents, until, useBrowser, visit, type Visit } from './fixture.ts';
import { chargeAll, payerOf, payRequest, staffOf, stepsOf, tokenOf } from './links.ts';
import type { Payer } from './payer.ts';

const everyConfirmation = '/v1/payment_intents/*/confirm';

/** Says it before and after a reload, and nothing is asked of the backend but reads. */
async function says(
  { page, pay }: Payer,
  { title, hint, steps }: { title: string; hint: string | RegExp; steps: string[] },
): Promise<void> {
  const writes: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/paydesk/')) writes.push(request.url());
  });
  for (const look of ['at first', 'after a reload']) {
    if (look !== 'at first') await page.reload();
    await pay.heading(title).waitFor();
    await pay.text(hint).first().waitFor();
    assert.deepEqual(await stepsOf(pay.root), steps, look);
    await pay.status.getByText(title).waitFor();
  }
  assert.deepEqual(writes, []);
}

/** A link whose own payment is accepted by the bank and settles later; answers the intent's id. */
async function processing({ desk, makeLink }: Visit) {
  const link = await makeLink('priya-raman');
  desk.stripe.faults.add({ method: 'POST', path: everyConfirmation, kind: 'processing' });
  const payer = payerOf(desk, link);
  await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
  const [intent] = desk.stripe.intents();
  assert.equal(intent?.status, 'processing');
  return { link, intent: intent.id };
}

describe('The page of a payment link', () => {
  useBrowser();

  it('open: asks for the amount, and takes it after a reload too', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('claire-martin')));
    for (const reference of ['LJ-1042', 'LJ-1043']) await pay.text(reference).waitFor();
    await pay.heading(/Amount due.*\$400\.00/s).waitFor();
    await pay.typeCard('4242424242424242');
    await page.reload();
    await pay.typeCard('5555555555554444');
    assert.equal(desk.stripe.intents().length, 0, 'A reload pays nothing.');
    await pay.button('Pay $400.00').click();
    await confirmation.succeeded('$400.00');
  });

  it('processing: asks not to pay again, and tells the outcome by itself', async (context) => {
    const seen = await visit(context);
    const { desk, openLink } = seen;
    const { link, intent } = await processing(seen);
    const payer = await openLink(tokenOf(link));
    await says(payer, { title: 'Your payment of $412.75 is on its way', hint: /don’t pay again/, steps: [] });
    desk.stripe.settle(intent, 'succeeded');
    await payer.confirmation.succeeded('$412.75');
    assert.equal(desk.stripe.intents().length, 1);
  });

  it('processing, then failed: says that nothing was charged, and takes another card', async (context) => {
    const seen = await visit(context);
    const { desk, openLink } = seen;
    const { link, intent } = await processing(seen);
    const { pay, confirmation } = await openLink(tokenOf(link));
    await pay.heading(/on its way/).waitFor();
    desk.stripe.settle(intent, 'failed');
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('paid: says so, and leads to the confirmation', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    await payer.pay(await payRequest(desk, await payer.view()), { idempotencyKey: newKey() });
    const shown = await openLink(tokenOf(link));
    await says(shown, {
      title: 'This is paid',
      hint: 'There is nothing more to pay.',
      steps: ['View the confirmation'],
    });
    await shown.pay.button('View the confirmation').click();
    await shown.confirmation.succeeded('$412.75');
  });

  it('cancelled: says who withdrew it, and how to reach them', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    await (await staffOf(desk)).cancelLink(link.id);
    const shown = await openLink(tokenOf(link));
    await says(shown, {
      title: 'This payment link was cancelled',
      hint: /Logis & Jardin has withdrawn it\. Nothing was charged/,
      steps: ['Call +1 514 555 0142'],
    });
    assert.equal(await shown.pay.root.getByRole('link').getAttribute('href'), 'tel:+15145550142');
  });

  it('replaced: names the newest message, and has it sent again', async (context) => {
    const { desk, makeLink, received, openLink, passDays } = await visit(context);
    const old = await makeLink('priya-raman');
    const link = await makeLink('priya-raman', { closeLinks: [old.id] });
    const first = await received({ to: 'priya.raman', kind: 'mail' });
    passDays(1);
    const shown = await openLink(tokenOf(old));
    await says(shown, {
      title: 'A newer payment link took this one’s place',
      hint: /newest message from Logis & Jardin\. Nothing was charged/,
      steps: ['Send it again to p•••@example.com'],
    });
    await shown.pay.button('Send it again').click();
    await shown.pay.heading('A new link is on its way').waitFor();
    const again = await until('the mail', () =>
      desk.outbox.received.findLast(({ id, to }) => id !== first.id && to.includes('priya') && id.endsWith('.2')),
    );
    assert.ok(again.text.includes(tokenOf(link)), 'It carries the newest link.');
  });

  it('settled in another way: says that there is nothing to do', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    desk.host.collectElsewhere('booking-1048', 41_275);
    await says(await openLink(tokenOf(link)), {
      title: 'Nothing is left to pay',
      hint: /Nothing was charged by this link, and you don’t have to do anything/,
      steps: [],
    });
  });

  it('settled by a charge of staff: says so while it is open, by itself once looked at again', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink, openLink } = seen;
    const { pay } = await openLink(tokenOf(await makeLink('claire-martin')));
    await pay.typeCard('4242424242424242');
    await chargeAll(seen, 'claire-martin');
    await pay.press();
    await pay.heading('Nothing is left to pay').waitFor();
    await pay
      .text(/Nothing was charged by this link/)
      .first()
      .waitFor();
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [40_000],
    );
  });

  it('locked: says why, and how to reach the business', async (context) => {
    const { desk, makeLink, openLink } = await visit(context);
    const link = await makeLink('priya-raman');
    const payer = payerOf(desk, link);
    const view = await payer.view();
    for (let card = 0; card < 5; card += 1) {
      const request = await payRequest(desk, view, '4000000000000002');
      assert.equal(
        (await payer.pay(request, { idempotencyKey: newKey() }).catch(({ code }) => ({ status: code }))).status,
        'declined',
      );
    }
    await says(await openLink(tokenOf(link)), {
      title: 'This payment link is locked',
      hint: 'Too many cards were declined. Nothing was charged.',
      steps: ['Call +1 514 555 0142'],
    });
  });

  it('paused: waits while staff charge one of its bookings, and goes on by itself', async (context) => {
    const seen = await visit(context);
    const { desk, makeLink, openLink } = seen;
    const link = await makeLink('claire-martin');
    desk.stripe.faults.add({ method: 'POST', path: everyConfirmation, kind: 'processing' });
    await chargeAll(seen, 'claire-martin');
    const shown = await openLink(tokenOf(link));
    await says(shown, {
      title: 'Another payment is under way',
      hint: /you can’t pay here until it has ended\. Nothing was charged by this link/,
      steps: [],
    });
    const [charge] = desk.stripe.intents();
    desk.stripe.settle(charge?.id ?? '', 'failed');
    await shown.pay.status.getByText('You can pay now.').waitFor();
    await shown.pay.typeCard('4242424242424242');
    await shown.pay.press();
    await shown.confirmation.succeeded('$400.00');
    assert.equal(succeededIntents(desk).length, 1);
  });

  it('unknown: says that nothing was charged, and where the link is', async (context) => {
    const { openLink, openBrowser, desk } = await visit(context);
    const title = 'This payment link can’t be found';
    const hint = /Nothing was charged\. Open the link in your message again/;
    await says(await openLink('nobody-knows-this-token-of-a-link'), { title, hint, steps: [] });
    const page = await (await openBrowser()).newPage();
    await page.goto(`${desk.url}/pay`);
    await page.getByRole('heading', { name: 'This address is incomplete' }).waitFor();
  });

  it('expired: is renewed by its payer; the new link pays, and the old one leads on to it', async (context) => {
    const { desk, makeLink, received, openLink, passDays } = await visit(context);
    const link = await makeLink('priya-raman', { note: 'See you soon' });
    const old = await received({ to: 'priya.raman@example.com' });
    passDays(31);
    const shown = await openLink(old);
    await says(shown, {
      title: 'This payment link has expired',
      hint: /Nothing was charged\. It could be used until/,
      steps: ['Send a new link to p•••@example.com'],
    });
    assert.doesNotMatch(await shown.page.content(), /priya\.raman/);
    await shown.pay.button('Send a new link').click();
    await shown.pay.heading('A new link is on its way').waitFor();
    await shown.pay
      .text(/p•••@example\.com/)
      .first()
      .waitFor();

    const mail = await received({ to: 'priya.raman@example.com', subject: /Payment request/ }).then(() =>
      until('the new mail', () => desk.outbox.received.findLast(({ id, to }) => id !== old.id && to.includes('priya'))),
    );
    assert.ok(!mail.text.includes(tokenOf(link)), 'The new link has a token of its own.');
    await shown.page.reload();
    await shown.pay.heading('A newer payment link took this one’s place').waitFor();

    const { pay, confirmation } = await openLink(mail);
    await pay.text('See you soon').waitFor();
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$412.75');
    assert.deepEqual(
      succeededIntents(desk).map(({ amount }) => amount),
      [41_275],
    );
  });
});
