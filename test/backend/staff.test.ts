import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStaffBackend } from '../../src/backend/staff.ts';
import { staffRoutes } from '../../src/contract/routes.ts';
import type { ChargeRequest } from '../../src/contract/payment.ts';
import { aPayment, anAccount, anAttempt } from '../payment/fixtures.ts';

const request: ChargeRequest = {
  customerId: 'cus_1',
  allocations: [{ bookingId: 'b1', amount: 100, dueSeen: 100 }],
  currency: 'cad',
  method: { type: 'saved_card', cardId: 'pm_1' },
};

function backendOf(answer: unknown) {
  const sent: { method: string; url: string; key: string | null; body: unknown }[] = [];
  const fetch: typeof globalThis.fetch = (url, init) => {
    const key = new Headers(init?.headers).get('idempotency-key');
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    sent.push({ method: init?.method ?? 'GET', url: String(url), key, body });
    return Promise.resolve(Response.json(answer));
  };
  return { sent, backend: createStaffBackend({ baseUrl: '/api/', fetch }) };
}

const path = (route: keyof typeof staffRoutes, id = '') => `/api${staffRoutes[route].path.replace(/\{\w+\}/, id)}`;

test('the account is read from its route', async () => {
  const { backend, sent } = backendOf(anAccount());
  assert.deepEqual(await backend.account('cus_1'), anAccount());
  assert.deepEqual(sent, [
    { method: staffRoutes.account.method, url: path('account', 'cus_1'), key: null, body: null },
  ]);
});

test('a charge is written to its route, under its key', async () => {
  const { backend, sent } = backendOf(aPayment());
  assert.deepEqual(await backend.charge(request, { idempotencyKey: 'key-00000001' }), aPayment());
  assert.deepEqual(sent, [
    { method: staffRoutes.charge.method, url: path('charge'), key: 'key-00000001', body: request },
  ]);
});

test('a payment is read from its route', async () => {
  const { backend, sent } = backendOf(aPayment());
  assert.deepEqual(await backend.payment('pay_1'), aPayment());
  assert.deepEqual(sent, [
    { method: staffRoutes.payment.method, url: path('payment', 'pay_1'), key: null, body: null },
  ]);
});

test('an attempt is read and closed at its routes', async () => {
  const { backend, sent } = backendOf(anAttempt());
  assert.deepEqual(await backend.attempt('key-00000001'), anAttempt());
  assert.deepEqual(await backend.closeAttempt('key-00000001'), anAttempt());
  assert.deepEqual(sent, [
    { method: staffRoutes.attempt.method, url: path('attempt', 'key-00000001'), key: null, body: null },
    { method: staffRoutes.closeAttempt.method, url: path('closeAttempt', 'key-00000001'), key: null, body: {} },
  ]);
});

test('each method checks its own schema', async () => {
  const { backend } = backendOf({ something: 'else' });
  const asked = [
    backend.account('cus_1'),
    backend.charge(request, { idempotencyKey: 'key-00000001' }),
    backend.payment('pay_1'),
    backend.attempt('key-00000001'),
    backend.closeAttempt('key-00000001'),
  ];
  for (const each of asked) await assert.rejects(each, { code: 'unreadable' });
});

test('a read can be given up', async () => {
  const { backend } = backendOf(anAccount());
  const signal = AbortSignal.abort();
  for (const read of [
    backend.account('cus_1', { signal }),
    backend.payment('pay_1', { signal }),
    backend.attempt('key-00000001', { signal }),
  ]) {
    await assert.rejects(read, { name: 'AbortError' });
  }
});
