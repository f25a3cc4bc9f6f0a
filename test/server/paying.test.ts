import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { confirmation, payerView, type PayerView, type PayRequest } from '../../src/contract/payer.ts';
import { payment, type Payment } from '../../src/contract/payment.ts';
import { openShop, type Shop } from './shop.ts';

/** All that the link of `shop.link()` asks for, to a card that was just entered; what is given replaces it. */
async function payRequestOf(shop: Shop, changes: Partial<PayRequest> = {}, number = '4242424242424242') {
  const confirmationToken = changes.method ? '' : await shop.token(number);
  return {
    seen: [{ bookingId: 'b1', amount: 12_000 }],
    currency: shop.merchant.currency,
    method: { type: 'new_card', confirmationToken, save: false },
    ...changes,
  };
}

test('a payer pays the link: the booking is charged in full, and the link is paid', async () => {
  const shop = await openShop();
  const { id, token } = await shop.link();
  const view = await shop.payer<PayerView>(token, 'GET', '/pay');
  v.parse(payerView, view.body);
  assert.equal(view.body.state, 'open');
  const paid = await shop.payer<Payment>(token, 'POST', '/pay/payments', {
    key: shop.newKey(),
    body: await payRequestOf(shop),
  });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  v.parse(payment, paid.body);
  assert.equal((await shop.linkRecord(id))?.state, 'paid');
  const after = await shop.payer<PayerView>(token, 'GET', '/pay');
  assert.equal(after.body.state, 'paid');
  const told = await shop.payer(token, 'GET', '/pay/payment');
  v.parse(confirmation, told.body);
});
