import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkRequest, openShop, payRequest, type Shop, tokenIn } from './shop.ts';

async function paidLink(shop: Shop): Promise<string> {
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  const { body: paid } = await shop.pay(tokenIn(body.url), await payRequest(shop));
  assert.equal(paid.status, 'succeeded');
  return paid.id ?? '';
}

const setNotice = (shop: Shop, notice: object) =>
  shop.send('PATCH', '/settings', { body: { notices: { link_paid: { on: true, recipients: [], ...notice } } } });

const toOffice = (shop: Shop) => shop.mailer.sent.filter(({ to }) => !to.startsWith('ada@'));

test('administrators are told that a link was paid: by whom, how much, for what, with which card, when', async () => {
  const shop = await openShop();
  const id = await paidLink(shop);
  await shop.deliver();
  const [mail, ...more] = toOffice(shop);
  assert.deepEqual(more, []);
  assert.equal(mail?.to, 'office@garden.example');
  assert.equal(mail.from, 'Garden & Home <pay@garden.example>');
  assert.equal(mail.subject, 'ADA paid CA$120.00');
  for (const said of [
    'ADA paid CA$120.00 by payment link.',
    '- Booking b1: CA$120.00\n  R-b1 · November 20, 2026',
    'Card: Visa ••••\u00a04242',
    'Date: November 23, 2026 at 10:00 AM UTC',
    id,
  ]) {
    assert.ok(mail.text.replaceAll('\u202f', ' ').includes(said), said);
  }
  for (const said of ['ADA paid CA$120.00', 'Booking b1', 'Visa ••••\u00a04242', id])
    assert.ok(mail.html.includes(said), said);
  assert.match(mail.text, /payment settings/);
});

test('a notice that is off is not sent, as the settings stand when it would go', async () => {
  const shop = await openShop();
  await paidLink(shop);
  await setNotice(shop, { on: false, recipients: ['office@garden.example'] });
  await shop.deliver();
  assert.deepEqual(toOffice(shop), []);
  assert.ok(
    shop.told.some(({ type }) => type === 'link.paid'),
    'the host is told all the same',
  );
});

test('each recipient gets a mail of their own, one for each address', async () => {
  const shop = await openShop();
  await setNotice(shop, { recipients: ['a@garden.example', 'b@garden.example', 'a@garden.example'] });
  await paidLink(shop);
  await shop.deliver();
  await shop.deliver();
  assert.deepEqual(
    toOffice(shop)
      .map(({ to }) => to)
      .sort(),
    ['a@garden.example', 'b@garden.example'],
  );
});

test('administrators read the merchant’s language, whatever the customer reads', async () => {
  const shop = await openShop();
  shop.merchant.locale = 'fr-CA';
  await paidLink(shop);
  await shop.deliver();
  assert.equal(toOffice(shop)[0]?.subject, 'ADA a payé 120,00\u00a0$');
});

test('administrators are told that a link was locked, and what next', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  for (let card = 0; card < 5; card += 1) {
    await shop.pay(tokenIn(body.url), await payRequest(shop, '4000000000000002'));
    shop.pass(1);
  }
  assert.equal((await shop.readLink(body.id)).body.state, 'locked');
  await shop.deliver();
  const [mail] = toOffice(shop);
  assert.equal(mail?.subject, 'The payment link of ADA is locked');
  assert.match(mail.text, /5 cards were declined on the payment link of ADA for CA\$120\.00/);
  assert.match(mail.text, /cancel the link and send a new one/);
});

test('a notice opens no link, and a hostile customer is only text in it', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { name: '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com' });
  await paidLink(shop);
  await shop.deliver();
  const [mail] = toOffice(shop);
  assert.doesNotMatch(mail?.html ?? '', /<img|href=/);
  assert.doesNotMatch(mail?.subject ?? '', /\p{Cc}/u);
});

test('a customer whom the host no longer knows is told of by id', async () => {
  const shop = await openShop();
  await paidLink(shop);
  shop.restart({
    host: { customer: async () => null, bookings: async () => [], onEvent: async () => {} },
  });
  await shop.deliver();
  assert.equal(toOffice(shop)[0]?.subject, 'ada paid CA$120.00');
});
