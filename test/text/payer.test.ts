import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/text/payer/en.ts';
import { fr } from '../../src/text/payer/fr.ts';
import type { PayerText } from '../../src/text/payer/text.ts';
import { payerWords, registerPayerText } from '../../src/text/payer/words.ts';
import { withWords } from '../../src/text/vocabulary.ts';

const values = ['⟨one⟩', '⟨two⟩', '⟨three⟩'];

/** Every word by its name, said with values that are easy to find again. */
function said(text: PayerText): Map<string, string> {
  const entries = Object.entries(text).flatMap(([group, words]) =>
    Object.entries(words as Record<string, string | ((...values: string[]) => string)>).map(
      ([name, word]) => [`${group}.${name}`, typeof word === 'string' ? word : word(...values)] as const,
    ),
  );
  return new Map(entries);
}

test('French has every word of the page, and its own', () => {
  const [english, french] = [said(en), said(fr)];
  assert.deepEqual([...french.keys()], [...english.keys()]);
  // Words that the two languages share, and the direction they run in.
  const shared = new Set(['page.direction', 'summary.total']);
  for (const [name, words] of french) {
    assert.notEqual(words, '', name);
    if (!shared.has(name)) assert.notEqual(words, english.get(name), name);
  }
});

test('French says the values that English says', () => {
  const french = said(fr);
  for (const [name, words] of said(en))
    for (const value of values)
      assert.equal(french.get(name)?.includes(value), words.includes(value), `${name} ${value}`);
});

test('French signs don’t stand alone at the beginning of a line', () => {
  for (const [name, words] of said(fr)) assert.doesNotMatch(words, /[ \w][?!;:»]|« |'/, name);
});

test('French of every country is loaded when it is first needed', async () => {
  assert.equal(payerWords.languageFor('fr-CA').text, en);
  await payerWords.loaded('fr-CA');
  assert.deepEqual(payerWords.languageFor('fr-CA'), { locale: 'fr-CA', text: fr });
});

test('a host gives any language', () => {
  registerPayerText('xa', withWords(en, { summary: { due: 'parent' } }));
  assert.equal(payerWords.languageFor('xa-CH').text.summary.due, 'parent');
});

test('the payer is spoken to: nobody else’s card or bank is meant', () => {
  for (const [name, words] of [...said(en), ...said(fr)])
    assert.doesNotMatch(words, /the customer|cardholder|staff|le client|la cliente|titulaire/i, name);
});

test('a screen of a link that is over says whether money moved', () => {
  for (const [text, nothing] of [
    [en, /nothing was charged|nothing more to pay/i],
    [fr, /rien n’a été débité|plus rien à payer/i],
  ] as const) {
    const { link } = text;
    for (const words of [
      link.paidHint,
      link.expiredHint(''),
      link.cancelledHint(''),
      link.replacedHint(''),
      link.settledHint(''),
      link.lockedHint,
      link.pausedHint,
      link.unknownHint,
      link.missingHint,
      link.closedHint(''),
    ])
      assert.match(words, nothing);
  }
});

test('nobody is told to pay again while a payment may still be on its way', () => {
  for (const text of [en, fr])
    for (const words of [text.status.processingHint, text.status.unconfirmed, text.link.processingHint])
      assert.match(words, /don’t pay|ne payez pas/i);
});
