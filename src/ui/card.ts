import type { Card } from '../contract/payment.ts';
/** The word for a card whose brand is not known. */
interface CardText {
  card: { unknownBrand: string };
}

/** Stripe's brand codes with the brands' own names, and the short form of the mark. */
const brands: Record<string, [name: string, mark: string]> = {
  visa: ['Visa', 'VISA'],
  mastercard: ['Mastercard', 'MC'],
  amex: ['American Express', 'AMEX'],
  discover: ['Discover', 'DISC'],
  diners: ['Diners Club', 'DINERS'],
  jcb: ['JCB', 'JCB'],
  unionpay: ['UnionPay', 'UPAY'],
  interac: ['Interac', 'INTERAC'],
};

export function brandName(card: Card, text: CardText): string {
  return brands[card.brand]?.[0] ?? text.card.unknownBrand;
}

export function brandMark(card: Card): string {
  return brands[card.brand]?.[1] ?? '••••';
}

/** `Visa •••• 4242`, the digits never on a line without their dots. The marks keep the digits on the right of the dots where the text runs from right to left. */
export function cardLabel(card: Card, text: CardText): string {
  return `${brandName(card, text)} \u2066••••\u00a0${card.last4}\u2069`;
}
