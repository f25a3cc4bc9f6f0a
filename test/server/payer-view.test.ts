import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { confirmation, type Confirmation, payerView } from '../../src/contract/payer.ts';
import { payerConsent } from '../../src/text/consent.ts';
import { booking, openShop, payRequest, type Shop, threeDSecure, visaCharge } from './shop.ts';

const confirmationOf = (shop: Shop, token: string) => shop.payer<Confirmation>(token, 'GET', '/pay/payment');

const card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2030 };

test('the view of a link is what the contract says', async () => {
  const shop = await openShop();
  Object.assign(shop.merchant, { contact: 'Call 555', logoUrl: 'https://garden.example/logo.svg' });
  const line = { description: 'Salt', amount: 700 };
  const { id, token } = await shop.link({ line, locale: 'fr-CA', note: 'Thank you.' });
  const { status, headers, body } = await shop.view(token);
  assert.equal(status, 200);
  assert.equal(headers.get('Cache-Control'), 'no-store');
  v.parse(payerView, body);
  const { receiptTo, ...rest } = body;
  assert.deepEqual(rest, {
    id,
    state: 'open',
    merchant: { name: 'Garden & Home', contact: 'Call 555', logoUrl: 'https://garden.example/logo.svg' },
    customer: { name: 'ADA' },
    locale: 'fr-CA',
    currency: 'cad',
    items: [
      {
        bookingId: 'b1',
        reference: 'R-b1',
        title: 'Booking b1',
        date: '2026-11-20',
        amount: 12_000,
        asked: 12_000,
      },
      { bookingId: null, reference: null, title: 'Salt', date: null, amount: 700, asked: 700 },
    ],
    amount: 12_700,
    tipPresets: [],
    expiresAt: '2026-12-23T10:00:00.000Z',
    note: 'Thank you.',
    stripe: { publishableKey: shop.stripe.publishableKey, account: null, testMode: true, connected: true },
    consent: payerConsent('Garden & Home'),
    approval: null,
    attempt: null,
    payment: null,
    renewTo: null,
  });
  assert.match(receiptTo ?? '', /^a.*@example\.com$/);
  assert.ok(!receiptTo?.includes('ada'));
});

test('the consent names the business, what for, when, how the amount is set and how it is withdrawn', () => {
  const { text, version, locale } = payerConsent('Garden & Home');
  for (const part of [/Garden & Home saves this card/, /future bookings/, /fall due/, /Each amount is/, /withdraw/]) {
    assert.match(text, part);
  }
  assert.equal(locale, 'en');
  assert.notEqual(version, '');
});

test('amounts are what is left now, and nothing once the link is over', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  shop.bookings.set('ada', [booking('b1', 12_000, 7_000)]);
  const { body } = await shop.view(token);
  assert.deepEqual([body.amount, body.items?.[0]?.amount, body.items?.[0]?.asked], [5_000, 5_000, 12_000]);
  for (const state of ['paid', 'settled_elsewhere'] as const) {
    const over = await shop.link({ state });
    const seen = await shop.view(over.token);
    assert.equal(seen.body.state, state);
    assert.deepEqual([seen.body.amount, seen.body.items?.[0]?.amount], [0, 0]);
  }
});

for (const state of ['cancelled', 'replaced'] as const) {
  test(`a link that was ${state} tells nothing more of the customer: it may have gone to somebody else`, async () => {
    const shop = await openShop();
    const card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2030 };
    const told = { note: 'See you on Friday', approval: { cardId: shop.visa, card } };
    const { id, token } = await shop.link(told);
    await shop.pay(token, await payRequest(shop, '4000000000000002'));
    const before = await shop.view(token);
    assert.match(JSON.stringify(before.body), /ADA.*Booking b1.*R-b1|R-b1.*Booking b1/);
    await shop.store.transaction('m1', async (tx) => {
      const link = await tx.linkById(id);
      assert.ok(link);
      await tx.updateLink({ ...link, state });
    });
    const view = await shop.view(token);
    assert.equal(view.body.state, state);
    assert.deepEqual([view.body.amount, view.body.items, view.body.payment], [0, [], null]);
    const confirmation = await shop.payer(token, 'GET', '/pay/payment');
    for (const { status, body } of [view, confirmation]) {
      assert.equal(status, 200);
      assert.doesNotMatch(JSON.stringify({ ...body, renewTo: null }), /ADA|Booking|R-b1|2026-11-20|Friday|4242|0002|@/);
    }
  });
}

test('a dead link says where a new one would go, masked; no other does', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  assert.equal((await shop.view(token)).body.renewTo, null);
  const replaced = await shop.link({ state: 'replaced' });
  assert.match((await shop.view(replaced.token)).body.renewTo ?? '', /@example\.com$/);
  const cancelled = await shop.link({ state: 'cancelled' });
  assert.equal((await shop.view(cancelled.token)).body.renewTo, null);
  shop.pass(31 * 24 * 60);
  const { body } = await shop.view(token);
  assert.equal(body.state, 'expired');
  assert.match(body.renewTo ?? '', /@example\.com$/);
});

test('tips are offered as the settings say', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const none = { on: false, recipients: [] };
  const notices = { link_paid: none, link_locked: none, link_undelivered: none };
  await shop.store.transaction('m1', (tx) => tx.saveSettings({ notices, linkLifetimeDays: 30, tipPresets: [10, 15] }));
  assert.deepEqual((await shop.view(token)).body.tipPresets, [10, 15]);
});

test('a link that is looked at, however often, is as it was', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const before = await shop.linkRecord(id);
  shop.calls.length = 0;
  await Promise.all([shop.view(token), shop.view(token), confirmationOf(shop, token), confirmationOf(shop, token)]);
  assert.deepEqual(await shop.linkRecord(id), before);
  assert.deepEqual(await shop.store.claimMessages('m1', '9', '9', 9), []);
  assert.deepEqual(shop.calls, []);
});

test('that a person is there is noted once', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const opened = () => shop.payer(token, 'POST', '/pay/opened');
  const { status, body } = await opened();
  assert.equal(status, 200);
  v.parse(payerView, body);
  shop.pass(5);
  await Promise.all([opened(), opened()]);
  assert.equal((await shop.linkRecord(id))?.openedAt, '2026-11-23T10:00:00.000Z');
});

test('a payment under way is shown with what Stripe.js needs, to the payer alone', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const key = shop.newKey();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure), { key });
  assert.match(asked.body.clientSecret ?? '', /_secret_/);
  const { body } = await shop.view(token);
  assert.equal(body.state, 'processing');
  assert.equal(body.amount, 12_000);
  assert.deepEqual([body.attempt?.key, body.attempt?.phase], [key, 'requires_action']);
  assert.equal(body.attempt?.payment?.clientSecret, asked.body.clientSecret);
  const told = await confirmationOf(shop, token);
  assert.equal(told.body.payment?.status, 'requires_action');

  const account = await shop.account();
  assert.equal(account.body.attempts?.[0]?.key, key);
  const others = [account, told, await shop.attempt(key), await shop.send('GET', `/payments/${asked.body.id}`)];
  for (const other of others) assert.ok(!JSON.stringify(other.body).includes('_secret_'));
});

test('a payment that the bank approved while nobody looked is paid when the link is looked at', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.view(token);
  assert.equal(body.state, 'paid');
  assert.equal(body.attempt, null);
  assert.equal(body.payment?.status, 'succeeded');
});

test('the latest try is shown where it failed', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  await shop.pay(token, await payRequest(shop, '4000000000009995'));
  const failed = await shop.view(token);
  assert.equal(failed.body.state, 'open');
  assert.deepEqual(failed.body.payment?.failure, { code: 'declined', reason: 'insufficient_funds' });
  assert.equal(failed.body.payment?.card?.last4, '9995');
  assert.equal((await confirmationOf(shop, token)).body.payment?.status, 'failed');
  await shop.pay(token, await payRequest(shop));
  assert.equal((await shop.view(token)).body.payment?.status, 'succeeded');
});

test('while Stripe is away a payment under way is shown as it was known to be', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  await shop.pay(token, await payRequest(shop, threeDSecure));
  shop.stripe.faults.add({ path: /payment_intents/, kind: 'lost-request', times: 2 });
  const { status, body } = await shop.view(token);
  assert.equal(status, 200);
  assert.deepEqual([body.state, body.attempt?.phase], ['processing', 'requires_action']);
  assert.equal(shop.errors.length, 1);
});

test('the confirmation tells what was paid, later and elsewhere', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  assert.equal((await confirmationOf(shop, token)).body.payment, null);
  await shop.pay(token, await payRequest(shop));
  shop.pass(60 * 24 * 60);
  shop.restart();
  const { status, body } = await confirmationOf(shop, token);
  assert.equal(status, 200);
  v.parse(confirmation, body);
  assert.deepEqual([body.id, body.state, body.testMode], [id, 'paid', true]);
  assert.deepEqual([body.payment?.status, body.payment?.card?.last4], ['succeeded', '4242']);
  assert.deepEqual(body.dates, [{ bookingId: 'b1', date: '2026-11-20' }]);
  assert.match(body.receiptTo ?? '', /^a.*@example\.com$/);
});

test('the confirmation names the address that the payer gave for the receipt, masked', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  await shop.pay(token, await payRequest(shop, undefined, { receiptEmail: 'carl@elsewhere.example' }));
  const { body } = await confirmationOf(shop, token);
  assert.match(body.receiptTo ?? '', /^c.*@elsewhere\.example$/);
  assert.ok(!JSON.stringify(body).includes('carl'));
});

test('what was paid can be looked at although the host no longer knows the customer', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  await shop.pay(token, await payRequest(shop));
  shop.bookings.delete('ada');
  const { body } = await confirmationOf(shop, token);
  assert.deepEqual([body.payment?.status, body.customer?.name, body.receiptTo], ['succeeded', '', null]);
  assert.equal((await shop.view(token)).body.state, 'paid');
});

test('an approval link shows the card to approve with', async () => {
  const shop = await openShop();
  const { token } = await shop.link({ approval: { cardId: shop.visa, card } });
  assert.deepEqual((await shop.view(token)).body.approval, card);
});

test('a view that has not changed costs a 304, and no call to Stripe', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  for (const path of ['/pay', '/pay/payment']) {
    const authorization = { Authorization: `Paydesk-Link ${token}` };
    const first = await shop.send('GET', path, { staff: null, headers: authorization });
    const tag = first.headers.get('ETag') ?? '';
    shop.calls.length = 0;
    const headers = { ...authorization, 'If-None-Match': tag };
    assert.equal((await shop.send('GET', path, { staff: null, headers })).status, 304);
    assert.deepEqual(shop.calls, []);
  }
  const tag = (await shop.view(token)).headers.get('ETag') ?? '';
  await shop.charge(visaCharge(shop, { closeLinks: [id] }));
  const headers = { Authorization: `Paydesk-Link ${token}`, 'If-None-Match': tag };
  assert.equal((await shop.send('GET', '/pay', { staff: null, headers })).status, 200);
});

test('however many look at a payment under way, Stripe is asked every two seconds at most', async () => {
  const shop = await openShop();
  const { token } = await shop.link();
  const asked = await shop.pay(token, await payRequest(shop, threeDSecure));
  shop.calls.length = 0;
  const reads = () => shop.calls.filter((call) => call.startsWith('GET /v1/payment_intents/')).length;
  const seen = await Promise.all([shop.view(token), shop.view(token)]);
  await shop.account();
  seen.push(await shop.view(token));
  assert.equal(reads(), 1);
  for (const { body } of seen) {
    assert.equal(body.attempt?.payment?.clientSecret, asked.body.clientSecret);
  }
  shop.pass(2 / 60);
  await shop.view(token);
  assert.equal(reads(), 2);

  await shop.answerBank(asked.body, 'pass');
  const direct = await shop.payer<{ state: string }>(token, 'GET', `/pay/attempts/${asked.body.attemptKey}`);
  assert.equal(direct.body.state, 'closed', 'who asks for the attempt itself is told what Stripe says now');
  assert.equal((await shop.view(token)).body.state, 'paid');
});
