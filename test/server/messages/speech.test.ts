import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gsmText, linesOf, oneLine, speechFor } from '../../../src/server/messages/speech.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

test('days are calendar days wherever they are read, times are the merchant’s', () => {
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Toronto']) {
    assert.equal(speechFor('en', { timeZone }).day('2026-11-23'), 'November 23, 2026');
  }
  const time = '2026-12-25T03:30:00.000Z';
  assert.equal(plain(speechFor('en', { timeZone: 'America/Toronto' }).time(time)), 'December 24, 2026 at 10:30 PM EST');
  assert.equal(plain(speechFor('fr-CA', { timeZone: 'America/Toronto' }).time(time)), '24 décembre 2026 à 22 h 30 HNE');
});

test('a time zone or a language that is none stops no message', () => {
  const speech = speechFor('not a tag', { timeZone: 'Nowhere/Land' });
  assert.equal(plain(speech.time('2026-12-25T03:30:00.000Z')), 'December 25, 2026 at 3:30 AM UTC');
  assert.equal(speech.locale, 'en');
});

test('amounts are in the reader’s language', () => {
  const money = (tag: string) => plain(speechFor(tag, { timeZone: 'UTC' }).money(123_450, 'cad'));
  assert.deepEqual(['en', 'en-CA', 'fr', 'fr-CA'].map(money), [
    'CA$1,234.50',
    '$1,234.50',
    '1 234,50 $CA',
    '1 234,50 $',
  ]);
});

test('a name is one line, and marked off only where its direction differs', () => {
  const { name } = speechFor('en', { timeZone: 'UTC' });
  assert.equal(name(' Ada\r\n\t Lovelace\u0000 '), 'Ada Lovelace');
  assert.equal(name('ליאור'), '\u2068ליאור\u2069');
  assert.equal(name('\u202eevil\u2069'), 'evil');
});

test('cards are named as their brands are', () => {
  const { card } = speechFor('en', { timeZone: 'UTC' });
  const of = (brand: string) => card({ brand, last4: '4242', expMonth: 1, expYear: 2030 });
  assert.deepEqual(['visa', 'amex', 'unknown'].map(of), [
    'Visa ••••\u00a04242',
    'American Express ••••\u00a04242',
    'Card ••••\u00a04242',
  ]);
});

test('lines are kept whatever ends them, and hold no control characters', () => {
  assert.deepEqual(linesOf('a\r\nb\rc\nd\u2028e\vf\u0007g \n\nh'), ['a', 'b', 'c', 'd', 'e', 'f g', '', 'h']);
});

test('one line keeps the spaces that hold an amount together', () => {
  assert.equal(oneLine('1\u202f234,50\u00a0$  and\u00a0\u00a0more'), '1\u202f234,50\u00a0$ and more');
});

test('typography that would halve a text message is written plainly, letters are kept', () => {
  assert.equal(gsmText('L’été – « 120,00\u00a0$ »… ê'), 'L\'été - " 120,00 $ "... ê');
});
