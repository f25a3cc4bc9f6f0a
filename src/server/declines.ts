import type { DeclineReason } from '../contract/problem.ts';
import type { Failure } from './store.ts';

/**
 * Stripe's decline codes, told apart only as far as a person can act on them (https://docs.stripe.com/declines/codes). What is not listed is
 * `declined`: so are `lost_card`, `stolen_card`, `fraudulent`, `merchant_blacklist`, `pickup_card` and `restricted_card`, which must not be
 * told to anybody, and whatever Stripe adds.
 */
const reasons = new Map<string, DeclineReason>(
  Object.entries({
    insufficient_funds: 'insufficient_funds',
    expired_card: 'expired_card',
    incorrect_number: 'incorrect_number',
    invalid_number: 'incorrect_number',
    incorrect_cvc: 'incorrect_cvc',
    invalid_cvc: 'incorrect_cvc',
    invalid_expiry_month: 'incorrect_expiry',
    invalid_expiry_year: 'incorrect_expiry',
    incorrect_zip: 'incorrect_postal_code',
    card_not_supported: 'card_not_supported',
    currency_not_supported: 'card_not_supported',
    card_velocity_exceeded: 'limit_exceeded',
    withdrawal_count_limit_exceeded: 'limit_exceeded',
    approve_with_id: 'try_again',
    issuer_not_available: 'try_again',
    processing_error: 'try_again',
    reenter_transaction: 'try_again',
    try_again_later: 'try_again',
    duplicate_transaction: 'duplicate',
    payment_intent_authentication_failure: 'authentication_failed',
  }),
);

/** A decline as Stripe reports it: the error's `code`, and the bank's `decline_code` where there is one. */
export interface Decline {
  code: string | null;
  declineCode: string | null;
}

/** What a decline is called outside. */
export function failureOf({ code, declineCode }: Decline): Failure {
  if (code === 'authentication_required' || declineCode === 'authentication_required') {
    return { code: 'authentication_required', reason: null };
  }
  // The bank's word wins: `card_declined` with `insufficient_funds`; without one, the code says it: `expired_card`, `incorrect_cvc`.
  return { code: 'declined', reason: reasons.get(declineCode ?? code ?? '') ?? 'declined' };
}
