import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlOf } from '../../../src/server/messages/html.ts';
import { markup } from '../../../src/server/messages/markup.ts';
import type { Message } from '../../../src/server/messages/message.ts';
import { plainTextOf } from '../../../src/server/messages/plain-text.ts';

function message(changes: Partial<Message> = {}): Message {
  return {
    locale: 'en',
    direction: 'ltr',
    colon: ': ',
    subject: 'Subject',
    preheader: 'Preheader',
    merchant: 'Garden',
    logoUrl: null,
    test: null,
    blocks: [
      { type: 'headline', label: 'Label', headline: '12', below: 'Below' },
      { type: 'quote', label: 'Note', lines: ['One', 'two'] },
      {
        type: 'items',
        heading: 'For',
        items: [{ title: 'A', detail: 'B', amount: '12' }],
        sums: [{ label: 'Total', value: '12' }],
      },
      { type: 'facts', facts: [{ label: 'Card', value: 'Visa' }] },
      { type: 'button', label: 'Pay', address: 'https://pay.example/?a=1&link=x' },
      { type: 'address', label: 'Copy:', address: 'https://pay.example/?a=1&link=x' },
    ],
    footer: ['Foot'],
    ...changes,
  };
}

test('whatever is put into markup is escaped, and markup once', () => {
  const text = `<b title="1" lang='x'>&amp;`;
  const safe = '&lt;b title=&quot;1&quot; lang=&#39;x&#39;&gt;&amp;amp;';
  assert.equal(markup`<p>${text}</p>`.html, `<p>${safe}</p>`);
  assert.equal(
    markup`<p>${markup`<i>${text}</i>`}${[markup`${text}`, markup`${text}`]}</p>`.html,
    `<p><i>${safe}</i>${safe}${safe}</p>`,
  );
});

test('a mail for readers from right to left has its amounts on the left', () => {
  const [right, left] = [htmlOf(message({ direction: 'rtl', locale: 'ar' })), htmlOf(message())];
  assert.match(right, /<html lang="ar" dir="rtl">/);
  assert.match(right, /align="left"[^>]*>12</);
  assert.match(right, /border-right:3px/);
  assert.match(left, /align="right"[^>]*>12</);
  assert.match(left, /border-left:3px/);
});

test('addresses are whole and escaped in HTML, and plain in text', () => {
  const html = htmlOf(message());
  assert.equal(html.split('href="https://pay.example/?a=1&amp;link=x"').length - 1, 2);
  assert.ok(plainTextOf(message()).includes('Pay:\nhttps://pay.example/?a=1&link=x\n'));
});

test('every element is closed, so that no mail program guesses', () => {
  const html = htmlOf(message({ test: 'Test', logoUrl: 'https://x.example/' }));
  const open: string[] = [];
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (/^(meta|img|br)$/.test(name)) continue;
    if (end) assert.equal(open.pop(), name);
    else open.push(name);
  }
  assert.deepEqual(open, []);
});

test('the text has what the mail has', () => {
  assert.equal(
    plainTextOf(message({ test: 'Test' })),
    [
      'Test',
      'Label\n12\nBelow',
      'Note:\n> One\n> two',
      'For:\n- A: 12\n  B\nTotal: 12',
      'Card: Visa',
      'Pay:\nhttps://pay.example/?a=1&link=x',
      '-- \nGarden\nFoot\n',
    ].join('\n\n'),
  );
});
