import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { paymentLink } from '../../src/contract/link.ts';
import type { ProblemCode } from '../../src/contract/problem.ts';
import {
  linkRequest,
  openShop,
  payRequest,
  type Shop,
  threeDSecure,
  newCardCharge,
  tokenIn,
  visaCharge,
} from './shop.ts';

const tokenOfLink = (link: { url?: string | null }): string => tokenIn(link.url);

async function assertRefused(shop: Shop, changes: object, code: ProblemCode, field?: string): Promise<void> {
  for (const send of [shop.sendLink, shop.preview]) {
    const { body } = await send(linkRequest(shop, changes as Record<string, unknown>));
    assert.equal(body.code, code, JSON.stringify(changes));
    assert.equal(body.attempt, 'none');
    if (field) assert.deepEqual(Object.keys(body.fields ?? {}), [field]);
  }
  assert.deepEqual((await shop.account()).body.links, []);
}

test('a link is made as it was asked for', async () => {
  const shop = await openShop();
  const { status, body } = await shop.sendLink(linkRequest(shop, { note: 'Until Friday?\nThank you' }));
  assert.equal(status, 200);
  const link = v.parse(paymentLink, body);
  assert.equal(link.state, 'open');
  assert.deepEqual([link.amount, link.asked, link.currency], [12_000, 12_000, 'cad']);
  assert.deepEqual(link.allocations, [
    { bookingId: 'b1', reference: 'R-b1', title: 'Booking b1', date: '2026-11-20', amount: 12_000 },
  ]);
  assert.equal(link.note, 'Until Friday?\nThank you');
  assert.deepEqual(link.createdBy, { id: 'maya', name: 'MAYA' });
  assert.equal(link.expiresAt, '2026-12-23T10:00:00.000Z', 'thirty days where nothing is said');
  assert.deepEqual(link.deliveries, [
    { channel: 'email', to: 'ada@example.com', state: 'queued', at: '2026-11-23T10:00:00.000Z' },
  ]);
  assert.match(link.url ?? '', /^https:\/\/desk\.example\/pay\?link=[\w-]{43}$/);
  assert.deepEqual((await shop.readLink(link.id)).body, body);
});

test('the address of a link opens its page', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const view = await shop.view(tokenOfLink(body));
  assert.equal(view.body.id, body.id);
  assert.equal(view.body.state, 'open');
});

test('a link read with the tag of its last answer costs a 304', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const tag = (await shop.readLink(body.id)).headers.get('ETag') ?? '';
  const again = await shop.send('GET', `/links/${body.id}`, { headers: { 'If-None-Match': tag } });
  assert.equal(again.status, 304);
});

test('the same key and request make one link and send one mail, however often and however fast', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const answers = await Promise.all([1, 2, 3, 4].map(() => shop.sendLink(linkRequest(shop), { key })));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  await shop.deliver();
  assert.equal(shop.mailer.sent.length, 1);
});

test('a key that made a link answers the link as it is now', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const { body } = await shop.sendLink(linkRequest(shop), { key });
  await shop.cancelLink(body.id);
  const again = await shop.sendLink(linkRequest(shop), { key });
  assert.deepEqual([again.body.id, again.body.state], [body.id, 'cancelled']);
});

test('a key that made a link is refused with another request', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.sendLink(linkRequest(shop), { key });
  for (const request of [linkRequest(shop, { note: 'Other' }), linkRequest(shop, { customerId: 'bob' }), {}]) {
    const { status, body } = await shop.sendLink(request, { key });
    assert.deepEqual([status, body.code, body.attempt], [422, 'idempotency_mismatch', 'none']);
  }
});

test('the same key of another person is another link', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const first = await shop.sendLink(linkRequest(shop), { key });
  const request = linkRequest(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] });
  const second = await shop.sendLink(request, { key, staff: 'noah' });
  assert.equal(second.status, 200);
  assert.notEqual(first.body.id, second.body.id);
});

test('what can not be asked for is refused, in the preview too', async () => {
  const shop = await openShop();
  await assertRefused(shop, { currency: 'usd' }, 'invalid_request', 'currency');
  await assertRefused(shop, { allocations: [] }, 'invalid_request', 'allocations');
  const all = (changes: object) => ({
    allocations: [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000, ...changes }],
  });
  await assertRefused(shop, all({ dueSeen: 11_000 }), 'balance_changed');
  await assertRefused(shop, all({ bookingId: 'b9' }), 'balance_changed');
  await assertRefused(shop, all({ amount: 12_001 }), 'over_balance');
  shop.merchant.freeLine = false;
  await assertRefused(shop, { line: { description: 'Soil', amount: 500 } }, 'invalid_request', 'line');
  shop.merchant.connection = 'restricted';
  await assertRefused(shop, {}, 'stripe_not_connected');
});

test('amounts are in the steps that Stripe takes', async () => {
  const shop = await openShop({ currency: 'isk' });
  const allocations = [{ bookingId: 'b1', amount: 1_250, dueSeen: 12_000 }];
  await assertRefused(shop, { allocations }, 'invalid_request', 'amount');
});

test('each channel needs its kind of address', async () => {
  const shop = await openShop();
  await assertRefused(shop, { to: undefined }, 'invalid_request', 'to');
  await assertRefused(shop, { to: '+1 514 555 0142' }, 'invalid_request', 'to');
  await assertRefused(shop, { channel: 'sms', to: 'ada@example.com' }, 'invalid_request', 'to');
  await assertRefused(shop, { channel: 'none' }, 'invalid_request', 'to');
  await assertRefused(shop, { to: 'ada@example.com\r\nBcc: eve@example.com' }, 'invalid_request');
  const { body } = await shop.sendLink(linkRequest(shop, { channel: 'none', to: undefined }));
  assert.deepEqual([body.channel, body.deliveries, body.resendAt], ['none', [], null]);
});

test('an address may have an apostrophe, and no more than one address', async () => {
  const shop = await openShop();
  const sent = await shop.sendLink(linkRequest(shop, { to: "o'brien@example.com" }));
  assert.equal(sent.status, 200);
  await shop.deliver();
  assert.deepEqual(
    shop.mailer.sent.map((mail) => mail.to),
    ["o'brien@example.com"],
  );
  for (const to of ['a@b.co, c@d.co', 'A <a@b.co>', '"a b"@b.co', 'a@b', 'a@b.co\r\nBcc: c@d.co', 'a@b.co;c@d.co']) {
    const { body } = await shop.preview(linkRequest(shop, { to, closeLinks: [sent.body.id] }));
    assert.deepEqual([body.code, Object.keys(body.fields ?? {})], ['invalid_request', ['to']]);
  }
});

test('a note keeps its lines, and has no characters that nobody sees', async () => {
  const shop = await openShop();
  await assertRefused(shop, { note: 'Dear\u0000Ada' }, 'invalid_request', 'note');
  const { body } = await shop.sendLink(linkRequest(shop, { note: 'Dear Ada,\n\tthe garden is done.' }));
  assert.equal(body.note, 'Dear Ada,\n\tthe garden is done.');
});

test('a text message needs a mailer that sends some', async () => {
  const shop = await openShop();
  shop.restart({ mailer: { send: async () => {} } });
  await assertRefused(shop, { channel: 'sms', to: '+1 514 555 0142' }, 'invalid_request', 'channel');
});

test('without a page for payers there are no links', async () => {
  const shop = await openShop();
  shop.merchant.payUrl = null;
  await assertRefused(shop, { channel: 'none', to: undefined }, 'invalid_request', 'channel');
  assert.equal((await shop.account()).body.capabilities?.links, false);
});

test('a link lasts between an hour and a year', async () => {
  const shop = await openShop();
  const after = (hours: number) => new Date(shop.now().getTime() + hours * 3_600_000).toISOString();
  await assertRefused(shop, { expiresAt: after(0.9) }, 'invalid_request', 'expiresAt');
  await assertRefused(shop, { expiresAt: after(366 * 24) }, 'invalid_request', 'expiresAt');
  await assertRefused(shop, { expiresAt: after(-24) }, 'invalid_request', 'expiresAt');
  const { body } = await shop.sendLink(linkRequest(shop, { expiresAt: '2026-11-24T12:00:00Z' }));
  assert.equal(body.expiresAt, '2026-11-24T12:00:00.000Z');
  shop.pass(26 * 60 - 1);
  assert.equal((await shop.readLink(body.id)).body.state, 'open');
  shop.pass(1);
  const { body: over } = await shop.readLink(body.id);
  assert.deepEqual([over.state, over.amount, over.url, over.resendAt], ['expired', 0, null, null]);
});

test('a time that is well-formed and means none is told as that', async () => {
  const shop = await openShop();
  const { status, body } = await shop.sendLink(linkRequest(shop, { expiresAt: '2026-12-01T00:00:00+05' }));
  assert.equal(status, 400);
  assert.ok(body.fields?.['expiresAt']);
});

test('whoever may not send links is told no address: it could be handed over', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.permissions.sendLink = false;
  const seen = [(await shop.readLink(body.id)).body, (await shop.account()).body.links?.[0]];
  assert.deepEqual(
    seen.map((link) => [link?.state, link?.url, link?.resendAt]),
    [
      ['open', null, null],
      ['open', null, null],
    ],
  );
});

test('a link that could not be paid any more is not sent again', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.pass(5);
  for (const change of [{ payUrl: null }, { currency: 'usd' }]) {
    const was = { payUrl: shop.merchant.payUrl, currency: shop.merchant.currency };
    Object.assign(shop.merchant, change);
    assert.equal((await shop.resend(body.id)).body.code, 'invalid_request');
    Object.assign(shop.merchant, was);
  }
  assert.deepEqual(shop.errors, []);
  assert.equal((await shop.resend(body.id)).status, 200);
});

test('each permission is needed for what it permits', async () => {
  const shop = await openShop();
  const part = { allocations: [{ bookingId: 'b1', amount: 11_000, dueSeen: 12_000 }] };
  for (const [permission, value, changes] of [
    ['sendLink', false, {}],
    ['maximumAmount', 11_999, {}],
    ['changeAmount', false, part],
    ['seeCards', false, { savedCardId: shop.visa }],
  ] as const) {
    const before = shop.permissions[permission];
    Object.assign(shop.permissions, { [permission]: value });
    await assertRefused(shop, changes, 'forbidden');
    Object.assign(shop.permissions, { [permission]: before });
  }
  const { body } = await shop.sendLink(linkRequest(shop, part));
  shop.permissions.sendLink = false;
  for (const verb of [shop.resend, (id?: string) => shop.cancelLink(id)]) {
    assert.equal((await verb(body.id)).body.code, 'forbidden');
  }
});

test('who is not signed in, or may not serve the customer, gets nothing', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.barred.add('noah:ada');
  for (const [method, path] of [
    ['POST', '/links/preview'],
    ['POST', '/links'],
    ['GET', `/links/${body.id}`],
    ['POST', `/links/${body.id}/resend`],
    ['POST', `/links/${body.id}/cancel`],
  ] as const) {
    const init = { key: shop.newKey(), body: linkRequest(shop) };
    assert.equal((await shop.send(method, path, { ...init, staff: null })).status, 401, path);
    assert.equal((await shop.send(method, path, { ...init, staff: 'noah' })).status, 403, path);
    if (method === 'GET') continue;
    const forged = { ...init, headers: { 'Sec-Fetch-Site': 'cross-site' } };
    assert.equal((await shop.send(method, path, forged)).status, 403, path);
  }
  assert.equal((await shop.readLink('link_nobody')).status, 404);
  assert.equal((await shop.sendLink(linkRequest(shop, { customerId: 'nobody' }))).status, 404);
});

test('a booking that a payment holds gets no link', async () => {
  const shop = await openShop();
  const held = await shop.charge(await newCardCharge(shop, threeDSecure));
  const { status, body } = await shop.sendLink(linkRequest(shop));
  assert.deepEqual([status, body.code], [409, 'payment_in_progress']);
  assert.deepEqual(body.open, [{ key: held.body.attemptKey, phase: 'requires_action', bookingIds: ['b1'] }]);
});

test('a live link that covers a booking is in the way until the request agrees to replace it', async () => {
  const shop = await openShop();
  const { body: first } = await shop.sendLink(linkRequest(shop));
  const refused = await shop.sendLink(linkRequest(shop, { note: 'New' }));
  assert.deepEqual([refused.status, refused.body.code, refused.body.attempt], [409, 'link_open', 'none']);
  assert.deepEqual(refused.body.links, [{ id: first.id, bookingIds: ['b1'] }]);
  const { status } = await shop.preview(linkRequest(shop, { note: 'New' }));
  assert.equal(status, 200, 'a preview replaces nothing');

  const made = await shop.sendLink(linkRequest(shop, { note: 'New', closeLinks: [first.id] }));
  assert.equal(made.body.state, 'open');
  const { body: over } = await shop.readLink(first.id);
  assert.deepEqual([over.state, over.amount, over.url], ['replaced', 0, null]);
  assert.equal((await shop.linkRecord(first.id ?? ''))?.replacedBy, made.body.id);
  assert.equal((await shop.view(tokenOfLink(first))).body.state, 'replaced');
});

test('links for different bookings stand side by side', async () => {
  const shop = await openShop();
  await shop.sendLink(linkRequest(shop));
  shop.pass(1);
  const other = linkRequest(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] });
  const { body } = await shop.sendLink(other);
  const { links } = (await shop.account()).body;
  assert.equal(links?.length, 2);
  assert.equal(links[0]?.id, body.id, 'the newest first');
});

test('an expired link leads on to a new one for its booking, without being asked about', async () => {
  const shop = await openShop();
  const { body: first } = await shop.sendLink(linkRequest(shop));
  shop.pass(31 * 24 * 60);
  const { body: second } = await shop.sendLink(linkRequest(shop));
  assert.equal(second.state, 'open');
  assert.equal((await shop.linkRecord(first.id ?? ''))?.replacedBy, second.id);
});

test('two links for one booking at once: one is made', async () => {
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop();
    const answers = await Promise.all([
      shop.sendLink(linkRequest(shop)),
      shop.sendLink(linkRequest(shop), { staff: 'noah' }),
    ]);
    assert.deepEqual(answers.map(({ body }) => body.code ?? 'made').sort(), ['link_open', 'made']);
    assert.equal((await shop.account()).body.links?.length, 1);
  }
});

test('an approval link names a card of this customer', async () => {
  const shop = await openShop();
  const bobs = await shop.saveCard('bob', '5555555555554444');
  for (const savedCardId of ['pm_nobody', bobs]) {
    await assertRefused(shop, { savedCardId }, 'invalid_request', 'savedCardId');
  }
  const { body } = await shop.sendLink(linkRequest(shop, { savedCardId: shop.visa }));
  assert.deepEqual([body.approval?.brand, body.approval?.last4], ['visa', '4242']);
  await shop.deliver();
  assert.match(shop.mailer.sent[0]?.text ?? '', /Visa ••••\u00a04242/);
  shop.permissions.seeCards = false;
  assert.equal((await shop.readLink(body.id)).body.approval, null);
  assert.equal((await shop.account()).body.links?.[0]?.approval, null);
});

test('a link asks for no more than is due', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.bookings.set('ada', [{ ...shop.bookings.get('ada')![0]!, paidElsewhere: 5_000 }]);
  const { body: less } = await shop.readLink(body.id);
  assert.deepEqual([less.state, less.amount, less.asked], ['open', 7_000, 12_000]);
  assert.equal((await shop.account()).body.links?.[0]?.amount, 7_000);
  shop.bookings.set('ada', [{ ...shop.bookings.get('ada')![0]!, paidElsewhere: 12_000 }]);
  assert.equal((await shop.readLink(body.id)).body.state, 'settled_elsewhere');
  assert.deepEqual((await shop.account()).body.links, []);
});

test('the account shows links that are not over as a read of each would', async () => {
  const shop = await openShop();
  const made = await shop.sendLink(linkRequest(shop));
  const same = async (state: string) => {
    const [inAccount] = (await shop.account()).body.links ?? [];
    const { body } = await shop.readLink(made.body.id);
    assert.equal(body.state, state);
    assert.deepEqual(inAccount, body);
  };
  await same('open');
  const token = tokenOfLink(made.body);
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  await same('processing');
  await shop.answerBank(asked.body, 'pass');
  shop.pass(1);
  assert.deepEqual((await shop.account()).body.links, []);
  assert.equal((await shop.readLink(made.body.id)).body.state, 'paid');
});

test('a link is paused while staff charge its booking', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.charge(await newCardCharge(shop, threeDSecure, { closeLinks: [body.id] }));
  const { body: paused } = await shop.readLink(body.id);
  assert.deepEqual([paused.state, paused.resendAt], ['paused', null]);
  assert.deepEqual((await shop.account()).body.links?.[0], paused);
  assert.equal((await shop.resend(body.id)).body.code, 'link_paused');
});

test('a cancelled link can not be paid, and is cancelled once', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const cancelled = await shop.cancelLink(body.id);
  assert.deepEqual([cancelled.body.state, cancelled.body.url, cancelled.body.amount], ['cancelled', null, 0]);
  assert.deepEqual((await shop.cancelLink(body.id)).body, cancelled.body);
  const { status } = await shop.pay(tokenOfLink(body), await payRequest(shop));
  assert.equal(status, 410);
  await shop.deliver();
  assert.deepEqual(shop.told.map(({ type }) => type).sort(), ['link.cancelled', 'link.created']);
});

test('a link that is being paid, or was paid, can not be cancelled', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const asked = await shop.pay(tokenOfLink(body), await payRequest(shop, threeDSecure));
  const refused = await shop.cancelLink(body.id);
  assert.deepEqual([refused.body.code, refused.body.attempt], ['payment_in_progress', 'none']);
  assert.deepEqual(
    refused.body.open?.map(({ key }) => key),
    [asked.body.attemptKey],
  );
  await shop.answerBank(asked.body, 'pass');
  shop.pass(1);
  await shop.view(tokenOfLink(body));
  assert.equal((await shop.cancelLink(body.id)).body.code, 'already_paid');
});

test('cancelling and paying at once end in one of two ways', async () => {
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop();
    const { body } = await shop.sendLink(linkRequest(shop));
    const request = await payRequest(shop);
    const [paid, cancelled] = await Promise.all([shop.pay(tokenOfLink(body), request), shop.cancelLink(body.id)]);
    const isPaid = paid.body.status === 'succeeded';
    assert.equal(shop.received(), isPaid ? 12_000 : 0);
    assert.equal(cancelled.body.state === 'cancelled', !isPaid);
  }
});

test('an expired link can be cancelled, so that its payer can not renew it', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.pass(31 * 24 * 60);
  assert.equal((await shop.cancelLink(body.id)).body.state, 'cancelled');
});

test('a link is sent again to the same address, with a pause that doubles up to an hour', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  assert.equal(body.resendAt, '2026-11-23T10:01:00.000Z');
  const early = await shop.resend(body.id);
  assert.deepEqual(
    [early.status, early.body.code, early.body.retryAt],
    [429, 'rate_limited', '2026-11-23T10:01:00.000Z'],
  );
  for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
    shop.pass(minutes - 0.1);
    assert.equal((await shop.resend(body.id)).body.code, 'rate_limited', `${minutes} minutes`);
    shop.pass(0.1);
    assert.equal((await shop.resend(body.id)).status, 200, `${minutes} minutes`);
  }
  await shop.deliver();
  assert.equal(shop.mailer.sent.length, 9);
  assert.deepEqual(new Set(shop.mailer.sent.map(({ to }) => to)), new Set(['ada@example.com']));
  assert.equal(new Set(shop.mailer.sent.map(({ html }) => html)).size, 1);
  assert.equal((await shop.readLink(body.id)).body.deliveries?.length, 9);
});

test('a report that comes late does not move the pause', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  shop.pass(10);
  await shop.report(shop.mailer.sent[0]!.id, 'delivered');
  assert.equal((await shop.readLink(body.id)).body.resendAt, '2026-11-23T10:01:00.000Z');
});

test('the same key sends once', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.pass(5);
  const key = shop.newKey();
  await Promise.all([shop.resend(body.id, { key }), shop.resend(body.id, { key })]);
  shop.pass(60);
  const { body: again } = await shop.resend(body.id, { key });
  assert.equal(again.deliveries?.length, 2);
  await shop.deliver();
  assert.equal(shop.mailer.sent.length, 2);
});

test('a link that is over, or handed over, is not sent again', async () => {
  const shop = await openShop();
  const links = async (changes: object) =>
    (await shop.link({ channel: 'email', to: 'ada@example.com', ...changes })).id;
  for (const [changes, code] of [
    [{ state: 'paid' }, 'already_paid'],
    [{ state: 'cancelled' }, 'link_cancelled'],
    [{ state: 'replaced' }, 'link_replaced'],
    [{ state: 'settled_elsewhere' }, 'link_settled'],
    [{ state: 'locked' }, 'link_locked'],
    [{ expiresAt: '2026-11-22T00:00:00.000Z' }, 'link_expired'],
    [{ channel: 'none', to: null }, 'invalid_request'],
  ] as const) {
    const { body } = await shop.resend(await links(changes));
    assert.deepEqual([body.code, body.attempt], [code, 'none']);
  }
  const { body } = await shop.sendLink(
    linkRequest(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
  );
  const seen = [{ bookingId: 'b2', amount: 8_000 }];
  await shop.pay(tokenOfLink(body), await payRequest(shop, threeDSecure, { seen }));
  assert.equal((await shop.resend(body.id)).body.code, 'payment_in_progress');
});

test('a link whose secret is gone still opens, but nobody is told where', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.restart({ linkSecret: 'another secret of at least thirty-two characters' });
  assert.equal((await shop.readLink(body.id)).body.url, null);
  assert.equal((await shop.view(tokenOfLink(body))).body.state, 'open');
  shop.restart({
    linkSecret: ['another secret of at least thirty-two characters', 'a secret of at least thirty-two characters'],
  });
  assert.equal((await shop.readLink(body.id)).body.url, body.url);
});

test('a charge that failed leaves the link as it was', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const cardId = await shop.saveCard('ada', '4000000000000341');
  await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId }, closeLinks: [body.id] }));
  assert.equal((await shop.readLink(body.id)).body.state, 'open');
});
