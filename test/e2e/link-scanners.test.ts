import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newKey } from '../../src/payment/pending.ts';
import { until, useBrowser, visit, type Desk } from './fixture.ts';
import { codeOf, payerOf, staffOf, tokenOf } from './links.ts';

/** All that the desk keeps of a link and its customer, and what went out. */
async function kept({ store, seed, stripe, outbox, host }: Desk, linkId: string): Promise<object> {
  const stored = await store.transaction(seed.merchant.id, async (tx) => ({
    link: await tx.linkById(linkId),
    customer: await tx.customer('priya-raman'),
    attempts: await tx.attemptsOfLink(linkId),
  }));
  return structuredClone({
    ...stored,
    intents: stripe.intents(),
    received: outbox.received.length,
    events: host.events.map(({ id }) => id),
  });
}

describe('Whoever only opens the addresses of a mail, as scanners do', () => {
  useBrowser();

  it('changes nothing; the first gesture of a person counts, once', async (context) => {
    const { desk, page, makeLink, received, openLink, openBrowser } = await visit(context);
    const staff = await staffOf(desk);
    const link = await makeLink('priya-raman');
    const mail = await received({ to: 'priya.raman' });
    await until('its delivery', () => mail.state === 'delivered' && desk.host.events.length > 0);
    const account = await staff.account('priya-raman');
    assert.equal(account.links[0]?.openedAt, null);
    const before = await kept(desk, link.id);

    const addresses = [...`${mail.html} ${mail.text}`.matchAll(/https?:[^\s"'<>]+/g)].map(([address]) =>
      address.replaceAll('&amp;', '&'),
    );
    assert.ok(addresses.some((address) => address.includes(tokenOf(link))));
    for (const method of ['GET', 'HEAD']) {
      for (const address of new Set(addresses))
        assert.ok((await fetch(address, { method })).ok, `${method} ${address}`);
    }
    const payer = payerOf(desk, link);
    assert.equal((await payer.view()).state, 'open');
    assert.equal((await payer.confirmation()).payment, null);
    assert.equal(await codeOf(payer.attempt(newKey())), 'not_found');
    // One that runs the page's scripts, and presses whatever its own script can press.
    const scanner = await openLink(mail);
    await scanner.pay.cardForm.getByLabel('Card number').waitFor();
    await scanner.page.evaluate(() => {
      for (const name of ['pointerdown', 'keydown', 'click', 'touchstart', 'submit']) {
        document.querySelector('payment-link-page')?.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
      }
    });
    await scanner.page.goto(scanner.page.url().replace('/pay?', '/paid?'));
    await scanner.confirmation.heading('Nothing has been paid yet').waitFor();
    await scanner.browser.close();
    assert.deepEqual(await kept(desk, link.id), before);
    assert.deepEqual(await staff.account('priya-raman'), account);

    await page.goto(`${desk.url}/customers/priya-raman`);
    const row = page.getByRole('region', { name: 'Payment links' });
    await row.getByText('not opened yet').waitFor();
    const person = await (await openBrowser()).newPage();
    await person.goto(link.url ?? '');
    await person.getByRole('heading', { name: 'Amount due' }).waitFor();
    await person.keyboard.press('Tab');
    await row.getByText(/opened [A-Z]/).waitFor();
    const { openedAt } = await staff.link(link.id);
    assert.ok(openedAt);

    await person.reload();
    await person.getByRole('heading', { name: 'Amount due' }).waitFor();
    const told = person.waitForResponse((answer) => answer.url().endsWith('/pay/opened'));
    await person.mouse.click(5, 5);
    await told;
    assert.equal((await staff.link(link.id)).openedAt, openedAt);
  });
});
