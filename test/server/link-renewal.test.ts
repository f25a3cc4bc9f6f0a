import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentTo } from '../../src/contract/payer.ts';
import { booking, linkRequest, openShop, payRequest, type Shop, threeDSecure, tokenIn } from './shop.ts';

const days = 24 * 60;

const renew = (shop: Shop, token: string, key = shop.newKey()) =>
  shop.payer<SentTo>(token, 'POST', '/pay/renew', { key });

const both = [
  { bookingId: 'b1', amount: 12_000, dueSeen: 12_000 },
  { bookingId: 'b2', amount: 8_000, dueSeen: 8_000 },
];

/** A link whose time is over; its mail was sent. */
async function expiredLink(shop: Shop, changes: Record<string, unknown> = {}) {
  const { body } = await shop.sendLink(linkRequest(shop, { allocations: both, ...changes }));
  await shop.deliver();
  shop.pass(31 * days);
  return { id: body.id ?? '', token: tokenIn(body.url) };
}

/** The link that took the place of another. */
async function successor(shop: Shop, id: string) {
  const next = (await shop.linkRecord(id))?.replacedBy;
  assert.ok(next, 'nothing took its place');
  return (await shop.readLink(next)).body;
}

test('an expired link is renewed: a new one goes to the address on file, which is answered masked', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { note: 'See you', subject: 'Your garden' });
  const { status, body } = await renew(shop, token);
  assert.deepEqual([status, body], [200, { to: 'a•••@example.com' }]);
  const link = await successor(shop, id);
  assert.deepEqual([link.state, link.amount, link.note, link.createdBy], ['open', 20_000, 'See you', null]);
  assert.equal(link.expiresAt, new Date(shop.now().getTime() + 30 * days * 60_000).toISOString());
  assert.equal((await shop.readLink(id)).body.state, 'replaced');

  await shop.deliver();
  const mail = shop.mailer.sent.at(-1);
  assert.deepEqual([shop.mailer.sent.length, mail?.to, mail?.subject], [2, 'ada@example.com', 'Your garden']);
  assert.match(mail?.text ?? '', /You asked for a new payment link/);
  const fresh = tokenIn(mail?.text);
  assert.notEqual(fresh, token);
  const paid = await shop.pay(
    fresh,
    await payRequest(shop, '4242424242424242', {
      seen: both.map(({ bookingId, amount }) => ({ bookingId, amount })),
    }),
  );
  assert.equal(paid.body.status, 'succeeded');
  assert.ok(shop.told.some((event) => event.type === 'link.created' && event.link.id === link.id));
});

test('the new link asks for what is still due, and leaves out what is settled', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { line: { description: 'Soil', amount: 500 } });
  const [first, second] = shop.bookings.get('ada') ?? [];
  shop.bookings.set('ada', [
    { ...first!, paidElsewhere: 12_000 },
    { ...second!, paidElsewhere: 3_000 },
  ]);
  await renew(shop, token);
  const link = await successor(shop, id);
  assert.deepEqual(
    link.allocations?.map(({ bookingId, amount }) => [bookingId, amount]),
    [['b2', 5_000]],
  );
  assert.deepEqual([link.line, link.amount, link.asked], [{ description: 'Soil', amount: 500 }, 5_500, 5_500]);
});

test('a new link goes to the address on file alone, wherever the old one went', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { to: 'someone@else.example' });
  await renew(shop, token);
  assert.deepEqual(
    (await successor(shop, id)).deliveries?.map(({ to }) => to),
    ['ada@example.com'],
  );
});

test('a link that staff handed over is renewed by mail', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { channel: 'none', to: undefined });
  await renew(shop, token);
  const link = await successor(shop, id);
  assert.deepEqual([link.channel, link.deliveries?.length], ['email', 1]);
});

test('without an e-mail address it goes by text message, where the mailer can', async () => {
  const shop = await openShop();
  const { token } = await expiredLink(shop);
  shop.customers.set('ada', { email: null, phone: '+1 514 555 0142' });
  const { body } = await renew(shop, token);
  assert.deepEqual(body, { to: '•••• 0142' });
  await shop.deliver();
  assert.equal(shop.mailer.sentSms[0]?.to, '+1 514 555 0142');
});

test('without any address it can not be renewed', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop);
  shop.customers.set('ada', { email: 'not an address', phone: null });
  assert.equal((await renew(shop, token)).body.code, 'invalid_request');
  shop.customers.set('ada', { email: null, phone: '+1 514 555 0142' });
  shop.restart({ mailer: { send: async () => {} } });
  assert.equal((await renew(shop, token)).body.code, 'invalid_request');
  assert.equal((await shop.readLink(id)).body.state, 'expired');
});

test('the same key renews once, and answers the same however late', async () => {
  const shop = await openShop();
  const { token } = await expiredLink(shop);
  const key = shop.newKey();
  const answers = await Promise.all([1, 2, 3].map(() => renew(shop, token, key)));
  for (const { body } of answers) assert.deepEqual(body, { to: 'a•••@example.com' });
  await shop.deliver();
  for (const later of [60, 40 * days]) {
    shop.pass(later);
    assert.deepEqual((await renew(shop, token, key)).body, { to: 'a•••@example.com' });
  }
  await renew(shop, token);
  shop.pass(60);
  assert.deepEqual((await renew(shop, token, key)).body, { to: 'a•••@example.com' }, 'also after another renewal');
  await shop.deliver();
  assert.equal(shop.mailer.sent.length, 3);
});

test('two at once make one new link', async () => {
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop();
    const { token } = await expiredLink(shop);
    const answers = await Promise.all([renew(shop, token), renew(shop, token)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 429]);
    assert.equal((await shop.account()).body.links?.length, 1);
  }
});

test('a renewal and a link that staff make at once leave one live link', async () => {
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop();
    const { token } = await expiredLink(shop);
    await Promise.all([renew(shop, token), shop.sendLink(linkRequest(shop, { allocations: both }))]);
    assert.equal((await shop.account()).body.links?.length, 1);
  }
});

test('of a replaced link, the one that took its place is sent again, not too often', async () => {
  const shop = await openShop();
  const { body: first } = await shop.sendLink(linkRequest(shop));
  const { body: second } = await shop.sendLink(linkRequest(shop, { note: 'New', closeLinks: [first.id] }));
  const { body: third } = await shop.sendLink(linkRequest(shop, { note: 'Newer', closeLinks: [second.id] }));
  const early = await renew(shop, tokenIn(first.url));
  assert.deepEqual([early.status, early.body.retryAt], [429, '2026-11-23T10:01:00.000Z']);
  shop.pass(1);
  assert.deepEqual((await renew(shop, tokenIn(first.url))).body, { to: 'a•••@example.com' });
  assert.equal((await shop.readLink(third.id)).body.deliveries?.length, 2);
  await shop.deliver();
  assert.equal(tokenIn(shop.mailer.sent.at(-1)?.text), tokenIn(third.url));
});

test('a link that replaced another and has expired itself is renewed', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop);
  await renew(shop, token);
  shop.pass(31 * days);
  assert.equal((await renew(shop, token)).status, 200);
  const second = await successor(shop, id);
  const third = await successor(shop, second.id ?? '');
  assert.deepEqual([second.state, third.state], ['replaced', 'open']);
});

test('a link that is open is only sent again', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const token = tokenIn(body.url);
  assert.equal((await renew(shop, token)).body.code, 'rate_limited');
  shop.pass(1);
  const key = shop.newKey();
  await renew(shop, token, key);
  shop.pass(10);
  await renew(shop, token, key);
  const { body: link } = await shop.readLink(body.id);
  assert.deepEqual([link.state, link.deliveries?.length], ['open', 2]);
});

test('whoever holds a link can have it sent again and again, but soon no more than daily', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const token = tokenIn(body.url);
  let sent = 0;
  for (let hour = 0; hour < 10 * 24; hour += 1) {
    shop.pass(61);
    if ((await renew(shop, token)).status === 200) sent += 1;
  }
  assert.ok(sent >= 10 && sent <= 20, `${sent} mails in ten days`);
  shop.pass(60);
  assert.equal((await shop.resend(body.id)).status, 200, 'staff still may');
});

test('a link whose place was taken by one for another customer leads nobody to that one', async () => {
  const shop = await openShop();
  const { body: first } = await shop.sendLink(linkRequest(shop, { allocations: both }));
  shop.bookings.set('ada', [booking('b2', 8_000)]);
  shop.bookings.set('bob', [booking('b1', 12_000)]);
  await shop.sendLink(linkRequest(shop, { customerId: 'bob', to: 'bob@example.com', closeLinks: [first.id] }));
  shop.pass(60);
  const { body } = await renew(shop, tokenIn(first.url));
  assert.deepEqual([body.code, body.attempt], ['link_replaced', 'none']);
  await shop.deliver();
  assert.deepEqual(
    shop.mailer.sent.map(({ to }) => to),
    ['bob@example.com'],
  );
});

test('a link is not renewed in another currency: its amounts would mean something else', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { line: { description: 'Soil', amount: 700 } });
  shop.merchant.currency = 'jpy';
  assert.equal((await shop.view(token)).body.renewTo, null);
  const { body } = await renew(shop, token);
  assert.deepEqual([body.code, body.attempt], ['invalid_request', 'none']);
  assert.equal((await shop.linkRecord(id))?.replacedBy, null);
});

test('what is over for another reason says so', async () => {
  const shop = await openShop();
  for (const [changes, code] of [
    [{ state: 'paid' }, 'already_paid'],
    [{ state: 'cancelled' }, 'link_cancelled'],
    [{ state: 'settled_elsewhere' }, 'link_settled'],
    [{ state: 'locked' }, 'link_locked'],
  ] as const) {
    const { token } = await shop.link(changes);
    const { body } = await renew(shop, token);
    assert.deepEqual([body.code, body.attempt], [code, 'none']);
  }
  const { token } = await shop.link();
  await shop.pay(token, await payRequest(shop, threeDSecure));
  assert.equal((await renew(shop, token)).body.code, 'payment_in_progress');
});

test('a renewed approval link still names the card', async () => {
  const shop = await openShop();
  const { id, token } = await expiredLink(shop, { savedCardId: shop.visa });
  await renew(shop, token);
  assert.equal((await successor(shop, id)).approval?.last4, '4242');
});
