import { noSuch } from './api-error.ts';
import type { Account, Charge, Customer, Intent, MethodRecord } from './state.ts';

// Each answers the object with this id, or throws Stripe's `resource_missing`; `param` names the parameter that held the id.

/** A deleted customer is as good as unknown. */
export function customerOf(account: Account, id: string, param = 'id'): Customer {
  const customer = account.customers.get(id);
  if (!customer || customer.deleted) throw noSuch('customer', id, param);
  return customer;
}

export function methodOf(account: Account, id: string, param = 'payment_method'): MethodRecord {
  const method = account.methods.get(id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  return method;
}

export function intentOf(account: Account, id: string, param = 'intent'): Intent {
  const intent = account.intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, param);
  return intent;
}

export function chargeOf(account: Account, id: string, param = 'id'): Charge {
  const charge = account.charges.get(id);
  if (!charge) throw noSuch('charge', id, param);
  return charge;
}
