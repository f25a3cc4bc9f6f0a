import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { useBrowser, visit } from './fixture.ts';

const name = /<img src=x onerror="alert\(1\)"> O'Hare & "Søns" \{\{name\}\} %s/;
const title = /<\/script><b>Shed<\/b> & fence "<img src='x' onerror='alert\(2\)'>"/;
const note = `<script>alert(3)</script>\n<a href="javascript:alert(4)">Pay here</a> "' --> </style>`;
const subject = 'Pay <img src=x onerror=alert(5)> now';

/** What scripts say that run in it. */
function scriptsIn(...pages: Page[]): string[] {
  const said: string[] = [];
  for (const page of pages) {
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
  }
  return said;
}

describe('Names, titles and notes that break what does not escape them', () => {
  useBrowser();

  it('run nothing and read as they are, in the mail, on the page and in the confirmation', async (context) => {
    const { desk, makeLink, received, openLink, openBrowser } = await visit(context);
    await makeLink('hostile-name', { note, subject });
    const mail = await received({ to: 'ohare@example.com' });
    assert.equal(mail.subject, subject);
    assert.match(mail.text, name);
    assert.match(mail.text, title);
    assert.ok(note.split('\n').every((line) => mail.text.includes(line)));

    // In a page that would run anything.
    const reader = await (await openBrowser()).newPage();
    const { pay, page, confirmation } = await openLink(mail);
    const ran = scriptsIn(reader, page);
    await reader.setContent(mail.html ?? '');
    assert.deepEqual(ran, []);
    assert.equal(await reader.title(), subject);
    for (const words of [name, title, /<script>alert\(3\)<\/script>/, /<a href="javascript:alert\(4\)">/])
      await reader.getByText(words).first().waitFor();
    assert.equal(await reader.locator('script, [onerror], img[src="x"], [href^="javascript"], b').count(), 0);

    await page.reload();
    for (const words of [name, title, /<script>alert\(3\)<\/script>/]) await pay.text(words).first().waitFor();
    assert.equal(await pay.root.locator('script, [onerror], img[src="x"], [href^="javascript"], b').count(), 0);
    await pay.typeCard('4242424242424242');
    await pay.press();
    await confirmation.succeeded('$99.90');
    for (const words of [name, title]) await confirmation.text(words).first().waitFor();
    assert.equal(await confirmation.root.locator('script, [onerror], img[src="x"], b').count(), 0);

    await received({ to: 'ohare@example.com', subject: /receipt/i });
    await received({ to: 'office@logis.example' });
    for (const { to, html } of desk.outbox.received.filter((each) => each.html !== null)) {
      await reader.setContent(html ?? '');
      assert.equal(await reader.locator('script, [onerror], img[src="x"], b').count(), 0, to);
    }
    assert.deepEqual(ran, []);
  });

  it('don’t turn the reading direction of what stands around them', async (context) => {
    const { makeLink, received } = await visit(context);
    await makeLink('hostile-name');
    const { html, text, subject: line } = await received({ to: 'ohare@example.com' });
    assert.doesNotMatch(`${html} ${text} ${line}`, /\u202e/);
  });
});
