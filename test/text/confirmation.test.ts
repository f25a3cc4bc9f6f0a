import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/text/confirmation/en.ts';
import { fr } from '../../src/text/confirmation/fr.ts';
import type { ConfirmationText } from '../../src/text/confirmation/text.ts';
import { confirmationWords } from '../../src/text/confirmation/words.ts';

/** Every word by its name, said with a value that is easy to find again. */
function said(text: ConfirmationText): Map<string, string> {
  const entries = Object.entries(text).flatMap(([group, words]) =>
    Object.entries(words as Record<string, string | ((value: string) => string)>).map(
      ([name, word]) => [`${group}.${name}`, typeof word === 'string' ? word : word('⟨value⟩')] as const,
    ),
  );
  return new Map(entries);
}

test('French has every word of the confirmation, and its own', () => {
  const [english, french] = [said(en), said(fr)];
  assert.deepEqual([...french.keys()], [...english.keys()]);
  // Words that the two languages share, and the direction they run in.
  const shared = new Set(['page.direction', 'record.total', 'record.date']);
  for (const [name, words] of french) {
    assert.notEqual(words, '', name);
    if (!shared.has(name)) assert.notEqual(words, english.get(name), name);
  }
});

test('French says the values that English says', () => {
  const french = said(fr);
  for (const [name, words] of said(en))
    if (words.includes('⟨value⟩')) assert.ok(french.get(name)?.includes('⟨value⟩'), name);
});

test('French of every country is loaded when it is first needed', async () => {
  assert.equal(confirmationWords.languageFor('fr-CA').text, en);
  await confirmationWords.loaded('fr-CA');
  assert.deepEqual(confirmationWords.languageFor('fr-CA'), { locale: 'fr-CA', text: fr });
  assert.deepEqual(confirmationWords.languageFor('fr-FR'), { locale: 'fr-FR', text: fr });
});

test('nobody is told to pay again while a payment may still be on its way', () => {
  for (const text of [en, fr])
    for (const words of [
      text.meaning.processing(''),
      text.linkMeaning.processing(''),
      text.linkMeaning.paused(''),
      text.trouble.unreachableMeaning,
    ])
      assert.match(words, /don’t pay|ne payez pas/i);
});
