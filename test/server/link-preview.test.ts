import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkRequest, openShop, payRequest, type Shop, tokenIn } from './shop.ts';

/** What the preview shows, and what then goes out under the same key. */
async function previewAndSend(shop: Shop, changes: Record<string, unknown> = {}) {
  const key = shop.newKey();
  const request = linkRequest(shop, { expiresAt: '2026-12-20T10:00:00.000Z', ...changes });
  const { status, body: preview } = await shop.preview(request, { key });
  assert.equal(status, 200, JSON.stringify(preview));
  const { body: link } = await shop.sendLink(request, { key });
  shop.pass(1);
  await shop.deliver();
  return { preview, link };
}

const override = '\u202e';

test('the mail that goes out is the preview, byte for byte', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { locale: 'fr-CA', name: `Ada <b> "Łovelace" ${override}` });
  const changes = { note: 'Hello\r\n\r\n  <there>', subject: 'Nothing  special', savedCardId: shop.visa };
  const { preview } = await previewAndSend(shop, changes);
  const [mail] = shop.mailer.sent;
  assert.ok(mail);
  const { from, to, subject, html, text } = mail;
  assert.deepEqual(preview, { channel: 'email', from, to, subject, html, text, sms: null });
});

test('the text message that goes out is the preview, byte for byte', async () => {
  const shop = await openShop();
  const { preview } = await previewAndSend(shop, { channel: 'sms', to: '+1 514 555 0142' });
  const [sms] = shop.mailer.sentSms;
  assert.ok(sms);
  const nothing = { from: null, subject: null, html: null, text: null };
  assert.deepEqual(preview, { ...nothing, channel: 'sms', to: sms.to, sms: sms.text });
  assert.equal(sms.text.split(' https://')[0], '[Test] Garden & Home asks you to pay CA$120.00:');
  assert.match(sms.text, /: https:\/\/desk\.example\/pay\?link=[\w-]{43}$/);
});

test('what is handed over has no message', async () => {
  const shop = await openShop();
  const { body } = await shop.preview(linkRequest(shop, { channel: 'none', to: undefined }));
  const nothing = { from: null, to: null, subject: null, html: null, text: null, sms: null };
  assert.deepEqual(body, { ...nothing, channel: 'none' });
});

test('a preview makes and sends nothing', async () => {
  const shop = await openShop();
  const { body } = await shop.preview(linkRequest(shop));
  await shop.deliver();
  assert.deepEqual([shop.mailer.sent, shop.told, (await shop.account()).body.links], [[], [], []]);
  assert.equal((await shop.view(tokenIn(body.text))).status, 404);
});

test('the address in the preview is the one that the link then has', async () => {
  const shop = await openShop();
  const { preview, link } = await previewAndSend(shop);
  assert.ok(preview.text?.includes(`\n${link.url}\n`));
  assert.ok(preview.html?.includes(`href="${link.url}"`));
});

test('the mail says who asks, for what, how much, until when, and how to ask back', async () => {
  const shop = await openShop();
  shop.merchant.contact = '+1 514 555 0142';
  shop.merchant.timeZone = 'America/Toronto';
  const allocations = [
    { bookingId: 'b1', amount: 12_000, dueSeen: 12_000 },
    { bookingId: 'b2', amount: 5_000, dueSeen: 8_000 },
  ];
  const { preview } = await previewAndSend(shop, { allocations, line: { description: 'Soil', amount: 750 } });
  assert.equal(preview.from, 'Garden & Home <pay@garden.example>');
  assert.equal(preview.subject, 'Payment request from Garden & Home: CA$177.50');
  for (const said of [
    'Garden & Home asks you to pay CA$177.50.',
    '- Booking b1: CA$120.00\n  R-b1 · November 20, 2026',
    '- Booking b2: CA$50.00\n  R-b2 · November 20, 2026',
    '- Soil: CA$7.50',
    'Total: CA$177.50',
    'Valid until December 20, 2026 at 5:00 AM EST',
    'No login is needed',
    'Questions? Contact Garden & Home: +1\u00a0514\u00a0555\u00a00142',
  ]) {
    assert.ok(preview.text?.replaceAll('\u202f', ' ').includes(said), said);
  }
  assert.match(preview.html ?? '', />Complete Payment<\/a>/);
});

test('the mail is in the customer’s language, else in the merchant’s, and says which', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { locale: 'fr-CA' });
  const { preview } = await previewAndSend(shop);
  assert.equal(preview.subject, 'Demande de paiement de Garden & Home\u00a0: 120,00\u00a0$');
  assert.match(preview.html ?? '', /<html lang="fr-CA" dir="ltr">/);
  assert.match(preview.html ?? '', />Effectuer le paiement<\/a>/);
  assert.match(preview.text ?? '', /R-b1 · 20 novembre 2026/);
  shop.customers.set('ada', { locale: null });
  shop.merchant.locale = 'fr';
  assert.match((await shop.preview(linkRequest(shop, { closeLinks: [] }))).body.subject ?? '', /^Demande/);
  shop.customers.set('ada', { locale: 'xx-XX' });
  assert.match((await shop.preview(linkRequest(shop))).body.subject ?? '', /^Payment request/);
});

test('hostile names, titles and notes are text, wherever they stand', async () => {
  const shop = await openShop();
  const note = `<script>alert(1)</script> "x' onload='alert(1)' {{x}} $&`;
  // What comes from the host may have anything in it; a note that has what nobody sees is refused.
  const hostile = `${note} \u0000`;
  shop.customers.set('ada', { name: hostile });
  shop.merchant.name = `Garden ${hostile}`;
  shop.merchant.contact = hostile;
  shop.bookings.set('ada', [{ ...shop.bookings.get('ada')![0]!, title: hostile, reference: hostile }]);
  const { preview } = await previewAndSend(shop, { note, line: { description: hostile, amount: 100 } });
  const html = preview.html ?? '';
  assert.doesNotMatch(html, /<script|onload='|"x'/i);
  assert.ok(!html.includes('\u0000'));
  assert.ok(html.split('&lt;script&gt;alert(1)&lt;/script&gt; &quot;x&#39; onload=&#39;').length > 8);
  assert.doesNotMatch(preview.subject ?? '', /\p{Cc}/u);
});

test('nothing in a header can end it', async () => {
  const shop = await openShop();
  const breaking = 'Garden\r\nBcc: eve@example.com\u2028X\u0007';
  shop.merchant.name = breaking;
  shop.merchant.mailFrom = `${breaking} <pay@garden.example>`;
  await previewAndSend(shop);
  const [mail] = shop.mailer.sent;
  for (const header of [mail?.from, mail?.to, mail?.subject]) {
    assert.doesNotMatch(header ?? '', /[\p{Cc}\p{Zl}\p{Zp}]/u);
  }
  assert.equal(mail?.from, 'Garden Bcc: eve@example.com X <pay@garden.example>');
  const typed = await shop.preview(linkRequest(shop, { subject: `Hi\u2028there${override}` }));
  assert.equal(typed.body.subject, 'Hi there');
  const subject = await shop.sendLink(linkRequest(shop, { subject: 'Hi\r\nBcc: eve@example.com' }));
  assert.ok(subject.body.fields?.['subject']);
});

test('a name in another direction does not turn the words around it, nor does one that tries to', async () => {
  const shop = await openShop();
  shop.customers.set('ada', { name: `ليلى${override}\u2069\u2067 evil` });
  shop.bookings.set('ada', [{ ...shop.bookings.get('ada')![0]!, title: `Invoice${override}fdp.exe` }]);
  const { preview } = await previewAndSend(shop, { note: `${override}abc` });
  for (const body of [preview.html, preview.text]) {
    assert.doesNotMatch(body ?? '', /[\u202a-\u202e\u2066\u2067]/);
    assert.ok(body?.includes('Hello \u2068ليلى evil\u2069,'));
    assert.ok(body?.includes('Invoicefdp.exe'));
  }
});

test('a note keeps its lines and means nothing else', async () => {
  const shop = await openShop();
  const { preview } = await previewAndSend(shop, { note: 'One\n\n**two**\r\n<i>three</i>' });
  assert.ok(preview.text?.includes('> One\n>\n> **two**\n> <i>three</i>\n'));
  assert.ok(preview.html?.includes('One<br><br>**two**<br>&lt;i&gt;three&lt;/i&gt;'));
});

test('a title on several lines can not look like another line of the mail', async () => {
  const shop = await openShop();
  shop.bookings.set('ada', [{ ...shop.bookings.get('ada')![0]!, title: 'Lawn\nTotal: CA$1.00' }]);
  const { preview } = await previewAndSend(shop);
  assert.ok(preview.text?.includes('- Lawn Total: CA$1.00: CA$120.00\n'));
});

test('the mail leads to the payer’s page alone, and fetches nothing but the merchant’s logo', async () => {
  const shop = await openShop();
  shop.merchant.logoUrl = 'https://garden.example/logo.png?a=1&b="2"';
  const { preview, link } = await previewAndSend(shop);
  const html = preview.html ?? '';
  assert.deepEqual(
    new Set(Array.from(html.matchAll(/href="([^"]*)"/g), ([, address]) => address)),
    new Set([link.url]),
  );
  assert.deepEqual(
    Array.from(html.matchAll(/src="([^"]*)"/g), ([, address]) => address),
    ['https://garden.example/logo.png?a=1&amp;b=&quot;2&quot;'],
  );
  assert.doesNotMatch(html, /url\(|@import|<link|<iframe|<form|<script/i);
});

test('the mail is ready for narrow screens, dark ones, and programs without pictures', async () => {
  const shop = await openShop();
  shop.merchant.logoUrl = 'https://garden.example/logo.png';
  const html = (await previewAndSend(shop)).preview.html ?? '';
  assert.match(html, /<meta name="color-scheme" content="light dark">/);
  assert.match(html, /@media \(prefers-color-scheme: dark\)/);
  assert.match(html, /max-width:600px/);
  assert.match(html, /<img [^>]*alt=""[^>]*><\/td><td[^>]*>Garden &amp; Home</);
});

test('a mail sent again says what is due now', async () => {
  const shop = await openShop();
  const allocations = [
    { bookingId: 'b1', amount: 12_000, dueSeen: 12_000 },
    { bookingId: 'b2', amount: 8_000, dueSeen: 8_000 },
  ];
  const { body } = await shop.sendLink(linkRequest(shop, { allocations }));
  await shop.deliver();
  const [first, second] = shop.bookings.get('ada') ?? [];
  shop.bookings.set('ada', [
    { ...first!, paidElsewhere: 2_000 },
    { ...second!, paidElsewhere: 8_000 },
  ]);
  shop.pass(1);
  await shop.resend(body.id);
  await shop.deliver();
  const text = shop.mailer.sent.at(-1)?.text ?? '';
  assert.match(text, /Booking b1: CA\$100\.00\n/);
  assert.doesNotMatch(text, /Booking b2/);
  assert.match(text, /Total: CA\$100\.00/);
});

test('no token is in the store, in an event, in what is reported, or in what Stripe is told', async () => {
  const shop = await openShop();
  const kept: unknown[] = [];
  const { store } = shop;
  shop.restart({
    store: {
      ...store,
      transaction: (merchantId, work) =>
        store.transaction(merchantId, (tx) =>
          work(
            new Proxy(tx, {
              get:
                (target, name: keyof typeof tx) =>
                (...given: unknown[]) => {
                  if (/^(insert|update|save|enqueue)/.test(name)) kept.push(structuredClone(given));
                  return (target[name] as (...all: unknown[]) => unknown).apply(target, given);
                },
            }),
          ),
        ),
    },
    mailer: {
      send: async (mail) => {
        throw new Error(`Could not send ${JSON.stringify(mail)}`);
      },
    },
  });
  const key = shop.newKey();
  const { body } = await shop.sendLink(linkRequest(shop), { key });
  const token = tokenIn(body.url);
  assert.equal(token.length, 43);
  await shop.deliver();
  await shop.pay(token, await payRequest(shop));
  await shop.payer(token, 'POST', '/pay/receipt', { key: shop.newKey() });
  await shop.deliver();
  assert.ok(shop.errors.length > 0);
  assert.ok(kept.length > 5);
  const everything = [kept, shop.told, shop.calls, shop.errors.map((each) => [String(each), (each as Error).stack])];
  assert.doesNotMatch(JSON.stringify(everything), new RegExp(token));
  assert.deepEqual(shop.told.map((event) => 'link' in event && event.link.url).filter(Boolean), []);
});
