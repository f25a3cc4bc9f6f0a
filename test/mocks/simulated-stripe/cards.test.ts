import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandOf, cvcLength, passesLuhn, testCard, testCards } from '../../../mocks/simulated-stripe/cards.ts';

test('every test card is a card: its number passes the check and is of its brand', () => {
  for (const card of testCards) {
    assert.ok(passesLuhn(card.number), card.number);
    assert.equal(brandOf(card.number), card.brand);
  }
});

test('numbers and ready-made ids name one card each', () => {
  const names = testCards.flatMap(({ number, paymentMethod }) => [number, paymentMethod ?? number]);

  assert.equal(new Set(names).size, testCards.length * 2);
  assert.equal(testCard('pm_card_visa'), testCard('4242424242424242'));
  assert.equal(testCard('4111111111111111'), undefined);
});

test('one wrong digit, a letter or too few digits fail the check', () => {
  for (const number of ['4242424242424241', '424242424242424x', '42424242']) assert.equal(passesLuhn(number), false);
});

test('the brand shows from the first digits', () => {
  assert.equal(brandOf('4'), 'visa');
  assert.equal(brandOf('37'), 'amex');
  assert.equal(brandOf('2221'), 'mastercard');
  assert.equal(brandOf('9'), null);
  assert.equal(cvcLength('amex'), 4);
  assert.equal(cvcLength('visa'), 3);
});
