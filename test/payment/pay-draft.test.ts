import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { payerView, payRequest as requestSchema, type PayerItem, type PayerView } from '../../src/contract/payer.ts';
import {
  amountChanges,
  newPayDraft,
  payRequest,
  payTotal,
  percentOf,
  rebasePay,
  tipAmount,
  tipFault,
  type PayDraft,
} from '../../src/payment/pay-draft.ts';

const item = (bookingId: string | null, amount: number): PayerItem => ({
  bookingId,
  reference: bookingId && `R-${bookingId}`,
  title: 'Deep clean',
  date: bookingId && '2026-11-16',
  amount,
  asked: 28_000,
});
const card = { brand: 'visa', last4: '4242', expMonth: 4, expYear: 2030 };

function aView(change: Partial<PayerView> = {}): PayerView {
  const items = change.items ?? [item('b1', 28_000), item('b2', 12_000)];
  return v.parse(payerView, {
    id: 'link_1',
    state: 'open',
    merchant: { name: 'Logis & Jardin', contact: null, logoUrl: null },
    customer: { name: 'Claire Martin' },
    locale: 'en-CA',
    currency: 'cad',
    items,
    amount: items.reduce((sum, { amount }) => sum + amount, 0),
    tipPresets: [10, 15],
    expiresAt: '2026-12-25T00:00:00.000Z',
    note: null,
    stripe: { publishableKey: 'pk_test_1', account: null, testMode: true, connected: true },
    consent: { text: 'I agree.', version: '1', locale: 'en' },
    approval: null,
    attempt: null,
    payment: null,
    renewTo: null,
    receiptTo: null,
    ...change,
  });
}

const drafted = (change: Partial<PayDraft> = {}, view = aView()): PayDraft => ({ ...newPayDraft(view), ...change });

test('at first there is no tip, nothing is saved, and the card that the link names comes first', () => {
  assert.deepEqual(newPayDraft(aView()), { tip: { type: 'none' }, method: 'new-card', save: false });
  assert.equal(newPayDraft(aView({ approval: card })).method, 'approval');
});

test('a share is rounded to what the currency can charge', () => {
  assert.equal(percentOf(12_345, 15, 'cad'), 1_852);
  assert.equal(percentOf(12_345, 15, 'jpy'), 1_852);
  assert.equal(percentOf(12_345, 15, 'kwd'), 1_850);
  assert.equal(percentOf(12_300, 15, 'ugx'), 1_800);
});

test('a tip of one’s own is read with either decimal sign, and counts nothing while it can’t be read', () => {
  const own = (text: string) => drafted({ tip: { type: 'own', text } });
  assert.equal(tipAmount(own('12,5'), aView()), 1_250);
  assert.equal(payTotal(own('12.50'), aView()), 41_250);
  assert.equal(payTotal(own('a lot'), aView()), 40_000);
  assert.equal(tipFault(own(' '), aView()), 'empty');
  assert.equal(tipFault(own('a lot'), aView()), 'unreadable');
  assert.equal(tipFault(own('0.123'), aView({ currency: 'kwd' })), 'wrong_step');
  assert.equal(tipFault(own('5'), aView()), null);
  assert.equal(tipFault(drafted(), aView()), null);
});

test('the request is for what was seen, without what is settled, and fits the contract', () => {
  const view = aView({ items: [item('b1', 20_000), item('b2', 0), item(null, 5_000)] });
  const request = payRequest(drafted({ tip: { type: 'percent', percent: 10 } }, view), view, 'ctoken_1');
  assert.deepEqual(request, {
    seen: [
      { bookingId: 'b1', amount: 20_000 },
      { bookingId: null, amount: 5_000 },
    ],
    tip: 2_500,
    currency: 'cad',
    method: { type: 'new_card', confirmationToken: 'ctoken_1', save: false },
  });
  assert.ok(v.is(requestSchema, request));
});

test('the consent goes with the wish to save, word for word, and only with it', () => {
  const view = aView();
  const { method } = payRequest(drafted({ save: true }), view, 'ctoken_1');
  assert.deepEqual(method, { type: 'new_card', confirmationToken: 'ctoken_1', save: true, consent: view.consent });
});

test('an approval names no card: the link does', () => {
  const view = aView({ approval: card });
  assert.deepEqual(payRequest(drafted({ save: true }, view), view, null).method, { type: 'saved_card' });
});

test('over a fresh view everything chosen stays, as far as it is still offered', () => {
  const chosen = drafted({ tip: { type: 'percent', percent: 15 }, save: true, method: 'new-card' });
  assert.deepEqual(rebasePay(chosen, aView({ approval: card })), chosen);
  assert.deepEqual(rebasePay(chosen, aView({ tipPresets: [10], consent: null })), {
    tip: { type: 'none' },
    method: 'new-card',
    save: false,
  });
  const own = drafted({ tip: { type: 'own', text: '5' } });
  assert.deepEqual(rebasePay(own, aView()).tip, own.tip);
  assert.deepEqual(rebasePay(own, aView({ tipPresets: [] })).tip, { type: 'none' });
  assert.equal(rebasePay(drafted({ method: 'approval' }), aView()).method, 'new-card');
});

test('changed amounts are told with what they were, also of an item that came or went', () => {
  const seen = aView({ items: [item('b1', 28_000), item('b2', 12_000), item(null, 1_000)] });
  const fresh = aView({ items: [item('b1', 20_000), item('b3', 500), item(null, 1_000)] });
  assert.deepEqual(
    amountChanges(seen, fresh).map(({ item: { bookingId }, before, now }) => [bookingId, before, now]),
    [
      ['b1', 28_000, 20_000],
      ['b2', 12_000, 0],
      ['b3', 0, 500],
    ],
  );
  assert.deepEqual(amountChanges(seen, seen), []);
});
