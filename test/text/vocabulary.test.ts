import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/text/staff/en.ts';
import { registerStaffText, staffWords } from '../../src/text/staff/words.ts';
import { withWords } from '../../src/text/vocabulary.ts';

const words = (title: string) => withWords(en, { dialog: { title } });

test('an unknown language is said in English, with English amounts', () => {
  assert.deepEqual(staffWords.languageFor('tlh'), { locale: 'en', text: en });
  assert.deepEqual(staffWords.languageFor(''), { locale: 'en', text: en });
  assert.deepEqual(staffWords.languageFor('not a tag'), { locale: 'en', text: en });
});

test('a regional English keeps its own way with amounts and dates', () => {
  assert.deepEqual(staffWords.languageFor('en-CA'), { locale: 'en-CA', text: en });
});

test('a language falls back to its parent, and a registered child comes before it', () => {
  registerStaffText('xa', words('parent'));
  assert.equal(staffWords.languageFor('xa-CH').text.dialog.title, 'parent');
  registerStaffText('xa-CH', words('child'));
  assert.equal(staffWords.languageFor('xa-ch').text.dialog.title, 'child');
  assert.equal(staffWords.languageFor('xa-Latn-CH').text.dialog.title, 'parent');
});

test('a language with a loader is loaded once, when it is first needed, and then told of', async () => {
  let loads = 0;
  registerStaffText('xb', async () => {
    loads += 1;
    return words('loaded');
  });
  assert.equal(loads, 0);
  const arrived = new Promise<void>((resolve) => {
    const end = staffWords.watch(() => {
      end();
      resolve();
    });
  });
  assert.equal(staffWords.languageFor('xb').text, en);
  assert.equal(staffWords.languageFor('xb').text, en);
  await arrived;
  assert.equal(staffWords.languageFor('xb').text.dialog.title, 'loaded');
  assert.equal(loads, 1);
});

test('a language that fails to load is asked for again', async () => {
  let loads = 0;
  const failed = () => {
    loads += 1;
    return Promise.reject(new Error('offline'));
  };
  registerStaffText('xc', failed);
  staffWords.languageFor('xc');
  await new Promise((resolve) => setImmediate(resolve));
  staffWords.languageFor('xc');
  assert.equal(loads, 2);
});

test('a host replaces single words and keeps the others', () => {
  const text = withWords(en, { dialog: { title: 'Take payment' }, errors: { declined: 'No.' } });
  assert.equal(text.dialog.title, 'Take payment');
  assert.equal(text.dialog.done, en.dialog.done);
  assert.equal(text.errors.declined, 'No.');
  assert.equal(text.errors.network, en.errors.network);
  assert.equal(withWords(en, undefined), en);
});

test('counts are said in the right number', () => {
  assert.equal(en.charge.selected(0, 1), '0 of 1 booking selected');
  assert.equal(en.charge.selected(1, 3), '1 of 3 bookings selected');
});

test('the consent that staff attest names purpose, timing, how the amount is set, and who', () => {
  const sentence = en.consent.staff('Logis & Jardin', 'Claire Martin');
  for (const part of [
    'Claire Martin',
    'Logis & Jardin',
    'future bookings',
    'fall due',
    'price of the booking',
    'withdraw',
  ])
    assert.ok(sentence.includes(part), part);
  assert.match(en.consent.version, /^\d{4}-\d{2}-en-\d+$/);
});
