import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { payment } from '../../src/contract/payment.ts';
import type { LinkRecord } from '../../src/server/paydesk.ts';
import { payerConsent } from '../../src/text/consent.ts';
import { booking, openShop, payRequest, type Shop, threeDSecure, visaCharge } from './shop.ts';

const insufficientFunds = '4000000000009995';

const offerTips = (shop: Shop, ...tipPresets: number[]) =>
  shop.store.transaction('m1', (tx) => {
    const none = { on: false, recipients: [] };
    const notices = { link_paid: none, link_locked: none, link_undelivered: none };
    return tx.saveSettings({ notices, linkLifetimeDays: 30, tipPresets });
  });

/** What the outbox holds, as `kind` and what it is about. */
const outbox = async (shop: Shop) =>
  (await shop.store.claimMessages('m1', '9', '9', 100)).map(({ message }) => {
    if (message.kind === 'event') return message.type;
    return message.kind === 'notice' ? `notice ${message.event}` : message.kind;
  });

test('a payer pays: the booking is charged in full, the link is paid, and everybody is told', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const { status, body } = await shop.pay(token, await payRequest(shop, '5555555555554444'));
  assert.equal(status, 200);
  v.parse(payment, body);
  assert.equal(body.status, 'succeeded');
  assert.equal(body.method, 'link');
  assert.equal(body.linkId, id);
  assert.equal(body.chargedBy, null);
  assert.equal(body.card?.last4, '4444');
  assert.deepEqual(
    body.allocations?.map(({ bookingId, due, status: is }) => [bookingId, due, is]),
    [['b1', 0, 'charged_in_full']],
  );
  assert.equal(shop.received(), 12_000);
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
  assert.deepEqual((await outbox(shop)).sort(), ['link.paid', 'notice link_paid', 'payment.succeeded', 'receipt']);
});

test('what is asked for is what is left: a booking that was paid in part meanwhile costs the rest', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  shop.bookings.set('ada', [booking('b1', 12_000, 7_000), booking('b2', 8_000)]);
  const old = await shop.pay(token, await payRequest(shop));
  assert.equal(old.body.code, 'balance_changed');
  assert.equal(old.body.attempt, 'none');
  assert.deepEqual(old.body.due, [{ bookingId: 'b1', due: 5_000 }]);
  assert.deepEqual(shop.statuses(), []);
  const fresh = await shop.pay(
    token,
    await payRequest(shop, undefined, { seen: [{ bookingId: 'b1', amount: 5_000 }] }),
  );
  assert.equal(fresh.body.status, 'succeeded');
  assert.equal(shop.received(), 5_000);
});

test('a link for a part of a booking takes that part', async () => {
  const shop = await openShop();
  const part = { bookingId: 'b1', reference: 'R-b1', title: 'Booking b1', date: '2026-11-20', amount: 3_000 };
  const { id, token } = await shop.link({ allocations: [part] });
  const { body } = await shop.pay(
    token,
    await payRequest(shop, undefined, { seen: [{ bookingId: 'b1', amount: 3_000 }] }),
  );
  assert.equal(body.allocations?.[0]?.status, 'partially_charged');
  assert.equal(body.allocations?.[0]?.due, 9_000);
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
  assert.equal((await shop.view(token)).body.state, 'paid');
});

test('what is settled is left out, and a line is paid as it is', async () => {
  const shop = await openShop();
  const about = (id: string, amount: number) => ({
    bookingId: id,
    reference: `R-${id}`,
    title: `Booking ${id}`,
    date: '2026-11-20',
    amount,
  });
  const line = { description: 'Salt', amount: 700 };
  const { token } = await shop.link({ allocations: [about('b1', 12_000), about('b2', 8_000)], line });
  shop.bookings.set('ada', [booking('b1', 12_000, 12_000), booking('b2', 8_000)]);
  const withoutLine = await shop.pay(
    token,
    await payRequest(shop, undefined, { seen: [{ bookingId: 'b2', amount: 8_000 }] }),
  );
  assert.equal(withoutLine.body.code, 'invalid_request');
  assert.deepEqual(Object.keys(withoutLine.body.fields ?? {}), ['seen']);
  const { body } = await shop.pay(
    token,
    await payRequest(shop, undefined, {
      seen: [
        { bookingId: null, amount: 700 },
        { bookingId: 'b2', amount: 8_000 },
      ],
    }),
  );
  assert.equal(body.amount, 8_700);
  assert.deepEqual(body.line, line);
  assert.deepEqual(
    body.allocations?.map(({ bookingId }) => bookingId),
    ['b2'],
  );
});

test('what a link never asked for is no item of it', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const b1 = { bookingId: 'b1', amount: 12_000 };
  for (const seen of [
    [b1, { bookingId: 'b2', amount: 8_000 }],
    [b1, b1],
    [b1, { bookingId: null, amount: 5 }],
  ]) {
    const { body } = await shop.pay(token, await payRequest(shop, undefined, { seen }));
    assert.equal(body.code, 'invalid_request');
    assert.deepEqual(Object.keys(body.fields ?? {}), ['seen']);
  }
});

test('a tip is paid on top, and is no part of what the booking owes', async () => {
  const shop = await openShop();
  await offerTips(shop, 10, 15);
  const { token } = await shop.link();
  const { body } = await shop.pay(token, await payRequest(shop, undefined, { tip: 1_200 }));
  assert.equal(body.amount, 13_200);
  assert.equal(body.tip, 1_200);
  assert.equal(shop.received(), 13_200);
  assert.deepEqual([body.allocations?.[0]?.amount, body.allocations?.[0]?.due], [12_000, 0]);
});

test('a tip is refused where none is offered, and where it is more than what is paid', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const unasked = await shop.pay(token, await payRequest(shop, undefined, { tip: 100 }));
  assert.deepEqual(Object.keys(unasked.body.fields ?? {}), ['tip']);
  await offerTips(shop, 10);
  const large = await shop.pay(token, await payRequest(shop, undefined, { tip: 12_001 }));
  assert.deepEqual(Object.keys(large.body.fields ?? {}), ['tip']);
  assert.deepEqual(shop.statuses(), []);
});

const over: [string, Partial<LinkRecord>][] = [
  ['link_expired', { expiresAt: '2026-11-23T10:00:00.000Z' }],
  ['link_cancelled', { state: 'cancelled' }],
  ['link_replaced', { state: 'replaced' }],
  ['link_settled', { state: 'settled_elsewhere' }],
  ['link_locked', { state: 'locked' }],
  ['already_paid', { state: 'paid' }],
];
for (const [code, changes] of over) {
  test(`a link that can't be paid says why, and nothing is made: ${code}`, async () => {
    const shop = await openShop();
    const { token } = await shop.link(changes);
    const { body } = await shop.pay(token, await payRequest(shop));
    assert.equal(body.code, code);
    assert.equal(body.attempt, 'none');
    assert.deepEqual(shop.statuses(), []);
  });
}

test('a link whose bookings were paid otherwise is settled', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  shop.bookings.set('ada', [booking('b1', 12_000, 12_000)]);
  const { body } = await shop.pay(token, await payRequest(shop));
  assert.equal(body.code, 'link_settled');
});

test('a link is paused while the business charges one of its bookings, and says nothing of that charge', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const confirmationToken = await shop.token(threeDSecure);
  const asked = await shop.charge(
    visaCharge(shop, { closeLinks: [id], method: { type: 'new_card', confirmationToken, save: false } }),
  );
  assert.equal(asked.body.status, 'requires_action');
  const { status, body } = await shop.pay(token, await payRequest(shop));
  assert.equal(status, 423);
  assert.equal(body.code, 'link_paused');
  assert.equal(body.open, undefined);
});

test('while a link is being paid, another payment of it is told which one', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const key = shop.newKey();
  await shop.pay(token, await payRequest(shop, threeDSecure), { key });
  const { body } = await shop.pay(token, await payRequest(shop));
  assert.equal(body.code, 'payment_in_progress');
  assert.equal(body.attempt, 'none');
  assert.deepEqual(body.open, [{ key, phase: 'requires_action', bookingIds: ['b1'] }]);
});

test('a card is saved with the consent that the view gave, and staff can charge it afterwards', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const consent = (await shop.view(token)).body.consent ?? undefined;
  const confirmationToken = await shop.token('5555555555554444', { save: true });
  const method = { type: 'new_card' as const, confirmationToken, save: true, consent };
  const { body } = await shop.pay(token, await payRequest(shop, undefined, { method }));
  assert.equal(body.cardSaved, true);

  const cards = (await shop.account()).body.cards;
  const saved = cards?.find((card) => card.last4 === '4444');
  assert.equal(saved?.consent?.text, consent?.text);
  const [record] = await shop.store.transaction('m1', (tx) => tx.consents('ada'));
  assert.deepEqual([record?.channel, record?.actor, record?.locale], ['payer', `link:${id}`, 'en']);
  const charged = await shop.charge(
    visaCharge(shop, {
      allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }],
      method: { type: 'saved_card', cardId: saved?.id },
    }),
  );
  assert.equal(charged.body.status, 'succeeded');
});

test('a card is not saved without consent, nor with words that the payer was never shown', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const given = payerConsent(shop.merchant.name);
  const others = [
    undefined,
    { ...given, text: 'Whatever.' },
    { ...given, version: 'another' },
    payerConsent('Another'),
  ];
  for (const consent of others) {
    const confirmationToken = await shop.token('4242424242424242', { save: true });
    const method = { type: 'new_card' as const, confirmationToken, save: true, ...(consent ? { consent } : {}) };
    const { body } = await shop.pay(token, await payRequest(shop, undefined, { method }));
    assert.deepEqual(Object.keys(body.fields ?? {}), ['method.consent']);
  }
  assert.deepEqual(shop.statuses(), []);
});

test('an ordinary link names no card to approve with', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const { body } = await shop.pay(token, await payRequest(shop, undefined, { method: { type: 'saved_card' } }));
  assert.deepEqual(Object.keys(body.fields ?? {}), ['method.type']);
});

test('a link is paid in its own currency, and only while Stripe is connected', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const usd = await shop.pay(token, await payRequest(shop, undefined, { currency: 'usd' }));
  assert.deepEqual(Object.keys(usd.body.fields ?? {}), ['currency']);
  shop.merchant.connection = 'restricted';
  const { body } = await shop.pay(token, await payRequest(shop));
  assert.equal(body.code, 'stripe_not_connected');
  assert.equal(body.attempt, 'none');
});

test('a declined card moves nothing and leaves the link open for another one', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const { status, body } = await shop.pay(token, await payRequest(shop, insufficientFunds));
  assert.equal(status, 402);
  assert.deepEqual([body.code, body.reason, body.attempt], ['declined', 'insufficient_funds', 'closed']);
  assert.equal((await shop.linkRecord(id))?.declines, 1);
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
  assert.deepEqual(shop.statuses(), ['canceled', 'succeeded']);
});

test('five declined cards lock a link, administrators and the host are told once, and a good card comes too late', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  for (let count = 1; count <= 5; count += 1) {
    assert.equal((await shop.linkRecord(id))?.state, 'open');
    assert.equal((await shop.pay(token, await payRequest(shop, insufficientFunds))).body.code, 'declined');
  }
  assert.equal((await shop.linkRecord(id))?.state, 'locked');
  const { status, body } = await shop.pay(token, await payRequest(shop));
  assert.equal(status, 423);
  assert.equal(body.code, 'link_locked');
  assert.equal(shop.received(), 0);
  const told = await outbox(shop);
  assert.equal(told.filter((each) => each === 'link.locked').length, 1);
  assert.equal(told.filter((each) => each === 'notice link_locked').length, 1);
});

test('only what a bank declines counts: not a failed 3-D Secure, not an expired card entry, not a Stripe that is away', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  await shop.answerBank(asked.body, 'fail');
  const failed = await shop.payer<{ payment: { failure: unknown } }>(
    token,
    'GET',
    `/pay/attempts/${asked.body.attemptKey}`,
  );
  assert.deepEqual(failed.body.payment?.failure, { code: 'declined', reason: 'authentication_failed' });

  const method = { type: 'new_card' as const, confirmationToken: 'ctoken_of_yesterday', save: false };
  const late = await shop.pay(token, await payRequest(shop, undefined, { method }));
  assert.deepEqual([late.body.code, late.body.attempt], ['card_entry_expired', 'closed']);

  shop.stripe.faults.add({ method: 'POST', path: '/v1/payment_intents', kind: 'lost-request', times: 4 });
  const away = await shop.pay(token, await payRequest(shop));
  assert.deepEqual([away.body.code, away.body.attempt], ['unavailable', 'closed']);
  assert.equal((await shop.linkRecord(id))?.declines, 0);
});

test('a list of cards can not be tried on a link by leaving each bank without an answer', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const tryOne = async () => {
    const key = shop.newKey();
    const tried = await shop.pay(token, await payRequest(shop, threeDSecure), { key });
    await shop.payer(token, 'POST', `/pay/attempts/${key}/close`);
    return tried;
  };
  for (let count = 0; count < 20; count += 1) assert.equal((await tryOne()).body.status, 'requires_action');
  const { status, body } = await tryOne();
  assert.deepEqual([status, body.attempt, body.retryAt], [429, 'none', '2026-11-23T11:00:00.000Z']);
  shop.pass(60);
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
});

test('the same key and request again is the same payment; with another request it is refused', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const key = shop.newKey();
  const request = await payRequest(shop);
  const first = await shop.pay(token, request, { key });
  const again = await shop.pay(token, request, { key });
  assert.deepEqual(again.body, first.body);
  const other = await shop.pay(token, await payRequest(shop), { key });
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_mismatch']);
  const unreadable = await shop.pay(token, {}, { key });
  assert.equal(unreadable.body.code, 'idempotency_mismatch');
  assert.equal(shop.received(), 12_000);
});

test('a declined payment is told the same whenever its key comes again, and counts once', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const key = shop.newKey();
  const request = await payRequest(shop, insufficientFunds);
  for (let time = 0; time < 3; time += 1) {
    const { body } = await shop.pay(token, request, { key });
    assert.deepEqual([body.code, body.reason, body.attempt], ['declined', 'insufficient_funds', 'closed']);
  }
  assert.equal((await shop.linkRecord(id))?.declines, 1);
});

test('a key of one link means nothing to another, nor to staff', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const one = await shop.link();
  const line = { description: 'Salt', amount: 700 };
  const two = await shop.link({ allocations: [], line });
  assert.equal((await shop.pay(one.token, await payRequest(shop), { key })).body.status, 'succeeded');
  const seen = [{ bookingId: null, amount: 700 }];
  assert.equal((await shop.pay(two.token, await payRequest(shop, undefined, { seen }), { key })).body.amount, 700);
  const allocations = [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }];
  assert.equal((await shop.charge(visaCharge(shop, { allocations }), { key })).body.amount, 8_000);
});

test('a link whose customer the host no longer knows can not be paid', async () => {
  const shop = await openShop();
  const { token } = await shop.link({ allocations: [], line: { description: 'Salt', amount: 700 } });
  shop.bookings.delete('ada');
  const { status, body } = await shop.pay(
    token,
    await payRequest(shop, undefined, { seen: [{ bookingId: null, amount: 700 }] }),
  );
  assert.deepEqual([status, body.attempt], [404, 'none']);
});

test('Stripe leads back to the page of the link; its token is stored and told nowhere', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const sent: string[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        if (String(input).endsWith('/confirm'))
          sent.push(new URLSearchParams(String(init?.body)).get('return_url') ?? '');
        return shop.stripe.fetch(input, init);
      },
    },
  });
  shop.stripe.faults.add({ method: 'POST', path: '/v1/payment_intents/*/confirm', kind: 'lost-answer', times: 99 });
  shop.stripe.faults.add({ method: 'GET', path: '/v1/payment_intents/*', kind: 'lost-request', times: 2 });
  const key = shop.newKey();
  const lost = await shop.pay(token, await payRequest(shop), { key });
  assert.equal(lost.body.attempt, 'open');
  assert.deepEqual([...new Set(sent)], [`https://desk.example/pay?link=${token}`]);
  await shop.view(token);
  const record = await shop.store.transaction('m1', (tx) =>
    tx.attemptByScope({ actor: `link:${id}`, route: 'pay', key }),
  );
  assert.equal(record?.step, 'succeeded');
  assert.equal(record?.returnUrl, null);
  const kept = [record, await shop.linkRecord(id), await shop.store.claimMessages('m1', '9', '9', 100)];
  const told = shop.errors.map((error) => (error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : error));
  assert.ok(shop.errors.length > 0);
  assert.ok(!JSON.stringify([kept, told]).includes(token));
});
