import type { Card } from '../../contract/payment.ts';
import { formatMoney } from '../../money.ts';
import type { MessageText } from '../../text/messages/text.ts';
import { messageWords } from '../../text/messages/words.ts';
import type { Merchant } from '../host.ts';

/** How one reader is spoken to: words, and everything that goes into them, in the reader's language and the merchant's time. */
export interface Speech {
  text: MessageText;
  /** BCP 47. */
  locale: string;
  money: (amount: number, currency: string) => string;
  /** A calendar day, as bookings have it. */
  day: (day: string) => string;
  /** Day, hour and minute. */
  time: (time: string) => string;
  /** Somebody's or something's name on one line, unable to turn the words around it. */
  name: (name: string) => string;
  card: (card: Card) => string;
}

export function speechFor(tag: string, { timeZone }: Pick<Merchant, 'timeZone'>): Speech {
  const { text, locale } = messageWords.languageFor(tag);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: knownZone(timeZone),
  });
  const name = (given: string): string => isolated(oneLine(given), text.direction);
  return {
    text,
    locale,
    money: (amount, currency) => formatMoney(amount, currency, locale),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    time: (time) => times.format(new Date(time)),
    name,
    card: ({ brand, last4 }) => text.card.named(brands.get(brand) ?? text.card.unknownBrand, last4),
  };
}

/** As the brands write themselves; Stripe's names for them (https://docs.stripe.com/api/payment_methods/object#payment_method_object-card-brand). */
const brands = new Map(
  Object.entries({
    amex: 'American Express',
    cartes_bancaires: 'Cartes Bancaires',
    diners: 'Diners Club',
    discover: 'Discover',
    eftpos_au: 'eftpos',
    jcb: 'JCB',
    mastercard: 'Mastercard',
    unionpay: 'UnionPay',
    visa: 'Visa',
  }),
);

/** What turns the text after it around: embeddings, overrides, isolates (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters). */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** Fit for a header, a cell of a table, a line of plain text: without line breaks and other control characters. */
export function oneLine(text: string): string {
  return text
    .replace(turning, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, (run) => (/^[\u00a0\u202f]$/.test(run) ? run : ' '))
    .trim();
}

/** The lines that somebody typed, each fit for one. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/).map((line) =>
    line
      .replace(turning, '')
      .replace(/\p{Cc}/gu, ' ')
      .trimEnd(),
  );
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Marked off by invisible characters, so that it also holds in subjects and plain text; only where its direction may differ from the words'. */
function isolated(text: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' || rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** A time zone that isn't one must not stop a message. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** Typography that halves what fits into a text message is written plainly: only GSM 03.38 has 160 letters of it. */
export function gsmText(text: string): string {
  return [...oneLine(text)].map((character) => plain.get(character) ?? character).join('');
}

const plain = new Map([
  ...[...'\u00a0\u202f\u2009'].map((space) => [space, ' '] as const),
  ...[...'‘’ʼ'].map((quote) => [quote, "'"] as const),
  ...[...'“”„«»'].map((quote) => [quote, '"'] as const),
  ...[...'–—‑·'].map((dash) => [dash, '-'] as const),
  ['…', '...'] as const,
  ['•', '*'] as const,
]);
