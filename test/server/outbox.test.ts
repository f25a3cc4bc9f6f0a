import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Host, HostEvent } from '../../src/server/paydesk.ts';
import { openShop, type Shop, visaCharge } from './shop.ts';

/** A host that fails as often as told, and keeps what it was told even then. */
function failingHost(shop: Shop, failures: number): { told: HostEvent[]; host: Host } {
  const told: HostEvent[] = [];
  let left = failures;
  const host: Host = {
    customer: async (id) => ({ id, name: id, email: null, phone: null, locale: null }),
    bookings: async (id) => shop.bookings.get(id) ?? [],
    onEvent: async (event) => {
      told.push(event);
      left -= 1;
      if (left >= 0) throw new Error('The host is away.');
    },
  };
  return { told, host };
}

test('the host is told once that a payment succeeded, with the bookings as they stand', async () => {
  const shop = await openShop();
  const { body } = await shop.charge(visaCharge(shop));
  await shop.deliver();
  await shop.deliver();
  assert.equal(shop.told.length, 1);
  const [event] = shop.told;
  assert.ok(event?.type === 'payment.succeeded');
  assert.equal(event.payment.id, body.id);
  assert.equal(event.payment.allocations[0]?.status, 'charged_in_full');
});

test('the host is told that a payment failed, and why', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', '4000000000000341');
  await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  await shop.deliver();
  const [event] = shop.told;
  assert.ok(event?.type === 'payment.failed');
  assert.deepEqual(event.payment.failure, { code: 'declined', reason: 'declined' });
});

test('the host is told that a card was saved', async () => {
  const shop = await openShop();
  const confirmationToken = await shop.token('5555555555554444', { save: true });
  const consent = { text: 'Agreed.', version: '1', locale: 'en' };
  await shop.charge(visaCharge(shop, { method: { type: 'new_card', confirmationToken, save: true, consent } }));
  await shop.deliver();
  const account = await shop.account();
  const saved = account.body.cards?.find(({ last4 }) => last4 === '4444');
  const event = shop.told.find(({ type }) => type === 'card.saved');
  assert.ok(event?.type === 'card.saved');
  assert.deepEqual([event.customerId, event.cardId], ['ada', saved?.id]);
});

test('a host that fails is told again later, with the same id, until it takes it', async () => {
  const shop = await openShop();
  const { told, host } = failingHost(shop, 2);
  shop.restart({ host });
  await shop.charge(visaCharge(shop));
  await shop.deliver();
  assert.equal(told.length, 1);
  await shop.deliver();
  assert.equal(told.length, 1, 'not before its pause is over');
  shop.pass(0.1);
  await shop.deliver();
  assert.equal(told.length, 2, 'after five seconds');
  shop.pass(0.1);
  await shop.deliver();
  assert.equal(told.length, 2, 'the pause doubles');
  shop.pass(0.1);
  await shop.deliver();
  shop.pass(60);
  await shop.deliver();
  assert.equal(told.length, 3);
  assert.equal(new Set(told.map(({ id }) => id)).size, 1);
  assert.equal(shop.errors.length, 2);
});

test('one message that fails keeps no other back', async () => {
  const shop = await openShop();
  const { told, host } = failingHost(shop, 1);
  shop.restart({ host });
  await shop.charge(visaCharge(shop));
  await shop.charge(visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }));
  await shop.deliver();
  assert.equal(new Set(told.map(({ id }) => id)).size, 2);
});

test('two processes that deliver at once tell the host once', async () => {
  const shop = await openShop();
  await shop.charge(visaCharge(shop));
  await Promise.all([shop.deliver(), shop.deliver()]);
  assert.equal(shop.told.length, 1);
});

test('a message whose deliverer died is delivered by another', async () => {
  const shop = await openShop();
  await shop.charge(visaCharge(shop));
  const now = shop.now().toISOString();
  await shop.store.claimMessages('m1', now, '2026-11-23T10:01:00.000Z', 10);
  await shop.deliver();
  assert.equal(shop.told.length, 0);
  shop.pass(2);
  await shop.deliver();
  assert.equal(shop.told.length, 1);
});

test('mails go to the mailer', async () => {
  const shop = await openShop();
  const mail = {
    id: 'mail-1',
    from: 'us@example.com',
    to: 'ada@example.com',
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
  };
  await shop.store.transaction('m1', (tx) => tx.enqueue({ id: 'mail-1', kind: 'mail', mail, linkId: null }));
  await shop.deliver();
  assert.deepEqual(shop.mailer.sent, [mail]);
});
