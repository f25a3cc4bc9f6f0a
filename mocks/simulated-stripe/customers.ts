import type Stripe from 'stripe';
import { noSuch, refused } from './api-error.ts';
import { record } from './events.ts';
import type { Params } from './forms.ts';
import { page, type Page } from './lists.ts';
import { customerOf } from './lookups.ts';
import { readAddress } from './payment-methods.ts';
import { attach, detach, methodToAttach } from './saved-methods.ts';
import { newId, seconds, type Call, type Customer } from './state.ts';

export const customerParams = [
  'address',
  'description',
  'email',
  'expand',
  'invoice_settings',
  'metadata',
  'name',
  'phone',
  'preferred_locales',
];

export function createCustomer(call: Call, params: Params): Customer {
  const customer: Customer = {
    id: newId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: seconds(call.world),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: newId('', 8).slice(1).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  const methodId = params.text('payment_method');
  const method = methodId === undefined ? null : methodToAttach(call, methodId);
  write(call, customer, params, method?.shown.id ?? null);
  call.account.customers.set(customer.id, customer);
  record(call, 'customer.created', customer);
  if (method) attach(call, method, customer.id);
  return customer;
}

export function retrieveCustomer(call: Call, id: string): Customer | Stripe.DeletedCustomer {
  const customer = call.account.customers.get(id);
  if (!customer) throw noSuch('customer', id, 'id');
  return customer;
}

export function updateCustomer(call: Call, params: Params, id: string): Customer {
  const customer = customerOf(call.account, id);
  write(call, customer, params, null);
  record(call, 'customer.updated', customer);
  return customer;
}

export function deleteCustomer(call: Call, id: string): Stripe.DeletedCustomer {
  const customer = customerOf(call.account, id);
  for (const method of call.account.methods.values()) {
    if (method.shown.customer === id) detach(call, method);
  }
  const deleted: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
  call.account.customers.set(id, deleted);
  record(call, 'customer.deleted', customer);
  return deleted;
}

export function listCustomers(call: Call, params: Params): Page<Customer> {
  const email = params.text('email');
  const all = [...call.account.customers.values()].filter((customer): customer is Customer => !customer.deleted);
  const found = all.filter((customer) => email === undefined || customer.email === email).toReversed();
  return page(params, found, 'customer', '/v1/customers');
}

/** Reads everything before it writes anything: a refused update changes nothing. `arriving` is attached in the same request. */
function write(call: Call, customer: Customer, params: Params, arriving: string | null): void {
  const changes: Partial<Customer> = { metadata: params.metadata(customer.metadata) };
  for (const name of ['description', 'email', 'name', 'phone'] as const) {
    const value = params.unsettable(name);
    if (value !== undefined) changes[name] = value;
  }
  if (changes.email && !/^\S+@\S+\.\S+$/.test(changes.email)) {
    throw refused(`Invalid email address: ${changes.email}`, { code: 'email_invalid', param: 'email' });
  }
  const locales = params.list('preferred_locales');
  if (locales) changes.preferred_locales = locales;
  if (params.has('address')) changes.address = readAddress(params);
  const settings = params.nested('invoice_settings', ['default_payment_method']);
  const primary = settings?.unsettable('default_payment_method');
  if (primary !== undefined) {
    if (primary !== null && primary !== arriving && call.account.methods.get(primary)?.shown.customer !== customer.id) {
      throw refused(
        `The customer does not have a payment method with the ID ${primary}. The payment method must be attached to the customer.`,
        { code: 'resource_missing', param: 'invoice_settings[default_payment_method]' },
      );
    }
    changes.invoice_settings = { ...customer.invoice_settings, default_payment_method: primary };
  }
  Object.assign(customer, changes);
}
