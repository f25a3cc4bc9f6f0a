import type Stripe from 'stripe';
import { cardError, invalid, refused } from './api-error.ts';
import { brandOf, cvcLength, passesLuhn, testCard, type TestCard } from './cards.ts';
import type { Params } from './forms.ts';
import { fingerprint, newId, seconds, type Call, type MethodRecord, type PaymentMethod } from './state.ts';

export const methodParams = ['allow_redisplay', 'billing_details', 'card', 'expand', 'metadata', 'type'];
const addressParams = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];

/** What of a card is told: everything but its number and security code. */
export interface CardEntry {
  card: TestCard;
  expMonth: number;
  /** Four digits. */
  expYear: number;
  cvcGiven: boolean;
}

/** A payment method, known to nobody yet: of `payment_method_data`, or of `POST /v1/payment_methods`. */
export function makeMethod(call: Call, params: Params): MethodRecord {
  const type = params.requiredText('type');
  if (type !== 'card') {
    throw refused(`The payment method type "${type}" is invalid. The simulated Stripe takes cards only.`, {
      param: 'type',
    });
  }
  const card = params.nested('card', ['number', 'exp_month', 'exp_year', 'cvc', 'token']);
  if (!card) throw params.missing('card');
  const entry = readCard(call, card);
  const redisplay = params.oneOf('allow_redisplay', ['always', 'limited', 'unspecified'] as const);
  return methodFrom(call, entry, {
    billing: readBilling(params),
    allowRedisplay: redisplay ?? 'unspecified',
    metadata: params.metadata(),
  });
}

export function methodFrom(
  call: Call,
  { card, expMonth, expYear, cvcGiven }: CardEntry,
  {
    billing = emptyBilling(),
    allowRedisplay = 'unspecified',
    metadata = {},
  }: {
    billing?: PaymentMethod['billing_details'];
    allowRedisplay?: 'always' | 'limited' | 'unspecified';
    metadata?: Record<string, string>;
  } = {},
): MethodRecord {
  const shown: PaymentMethod = {
    id: newId('pm', 24),
    object: 'payment_method',
    allow_redisplay: allowRedisplay,
    billing_details: billing,
    card: {
      brand: card.brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: cvcGiven ? 'unchecked' : null,
      },
      country: card.country,
      display_brand: card.brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: fingerprint(call.account, card.number),
      funding: card.funding,
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: card.authentication !== 'not_supported' },
      wallet: null,
    },
    created: seconds(call.world),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata,
    type: 'card',
  };
  return { shown, card, setUp: card.authentication === 'set_up', spent: false };
}

/** A ready-made `pm_card_…`: Stripe makes a fresh payment method of it at every use. */
export function readyMade(call: Call, card: TestCard): MethodRecord {
  const year = new Date(call.world.now()).getUTCFullYear() + 1;
  return methodFrom(call, { card, expMonth: 12, expYear: year, cvcGiven: true });
}

/** @throws ApiError 402 for what Stripe refuses at entry, as https://docs.stripe.com/testing#invalid-data lists it. */
function readCard(call: Call, params: Params): CardEntry {
  const token = params.text('token');
  if (token !== undefined) {
    throw refused(`No such token: '${token}'`, { code: 'resource_missing', param: 'card[token]' });
  }
  const number = params.requiredText('number').replaceAll(' ', '');
  if (!passesLuhn(number) || brandOf(number) === null) {
    throw cardError('Your card number is incorrect.', { code: 'incorrect_number', param: 'number' });
  }
  const { expMonth, expYear } = readExpiry(call, params);
  const cvc = params.text('cvc');
  if (cvc !== undefined && !(/^\d+$/.test(cvc) && cvc.length === cvcLength(brandOf(number)))) {
    throw cardError("Your card's security code is invalid.", { code: 'invalid_cvc', param: 'cvc' });
  }
  const card = testCard(number);
  if (!card) {
    throw cardError(
      'Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
      { code: 'card_declined', decline_code: 'test_mode_live_card' },
    );
  }
  return { card, expMonth, expYear, cvcGiven: cvc !== undefined };
}

/** A month and a year that are not past. */
export function readExpiry(call: Call, params: Params): { expMonth: number; expYear: number } {
  const expMonth = params.integer('exp_month');
  if (expMonth === undefined) throw params.missing('exp_month');
  const year = params.integer('exp_year');
  if (year === undefined) throw params.missing('exp_year');
  const expYear = year < 100 ? 2000 + year : year;
  const today = new Date(call.world.now());
  if (expMonth < 1 || expMonth > 12) throw invalidMonth();
  if (expYear < today.getUTCFullYear() || expYear > today.getUTCFullYear() + 50) {
    throw cardError("Your card's expiration year is invalid.", { code: 'invalid_expiry_year', param: 'exp_year' });
  }
  if (expYear === today.getUTCFullYear() && expMonth < today.getUTCMonth() + 1) throw invalidMonth();
  return { expMonth, expYear };
}

function invalidMonth(): Error {
  return cardError("Your card's expiration month is invalid.", { code: 'invalid_expiry_month', param: 'exp_month' });
}

function emptyBilling(): PaymentMethod['billing_details'] {
  return { address: emptyAddress(), email: null, name: null, phone: null, tax_id: null };
}

function emptyAddress(): Stripe.Address {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
}

/** `billing_details` over what is known already. */
export function readBilling(
  params: Params,
  current: PaymentMethod['billing_details'] = emptyBilling(),
): PaymentMethod['billing_details'] {
  const details = params.nested('billing_details', ['address', 'email', 'name', 'phone', 'tax_id']);
  if (!details) return current;
  const billing = { ...current };
  for (const name of ['email', 'name', 'phone'] as const) {
    const value = details.unsettable(name);
    if (value !== undefined) billing[name] = value;
  }
  if (details.has('address')) billing.address = readAddress(details) ?? emptyAddress();
  return billing;
}

/** `address`; null where it is unset. */
export function readAddress(params: Params): Stripe.Address | null {
  const given = params.nested('address', addressParams);
  if (!given) return null;
  const address = emptyAddress();
  for (const name of ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const) {
    address[name] = given.unsettable(name) ?? null;
  }
  if (address.country !== null && !/^[A-Z]{2}$/.test(address.country)) {
    throw invalid(
      `Country '${address.country}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'. A full list of country codes is available at https://stripe.com/global.`,
      {
        code: 'country_code_invalid',
        param: 'billing_details[address][country]',
      },
    );
  }
  return address;
}
