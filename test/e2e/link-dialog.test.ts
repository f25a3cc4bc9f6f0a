import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { encode } from 'uqr';
import type { LinkMessage } from '../../src/contract/link.ts';
import { until, useBrowser, visit, type Dialog } from './fixture.ts';
import { staffOf, tokenOf } from './links.ts';

function sent(dialog: Dialog, amount: string): Promise<void> {
  return dialog.root.getByRole('heading', { name: `Payment link for ${amount} sent` }).waitFor();
}

/** Lets the page read and write the clipboard. Answers how to read it. */
async function clipboard(page: Page): Promise<() => Promise<string>> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return () => page.evaluate(() => navigator.clipboard.readText());
}

const isFocused = (place: Locator) => place.evaluate((element) => element.matches(':focus'));

/** Waits until it has the focus. */
function focused(page: Page, place: Locator): Promise<void> {
  return place.and(page.locator(':focus')).waitFor();
}

/** Goes on with the Tab key until it is there, as one does without a mouse. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    if ((await place.count()) === 1 && (await isFocused(place))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`The Tab key never came to ${String(place)}.`);
}

/** What a QR code shows, module by module. */
async function modules(code: Locator): Promise<boolean[][]> {
  const size = Number((await code.getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    const row = rows[Number(y)];
    if (row) row[Number(x)] = true;
  }
  return rows;
}

describe('The preview of a payment link', () => {
  useBrowser();

  it('is the mail that is sent, to the byte, in the customer’s language and with the note', async (context) => {
    const { page, dialog, received, chargeCustomer } = await visit(context);
    const previews: LinkMessage[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('/links/preview') && response.ok()) previews.push(await response.json());
    });
    await chargeCustomer('amelie-gagnon');
    await dialog.useLink();
    await dialog.root.getByLabel('E-mail address').fill('autre.adresse@example.com');
    await dialog.root.getByLabel('Can be paid for').selectOption('7 days');
    await dialog.button('Preview').click();
    await dialog.mail.getByText('Bonjour Amélie').waitFor();
    await dialog.root.getByLabel('Personal note').fill('À bientôt !\n  «\u00a0Le jardin\u00a0» & l’allée…');
    await dialog.mail.getByText('Le jardin').waitFor();
    await dialog.button('Send payment link for CA$455.50').click();
    await sent(dialog, 'CA$455.50');

    const mail = await received({ to: 'autre.adresse@example.com' });
    assert.match(mail.subject ?? '', /^Demande de paiement de Logis & Jardin/);
    const preview = previews.at(-1);
    assert.deepEqual(
      [mail.from, mail.to, mail.subject, mail.html, mail.text],
      [preview?.from, preview?.to, preview?.subject, preview?.html, preview?.text],
    );
  });

  it('shows the mail as it looks where it is read, under a strict policy: wide, narrow, and as plain text', async (context) => {
    const { desk, page, dialog, received, chargeCustomer } = await visit(context);
    await chargeCustomer('priya-raman');
    await dialog.useLink();
    await dialog.button('Preview').click();
    const looks = (button: Locator) =>
      button.evaluate((element) => {
        const { backgroundColor, color, fontWeight, paddingTop } = getComputedStyle(element);
        return { backgroundColor, color, fontWeight, paddingTop };
      });
    const shown = dialog.mail.getByRole('link', { name: 'Complete Payment' });
    await shown.waitFor();
    const looked = await looks(shown);

    const frame = dialog.root.locator('iframe.mail');
    const screen = dialog.root.getByRole('region', { name: 'Desktop' });
    const cutOff = (place: Locator) => place.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    const fits = async (place: Locator) => {
      for (let look = 0; look < 50 && (await cutOff(place)) > 1; look += 1);
      assert.ok((await cutOff(place)) <= 1, 'Nothing of the mail is cut off.');
    };
    await fits(screen);
    assert.ok((await frame.evaluate((element: HTMLIFrameElement) => element.contentWindow?.innerWidth ?? 0)) >= 600);
    const scrolled = await dialog.root.evaluate((element) => {
      element.scrollTo(0, 1_000);
      return element.scrollTop;
    });
    assert.equal(scrolled, 0, 'The dialog itself doesn’t scroll: its bars stay.');
    await dialog.root.getByRole('radio', { name: 'Phone' }).check();
    const narrow = dialog.root.getByRole('region', { name: 'Phone' });
    await narrow.waitFor();
    await fits(narrow);
    await dialog.root.getByRole('radio', { name: 'Plain text' }).check();
    const plain = (await dialog.root.locator('pre').innerText()).trim();

    await dialog.button('Send payment link for CA$412.75').click();
    const mail = await received({ to: 'priya.raman' });
    assert.equal(plain, mail.text.trim());
    const read = await page.context().newPage();
    await read.goto(`${desk.url}/outbox/${encodeURIComponent(mail.id)}/mail.html`);
    const arrived = await looks(read.getByRole('link', { name: 'Complete Payment' }));
    assert.deepEqual(looked, arrived);
    assert.notEqual(arrived.backgroundColor, 'rgba(0, 0, 0, 0)');
  });

  it('runs no script of a hostile note, name or title, and lets none in', async (context) => {
    const { page, dialog, chargeCustomer } = await visit(
      context,
      /^(Failed to load resource|Blocked script execution in 'about:srcdoc')/,
    );
    page.on('dialog', () => assert.fail('A script ran.'));
    await chargeCustomer('hostile-name');
    await dialog.useLink();
    const note = `<script>parent.document.title='ran';alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">`;
    await dialog.root.getByLabel('Personal note').fill(note);
    await dialog.button('Preview').click();
    await dialog.mail.getByText(note).waitFor();
    await dialog.mail.getByText('<img src=x onerror=').first().waitFor();
    const frame = dialog.root.locator('iframe.mail');
    assert.equal(await frame.getAttribute('sandbox'), 'allow-same-origin');
    const inside = await frame.evaluate((element: HTMLIFrameElement) => {
      const mail = element.contentDocument;
      const found = [...(mail?.querySelectorAll('*') ?? [])];
      // Whatever a mail might bring along: the frame runs nothing.
      const script = mail?.createElement('script');
      if (script) script.textContent = 'parent.document.title = "ran"';
      if (script) mail?.body.append(script);
      return {
        scripts: found.filter(({ localName }) => localName === 'script').length,
        handlers: found.flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on')),
        hrefs: [...(mail?.links ?? [])].map(({ protocol }) => protocol),
      };
    });
    assert.deepEqual([inside.scripts, inside.handlers], [0, []]);
    assert.deepEqual([...new Set(inside.hrefs)], ['http:']);
    assert.notEqual(await page.title(), 'ran');
  });
});

describe('A payment link in the dialog', () => {
  useBrowser();

  it('is handed over where nothing can be sent: copied, and as a QR code of the same address', async (context) => {
    const { desk, page, dialog, openLink, chargeCustomer } = await visit(context);
    const copied = await clipboard(page);
    await chargeCustomer('edith-roy');
    await dialog.useLink();
    for (const [way, reason] of [
      ['E-mail', 'No e-mail address on file'],
      ['Text message', 'No phone number on file'],
    ] as const) {
      const choice = dialog.root.getByRole('radio', { name: new RegExp(`${way}.*${reason}`, 's') });
      assert.equal(await choice.isDisabled(), true, way);
    }
    assert.equal(await dialog.root.getByRole('radio', { name: /Copy or QR code/ }).isChecked(), true);
    await dialog.button('Create payment link for CA$220.00').click();
    await dialog.root.getByRole('heading', { name: 'Payment link for CA$220.00 created' }).waitFor();
    await dialog.button('Copy link').click();
    await dialog.status.getByText('Copied').waitFor();
    const address = await copied();
    await dialog.button('Show QR code').click();
    const code = dialog.root.getByRole('img', { name: 'QR code of the payment link for CA$220.00' });
    await code.waitFor();
    assert.deepEqual(await modules(code), encode(address, { ecc: 'M', border: 4 }).data);
    assert.deepEqual(desk.outbox.received, [], 'Nothing was sent.');

    const { pay, confirmation } = await openLink(address);
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$220.00');
    await dialog.root.getByRole('heading', { name: 'CA$220.00 paid' }).waitFor();
  });

  it('goes as a text message where there is no e-mail address', async (context) => {
    const { dialog, received, openLink, chargeCustomer } = await visit(context);
    await chargeCustomer('tomas-ferreira');
    await dialog.useLink();
    assert.equal(await dialog.root.getByRole('radio', { name: /E-mail.*No e-mail address/s }).isDisabled(), true);
    assert.equal(await dialog.root.getByRole('radio', { name: 'Text message' }).isChecked(), true);
    assert.equal(await dialog.root.getByLabel('Phone number').inputValue(), '+1 514 555 0194');
    await dialog.button('Preview').click();
    const shown = (await dialog.root.locator('pre').innerText()).trim();
    await dialog.button('Send payment link for CA$136.00').click();
    await sent(dialog, 'CA$136.00');
    const message = await received({ to: '+1 514 555 0194', kind: 'sms' });
    assert.equal(message.text, shown);
    const { pay } = await openLink(message);
    await pay.text('Balcony and windows').waitFor();
  });

  it('says that its mail came back, and goes to another address in its place', async (context) => {
    const { dialog, received, openLink, chargeCustomer, desk } = await visit(context);
    await chargeCustomer('oscar-lindgren');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$175.00').click();
    await dialog.text('The message to bounce.oscar@example.com didn’t arrive').first().waitFor();
    await dialog.status.getByText('The message to bounce.oscar@example.com didn’t arrive').waitFor();
    const first = await received({ to: 'bounce.oscar' });
    await dialog.button('Send it another way').click();
    await dialog.root.getByLabel('E-mail address').fill('oscar@example.com');
    await dialog.button('Send payment link for CA$175.00').click();
    await sent(dialog, 'CA$175.00');
    await dialog.text('Delivered').first().waitFor();

    const { pay } = await openLink(await received({ to: 'oscar@example.com', subject: /Payment request/ }));
    await pay.text('Garage clean-out').waitFor();
    const old = await openLink(first);
    await old.pay.heading('A newer payment link took this one’s place').waitFor();
    const { links } = await (await staffOf(desk)).account('oscar-lindgren');
    assert.equal(links.length, 1);
  });

  it('is sent again only after a while', async (context) => {
    const { desk, page, dialog, passDays, received, chargeCustomer } = await visit(context);
    await chargeCustomer('claire-martin');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$400.00').click();
    await sent(dialog, 'CA$400.00');
    await dialog.text(/^Can be sent again from/).waitFor();
    assert.equal(await dialog.button('Send again').count(), 0);
    const first = await received({ to: 'claire.martin' });

    passDays(1);
    await page.clock.install({ time: Date.now() + 24 * 60 * 60 * 1000 });
    await chargeCustomer('claire-martin');
    await dialog.button('Send again').click();
    await dialog.status.getByText('Sent again to claire.martin@example.com').waitFor();
    const mails = await until('the second mail', () => {
      const found = desk.outbox.received.filter(({ to }) => to.includes('claire.martin'));
      return found.length === 2 && found;
    });
    assert.deepEqual(
      mails.map(({ text }) => text),
      [first.text, first.text],
      'It is the same link.',
    );
    assert.equal(await dialog.button('Send again').count(), 0);
  });

  it('is cancelled once that is meant, and its page says so', async (context) => {
    const { page, dialog, makeLink, openLink, chargeCustomer } = await visit(context);
    const { page: paying, pay } = await openLink(tokenOf(await makeLink('claire-martin')));
    await pay.typeCard('4242424242424242');
    await chargeCustomer('claire-martin');
    const cancel = dialog.button('Cancel this link');
    await cancel.click();
    await dialog.text('Cancel this payment link? It can’t be paid any more.').waitFor();
    await dialog.button('Keep it').click();
    await focused(page, cancel);
    await cancel.click();
    await dialog.root
      .getByRole('group', { name: /^Cancel this payment link/ })
      .getByRole('button')
      .first()
      .click();
    await dialog.status.getByText('The payment link is cancelled.').waitFor();
    await dialog.root.getByRole('heading', { name: /^Payment link sent to/ }).waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Payment links' }).waitFor({ state: 'detached' });

    await pay.press();
    await pay.heading('This payment link was cancelled').waitFor();
    await pay
      .text(/Nothing was charged/)
      .first()
      .waitFor();
    await paying.reload();
    await pay.heading('This payment link was cancelled').waitFor();
  });

  it('takes the place of another one only once that is meant, and the old page says so', async (context) => {
    const { desk, dialog, makeLink, received, openLink, chargeCustomer } = await visit(context);
    const old = await makeLink('claire-martin', { to: 'old@example.com' });
    const earlier = await openLink(tokenOf(old));
    await earlier.pay.action.waitFor();
    await chargeCustomer('claire-martin');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$400.00').click();
    await dialog.text('The new link takes its place; the older one can’t be paid any more.').waitFor();
    await dialog.status.getByText('A payment link for these bookings is still open').waitFor();
    const { links } = await (await staffOf(desk)).account('claire-martin');
    assert.deepEqual(
      links.map(({ id, state }) => [id, state]),
      [[old.id, 'open']],
      'Nothing is sent before the answer.',
    );
    await dialog.button('Replace it and send').click();
    await sent(dialog, 'CA$400.00');
    await earlier.page.reload();
    await earlier.pay.heading('A newer payment link took this one’s place').waitFor();
    const { pay } = await openLink(await received({ to: 'claire.martin@example.com' }));
    await pay.action.waitFor();
  });

  it('is one link and one mail where the answer to sending it is lost', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    let lost = 0;
    await page.route('**/paydesk/links', async (route) => {
      if (lost === 2) return route.fallback();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await chargeCustomer('claire-martin');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$400.00').click();
    await dialog.text('No answer yet: the link may already be sent').first().waitFor();
    await dialog.status.getByText(/^No answer yet/).waitFor();
    await sent(dialog, 'CA$400.00');
    assert.equal(lost, 2);
    await dialog.text('Delivered').first().waitFor();
    assert.equal(desk.outbox.received.length, 1);
    const { links } = await (await staffOf(desk)).account('claire-martin');
    assert.equal(links.length, 1);
  });

  it('is one link and one mail where the page is reloaded before the answer', async (context) => {
    const { desk, page, dialog, chargeCustomer } = await visit(context);
    const asked: string[] = [];
    await page.route('**/paydesk/links', async (route) => {
      asked.push((await route.request().allHeaders())['idempotency-key'] ?? '');
      // It arrives; its answer never does.
      await route.fetch();
    });
    await chargeCustomer('claire-martin');
    await dialog.useLink();
    await dialog.button('Send payment link for CA$400.00').click();
    await dialog.status.getByText('Sending the payment link. Please wait.').waitFor();
    await until('the mail', () => desk.outbox.received.length > 0);
    page.once('dialog', (leave) => void leave.accept());
    await page.reload();
    await page.getByRole('button', { name: 'Charge Customer' }).click();
    await dialog.root.getByRole('heading', { name: /^Payment link sent to claire\.martin@example\.com/ }).waitFor();
    await dialog.useLink();
    await dialog.button('Send payment link for CA$400.00').click();
    await dialog.button('Replace it and send').waitFor();
    assert.equal(asked.length, 1, 'A reload sends nothing again.');
    assert.equal(desk.outbox.received.length, 1);
  });

  it('is composed, sent, copied and left by keyboard alone', async (context) => {
    const { desk, page, dialog } = await visit(context);
    const copied = await clipboard(page);
    await page.goto(`${desk.url}/customers/priya-raman`);
    const opener = page.getByRole('button', { name: 'Charge Customer' });
    await opener.waitFor();
    await tabTo(page, opener);
    await page.keyboard.press('Enter');
    await dialog.text('How to charge').waitFor();

    // The three ways are one stop; the arrows go from one to the next.
    await tabTo(page, dialog.root.getByRole('radio', { name: /New card/ }));
    const link = dialog.root.getByRole('radio', { name: /Send a payment link/ });
    await page.keyboard.press('ArrowDown');
    await focused(page, link);
    assert.equal(await link.isChecked(), true);
    const address = dialog.root.getByLabel('E-mail address');
    await tabTo(page, address);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('not an address');
    await tabTo(page, dialog.root.getByLabel('Personal note'));
    await page.keyboard.type('See you soon');
    await tabTo(page, dialog.button('Preview'));
    await page.keyboard.press('Space');
    await dialog.text('Complete the form to see the preview.').waitFor();
    await tabTo(page, dialog.button(/^Send payment link/));
    await page.keyboard.press('Enter');
    await focused(page, address);
    await dialog.text('Enter an e-mail address, such as name@example.com.').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('priya@example.com');
    await dialog.mail.getByText('See you soon').waitFor();
    await page.keyboard.press('Enter');

    await sent(dialog, 'CA$412.75');
    await dialog.status.getByText(/^Payment link for CA\$412\.75 sent/).waitFor();
    await focused(page, dialog.root.getByRole('group', { name: 'Payment link for CA$412.75 sent' }));
    await tabTo(page, dialog.button('Copy link'));
    await page.keyboard.press('Enter');
    await dialog.status.getByText('Copied').waitFor();
    const { links } = await (await staffOf(desk)).account('priya-raman');
    assert.equal(await copied(), links[0]?.url);
    assert.equal(links[0]?.note, 'See you soon');
    await page.keyboard.press('Escape');
    await dialog.root.waitFor({ state: 'hidden' });
    await focused(page, opener);
  });
});
