import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { settings, type Settings } from '../../src/contract/settings.ts';
import { linkRequest, openShop, type Shop } from './shop.ts';

const read = (shop: Shop) => shop.send<Settings>('GET', '/settings');
const change = (shop: Shop, body: object, init: object = {}) =>
  shop.send<Settings>('PATCH', '/settings', { body, ...init });

test('until somebody decides, administrators are told of everything, links last thirty days, and no tips are asked', async () => {
  const shop = await openShop();
  const { body } = await read(shop);
  const notice = { on: true, recipients: ['office@garden.example'] };
  assert.deepEqual(v.parse(settings, body), {
    notices: { link_paid: notice, link_locked: notice, link_undelivered: notice },
    linkLifetimeDays: 30,
    tipPresets: [],
  });
  assert.equal((await shop.account()).body.linkLifetimeDays, 30);
});

test('what is named changes, the rest stays', async () => {
  const shop = await openShop();
  const off = { on: false, recipients: [] };
  const before = (await read(shop)).body;
  const first = await change(shop, { notices: { link_paid: off } });
  assert.deepEqual(first.body, { ...before, notices: { ...before.notices, link_paid: off } });
  await change(shop, { tipPresets: [10, 15] });
  await change(shop, { linkLifetimeDays: 7 });
  await change(shop, {});
  const { body } = await read(shop);
  assert.deepEqual(body, { ...first.body, tipPresets: [10, 15], linkLifetimeDays: 7 });
});

test('changes at once are all kept', async () => {
  const shop = await openShop();
  await Promise.all([
    change(shop, { linkLifetimeDays: 7 }),
    change(shop, { tipPresets: [20] }),
    change(shop, { notices: { link_locked: { on: false, recipients: [] } } }),
  ]);
  const { body } = await read(shop);
  assert.deepEqual([body.linkLifetimeDays, body.tipPresets, body.notices?.link_locked.on], [7, [20], false]);
});

test('what makes no sense is refused', async () => {
  const shop = await openShop();
  for (const body of [
    { linkLifetimeDays: 0 },
    { linkLifetimeDays: 366 },
    { tipPresets: [10, 10] },
    { tipPresets: [0] },
    { notices: { link_paid: { on: true, recipients: ['nobody'] } } },
    { notices: { link_paid: { on: true } } },
  ]) {
    const { status } = await change(shop, body);
    assert.equal(status, 400, JSON.stringify(body));
  }
  assert.equal((await read(shop)).body.linkLifetimeDays, 30);
});

test('settings are read and changed by staff who may', async () => {
  const shop = await openShop();
  assert.equal((await shop.send('GET', '/settings', { staff: null })).status, 401);
  assert.equal((await change(shop, {}, { staff: null })).status, 401);
  assert.equal((await change(shop, {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status, 403);
  shop.permissions.changeSettings = false;
  assert.equal((await change(shop, { linkLifetimeDays: 7 })).body.code, 'forbidden');
  assert.equal((await read(shop)).body.linkLifetimeDays, 30);
});

test('a link lasts as long as the settings say where nothing else is said', async () => {
  const shop = await openShop();
  await change(shop, { linkLifetimeDays: 7 });
  assert.equal((await shop.sendLink(linkRequest(shop))).body.expiresAt, '2026-11-30T10:00:00.000Z');
  assert.equal((await shop.account()).body.linkLifetimeDays, 7);
});
