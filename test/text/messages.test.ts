import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/text/messages/en.ts';
import { fr } from '../../src/text/messages/fr.ts';
import { messageWords, registerMessageText } from '../../src/text/messages/words.ts';

type Words = string | ((...values: string[]) => string) | { [name: string]: Words };

const given = ['FIRST', 'SECOND', 'THIRD'];

/** Every word with its name, said with values that can be found again. */
function said(words: Words, name = ''): [name: string, text: string, values: number][] {
  if (typeof words === 'string') return [[name, words, 0]];
  if (typeof words === 'function') return [[name, words(...given), words.length]];
  return Object.entries(words).flatMap(([each, its]) => said(its, `${name}.${each}`));
}

const languages = Object.entries({ en, fr }).map(([tag, text]) => [tag, said(text as unknown as Words)] as const);

test('every word says something, with every value that it is given', () => {
  for (const [tag, words] of languages) {
    for (const [name, text, values] of words) {
      assert.notEqual(text, '', `${tag}${name}`);
      for (const value of given.slice(0, values)) assert.ok(text.includes(value), `${tag}${name} leaves out ${value}`);
    }
  }
});

test('French says nothing in English', () => {
  const [, [, french]] = languages as [(typeof languages)[0], (typeof languages)[0]];
  const english = new Map(said(en as unknown as Words).map(([name, text]) => [name, text]));
  const alike = french.filter(([name, text]) => english.get(name) === text && text.replace(/[^a-z]/g, '').length > 6);
  assert.deepEqual(alike, []);
});

test('French has its spaces before colons, semicolons and question marks, which never begin a line', () => {
  for (const [name, text] of said(fr as unknown as Words)) {
    assert.doesNotMatch(text, /[^\u00a0\s][:;?](\s|$)| [:;?]/, name);
  }
});

test('a text message is made of letters that 160 of fit into one', () => {
  // GSM 03.38, without what takes two places.
  const letters = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§äöñüà¡¿]*$/;
  for (const { link, common } of [en, fr]) {
    assert.match(link.sms('', '').replaceAll('\u00a0', ' '), letters);
    assert.match(common.testSms.replace(/[[\]]/g, ''), letters);
    assert.ok(link.sms('', '').length < 40);
  }
});

test('a language can be added and replaced', () => {
  registerMessageText('fy', { ...en, link: { ...en.link, button: 'Betelje' } });
  assert.equal(messageWords.languageFor('fy-NL').text.link.button, 'Betelje');
  assert.equal(messageWords.languageFor('fr-CH').text, fr);
  assert.equal(messageWords.languageFor('zz').text, en);
});
