import type { Consent } from '../contract/payment.ts';

/**
 * What a payer agrees to who saves a card: the sentence that the page shows is the one that is recorded. English in every language until a
 * translation has been reviewed; another sentence needs another version.
 */
export function payerConsent(merchant: string): Consent {
  return {
    text: `I agree that ${merchant} saves this card and charges it for my future bookings and for balances left on them, when they fall due. Each amount is the price of the booking as agreed with me. I can withdraw this at any time by contacting ${merchant}.`,
    version: '2026-11-en-payer-1',
    locale: 'en',
  };
}
