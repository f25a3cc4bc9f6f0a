import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentTo } from '../../src/contract/payer.ts';
import { linkRequest, openShop, payRequest, type Shop, tokenIn } from './shop.ts';

/** A link that was paid; answers its token. */
async function paidLink(shop: Shop, changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  const token = tokenIn(body.url);
  const { body: paid } = await shop.pay(token, await payRequest(shop, '4242424242424242', changes));
  assert.equal(paid.status, 'succeeded', JSON.stringify(paid));
  return token;
}

const receipts = (shop: Shop) => shop.mailer.sent.filter(({ subject }) => /^(Receipt|Reçu)/.test(subject));

const ask = (shop: Shop, token: string, { email, key = shop.newKey() }: { email?: string; key?: string } = {}) =>
  shop.payer<SentTo>(token, 'POST', '/pay/receipt', { key, body: email === undefined ? {} : { email } });

test('whoever paid gets a receipt at the address on file', async () => {
  const shop = await openShop();
  await shop.send('PATCH', '/settings', { body: { tipPresets: [10] } });
  const token = await paidLink(shop, { tip: 1_200 });
  await shop.deliver();
  await shop.deliver();
  const [mail, ...more] = receipts(shop);
  assert.deepEqual(more, []);
  assert.equal(mail?.to, 'ada@example.com');
  assert.equal(mail.subject, 'Receipt from Garden & Home: CA$132.00');
  for (const said of [
    'Garden & Home has received your payment of CA$132.00.',
    'Paid on November 23, 2026 at 10:00 AM UTC',
    '- Booking b1: CA$120.00\n  R-b1 · November 20, 2026',
    'Tip: CA$12.00\nAmount paid: CA$132.00',
    'Card: Visa ••••\u00a04242',
    'Payment reference: pay_',
    `https://desk.example/paid?link=${token}\n`,
  ]) {
    assert.ok(mail.text.replaceAll('\u202f', ' ').includes(said), said);
  }
  assert.deepEqual(
    new Set(Array.from(mail.html.matchAll(/href="([^"]*)"/g), ([, address]) => address)),
    new Set([`https://desk.example/paid?link=${token}`]),
  );
});

test('a receipt goes where the payer wanted it', async () => {
  const shop = await openShop();
  await paidLink(shop, { receiptEmail: 'books@example.com' });
  await shop.deliver();
  assert.deepEqual(
    receipts(shop).map(({ to }) => to),
    ['books@example.com'],
  );
});

test('without an address there is no receipt, and nothing is wrong', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { email: null });
  const token = await paidLink(shop);
  await shop.deliver();
  assert.deepEqual([receipts(shop), shop.errors], [[], []]);
  const { body } = await ask(shop, token);
  assert.deepEqual([body.code, Object.keys(body.fields ?? {})], ['invalid_request', ['email']]);
});

test('a receipt is in the customer’s language', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { locale: 'fr-CA' });
  await paidLink(shop);
  await shop.deliver();
  const [mail] = receipts(shop);
  assert.equal(mail?.subject, 'Reçu de Garden & Home\u00a0: 120,00\u00a0$');
  assert.match(mail.html, /<html lang="fr-CA"/);
  assert.match(mail.text, /Carte\u00a0: Visa ••••\u00a04242/);
});

test('without a confirmation page the receipt leads nowhere', async () => {
  const shop = await openShop();
  shop.merchant.confirmationUrl = null;
  await paidLink(shop);
  await shop.deliver();
  assert.doesNotMatch(receipts(shop)[0]?.html ?? 'href=', /href=/);
});

test('a receipt that is asked for goes to the address on file, which is answered masked', async () => {
  const shop = await openShop();
  const token = await paidLink(shop);
  await shop.deliver();
  const { status, body } = await ask(shop, token);
  assert.deepEqual([status, body], [200, { to: 'a•••@example.com' }]);
  await shop.deliver();
  assert.deepEqual(
    receipts(shop).map(({ to }) => to),
    ['ada@example.com', 'ada@example.com'],
  );
});

test('or to another one', async () => {
  const shop = await openShop();
  const token = await paidLink(shop);
  assert.equal((await ask(shop, token, { email: 'nobody' })).status, 400);
  assert.deepEqual((await ask(shop, token, { email: 'books@example.com' })).body, { to: 'b•••@example.com' });
  await shop.deliver();
  assert.ok(receipts(shop).some(({ to }) => to === 'books@example.com'));
});

test('the same key sends one receipt, and answers the same', async () => {
  const shop = await openShop();
  const token = await paidLink(shop);
  const key = shop.newKey();
  const answers = await Promise.all([1, 2, 3].map(() => ask(shop, token, { key, email: 'books@example.com' })));
  for (const { body } of answers) assert.deepEqual(body, { to: 'b•••@example.com' });
  shop.pass(10);
  assert.deepEqual((await ask(shop, token, { key })).body, { to: 'b•••@example.com' });
  await shop.deliver();
  assert.equal(receipts(shop).filter(({ to }) => to === 'books@example.com').length, 1);
});

test('receipts are sent once a minute, and five times at most', async () => {
  const shop = await openShop();
  const token = await paidLink(shop);
  for (let sent = 1; sent <= 5; sent += 1) {
    assert.equal((await ask(shop, token)).status, 200);
    const { body } = await ask(shop, token);
    assert.equal(body.code, 'rate_limited');
    if (sent < 5) assert.equal(body.retryAt, new Date(shop.now().getTime() + 60_000).toISOString());
    shop.pass(1);
  }
  shop.pass(24 * 60);
  const { status, body } = await ask(shop, token);
  assert.deepEqual([status, body.code, body.retryAt], [429, 'rate_limited', undefined]);
});

test('there is no receipt for what was not paid', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  assert.equal((await ask(shop, tokenIn(body.url))).status, 404);
});
