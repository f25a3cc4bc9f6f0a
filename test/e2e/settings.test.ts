import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Settings } from '../../src/contract/settings.ts';
import { useBrowser, visit } from './fixture.ts';

const paid = 'A payment link is paid';

async function opened(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/customers`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
}

async function saved(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
}

describe('an administrator’s settings', () => {
  useBrowser();

  it('switch a notice off, name who is told, how long links last and the tips, and are there after a reload', async (context) => {
    const { desk, page, ask } = await visit(context);
    await opened(page, desk.url);
    const before = await ask<Settings>('GET', '/settings');
    assert.equal(before.notices.link_paid.on, true);
    await page.getByLabel(paid, { exact: true }).uncheck();
    await page.getByLabel('Told to: A payment link is locked').fill('one@logis.example; two@logis.example');
    await page.getByLabel('A payment link lasts (days)').fill('14');
    await page.getByLabel('Tips offered to payers').fill('10, 15%, 20');
    await saved(page);
    assert.deepEqual(await ask<Settings>('GET', '/settings'), {
      notices: {
        ...before.notices,
        link_paid: { ...before.notices.link_paid, on: false },
        link_locked: { on: true, recipients: ['one@logis.example', 'two@logis.example'] },
      },
      linkLifetimeDays: 14,
      tipPresets: [10, 15, 20],
    });
    await page.reload();
    assert.equal(await page.getByLabel(paid, { exact: true }).isChecked(), false);
    assert.equal(await page.getByLabel('A payment link lasts (days)').inputValue(), '14');
    assert.equal(await page.getByLabel('Tips offered to payers').inputValue(), '10, 15, 20');
  });

  it('change only what was changed here, so that another administrator’s change stays', async (context) => {
    const { desk, page, ask } = await visit(context);
    await opened(page, desk.url);
    await ask('PATCH', '/settings', { linkLifetimeDays: 7 });
    await page.getByLabel(paid, { exact: true }).uncheck();
    await saved(page);
    assert.equal((await ask<Settings>('GET', '/settings')).linkLifetimeDays, 7);
    assert.equal(await page.getByLabel('A payment link lasts (days)').inputValue(), '7');
  });

  it('say what is wrong in which field, and save nothing of it', async (context) => {
    const { desk, page, ask } = await visit(context);
    await opened(page, desk.url);
    const before = await ask<Settings>('GET', '/settings');
    await page.getByLabel(`Told to: ${paid}`).fill('');
    await page.getByLabel('Told to: A payment link is locked').fill('office');
    await page.getByLabel('A payment link lasts (days)').fill('366');
    await page.getByLabel('Tips offered to payers').fill('10, 10');
    await page.getByRole('button', { name: 'Save' }).click();
    for (const words of [
      'Name at least one address, or switch this notice off.',
      '“office” is not an e-mail address.',
      'Enter whole days, between 1 and 365.',
      'A tip is offered twice.',
    ])
      await page.getByText(words).waitFor();
    assert.equal(await page.locator(':focus').getAttribute('id'), 'link_paid');
    assert.deepEqual(await ask<Settings>('GET', '/settings'), before);
  });

  it('that can’t be saved stay typed, with the reason, and are saved at the next try', async (context) => {
    const { desk, page, ask } = await visit(context);
    await opened(page, desk.url);
    const settings = `${desk.url}/paydesk/settings`;
    for (const [answer, words] of [
      ['none', 'No answer came, so it may not be saved.'],
      ['busy', 'Not saved: the backend is not available right now.'],
    ] as const) {
      await page.route(settings, (route) =>
        answer === 'none' ? route.abort() : route.fulfill({ status: 503, json: { code: 'unavailable' } }),
      );
      await page.getByLabel('A payment link lasts (days)').fill('21');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('status').getByText(words).waitFor();
      assert.equal(await page.getByLabel('A payment link lasts (days)').inputValue(), '21');
      await page.unroute(settings);
    }
    await saved(page);
    assert.equal((await ask<Settings>('GET', '/settings')).linkLifetimeDays, 21);
  });
});
