import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkRequest } from '../../src/contract/link.ts';
import type { Payment } from '../../src/contract/payment.ts';
import { openShop, payRequest, type Shop, visaCharge } from './shop.ts';

/** Asks on-session, always; pays off-session only once it was set up on-session. */
const asksAlways = '4000002760003184';

/** A link that asks for all that is due on `b1`, to be approved with the card. */
async function approvalLink(shop: Shop, cardId: string) {
  const { card } = await cardOf(shop, cardId);
  return shop.link({ approval: { cardId, card } });
}

async function cardOf(shop: Shop, cardId: string) {
  const found = (await shop.account()).body.cards?.find(({ id }) => id === cardId);
  if (!found) throw new Error(`ada has no card ${cardId}.`);
  const { brand, last4, expMonth, expYear } = found;
  return { card: { brand, last4, expMonth, expYear } };
}

const approval = (shop: Shop) => payRequest(shop, undefined, { method: { type: 'saved_card' } });

/** Remembers what is asked at each confirmation. */
function listening(shop: Shop): Record<string, string>[] {
  const confirmations: Record<string, string>[] = [];
  shop.restart({
    stripe: {
      ...shop.stripe,
      fetch: async (input, init) => {
        if (String(input).endsWith('/confirm')) {
          confirmations.push(Object.fromEntries(new URLSearchParams(String(init?.body))));
        }
        return shop.stripe.fetch(input, init);
      },
    },
  });
  return confirmations;
}

test('a payer approves with the card that the link names, and is there to be asked by the bank', async () => {
  const shop = await openShop();
  const { id, token } = await approvalLink(shop, shop.visa);
  const confirmations = listening(shop);
  const { status, body } = await shop.pay(token, await approval(shop));
  assert.equal(status, 200);
  assert.deepEqual([body.status, body.method, body.card?.last4], ['succeeded', 'link', '4242']);
  assert.equal(body.cardSaved, true, 'it is on file, and was before');
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
  await shop.deliver();
  assert.equal(
    shop.told.some(({ type }) => type === 'card.saved'),
    false,
  );
  assert.deepEqual(confirmations, [
    {
      payment_method: shop.visa,
      use_stripe_sdk: 'true',
      return_url: `https://desk.example/pay?link=${token}`,
      'expand[0]': 'payment_method',
    },
  ]);
});

test('without a page of its own a merchant`s payment leads nowhere else', async () => {
  const shop = await openShop();
  const { token } = await approvalLink(shop, shop.visa);
  shop.merchant.payUrl = null;
  const confirmations = listening(shop);
  assert.equal((await shop.pay(token, await approval(shop))).body.status, 'succeeded');
  assert.ok(!('return_url' in (confirmations[0] ?? {})));
});

test('a card that staff could not charge without its bank is approved by the payer', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', asksAlways);
  const refused = await shop.charge(visaCharge(shop, { method: { type: 'saved_card', cardId } }));
  assert.deepEqual([refused.body.code, refused.body.attempt], ['authentication_required', 'closed']);

  const { id, token } = await approvalLink(shop, cardId);
  const asked = await shop.pay(token, await approval(shop));
  assert.equal(asked.body.status, 'requires_action');
  assert.match(asked.body.clientSecret ?? '', /_secret_/);
  await shop.answerBank(asked.body, 'pass');
  const { body } = await shop.payer<{ payment: Payment }>(token, 'GET', `/pay/attempts/${asked.body.attemptKey}`);
  assert.equal(body.payment?.status, 'succeeded');
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
  assert.equal(shop.received(), 12_000);
});

test('a payer who does not pass the bank can take another card', async () => {
  const shop = await openShop();
  const cardId = await shop.saveCard('ada', asksAlways);
  const { id, token } = await approvalLink(shop, cardId);
  const asked = await shop.pay(token, await approval(shop));
  await shop.answerBank(asked.body, 'fail');
  const failed = await shop.view(token);
  assert.deepEqual([failed.body.state, failed.body.payment?.failure?.reason], ['open', 'authentication_failed']);
  const { body } = await shop.pay(token, await payRequest(shop, '5555555555554444'));
  assert.deepEqual([body.status, body.card?.last4], ['succeeded', '4444']);
  assert.equal((await shop.linkRecord(id))?.declines, 0);
});

test('a card that was removed since is asked for anew', async () => {
  const shop = await openShop();
  const { token } = await approvalLink(shop, shop.visa);
  await shop.stripe.fetch(`https://api.stripe.com/v1/payment_methods/${shop.visa}/detach`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.stripe.secretKey}` },
  });
  const { status, body } = await shop.pay(token, await approval(shop));
  assert.deepEqual([status, body.code, body.attempt], [402, 'card_entry_expired', 'closed']);
  assert.equal((await shop.pay(token, await payRequest(shop))).body.status, 'succeeded');
});

test('an approval link that staff make names a card of the customer, and is approved', async () => {
  const shop = await openShop();
  const request: LinkRequest = {
    customerId: 'ada',
    allocations: [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000 }],
    currency: 'cad',
    savedCardId: shop.visa,
    channel: 'none',
  };
  const made = await shop.send<{ url: string }>('POST', '/links', { key: shop.newKey(), body: request });
  const token = new URL(made.body.url ?? '').searchParams.get('link') ?? '';
  assert.equal((await shop.view(token)).body.approval?.last4, '4242');
  assert.equal((await shop.pay(token, await approval(shop))).body.status, 'succeeded');
});
