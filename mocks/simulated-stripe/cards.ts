/** What the bank answers when the card is charged; `null` where it pays. */
export interface Refusal {
  /** The `code` of Stripe's error. */
  code: 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error';
  /** The `decline_code` of Stripe's error: present also for lost and stolen cards, whose message tells nothing. */
  declineCode: string;
  message: string;
  param: 'cvc' | 'exp_month' | null;
  /** Who refused: the bank, or Stripe's own fraud rules before the bank was asked. */
  by: 'bank' | 'radar';
}

/**
 * When the bank asks the cardholder to authenticate (3-D Secure):
 * - `none`: the card doesn't ask, and passes without a challenge where 3-D Secure is requested;
 * - `not_supported`: the card can't;
 * - `optional`: only where the intent requests it;
 * - `required`: always, on-session; an off-session charge is refused;
 * - `unless_set_up`: as `required`, but off-session charges pass once the card was saved for them;
 * - `set_up`: as `unless_set_up`, with the card born as saved.
 */
export type Authentication = 'none' | 'not_supported' | 'optional' | 'required' | 'unless_set_up' | 'set_up';

export type CardBrand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';

/** One of Stripe's test cards (https://docs.stripe.com/testing), its behaviour as data. */
export interface TestCard {
  /** 14 to 16 digits. */
  number: string;
  /** Stripe's ready-made payment method, `pm_card_visa`; null where there is none. */
  paymentMethod: string | null;
  brand: CardBrand;
  funding: 'credit' | 'debit';
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** One sentence for whoever tries the card. */
  description: string;
  refusal: Refusal | null;
  authentication: Authentication;
  /** What follows a passed challenge is `refusal`; here 3-D Secure itself breaks down. */
  authenticationBreaks: boolean;
  /** Whether Stripe lets the card be saved although every charge of it fails. */
  attachable: boolean;
  /** What the bank says of a security code that was given. */
  cvcCheck: 'pass' | 'fail';
  /** Whether a refund of a charge of it fails (`pm_card_refundFail`). */
  refundFails: boolean;
}

const declined = (declineCode: string, message = 'Your card was declined.'): Refusal => ({
  code: 'card_declined',
  declineCode,
  message,
  param: null,
  by: 'bank',
});

const insufficientFunds = declined('insufficient_funds', 'Your card has insufficient funds.');

type Traits = Partial<Omit<TestCard, 'number' | 'paymentMethod' | 'description'>>;

function card(number: string, paymentMethod: string | null, description: string, traits: Traits = {}): TestCard {
  return {
    number,
    paymentMethod,
    description,
    brand: brandOf(number) ?? 'visa',
    funding: 'credit',
    country: 'US',
    refusal: null,
    authentication: 'none',
    authenticationBreaks: false,
    attachable: traits.refusal === undefined || traits.refusal === null,
    cvcCheck: 'pass',
    refundFails: false,
    ...traits,
  };
}

/** The brand that a number belongs to, from as many digits as are known; null where they say nothing yet. */
export function brandOf(number: string): CardBrand | null {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  if (/^(6011|64[4-9]|65)/.test(number)) return 'discover';
  if (/^3(0[0-5]|[689])/.test(number)) return 'diners';
  if (/^35(2[89]|[3-8])/.test(number)) return 'jcb';
  if (number.startsWith('62')) return 'unionpay';
  return null;
}

/** How many digits the security code of a brand has. */
export function cvcLength(brand: CardBrand | null): 3 | 4 {
  return brand === 'amex' ? 4 : 3;
}

/** Luhn's check over a complete number of digits only. */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].toReversed().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The test card with this number or this `pm_card_…` id. */
export function testCard(numberOrId: string): TestCard | undefined {
  return testCards.find((card) => card.number === numberOrId || card.paymentMethod === numberOrId);
}

/** Stripe's test cards that the simulation knows. Any other number that passes Luhn's check is treated as Stripe treats real ones in test mode: refused. */
export const testCards: readonly TestCard[] = [
  card('4242424242424242', 'pm_card_visa', 'Pays.'),
  card('4000056655665556', 'pm_card_visa_debit', 'Pays; a debit card.', { funding: 'debit' }),
  card('5555555555554444', 'pm_card_mastercard', 'Pays.'),
  card('378282246310005', 'pm_card_amex', 'Pays; four-digit security code, no 3-D Secure.', {
    authentication: 'not_supported',
  }),
  card('6011111111111117', 'pm_card_discover', 'Pays.'),
  card('3056930009020004', 'pm_card_diners', 'Pays.'),
  card('3566002020360505', 'pm_card_jcb', 'Pays.', { country: 'JP' }),
  card('6200000000000005', 'pm_card_unionpay', 'Pays.', { country: 'CN' }),

  card('4000000000000002', 'pm_card_visa_chargeDeclined', 'Declined, no reason given.', {
    refusal: declined('generic_decline'),
  }),
  card('4000000000009995', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'Declined: insufficient funds.', {
    refusal: insufficientFunds,
  }),
  card('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', 'Declined: reported lost.', {
    refusal: declined('lost_card'),
  }),
  card('4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', 'Declined: reported stolen.', {
    refusal: declined('stolen_card'),
  }),
  card('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', 'Declined: expired.', {
    refusal: {
      code: 'expired_card',
      declineCode: 'expired_card',
      message: 'Your card has expired.',
      param: 'exp_month',
      by: 'bank',
    },
  }),
  card('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', 'Declined: wrong security code.', {
    refusal: {
      code: 'incorrect_cvc',
      declineCode: 'incorrect_cvc',
      message: "Your card's security code is incorrect.",
      param: 'cvc',
      by: 'bank',
    },
    cvcCheck: 'fail',
  }),
  card('4000000000000119', 'pm_card_chargeDeclinedProcessingError', 'Declined: the bank could not process it.', {
    refusal: {
      code: 'processing_error',
      declineCode: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
      param: null,
      by: 'bank',
    },
  }),
  card('4000000000006975', 'pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'Declined: charged too often.', {
    refusal: declined(
      'card_velocity_exceeded',
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    ),
  }),
  card('4000000000000341', 'pm_card_chargeCustomerFail', 'Can be saved; every charge of it is declined.', {
    refusal: declined('generic_decline'),
    attachable: true,
  }),
  card('4100000000000019', 'pm_card_radarBlock', "Blocked by Stripe's fraud rules before the bank is asked.", {
    refusal: { ...declined('fraudulent'), by: 'radar' },
  }),
  card('4000000000000101', 'pm_card_cvcCheckFail', 'Pays; the check of its security code fails.', { cvcCheck: 'fail' }),
  card('4000000000005126', 'pm_card_refundFail', 'Pays; a refund of it begins and then fails.', { refundFails: true }),

  card('4000002500003155', 'pm_card_authenticationRequiredOnSetup', 'Asks for approval, but not once it was saved.', {
    authentication: 'unless_set_up',
  }),
  card('4000002760003184', 'pm_card_authenticationRequired', 'Asks for approval every time.', {
    authentication: 'required',
  }),
  card(
    '4000003800000446',
    'pm_card_authenticationRequiredSetupForOffSession',
    'Saved already: asks for approval only while the customer is present.',
    { authentication: 'set_up' },
  ),
  card(
    '4000008260003178',
    'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    'Asks for approval, then is declined: insufficient funds.',
    { authentication: 'unless_set_up', refusal: insufficientFunds, attachable: true },
  ),
  card('4000000000003220', 'pm_card_threeDSecure2Required', 'Asks for approval, then pays.', {
    authentication: 'required',
  }),
  card(
    '4000008400001629',
    'pm_card_threeDSecureRequiredChargeDeclined',
    'Asks for approval, then is declined, no reason given.',
    { authentication: 'required', refusal: declined('generic_decline'), attachable: true },
  ),
  card(
    '4000008400001280',
    'pm_card_threeDSecureRequiredProcessingError',
    'Asks for approval, and the asking itself breaks down.',
    { authentication: 'required', authenticationBreaks: true },
  ),
  card('4000000000003055', 'pm_card_threeDSecureOptional', 'Pays; asks for approval only where that is requested.', {
    authentication: 'optional',
  }),
  card(
    '4000000000003097',
    'pm_card_threeDSecureOptionalProcessingError',
    'Pays; where approval is requested, the asking breaks down.',
    { authentication: 'optional', authenticationBreaks: true },
  ),
];
