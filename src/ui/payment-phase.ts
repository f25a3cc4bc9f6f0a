import { nothing } from 'lit';
import type { PaymentState } from '../payment/payment-state.ts';
import { openPayment } from './open-payment.ts';
import { outcome } from './outcome.ts';
import { closeWarning, failure, waiting, type FailureSteps } from './payment-notices.ts';
import type { Wording } from './wording.ts';

export interface PaymentPhase extends FailureSteps {
  state: PaymentState;
  /** Null where the account could not be read. */
  customer: string | null;
  contact: string | null;
  /** Minor units; null while it is read anew. */
  balance: number | null;
  /** The person wants to leave while an outcome is unknown. */
  leaving: boolean;
  leave: () => void;
  stay: () => void;
  checkAgain: () => void;
  cancelCharge: () => void;
  /** The payer isn't here: ends the charge and asks by a payment link; null where none can be sent. */
  notHere: (() => void) | null;
}

/** Where a payment stands, above the form or in its place; nothing while there is none, or only its button is busy. */
export function paymentPhase(view: PaymentPhase, words: Wording): unknown {
  const { state } = view;
  switch (state.phase) {
    case 'idle':
    case 'submitting':
      return nothing;
    case 'authenticating':
      return waiting(words, view);
    case 'failed':
      return failure(state, view, words);
    case 'unconfirmed':
      return view.leaving ? closeWarning(words, view.leave, view.stay) : openPayment({ ...view, state }, words);
    case 'processing':
    case 'succeeded':
      return outcome({ ...view, payment: state.payment }, words);
  }
}
