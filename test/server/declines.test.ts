import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf } from '../../src/server/declines.ts';

const reason = (declineCode: string | null, code: string | null = 'card_declined') =>
  failureOf({ code, declineCode }).reason;

test('what must not be told is a plain decline', () => {
  const secret = ['lost_card', 'stolen_card', 'fraudulent', 'merchant_blacklist', 'pickup_card', 'restricted_card'];
  for (const code of secret)
    assert.deepEqual(failureOf({ code: 'card_declined', declineCode: code }), { code: 'declined', reason: 'declined' });
});

test('what a person can act on is told', () => {
  assert.equal(reason('insufficient_funds'), 'insufficient_funds');
  assert.equal(reason('expired_card'), 'expired_card');
  assert.equal(reason('invalid_cvc'), 'incorrect_cvc');
  assert.equal(reason('incorrect_number'), 'incorrect_number');
  assert.equal(reason('invalid_expiry_year'), 'incorrect_expiry');
  assert.equal(reason('incorrect_zip'), 'incorrect_postal_code');
  assert.equal(reason('card_not_supported'), 'card_not_supported');
  assert.equal(reason('card_velocity_exceeded'), 'limit_exceeded');
  assert.equal(reason('issuer_not_available'), 'try_again');
  assert.equal(reason('duplicate_transaction'), 'duplicate');
});

test('without a word of the bank the code tells it', () => {
  assert.equal(reason(null, 'expired_card'), 'expired_card');
  assert.equal(reason(null, 'payment_intent_authentication_failure'), 'authentication_failed');
  assert.equal(reason(null, 'card_declined'), 'declined');
  assert.equal(reason(null, null), 'declined');
});

test("the bank's word comes before the code: a stolen card is not told as something else", () => {
  assert.equal(reason('stolen_card', 'expired_card'), 'declined');
});

test('a code that Stripe adds is a plain decline, also one named like something every object has', () => {
  assert.equal(reason('brand_new_code'), 'declined');
  assert.equal(reason('constructor'), 'declined');
  assert.equal(reason('__proto__'), 'declined');
});

test('a bank that wants to ask the customer is no decline', () => {
  const expected = { code: 'authentication_required', reason: null };
  assert.deepEqual(failureOf({ code: 'authentication_required', declineCode: null }), expected);
  assert.deepEqual(failureOf({ code: 'card_declined', declineCode: 'authentication_required' }), expected);
});
