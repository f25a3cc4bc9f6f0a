import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/text/staff/en.ts';
import { brandMark, cardLabel } from '../../src/ui/card.ts';
import { wording } from '../../src/ui/wording.ts';

const words = wording({ locale: 'en', text: en }, 'cad');

test('amounts are said in the currency of the surface', () => {
  assert.equal(words.money(12_000), 'CA$120.00');
  assert.equal(wording({ locale: 'en', text: en }, 'jpy').money(12_000), '¥12,000');
});

test('a calendar day is the same day wherever it is read', () => {
  assert.equal(words.day('2026-11-23'), 'Nov 23, 2026');
  assert.equal(words.day('2026-01-01'), 'Jan 1, 2026');
});

test('when a link ends is said with its zone, since the mail may say it in another one', () => {
  assert.match(words.deadline('2026-11-23T20:24:00.000Z'), /^Nov 2\d, 2026, \d+:24.[AP]M \S+$/);
});

test('the month a card ends is written as on the card', () => {
  assert.equal(words.month(4, 2030), '04/2030');
});

test('a card is named by brand and last digits, whose dots stay on their left in any script', () => {
  const card = { brand: 'visa', last4: '4242', expMonth: 4, expYear: 2030 };
  assert.equal(cardLabel(card, en), 'Visa \u2066••••\u00a04242\u2069');
  assert.equal(brandMark(card), 'VISA');
  assert.equal(cardLabel({ ...card, brand: 'unheard-of' }, en), 'Card \u2066••••\u00a04242\u2069');
});
