import type { FaultCode } from './messages.ts';
import type { brandOf, cvcLength, passesLuhn } from '../cards.ts';

export interface CardTools {
  brandOf: typeof brandOf;
  cvcLength: typeof cvcLength;
  passesLuhn: typeof passesLuhn;
}

export type CardRules = ReturnType<typeof cardRules>;

/** How card fields read and complain. Runs inside the frame, as text: nothing outside the function may be named. */
export function cardRules(tools: CardTools) {
  const digits = (text: string): string =>
    text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/\D/g, '');

  const numberLength = (number: string): number => {
    const brand = tools.brandOf(number);
    if (brand === 'amex') return 15;
    return brand === 'diners' && number.indexOf('36') === 0 ? 14 : 16;
  };

  return {
    digits,

    /** Digits in the groups that the card shows. */
    formatNumber(text: string): string {
      const all = digits(text);
      const number = all.slice(0, numberLength(all));
      const groups = numberLength(number) === 16 ? [4, 4, 4, 4] : [4, 6, 5];
      const parts: string[] = [];
      let from = 0;
      for (const size of groups) {
        if (from < number.length) parts.push(number.slice(from, from + size));
        from += size;
      }
      return parts.join(' ');
    },

    formatExpiry(text: string): string {
      let entered = digits(text);
      if (/^[2-9]/.test(entered) || /^1\s*\//.test(text)) entered = '0' + entered;
      entered = entered.slice(0, 4);
      return entered.length > 2 ? entered.slice(0, 2) + ' / ' + entered.slice(2) : entered;
    },

    formatCvc: (text: string, number: string): string =>
      digits(text).slice(0, tools.cvcLength(tools.brandOf(digits(number)))),

    /** Month 1–12 and a full year; null while incomplete. */
    expiry(text: string): { month: number; year: number } | null {
      const entered = digits(text);
      const month = Number(entered.slice(0, 2));
      if (entered.length !== 4 || month < 1 || month > 12) return null;
      return { month, year: 2000 + Number(entered.slice(2)) };
    },

    numberFault(text: string): FaultCode | null {
      const number = digits(text);
      if (number.length < numberLength(number)) return 'incomplete_number';
      return tools.passesLuhn(number) ? null : 'incorrect_number';
    },

    expiryFault(text: string, today: Date): FaultCode | null {
      const expiry = this.expiry(text);
      if (!expiry) return 'incomplete_expiry';
      if (expiry.year < today.getFullYear()) return 'invalid_expiry_year_past';
      const past = expiry.year === today.getFullYear() && expiry.month < today.getMonth() + 1;
      return past ? 'invalid_expiry_month_past' : null;
    },

    cvcFault(text: string, number: string): FaultCode | null {
      const wanted = tools.cvcLength(tools.brandOf(digits(number)));
      return digits(text).length === wanted ? null : 'incomplete_cvc';
    },

    /** Only these countries are asked for one. */
    hasPostalCode: (country: string): boolean => country === 'US' || country === 'CA' || country === 'GB',

    postalCodeFault(text: string, country: string): FaultCode | null {
      const code = text.trim();
      const fits =
        country === 'US'
          ? /^\d{5}(-?\d{4})?$/.test(code)
          : country === 'CA'
            ? /^[a-z]\d[a-z][ -]?\d[a-z]\d$/i.test(code)
            : /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i.test(code);
      return fits ? null : 'incomplete_zip';
    },
  };
}
