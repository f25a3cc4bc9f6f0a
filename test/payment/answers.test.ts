import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PaymentError } from '../../src/errors.ts';
import { lost, mayPass, sendingHelps, unanswered, unsent } from '../../src/payment/answers.ts';
import type { PaymentState } from '../../src/payment/payment-state.ts';
import { aPayment, anError } from './fixtures.ts';

const unconfirmed = {
  phase: 'unconfirmed',
  key: 'key-00000001',
  checking: true,
  payment: null,
  phaseSeen: null,
  error: null,
} as const satisfies PaymentState;

test('an error is taken as it is, anything else as an answer that says nothing of the attempt', () => {
  const error = anError('declined', 'closed');
  assert.equal(lost(error), error);
  const cause = new TypeError('x');
  const wrapped = lost(cause);
  assert.deepEqual([wrapped.code, wrapped.attempt, wrapped.cause], ['unreadable', 'unknown', cause]);
});

test('what stopped a press before sending made no attempt, whatever it says', () => {
  const error = new PaymentError('stripe_unavailable', 'Blocked.', { attempt: 'open' });
  const before = unsent(error);
  assert.deepEqual(
    [before.code, before.attempt, before.message, before.cause],
    ['stripe_unavailable', 'none', 'Blocked.', error],
  );
  assert.equal(unsent(before), before);
  assert.equal(unsent(new TypeError('x')).code, 'misconfigured');
});

test('how asking the payer ended never closes an attempt', () => {
  assert.equal(unanswered(anError('authentication_failed', 'closed')).attempt, 'open');
  assert.equal(unanswered('x').code, 'authentication_failed');
});

test('a refusal may pass where it is about the moment, not about the request', () => {
  const codes = [
    'network',
    'timeout',
    'unavailable',
    'rate_limited',
    'unauthorized',
    'in_progress',
    'unreadable',
  ] as const;
  for (const code of codes) assert.ok(mayPass(anError(code)), code);
  for (const code of ['balance_changed', 'declined', 'forbidden', 'idempotency_mismatch'] as const) {
    assert.ok(!mayPass(anError(code)), code);
  }
});

test('the same is sent again at once where the backend does not know the attempt, else after every other read', () => {
  const unknown = anError('not_found', 'none');
  for (const turn of [0, 1, 2]) assert.ok(sendingHelps(unconfirmed, unknown, turn));
  for (const missed of [null, anError('unavailable'), anError('unauthorized')]) {
    assert.deepEqual(
      [0, 1, 2, 3].map((turn) => sendingHelps(unconfirmed, missed, turn)),
      [false, true, false, true],
    );
  }
  assert.ok(sendingHelps({ ...unconfirmed, phaseSeen: 'submitting' }, null, 1));
});

test('nothing is sent again while the connection is down, once it is known to wait for something else, or in another phase', () => {
  assert.ok(!sendingHelps(unconfirmed, anError('network'), 1));
  assert.ok(!sendingHelps({ ...unconfirmed, phaseSeen: 'requires_action' }, null, 1));
  assert.ok(!sendingHelps({ ...unconfirmed, phaseSeen: 'processing' }, null, 1));
  const key = 'key-00000001';
  const others: PaymentState[] = [
    { phase: 'idle' },
    { phase: 'submitting', key },
    { phase: 'processing', key, payment: aPayment() },
  ];
  for (const state of others) assert.ok(!sendingHelps(state, anError('not_found', 'none'), 1), state.phase);
});
