import { checkCurrency } from './currencies.ts';
import type { Params } from './forms.ts';
import { newId, type Call } from './state.ts';

export const sessionParams = ['deferred_intent', 'key', 'locale', 'type'];

/** What Stripe.js asks for before its form appears. Whether Stripe refuses an amount below the minimum here is not established: it isn't. */
export function readSession(_call: Call, params: Params): object {
  const deferred = params.nested('deferred_intent', 'any');
  if (!deferred) throw params.missing('deferred_intent');
  checkCurrency(deferred.requiredText('currency'));
  return {
    object: 'elements_session',
    session_id: newId('elements_session', 11),
    payment_method_preference: { object: 'payment_method_preference', ordered_payment_method_types: ['card'] },
  };
}
