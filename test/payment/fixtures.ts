import type { Account, Booking, SavedCard } from '../../src/contract/account.ts';
import type { Attempt, Payment } from '../../src/contract/payment.ts';
import { PaymentError, type PaymentErrorCode } from '../../src/errors.ts';

export function aPayment(changes: Partial<Payment> = {}): Payment {
  return {
    id: 'pay_1',
    attemptKey: 'key-00000001',
    customerId: 'cus_1',
    status: 'succeeded',
    amount: 12000,
    currency: 'cad',
    allocations: [],
    line: null,
    tip: 0,
    linkId: null,
    method: 'saved_card',
    card: null,
    cardSaved: false,
    chargedBy: null,
    failure: null,
    createdAt: '2026-11-23T09:00:00.000Z',
    settledAt: null,
    ...changes,
  };
}

export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return { key: 'key-00000001', state: 'open', phase: 'submitting', payment: null, ...changes };
}

export function anError(code: PaymentErrorCode, attempt: PaymentError['attempt'] = 'unknown'): PaymentError {
  return new PaymentError(code, `A test's ${code}.`, { attempt });
}

export function aBooking(changes: Partial<Booking> = {}): Booking {
  return {
    id: 'b1',
    reference: 'B-1',
    title: 'Deep cleaning',
    date: '2026-11-20',
    total: 20000,
    paid: 8000,
    due: 12000,
    status: 'partially_charged',
    heldBy: null,
    ...changes,
  };
}

export function aCard(changes: Partial<SavedCard> = {}): SavedCard {
  return {
    id: 'pm_1',
    brand: 'visa',
    last4: '4242',
    expMonth: 12,
    expYear: 2030,
    primary: false,
    expiry: 'valid',
    consent: null,
    ...changes,
  };
}

export function anAccount(changes: Partial<Account> = {}): Account {
  return {
    customer: { id: 'cus_1', name: 'Ada Okafor', email: null, phone: null, locale: null },
    merchant: { name: 'Bright Homes', contact: null },
    currency: 'cad',
    balance: 17000,
    bookings: [aBooking(), aBooking({ id: 'b2', reference: 'B-2', due: 5000, total: 5000, paid: 0 })],
    cards: [aCard(), aCard({ id: 'pm_2', last4: '4444', primary: true })],
    links: [],
    linkLifetimeDays: 30,
    attempts: [],
    payments: [],
    stripe: { publishableKey: 'pk_test_1', account: null, connection: 'connected', connectUrl: null, testMode: true },
    permissions: {
      chargeSavedCard: true,
      chargeNewCard: true,
      changeAmount: true,
      maximumAmount: null,
      seeCards: true,
      sendLink: true,
      changeSettings: true,
    },
    capabilities: { freeLine: true, saveCard: true, links: true, sms: true },
    ...changes,
  };
}
