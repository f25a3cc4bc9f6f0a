import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostBooking, Merchant } from '../../src/server/paydesk.ts';
import { booking, linkRequest, openShop, visaCharge } from './shop.ts';

const mistakes: [what: string, changes: Partial<Record<keyof HostBooking, unknown>>][] = [
  ['a float', { total: 120.5 }],
  ['a negative amount', { paidElsewhere: -1 }],
  ['a time instead of a day', { date: '2026-11-20T10:00:00Z' }],
  ['a title longer than a page', { title: 'x'.repeat(501) }],
  ['an id with a space', { id: 'b 1' }],
];

for (const [what, changes] of mistakes) {
  test(`a host's booking with ${what} is reported by name, and nothing is charged`, async () => {
    const shop = await openShop();
    shop.bookings.set('ada', [{ ...booking('b1', 12_000), ...changes } as HostBooking]);
    const [field = ''] = Object.keys(changes);
    assert.equal((await shop.account()).body.code, 'unavailable');
    assert.match(String(shop.errors.at(-1)), new RegExp(`host\\.bookings\\('ada'\\).*0\\.${field}`));
    assert.equal((await shop.charge(visaCharge(shop))).status, 503);
    assert.equal(shop.received(), 0);
  });
}

test('a host’s customer with a locale that is none is reported by name', async () => {
  const shop = await openShop();
  const ada = { id: 'ada', name: 'Ada', email: null, phone: null, locale: 'en_US' };
  shop.restart({ host: { customer: async () => ada, bookings: async () => [], onEvent: async () => {} } });
  assert.equal((await shop.account()).body.code, 'unavailable');
  assert.match(String(shop.errors.at(-1)), /host\.customer\('ada'\).*locale/);
});

const mistaken: Partial<Record<keyof Merchant, unknown>>[] = [
  { payUrl: 'https://desk.example/pay' },
  { confirmationUrl: '/paid?link={token}' },
  { currency: 'CAD' },
  { timeZone: 'Toronto' },
  { locale: 'english_x' },
  { mailFrom: '' },
];

for (const changes of mistaken) {
  const [field = ''] = Object.keys(changes);
  test(`a merchant whose ${field} can't be used is reported by name, before anybody is sent a link`, async () => {
    const shop = await openShop();
    Object.assign(shop.merchant, changes);
    assert.equal((await shop.sendLink(linkRequest(shop))).status, 503);
    assert.match(String(shop.errors.at(-1)), new RegExp(`merchant\\(\\).*${field}`));
    await shop.deliver();
    assert.equal(shop.mailer.sent.length, 0);
  });
}
