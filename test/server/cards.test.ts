import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryOf, savedCards } from '../../src/server/cards.ts';

const now = new Date('2026-11-30T23:59:59Z');
const card = (id: string, createdAt: number, fingerprint: string | null = id) => ({
  id,
  fingerprint,
  createdAt,
  card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2030 },
});

test('a card is good until its month ends, and expiring in that month and the one before', () => {
  const at = (expMonth: number, expYear: number) => expiryOf({ expMonth, expYear }, now);
  assert.equal(at(10, 2026), 'expired');
  assert.equal(at(11, 2026), 'expiring');
  assert.equal(at(12, 2026), 'expiring');
  assert.equal(at(1, 2027), 'valid');
  assert.equal(expiryOf({ expMonth: 1, expYear: 2027 }, new Date('2026-12-15T00:00:00Z')), 'expiring');
  assert.equal(expiryOf({ expMonth: 12, expYear: 2026 }, new Date('2027-01-01T00:00:00Z')), 'expired');
});

test('a card saved twice is primary if its older entry is, and shown by the newest', () => {
  const cards = savedCards([card('old', 1, 'same'), card('other', 2), card('new', 3, 'same')], 'old', [], now);
  assert.deepEqual(
    cards.map(({ id, primary }) => [id, primary]),
    [
      ['new', true],
      ['other', false],
    ],
  );
});

test('the primary card comes first, the others by age', () => {
  const cards = savedCards([card('oldest', 1), card('newer', 2), card('newest', 3)], 'oldest', [], now);
  assert.deepEqual(
    cards.map(({ id }) => id),
    ['oldest', 'newest', 'newer'],
  );
});

test('without a default at Stripe the newest card is primary', () => {
  const cards = savedCards([card('a', 1), card('b', 2)], null, [], now);
  assert.deepEqual(
    cards.map(({ id, primary }) => [id, primary]),
    [
      ['b', true],
      ['a', false],
    ],
  );
});

test('cards without a fingerprint are never taken for the same', () => {
  assert.equal(savedCards([card('a', 1, null), card('b', 2, null)], null, [], now).length, 2);
});

test('the consent to an older entry of the same card stands, and the latest is told', () => {
  const consent = (cardId: string, text: string) => ({
    cardId,
    text,
    version: '1',
    locale: 'en',
    customerId: 'ada',
    attemptId: 'pay_1',
    actor: 'staff:maya',
    channel: 'staff' as const,
    givenAt: '2026-01-01T00:00:00.000Z',
  });
  const consents = [consent('old', 'First.'), consent('new', 'Second.')];
  const both = savedCards([card('old', 1, 'same'), card('new', 2, 'same')], null, consents, now);
  assert.equal(both[0]?.consent?.text, 'Second.');
  const older = savedCards([card('old', 1, 'same'), card('new', 2, 'same')], null, consents.slice(0, 1), now);
  assert.equal(older[0]?.consent?.text, 'First.');
});
