import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountStep, decimalText, formatMoney, fractionDigits, parseMoney } from '../src/money.ts';

const nbsp = /[\u00a0\u202f]/g;

test('digits are those of the API, where Intl has others', () => {
  const digits = {
    jpy: 0,
    krw: 0,
    vnd: 0,
    xaf: 0,
    usd: 2,
    huf: 2,
    cop: 2,
    idr: 2,
    pkr: 2,
    twd: 2,
    isk: 2,
    ugx: 2,
    kwd: 3,
    bhd: 3,
  };
  for (const [currency, expected] of Object.entries(digits)) assert.equal(fractionDigits(currency), expected, currency);
});

test('steps are those that can be charged', () => {
  const steps = { usd: 1, jpy: 1, isk: 100, ugx: 100, kwd: 10, tnd: 10 };
  for (const [currency, expected] of Object.entries(steps)) assert.equal(amountStep(currency), expected, currency);
});

test('amounts are written as people of a language write them, with the digits of the currency', () => {
  const table: [number, string, string, string][] = [
    [12000, 'cad', 'en', 'CA$120.00'],
    [12000, 'cad', 'en-CA', '$120.00'],
    [12000, 'cad', 'fr-CA', '120,00 $'],
    [123456, 'huf', 'en', 'HUF 1,234.56'],
    [1234, 'jpy', 'en', '¥1,234'],
    [5, 'usd', 'en', '$0.05'],
    [0, 'usd', 'en', '$0.00'],
    [-1250, 'usd', 'en', '-$12.50'],
    [1230, 'kwd', 'en', 'KWD 1.230'],
    [120000, 'ugx', 'en', 'UGX 1,200'],
    [120050, 'isk', 'en', 'ISK 1,200.50'],
    [Number.MAX_SAFE_INTEGER, 'usd', 'en', '$90,071,992,547,409.91'],
  ];
  for (const [amount, currency, locale, expected] of table) {
    assert.equal(formatMoney(amount, currency, locale).replace(nbsp, ' '), expected);
  }
});

test('a language tag that is none is read as English rather than stopping the page', () => {
  for (const locale of ['en_US', '', '!']) assert.equal(formatMoney(500, 'usd', locale), '$5.00');
});

test('an amount that is not a whole number of minor units is refused', () => {
  for (const amount of [1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => formatMoney(amount, 'usd', 'en'), RangeError);
    assert.throws(() => decimalText(amount, 'usd', 'en'), RangeError);
  }
});

test('the text of a field has the decimal sign of the language and nothing else', () => {
  assert.equal(decimalText(123456, 'cad', 'en'), '1234.56');
  assert.equal(decimalText(123456, 'cad', 'de'), '1234,56');
  assert.equal(decimalText(123456, 'cad', 'ar-EG'), '1234.56');
  assert.equal(decimalText(1234, 'jpy', 'de'), '1234');
  assert.equal(decimalText(120000, 'ugx', 'en'), '1200');
});

test('whatever a person types is read, or not at all', () => {
  const table: [string, string, number | null][] = [
    // Either decimal sign: circuit-ui PR #755, whatwg/html #7497.
    ['12.5', 'usd', 1250],
    ['12,5', 'usd', 1250],
    ['12,50', 'usd', 1250],
    ['12,', 'usd', 1200],
    ['.5', 'usd', 50],
    ['0', 'usd', 0],
    ['007', 'usd', 700],
    // Grouping.
    ['1,234.56', 'usd', 123456],
    ['1.234,56', 'usd', 123456],
    ['1 234,56', 'usd', 123456],
    ['1\u00a0234,56', 'usd', 123456],
    ['1\u202f234,56', 'usd', 123456],
    ["1'234.50", 'chf', 123450],
    ['1’234.50', 'chf', 123450],
    ['1,23,456.70', 'inr', 12345670],
    ['1,234,567', 'usd', 123456700],
    ['1.234.567', 'usd', 123456700],
    // One sign and three digits: grouping where the currency has fewer, decimals where it has three.
    ['1,234', 'usd', 123400],
    ['1.234', 'usd', 123400],
    ['12,345', 'jpy', 12345],
    ['1.200', 'isk', 120000],
    ['1,230', 'kwd', 1230],
    ['1.5', 'kwd', 1500],
    ['0,500', 'usd', null],
    ['1234,567', 'usd', null],
    // Other digits and signs.
    ['١٢٫٥', 'usd', 1250],
    ['١٬٢٣٤٫٥٠', 'usd', 123450],
    ['۱۲٫۵', 'usd', 1250],
    ['१२.५', 'usd', 1250],
    ['１２．５', 'usd', 1250],
    ['\u200f١٢\u200e', 'usd', 1200],
    ['$120.00', 'usd', 12000],
    ['120,00 €', 'eur', 12000],
    // Too many digits for the currency.
    ['1,5', 'jpy', null],
    ['1.001,234', 'usd', null],
    ['1,2345', 'usd', null],
    // Nothing that is an amount.
    ['', 'usd', null],
    ['  ', 'usd', null],
    ['.', 'usd', null],
    ['-5', 'usd', null],
    ['1e3', 'usd', null],
    ['12s', 'usd', null],
    ['1d5', 'usd', null],
    ['12 34,5', 'usd', null],
    ['1,2,3', 'usd', null],
    ['1.234,567,8', 'usd', null],
    ['1,234 567', 'usd', null],
    ['99999999999999999', 'usd', null],
  ];
  for (const [text, currency, expected] of table)
    assert.equal(parseMoney(text, currency), expected, `${text} ${currency}`);
});

test('no amount is read through a float', () => {
  // 1.15 * 100 and 8.2 * 100 are no whole numbers; 90071992547409.91 * 100 is not exact.
  assert.equal(parseMoney('1.15', 'usd'), 115);
  assert.equal(parseMoney('8.2', 'usd'), 820);
  assert.equal(parseMoney('90071992547409.91', 'usd'), Number.MAX_SAFE_INTEGER);
});

test('what is written is read back to the same amount, in every language and for every number of digits', () => {
  const locales = [
    'en',
    'de',
    'fr',
    'fr-CA',
    'fr-CH',
    'es',
    'pt-BR',
    'ar',
    'ar-EG',
    'fa',
    'hi',
    'en-IN',
    'de-CH',
    'sv',
    'bn',
    'my',
  ];
  const amounts = [0, 1, 9, 10, 99, 100, 101, 999, 1000, 1234, 99999, 100000, 123456, 1234567, 987654321, 999999999999];
  for (const currency of ['jpy', 'usd', 'huf', 'isk', 'ugx', 'kwd']) {
    for (const locale of locales) {
      for (const amount of amounts) {
        const text = decimalText(amount, currency, locale);
        assert.equal(parseMoney(text, currency), amount, `${text} ${currency} ${locale}`);
      }
    }
  }
});

test('what is written with grouping is read back as well', () => {
  for (const currency of ['usd', 'eur']) {
    for (const locale of ['en', 'de', 'fr', 'hi', 'ar-EG', 'fa', 'de-CH', 'sv']) {
      for (const amount of [5, 123400, 12345600, 987654321]) {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount / 100);
        assert.equal(parseMoney(text, currency), amount, `${text} ${locale}`);
      }
    }
  }
});
