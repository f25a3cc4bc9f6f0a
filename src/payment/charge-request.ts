import type { Account } from '../contract/account.ts';
import type { ChargeRequest, Consent } from '../contract/payment.ts';
import { PaymentError } from '../errors.ts';
import type { ChargeDraft } from './charge-draft.ts';
import { faults } from './charge-faults.ts';

/**
 * The draft as the backend is asked for it.
 * @throws PaymentError `misconfigured` where the draft still has faults, or a new card has no confirmation token, or one that is to be saved no consent.
 */
export function chargeRequest(
  draft: ChargeDraft,
  account: Account,
  more: {
    confirmationToken?: string;
    consent?: Consent;
    returnUrl?: string;
    confirmSimilar?: boolean;
    /** Payment links that the person agreed to close. */
    closeLinks?: readonly string[];
  } = {},
): ChargeRequest {
  if (faults(draft, account).any) throw mistake('The draft has faults: show them before charging.');
  return {
    customerId: account.customer.id,
    ...requestedItems(draft, account),
    currency: draft.currency,
    method: requestedMethod(draft, account, more),
    ...(more.returnUrl !== undefined && { returnUrl: more.returnUrl }),
    ...(more.confirmSimilar && { confirmSimilar: true }),
    ...(more.closeLinks?.length && { closeLinks: [...more.closeLinks] }),
  };
}

/** What is asked for, as a charge and a payment link name it. */
export function requestedItems(draft: ChargeDraft, { bookings }: Account): Pick<ChargeRequest, 'allocations' | 'line'> {
  const due = new Map(bookings.map((each) => [each.id, each.due]));
  return {
    allocations: [...draft.selected].map(([bookingId, { amount }]) => ({
      bookingId,
      amount: amount ?? 0,
      dueSeen: due.get(bookingId) ?? 0,
    })),
    ...(draft.line && { line: { description: draft.line.description.trim(), amount: draft.line.amount ?? 0 } }),
  };
}

function requestedMethod(
  draft: ChargeDraft,
  account: Account,
  more: { confirmationToken?: string; consent?: Consent },
): ChargeRequest['method'] {
  if (draft.method === 'saved-card') {
    if (draft.cardId === null) throw mistake('No saved card is chosen.');
    return { type: 'saved_card', cardId: draft.cardId };
  }
  if (draft.method === 'link') throw mistake('A payment link is sent, not charged.');
  const save = draft.save && account.capabilities.saveCard;
  if (more.confirmationToken === undefined) throw mistake('A new card needs a confirmation token.');
  if (save && !more.consent) throw mistake('A card is saved only with consent.');
  return {
    type: 'new_card',
    confirmationToken: more.confirmationToken,
    save,
    ...(save && more.consent && { consent: more.consent }),
  };
}

function mistake(message: string): PaymentError {
  return new PaymentError('misconfigured', message, { attempt: 'none' });
}
