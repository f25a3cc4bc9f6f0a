/**
 * Money: amounts are whole numbers in the minor units of Stripe's API, with a lower-case ISO 4217 currency. This file alone
 * knows how many digits a currency has, and turns amounts into words and typed words into amounts. No amount is ever a float.
 */

// Stripe's own table, since Intl's differs for HUF, ISK, UGX, COP, IDR, PKR and others (https://docs.stripe.com/currencies).
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Two decimals at the API, of which both must be zero (https://docs.stripe.com/currencies#special-cases). */
const wholeOnly = new Set(['isk', 'ugx']);

/** How many decimal digits the API's unit of a currency has: 0, 2 or 3. */
export function fractionDigits(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** The smallest step between two chargeable amounts, in minor units: 100 for ISK and UGX, 10 for three-decimal currencies, else 1. */
export function amountStep(currency: string): number {
  if (wholeOnly.has(currency)) return 100;
  return threeDecimal.has(currency) ? 10 : 1;
}

/**
 * An amount in minor units as a person reads it: `formatMoney(12000, 'cad', 'en')` is `CA$120.00`.
 * @throws RangeError if the amount is not a whole number.
 */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const digits = shownDigits(amount, currency);
  return format(locale, digits, currency).format(decimal(amount, currency, digits));
}

/**
 * An amount in minor units as a person would type it: the locale's decimal sign, no grouping, no currency sign, Latin digits (those
 * of every number field's keypad). `parseMoney` reads it back to the same amount.
 * @throws RangeError if the amount is not a whole number.
 */
export function decimalText(amount: number, currency: string, locale: string): string {
  const digits = shownDigits(amount, currency);
  return format(locale, digits, null).format(decimal(amount, currency, digits));
}

/**
 * What a person typed or pasted, in minor units; null when it can't be read, has more decimals than the currency, or is too large
 * to count. Never negative; zero is read as zero.
 *
 * Both `.` and `,` may be the decimal sign: phones show the one of their own language, not of the page's
 * (https://github.com/whatwg/html/issues/7497). So:
 * - `٫` always starts the decimals; spaces, apostrophes and `٬` always group;
 * - where `.` and `,` both stand, the last one starts the decimals and the other groups: `1,234.56`, `1.234,56`;
 * - one that stands several times groups: `1,234,567`;
 * - one that stands once starts the decimals if no more digits follow than the currency has (`12,5`, `12,`), so `1,230` is
 *   1.230 in Kuwaiti dinars; else, if exactly three digits follow and nothing else groups, it groups: `1,234` is 1234 in dollars and
 *   in yen. Anything else (`1,2345`, `0,500` in dollars) has too many digits.
 */
export function parseMoney(text: string, currency: string): number | null {
  const digits = fractionDigits(currency);
  const split = splitDecimals(normalize(text), digits);
  if (split === null) return null;
  const [whole, fraction] = split;
  if (fraction.length > digits) return null;
  const amount = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** ISK and UGX have no decimals for people; an amount that has some anyway is shown with them rather than rounded. */
function shownDigits(amount: number, currency: string): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`An amount is a whole number of minor units, not ${amount}.`);
  return wholeOnly.has(currency) && amount % 100 === 0 ? 0 : fractionDigits(currency);
}

/** The amount as a decimal numeral, which Intl formats exactly. */
function decimal(amount: number, currency: string, shown: number): Intl.StringNumericLiteral {
  const digits = fractionDigits(currency);
  const numeral = String(Math.abs(amount)).padStart(digits + 1, '0');
  const point = numeral.length - digits;
  const fraction = numeral.slice(point, point + shown);
  const sign = amount < 0 ? '-' : '';
  return `${sign}${numeral.slice(0, point)}${fraction && `.${fraction}`}` as Intl.StringNumericLiteral;
}

// Making a formatter costs some hundred times what formatting does.
const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, digits: number, currency: string | null): Intl.NumberFormat {
  const name = `${locale} ${digits} ${currency}`;
  let found = formats.get(name);
  if (!found) {
    const options: Intl.NumberFormatOptions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    if (currency === null) Object.assign(options, { useGrouping: false, numberingSystem: 'latn' });
    else Object.assign(options, { style: 'currency', currency });
    found = new Intl.NumberFormat(knownLocale(locale), options);
    formats.set(name, found);
  }
  return found;
}

/** A page's `lang` may be anything; a tag that is none (`en_US`, empty) must not stop a payment from being shown. */
function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** The zeros of the digits that people type: Arabic, Persian, Devanagari, Bengali, Burmese, full width. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x1040, 0xff10];

/** Latin digits, `.` and `,` as typed, `d` for a sure decimal sign, `s` for a space, `a` for an apostrophe, `g` for the Arabic thousands sign. */
function normalize(text: string): string {
  return text
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^[\s\p{Sc}]+|[\s\p{Sc}]+$/gu, '')
    .replace(/[a-z]/gi, '?')
    .replace(/\s/g, 's')
    .replace(/['’ʼ]/g, 'a')
    .replace(/٬/g, 'g')
    .replace(/٫/g, 'd')
    .replace(/[،，]/g, ',')
    .replace(/．/g, '.')
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero = zeros.find((each) => code >= each && code < each + 10);
      return zero === undefined ? digit : String(code - zero);
    });
}

/** Whole and decimal digits, by the rules of `parseMoney`; null when it is no number. */
function splitDecimals(text: string, digits: number): [whole: string, fraction: string] | null {
  if (!/^[\d.,dsag]*\d[\d.,dsag]*$/.test(text)) return null;
  const sign = decimalSign(text, digits);
  const point = sign === null ? text.length : text.lastIndexOf(sign);
  const whole = ungroup(text.slice(0, point));
  const fraction = text.slice(point + 1);
  return whole === null || !/^\d*$/.test(fraction) ? null : [whole, fraction];
}

function decimalSign(text: string, digits: number): string | null {
  if (text.includes('d')) return 'd';
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const sign = text[last];
  if (sign === undefined) return null;
  if (text.includes(sign === '.' ? ',' : '.')) return sign;
  if (text.indexOf(sign) !== last) return null;
  const follow = text.length - last - 1;
  return follow > digits && /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? null : sign;
}

/** Groups of three, or of two before the last three as in India, all with the same sign. */
function ungroup(whole: string): string | null {
  if (/^\d*$/.test(whole)) return whole;
  return /^\d{1,3}([.,sag])(?:\d{2,3}\1)*\d{3}$/.test(whole) ? whole.replace(/\D/g, '') : null;
}
