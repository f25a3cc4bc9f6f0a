import assert from 'node:assert/strict';
import { test } from 'node:test';
import { booking, newCardCharge, openShop, threeDSecure, visaCharge } from './shop.ts';

test('a card on file is charged at once, and the booking is charged in full', async () => {
  const shop = await openShop();
  const { status, body } = await shop.charge(visaCharge(shop));
  assert.equal(status, 200);
  assert.equal(body.status, 'succeeded');
  assert.equal(body.amount, 12_000);
  assert.deepEqual(body.card, {
    brand: 'visa',
    last4: '4242',
    expMonth: body.card?.expMonth,
    expYear: body.card?.expYear,
  });
  assert.deepEqual(body.chargedBy, { id: 'maya', name: 'MAYA' });
  assert.equal(body.cardSaved, false);
  assert.equal(body.settledAt, '2026-11-23T10:00:00.000Z');
  assert.deepEqual(body.allocations, [
    { bookingId: 'b1', reference: 'R-b1', title: 'Booking b1', amount: 12_000, due: 0, status: 'charged_in_full' },
  ]);
  assert.equal(shop.received(), 12_000);
  const [intent] = shop.stripe.intents();
  assert.equal(intent?.metadata['paydesk_attempt'], body.id);
});

test('parts of two bookings are charged as one payment', async () => {
  const shop = await openShop();
  const { body } = await shop.charge(
    visaCharge(shop, {
      allocations: [
        { bookingId: 'b1', amount: 2_000, dueSeen: 12_000 },
        { bookingId: 'b2', amount: 8_000, dueSeen: 8_000 },
      ],
    }),
  );
  assert.deepEqual(
    body.allocations?.map(({ due, status }) => [due, status]),
    [
      [10_000, 'partially_charged'],
      [0, 'charged_in_full'],
    ],
  );
  assert.deepEqual(
    shop.stripe.intents().map((intent) => intent.amountReceived),
    [10_000],
  );
});

test('a free line is charged where the merchant allows it', async () => {
  const shop = await openShop();
  const line = { description: 'Key replacement', amount: 1_500 };
  const allowed = await shop.charge(visaCharge(shop, { allocations: [], line }));
  assert.equal(allowed.body.status, 'succeeded');
  assert.deepEqual(allowed.body.line, line);
  shop.merchant.freeLine = false;
  const refused = await shop.charge(visaCharge(shop, { line }));
  assert.equal(refused.body.code, 'invalid_request');
  assert.deepEqual(Object.keys(refused.body.fields ?? {}), ['line']);
});

test('a new card is used once and not kept', async () => {
  const shop = await openShop();
  const { body } = await shop.charge(await newCardCharge(shop, '5555555555554444'));
  assert.equal(body.status, 'succeeded');
  assert.equal(body.card?.last4, '4444');
  assert.equal(body.cardSaved, false);
  const account = await shop.account();
  assert.deepEqual(
    account.body.cards?.map((card) => card.last4),
    ['4242'],
  );
});

test('a new card is saved with the consent that was shown, and can be charged again as a saved card', async () => {
  const shop = await openShop();
  const consent = { text: 'Ada agreed on the phone.', version: '2026-11', locale: 'en' };
  const confirmationToken = await shop.token('5555555555554444', { save: true });
  const method = { type: 'new_card', confirmationToken, save: true, consent };
  const first = await shop.charge(visaCharge(shop, { method }));
  assert.equal(first.body.cardSaved, true);

  const account = await shop.account();
  const saved = account.body.cards?.find((card) => card.last4 === '4444');
  assert.deepEqual(saved?.consent, { text: 'Ada agreed on the phone.', givenAt: '2026-11-23T10:00:00.000Z' });
  const [record] = await shop.store.transaction('m1', (tx) => tx.consents('ada'));
  assert.deepEqual(
    { ...record },
    {
      ...consent,
      customerId: 'ada',
      attemptId: first.body.id,
      cardId: saved?.id,
      actor: 'staff:maya',
      channel: 'staff',
      givenAt: '2026-11-23T10:00:00.000Z',
    },
  );

  const again = await shop.charge(
    visaCharge(shop, {
      allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }],
      method: { type: 'saved_card', cardId: saved?.id },
    }),
  );
  assert.equal(again.body.status, 'succeeded');
});

test('a card counts as saved if Stripe keeps it, whatever was wished', async () => {
  const shop = await openShop();
  const confirmationToken = await shop.token('5555555555554444', { save: true });
  const consent = { text: 'Agreed.', version: '1', locale: 'en' };
  shop.restart({
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        const response = await shop.stripe.fetch(input, init);
        if (!String(input).endsWith('/confirm')) return response;
        const intent = (await response.json()) as { payment_method: { customer: string | null } };
        intent.payment_method.customer = null;
        return Response.json(intent);
      },
    },
  });
  const { body } = await shop.charge(
    visaCharge(shop, { method: { type: 'new_card', confirmationToken, save: true, consent } }),
  );
  assert.equal(body.status, 'succeeded');
  assert.equal(body.cardSaved, false);
  assert.deepEqual(await shop.store.transaction('m1', (tx) => tx.consents('ada')), []);
});

test('a card that was to be saved but was declined is neither saved nor consented', async () => {
  const shop = await openShop();
  const confirmationToken = await shop.token('4000000000000002', { save: true });
  const consent = { text: 'Agreed.', version: '1', locale: 'en' };
  const { body } = await shop.charge(
    visaCharge(shop, { method: { type: 'new_card', confirmationToken, save: true, consent } }),
  );
  assert.equal(body.code, 'declined');
  assert.deepEqual(await shop.store.transaction('m1', (tx) => tx.consents('ada')), []);
});

test('the same key sent twice at once makes one intent', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const answers = await Promise.all([shop.charge(visaCharge(shop), { key }), shop.charge(visaCharge(shop), { key })]);
  const other = answers.find(({ status }) => status !== 200);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(other?.status, 409);
  assert.equal(other?.body.code, 'in_progress');
  assert.equal(other?.body.attempt, 'open');
  assert.deepEqual(shop.statuses(), ['succeeded']);
});

test('the same request with the same key answers the payment as it is now', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const first = await shop.charge(visaCharge(shop), { key });
  const second = await shop.charge(visaCharge(shop), { key });
  assert.equal(second.status, 200);
  assert.deepEqual(second.body, first.body);
  assert.equal(shop.received(), 12_000);
});

test('a declined key is told as declined again, without asking the bank again', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const cardId = await shop.saveCard('ada', '4000000000009995');
  const charge = visaCharge(shop, { method: { type: 'saved_card', cardId } });
  await shop.charge(charge, { key });
  const again = await shop.charge(charge, { key });
  assert.equal(again.status, 402);
  assert.equal(again.body.reason, 'insufficient_funds');
  assert.equal(again.body.attempt, 'closed');
  assert.equal(shop.stripe.intents().length, 1);
});

test('the same request is the same in any order of its fields', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const first = await shop.charge(visaCharge(shop), { key });
  const { method, currency, allocations, customerId } = visaCharge(shop);
  const [{ amount, bookingId, dueSeen }] = allocations as [Record<string, unknown>];
  const reordered = { method, currency, allocations: [{ dueSeen, amount, bookingId }], customerId };
  assert.deepEqual((await shop.charge(reordered, { key })).body, first.body);
});

test('a key that came with another request is refused before anything else is looked at', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(visaCharge(shop), { key });
  for (const other of [
    visaCharge(shop, { confirmSimilar: true }),
    { nonsense: true },
    visaCharge(shop, { customerId: 'nobody' }),
  ]) {
    const { status, body } = await shop.charge(other, { key });
    assert.equal(status, 422);
    assert.equal(body.code, 'idempotency_mismatch');
    assert.equal(body.attempt, 'open', 'money has moved under this key');
  }
});

test('the same key of two people is two attempts', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(visaCharge(shop), { key, staff: 'maya' });
  const { body } = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
    { key, staff: 'noah' },
  );
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.received(), 20_000);
});

test('twenty charges of one booking at once charge it once', async () => {
  const shop = await openShop();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => shop.charge(visaCharge(shop), { staff: `staff-${index}` })),
  );
  const codes = answers.map(({ body }) => body.code ?? body.status);
  assert.equal(codes.filter((code) => code === 'succeeded').length, 1);
  assert.deepEqual(
    codes.filter((code) => !['succeeded', 'payment_in_progress', 'balance_changed'].includes(String(code))),
    [],
  );
  assert.ok(codes.includes('payment_in_progress'), 'nobody met the reservation');
  assert.equal(shop.received(), 12_000);
});

test('a booking held by another payment says which', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  const held = await shop.charge(await newCardCharge(shop, '4000000000003220'), { key });
  assert.equal(held.body.status, 'requires_action');
  const { status, body } = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 500, dueSeen: 12_000 }] }),
  );
  assert.equal(status, 409);
  assert.equal(body.code, 'payment_in_progress');
  assert.equal(body.attempt, 'none');
  assert.deepEqual(body.open, [{ key, phase: 'requires_action', bookingIds: ['b1'] }]);
});

test('two bookings of one customer can be charged at the same time', async () => {
  const shop = await openShop();
  const answers = await Promise.all([
    shop.charge(visaCharge(shop)),
    shop.charge(visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] })),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body.status),
    ['succeeded', 'succeeded'],
  );
  assert.equal(shop.received(), 20_000);
});

test('after a decline the intent is canceled and the booking can be charged with another card', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', '4000000000000341');
  const declined = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  assert.equal(declined.status, 402);
  assert.equal(declined.body.code, 'declined');
  assert.equal(declined.body.reason, 'declined');
  assert.equal(declined.body.attempt, 'closed');
  const other = await shop.charge(visaCharge(shop));
  assert.equal(other.body.status, 'succeeded');
  assert.deepEqual(shop.statuses(), ['canceled', 'succeeded']);
});

test('a lost card is told as a plain decline, everywhere', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', '4000000000009987');
  const key = shop.newKey();
  const declined = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }), { key });
  assert.equal(declined.body.reason, 'declined');
  const attempt = await shop.attempt(key);
  await shop.deliver();
  assert.deepEqual(attempt.body.payment?.failure, { code: 'declined', reason: 'declined' });
  for (const said of [declined.body, attempt.body, shop.told, shop.errors]) {
    assert.doesNotMatch(JSON.stringify(said), /lost/);
  }
});

test('a bank that wants to ask the customer declines a saved card with its own code', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', '4000002760003184');
  const { status, body } = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  assert.equal(status, 402);
  assert.equal(body.code, 'authentication_required');
  assert.equal(body.attempt, 'closed');
  assert.deepEqual(shop.statuses(), ['canceled']);
});

test('a card entry that was used before has to be made again', async () => {
  const shop = await openShop();
  const confirmationToken = await shop.token('4242424242424242');
  const method = { type: 'new_card', confirmationToken, save: false };
  await shop.charge(visaCharge(shop, { method }));
  const again = await shop.charge(
    visaCharge(shop, { method, allocations: [{ bookingId: 'b2', amount: 8_000, dueSeen: 8_000 }] }),
  );
  assert.equal(again.status, 402);
  assert.equal(again.body.code, 'card_entry_expired');
  assert.equal(again.body.attempt, 'closed');
  assert.deepEqual(shop.statuses(), ['succeeded', 'canceled']);
});

test('a card entry that has expired has to be made again', async () => {
  const shop = await openShop();
  const charge = await newCardCharge(shop, '4242424242424242');
  shop.pass(24 * 60);
  const { body } = await shop.charge(charge);
  assert.equal(body.code, 'card_entry_expired');
  assert.equal(shop.received(), 0);
});

test('a saved card of another customer is refused, and the booking stays free', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('bob', '5555555555554444');
  const foreign = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  assert.equal(foreign.status, 400);
  assert.equal(foreign.body.attempt, 'closed');
  assert.ok(foreign.body.fields?.['method.cardId']);
  assert.deepEqual(shop.stripe.intents(), []);
  const own = await shop.charge(visaCharge(shop));
  assert.equal(own.body.status, 'succeeded');
});

test('the same amount within ten minutes is asked about', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [booking('b1', 12_000), booking('b2', 12_000), booking('b4', 12_000)]);
  const first = await shop.charge(visaCharge(shop));
  const second = visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 12_000, dueSeen: 12_000 }] });
  shop.pass(9);
  const asked = await shop.charge(second);
  assert.equal(asked.status, 409);
  assert.equal(asked.body.code, 'similar_payment');
  assert.deepEqual(asked.body.similar, { paymentId: first.body.id, amount: 12_000, createdAt: first.body.createdAt });
  const confirmed = await shop.charge({ ...second, confirmSimilar: true });
  assert.equal(confirmed.body.status, 'succeeded');
  shop.pass(11);
  const later = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b4', amount: 12_000, dueSeen: 12_000 }] }),
  );
  assert.equal(later.body.status, 'succeeded');
});

test('an open payment of the same amount counts as similar too', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [booking('b1', 12_000), booking('b2', 12_000)]);
  await shop.charge(await newCardCharge(shop, '4000000000003220'));
  const { body } = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b2', amount: 12_000, dueSeen: 12_000 }] }),
  );
  assert.equal(body.code, 'similar_payment');
});

test('each customer gets one customer at Stripe', async () => {
  const shop = await openShop();
  shop.bookings.set('bob', [booking('b3', 5_000), booking('b5', 6_000)]);
  const method = async () => ({
    type: 'new_card',
    confirmationToken: await shop.token('4242424242424242'),
    save: false,
  });
  const answers = await Promise.all([
    shop.charge({
      customerId: 'bob',
      currency: 'cad',
      allocations: [{ bookingId: 'b3', amount: 5_000, dueSeen: 5_000 }],
      method: await method(),
    }),
    shop.charge({
      customerId: 'bob',
      currency: 'cad',
      allocations: [{ bookingId: 'b5', amount: 6_000, dueSeen: 6_000 }],
      method: await method(),
    }),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body.status),
    ['succeeded', 'succeeded'],
  );
  const customers = new Set(shop.stripe.intents().map((intent) => intent.customer));
  assert.equal(customers.size, 1);
  const record = await shop.store.transaction('m1', (tx) => tx.customer('bob'));
  assert.deepEqual([record?.stripeCustomerId], [...customers]);
});

test('an amount that Stripe finds too small is told so, and the booking stays free', async () => {
  const shop = await openShop();
  const { status, body } = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 10, dueSeen: 12_000 }] }),
  );
  assert.equal(status, 422);
  assert.equal(body.code, 'amount_too_small');
  assert.equal(body.attempt, 'closed');
  const account = await shop.account();
  assert.equal(account.body.bookings?.[0]?.heldBy, null);
});

test('money is charged once more only after it was seen what is due', async () => {
  const shop = await openShop();
  await shop.charge(visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 2_000, dueSeen: 12_000 }] }));
  const stale = await shop.charge(visaCharge(shop));
  assert.equal(stale.status, 409);
  assert.equal(stale.body.code, 'balance_changed');
  assert.equal(stale.body.attempt, 'none');
  assert.deepEqual(stale.body.due, [{ bookingId: 'b1', due: 10_000 }]);
  const over = await shop.charge(
    visaCharge(shop, { allocations: [{ bookingId: 'b1', amount: 10_001, dueSeen: 10_000 }] }),
  );
  assert.equal(over.status, 422);
  assert.equal(over.body.code, 'over_balance');
  assert.equal(shop.received(), 2_000);
});

test('what the host collected meanwhile changes what is due', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [booking('b1', 12_000, 4_000)]);
  const { body } = await shop.charge(visaCharge(shop));
  assert.equal(body.code, 'balance_changed');
  assert.deepEqual(body.due, [{ bookingId: 'b1', due: 8_000 }]);
});

test('a refused request leaves nothing behind: its key can be used again', async () => {
  const shop = await openShop();
  const key = shop.newKey();
  await shop.charge(visaCharge(shop, { currency: 'usd' }), { key });
  const { body } = await shop.charge(visaCharge(shop), { key });
  assert.equal(body.status, 'succeeded');
});

test('nothing is charged, and Stripe is not asked, while Stripe is not connected', async () => {
  const shop = await openShop();
  for (const connection of ['not_connected', 'restricted'] as const) {
    shop.merchant.connection = connection;
    shop.calls.length = 0;
    const { status, body } = await shop.charge(visaCharge(shop));
    assert.equal(status, 409);
    assert.equal(body.code, 'stripe_not_connected');
    assert.deepEqual(shop.calls, []);
  }
});

test('Stripe is told the address to send the payer back to as it was checked', async () => {
  const shop = await openShop();
  const told: (string | null)[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        if (String(input).endsWith('/confirm')) told.push(new URLSearchParams(String(init?.body)).get('return_url'));
        return shop.stripe.fetch(input, init);
      },
    },
  });
  const { body } = await shop.charge(
    await newCardCharge(shop, threeDSecure, { returnUrl: 'https://desk.example\\@evil.example/' }),
  );
  assert.equal(body.status, 'requires_action');
  assert.deepEqual(told, ['https://desk.example/@evil.example/']);
});

test('a booking that moved to another customer stays paid', async () => {
  const shop = await openShop();
  await shop.charge(visaCharge(shop));
  shop.bookings.set('bob', [booking('b1', 12_000)]);
  const { body } = await shop.account('bob');
  assert.equal(body.bookings?.[0]?.due, 0);
  const again = await shop.charge(
    await newCardCharge(shop, '4242424242424242', { customerId: 'bob', confirmSimilar: true }),
  );
  assert.equal(again.body.code, 'balance_changed');
  assert.equal(shop.received(), 12_000);
});

test('a booking that two customers list at once is charged once', async () => {
  const shop = await openShop();
  shop.bookings.set('bob', [booking('b1', 12_000)]);
  const token = async () => newCardCharge(shop, '4242424242424242', { customerId: 'bob' });
  const answers = await Promise.all([shop.charge(visaCharge(shop)), token().then((charge) => shop.charge(charge))]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  assert.equal(shop.received(), 12_000);
});

test('a booking that moved while a payment holds it is held for the other customer too', async () => {
  const shop = await openShop();
  const { body } = await shop.charge(await newCardCharge(shop, threeDSecure));
  shop.bookings.set('bob', [booking('b1', 12_000)]);
  assert.equal((await shop.account('bob')).body.bookings?.[0]?.heldBy, body.attemptKey);
  const other = await shop.charge(await newCardCharge(shop, '4242424242424242', { customerId: 'bob' }));
  assert.equal(other.body.code, 'payment_in_progress');
});
