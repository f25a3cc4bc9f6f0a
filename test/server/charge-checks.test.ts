import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChargeRequest } from '../../src/contract/payment.ts';
import type { ProblemCode } from '../../src/contract/problem.ts';
import { standingsOf } from '../../src/server/balance.ts';
import { checkCharge, type ChargeFacts, totalOf } from '../../src/server/charge-checks.ts';
import { Refusal } from '../../src/server/problems.ts';
import { booking } from './shop.ts';

function request(changes: Partial<ChargeRequest> = {}): ChargeRequest {
  return {
    customerId: 'ada',
    allocations: [{ bookingId: 'b1', amount: 12_000, dueSeen: 12_000 }],
    currency: 'cad',
    method: { type: 'saved_card', cardId: 'pm_1' },
    ...changes,
  };
}

function facts({
  currency = 'cad',
  permissions = {},
  total = 12_000,
}: {
  currency?: string;
  permissions?: Partial<ChargeFacts['staff']['permissions']>;
  total?: number;
} = {}): ChargeFacts {
  return {
    merchant: {
      id: 'm1',
      name: 'Shop',
      contact: null,
      currency,
      connection: 'connected',
      connectUrl: null,
      allowedOrigins: ['https://desk.example'],
      freeLine: true,
      locale: 'en',
      timeZone: 'UTC',
      logoUrl: null,
      mailFrom: 'Garden & Home <pay@garden.example>',
      administrators: ['office@garden.example'],
      payUrl: 'https://desk.example/pay?link={token}',
      confirmationUrl: 'https://desk.example/paid?link={token}',
    },
    staff: {
      id: 'maya',
      name: 'Maya',
      permissions: {
        chargeSavedCard: true,
        chargeNewCard: true,
        changeAmount: true,
        maximumAmount: null,
        seeCards: true,
        sendLink: true,
        changeSettings: true,
        ...permissions,
      },
    },
    standings: standingsOf([booking('b1', total)], new Map()),
    holding: [],
    open: [],
    succeeded: [],
    links: [],
    now: new Date('2026-11-23T10:00:00Z'),
  };
}

function refusal(asked: ChargeRequest, known: ChargeFacts): Refusal {
  try {
    checkCharge(asked, known);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('The charge was allowed.');
}

function assertRefused(asked: ChargeRequest, known: ChargeFacts, code: ProblemCode, field?: string): void {
  const { code: told, attempt, extras } = refusal(asked, known);
  assert.equal(told, code);
  assert.equal(attempt, 'none');
  if (field) assert.deepEqual(Object.keys(extras.fields ?? {}), [field]);
}

const newCard = { type: 'new_card', confirmationToken: 'ctoken_1', save: false } as const;

test('a charge that fits is allowed', () => {
  checkCharge(request(), facts());
  checkCharge(request({ allocations: [{ bookingId: 'b1', amount: 1, dueSeen: 12_000 }] }), facts());
});

test('the sum is of allocations and line', () => {
  assert.equal(totalOf(request({ line: { description: 'Soil', amount: 700 } })), 12_700);
});

test('something has to be charged', () => {
  assertRefused(request({ allocations: [] }), facts(), 'invalid_request', 'allocations');
});

test('the currency is the merchant’s', () => {
  assertRefused(request({ currency: 'usd' }), facts(), 'invalid_request', 'currency');
});

test('amounts are in the steps that Stripe takes', () => {
  const amount = (currency: string, value: number) =>
    [
      request({ currency, allocations: [{ bookingId: 'b1', amount: value, dueSeen: 100_000 }] }),
      facts({ currency, total: 100_000 }),
    ] as const;
  checkCharge(...amount('jpy', 1_234));
  checkCharge(...amount('isk', 1_200));
  assertRefused(...amount('isk', 1_250), 'invalid_request', 'amount');
  assertRefused(...amount('ugx', 1_201), 'invalid_request', 'amount');
  checkCharge(...amount('kwd', 1_230));
  assertRefused(...amount('kwd', 1_234), 'invalid_request', 'amount');
});

test('a sum that can not be counted exactly is refused', () => {
  const amount = Number.MAX_SAFE_INTEGER;
  assertRefused(
    request({ line: { description: 'Gold', amount }, allocations: [{ bookingId: 'b1', amount, dueSeen: 12_000 }] }),
    facts(),
    'invalid_request',
    'amount',
  );
});

test('a card is saved only with consent', () => {
  assertRefused(request({ method: { ...newCard, save: true } }), facts(), 'invalid_request', 'method.consent');
  const consent = { text: 'Agreed.', version: '1', locale: 'en' };
  checkCharge(request({ method: { ...newCard, save: true, consent } }), facts());
});

test('a payer is sent back to allowed origins only', () => {
  checkCharge(request({ returnUrl: 'https://desk.example/customers/ada?x=1' }), facts());
  for (const returnUrl of [
    'https://desk.example.evil.example/',
    'http://desk.example/',
    'https://desk.example:444/',
    'javascript:alert(1)',
    'blob:https://desk.example/1',
  ]) {
    assertRefused(request({ returnUrl }), facts(), 'invalid_request', 'returnUrl');
  }
});

test('each permission is needed for what it permits', () => {
  assertRefused(request(), facts({ permissions: { chargeSavedCard: false } }), 'forbidden');
  checkCharge(request({ method: newCard }), facts({ permissions: { chargeSavedCard: false } }));
  assertRefused(request({ method: newCard }), facts({ permissions: { chargeNewCard: false } }), 'forbidden');
  checkCharge(request(), facts({ permissions: { chargeNewCard: false } }));
  assertRefused(request(), facts({ permissions: { maximumAmount: 11_999 } }), 'forbidden');
  checkCharge(request(), facts({ permissions: { maximumAmount: 12_000 } }));
  const part = request({ allocations: [{ bookingId: 'b1', amount: 11_000, dueSeen: 12_000 }] });
  assertRefused(part, facts({ permissions: { changeAmount: false } }), 'forbidden');
  checkCharge(request(), facts({ permissions: { changeAmount: false } }));
});

test('a booking that is gone has nothing due', () => {
  const gone = request({ allocations: [{ bookingId: 'b9', amount: 500, dueSeen: 500 }] });
  const { code, extras } = refusal(gone, facts());
  assert.equal(code, 'balance_changed');
  assert.deepEqual(extras.due, [{ bookingId: 'b9', due: 0 }]);
});
