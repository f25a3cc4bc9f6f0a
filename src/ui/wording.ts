import type { StaffText } from '../text/staff/text.ts';
import type { Language } from '../text/vocabulary.ts';
import { formatMoney } from '../money.ts';

/** The words of one surface, with amounts and dates said in its language. */
export interface Wording<Words = StaffText> {
  text: Words;
  locale: string;
  currency: string;
  /** Minor units of the surface's currency, as a person reads them. */
  money: (amount: number) => string;
  /** `2026-11-23` as a date. A calendar day has no zone, so it is said in UTC. */
  day: (day: string) => string;
  /** ISO 8601 UTC as a date and a time where the reader is. */
  moment: (time: string) => string;
  /** A moment that others may read elsewhere, with the name of the zone it is said in. */
  deadline: (time: string) => string;
  /** The month a card ends, `04/2030`. */
  month: (month: number, year: number) => string;
}

export function wording<Words>({ text, locale }: Language<Words>, currency: string): Wording<Words> {
  const date = (options: Intl.DateTimeFormatOptions, at: Date) => new Intl.DateTimeFormat(locale, options).format(at);
  return {
    text,
    locale,
    currency,
    money: (amount) => formatMoney(amount, currency, locale),
    day: (day) => date({ dateStyle: 'medium', timeZone: 'UTC' }, new Date(`${day}T00:00:00Z`)),
    moment: (time) => date({ dateStyle: 'medium', timeStyle: 'short' }, new Date(time)),
    deadline: (time) => {
      const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
      return date({ ...day, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }, new Date(time));
    },
    month: (month, year) =>
      date({ month: '2-digit', year: 'numeric', timeZone: 'UTC' }, new Date(Date.UTC(year, month - 1))),
  };
}
