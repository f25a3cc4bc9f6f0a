import { invalid } from './api-error.ts';
import type { Account } from './state.ts';

type Found = object | null | undefined;

/** Which properties of which object hold ids that can be replaced by what they name. */
const expandable: Record<string, Record<string, (account: Account, id: string) => Found>> = {
  payment_intent: { customer, payment_method: paymentMethod, latest_charge: charge, on_behalf_of: none, review: none },
  charge: { customer, payment_intent: intent, balance_transaction: none, on_behalf_of: none },
  customer: { 'invoice_settings.default_payment_method': paymentMethod, default_source: none },
  payment_method: { customer },
  refund: { charge, payment_intent: intent, customer, balance_transaction: none },
};

function customer(account: Account, id: string): Found {
  return account.customers.get(id);
}
function paymentMethod(account: Account, id: string): Found {
  return account.methods.get(id)?.shown;
}
function charge(account: Account, id: string): Found {
  return account.charges.get(id);
}
function intent(account: Account, id: string): Found {
  return account.intents.get(id);
}
function none(): Found {
  return null;
}

/**
 * A copy of the answer in which the asked for ids are the objects they name (https://docs.stripe.com/api/expanding_objects).
 * @throws ApiError for a property that can't be expanded, or more than four levels.
 */
export function expand(account: Account, answer: object, paths: readonly string[]): object {
  const copy = structuredClone(answer);
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > 4) {
      throw invalid(`You cannot expand more than 4 levels of a property. Property: ${path}`, { param: 'expand' });
    }
    expandOne(account, copy, path, path);
  }
  return copy;
}

function expandOne(account: Account, target: object, path: string, whole: string): void {
  const node = target as Record<string, unknown>;
  if (node.object === 'list' && path.startsWith('data.') && Array.isArray(node.data)) {
    for (const item of node.data as object[]) expandOne(account, item, path.slice(5), whole);
    return;
  }
  const known = expandable[String(node.object)] ?? {};
  const property = Object.keys(known).find((name) => path === name || path.startsWith(`${name}.`));
  const resolve = property === undefined ? undefined : known[property];
  if (property === undefined || resolve === undefined) {
    throw invalid(
      `This property cannot be expanded (${whole}). You may want to try expanding '${node.object === 'list' ? `data.${whole}` : 'data'}' instead.`,
      { param: 'expand' },
    );
  }
  const last = property.split('.').at(-1) ?? property;
  const holder = property.includes('.') ? (node[property.slice(0, property.indexOf('.'))] as typeof node) : node;
  const value = holder[last];
  if (typeof value === 'string') holder[last] = structuredClone(resolve(account, value) ?? value);
  const expanded = holder[last];
  if (path.length > property.length && typeof expanded === 'object' && expanded !== null) {
    expandOne(account, expanded, path.slice(property.length + 1), whole);
  }
}
