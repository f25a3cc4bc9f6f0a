import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PaymentStatus } from '../../src/contract/payment.ts';
import { problemStatus, type ProblemCode } from '../../src/contract/problem.ts';
import {
  isFree,
  isOpen,
  isWatched,
  next,
  waitsForPayer,
  type PaymentEvent,
  type PaymentState,
} from '../../src/payment/payment-state.ts';
import { aPayment, anAttempt, anError } from './fixtures.ts';

const key = 'key-00000001';
const payment = aPayment({ status: 'requires_action', clientSecret: 'secret' });

const states = {
  idle: { phase: 'idle' },
  submitting: { phase: 'submitting', key },
  authenticating: { phase: 'authenticating', key, payment },
  processing: { phase: 'processing', key, payment: aPayment({ status: 'processing' }) },
  succeeded: { phase: 'succeeded', key, payment: aPayment() },
  failed: { phase: 'failed', key, error: anError('declined', 'closed'), payment: null },
  unconfirmed: {
    phase: 'unconfirmed',
    key,
    checking: true,
    payment: null,
    phaseSeen: null,
    error: anError('network'),
  },
} as const satisfies Record<string, PaymentState>;

type Phase = PaymentState['phase'];
const phases = Object.keys(states) as Phase[];

const told = (status: PaymentStatus): PaymentEvent => ({ type: 'told', key, payment: aPayment({ status }) });
const seen = (attempt: Parameters<typeof anAttempt>[0]): PaymentEvent => ({
  type: 'seen',
  key,
  attempt: anAttempt(attempt),
});
const seenClosed = (status: PaymentStatus) => seen({ state: 'closed', phase: null, payment: aPayment({ status }) });
const refused = (attempt: Parameters<typeof anError>[1]): PaymentEvent => ({
  type: 'refused',
  key,
  error: anError('unavailable', attempt),
});
const missed = (attempt: Parameters<typeof anError>[1]): PaymentEvent => ({
  type: 'missed',
  key,
  error: anError('unavailable', attempt),
});

const to = (
  idle: string,
  submitting: string,
  authenticating: string,
  processing: string,
  succeeded: string,
  failed: string,
  unconfirmed: string,
) => ({ idle, submitting, authenticating, processing, succeeded, failed, unconfirmed }) as Record<Phase, Phase | '='>;

// '=' is the very same object. Columns: idle, submitting, authenticating, processing, succeeded, failed, unconfirmed.
const table: [name: string, event: PaymentEvent, expected: Record<Phase, Phase | '='>][] = [
  ['submit', { type: 'submit', key: 'key-00000002' }, to('submitting', '=', '=', '=', '=', 'submitting', '=')],
  ['withdraw', { type: 'withdraw', key }, to('=', 'idle', '=', '=', '=', '=', '=')],
  ['adopt', { type: 'adopt', key, attempt: null }, to('unconfirmed', '=', '=', '=', '=', 'unconfirmed', '=')],
  ['reset', { type: 'reset' }, to('=', '=', '=', '=', 'idle', 'idle', '=')],
  ['leave', { type: 'leave' }, to('=', 'idle', 'idle', 'idle', 'idle', 'idle', 'idle')],
  ['check', { type: 'check', key, checking: false }, to('=', '=', '=', '=', '=', '=', 'unconfirmed')],
  ['check, as it is', { type: 'check', key, checking: true }, to('=', '=', '=', '=', '=', '=', '=')],

  ['told succeeded', told('succeeded'), to('=', 'succeeded', 'succeeded', 'succeeded', '=', '=', 'succeeded')],
  [
    'told partially refunded',
    told('partially_refunded'),
    to('=', 'succeeded', 'succeeded', 'succeeded', '=', '=', 'succeeded'),
  ],
  ['told refunded', told('refunded'), to('=', 'succeeded', 'succeeded', 'succeeded', '=', '=', 'succeeded')],
  ['told processing', told('processing'), to('=', 'processing', 'processing', '=', '=', '=', 'processing')],
  ['told failed', told('failed'), to('=', 'failed', 'failed', 'failed', '=', '=', 'failed')],
  ['told canceled', told('canceled'), to('=', 'failed', 'failed', 'failed', '=', '=', 'failed')],
  ['told requires action', told('requires_action'), to('=', 'authenticating', '=', '=', '=', '=', 'authenticating')],

  ['seen open, submitting', seen({}), to('=', 'unconfirmed', 'unconfirmed', '=', '=', '=', 'unconfirmed')],
  [
    'seen open, requires action',
    seen({ phase: 'requires_action', payment }),
    to('=', 'unconfirmed', 'unconfirmed', '=', '=', '=', 'unconfirmed'),
  ],
  [
    'seen open, processing',
    seen({ phase: 'processing', payment: aPayment({ status: 'processing' }) }),
    to('=', 'processing', 'processing', '=', '=', '=', 'processing'),
  ],
  [
    'seen open, declined: another try may follow',
    seen({ payment: aPayment({ status: 'failed' }) }),
    to('=', 'unconfirmed', 'unconfirmed', '=', '=', '=', 'unconfirmed'),
  ],
  [
    'seen closed, succeeded',
    seenClosed('succeeded'),
    to('=', 'succeeded', 'succeeded', 'succeeded', '=', '=', 'succeeded'),
  ],
  [
    'seen closed, refunded',
    seenClosed('refunded'),
    to('=', 'succeeded', 'succeeded', 'succeeded', '=', '=', 'succeeded'),
  ],
  ['seen closed, failed', seenClosed('failed'), to('=', 'failed', 'failed', 'failed', '=', '=', 'failed')],
  ['seen closed, canceled', seenClosed('canceled'), to('=', 'failed', 'failed', 'failed', '=', '=', 'failed')],
  [
    'seen closed, requires action',
    seenClosed('requires_action'),
    to('=', 'failed', 'failed', 'failed', '=', '=', 'failed'),
  ],
  [
    'seen closed, processing',
    seenClosed('processing'),
    to('=', 'processing', 'processing', '=', '=', '=', 'processing'),
  ],
  [
    'seen closed, never arrived',
    seen({ state: 'closed', phase: null }),
    to('=', 'failed', 'failed', 'failed', '=', '=', 'failed'),
  ],

  ['refused, none', refused('none'), to('=', 'failed', 'unconfirmed', '=', '=', '=', 'unconfirmed')],
  ['refused, open', refused('open'), to('=', 'unconfirmed', 'unconfirmed', '=', '=', '=', 'unconfirmed')],
  ['refused, unknown', refused('unknown'), to('=', 'unconfirmed', 'unconfirmed', '=', '=', '=', 'unconfirmed')],
  ['refused, closed', refused('closed'), to('=', 'failed', 'failed', '=', '=', '=', 'failed')],

  ['missed, none', missed('none'), to('=', '=', 'unconfirmed', '=', '=', '=', '=')],
  ['missed, open', missed('open'), to('=', '=', 'unconfirmed', '=', '=', '=', '=')],
  ['missed, unknown', missed('unknown'), to('=', '=', 'unconfirmed', '=', '=', '=', '=')],
  ['missed, closed', missed('closed'), to('=', '=', 'failed', '=', '=', '=', 'failed')],
];

for (const [name, event, expected] of table) {
  test(`${name}: every phase goes where it must`, () => {
    for (const phase of phases) {
      const before = states[phase];
      const after = next(before, event);
      if (expected[phase] === '=') assert.equal(after, before, `${phase} stays the same object`);
      else {
        assert.equal(after.phase, expected[phase], `from ${phase}`);
        assert.notEqual(after, before, `${phase} is not changed in place`);
      }
    }
  });
}

test('every kind of event is in the table', () => {
  const kinds = new Set(table.map(([, event]) => event.type));
  assert.deepEqual([...kinds].sort(), [
    'adopt',
    'check',
    'leave',
    'missed',
    'refused',
    'reset',
    'seen',
    'submit',
    'told',
    'withdraw',
  ]);
});

test('late news of another attempt changes nothing in any phase', () => {
  for (const [name, event] of table) {
    if (!('key' in event) || event.type === 'submit' || event.type === 'adopt') continue;
    for (const phase of phases)
      assert.equal(next(states[phase], { ...event, key: 'key-of-another' }), states[phase], name);
  }
});

test('once unconfirmed, no problem of the contract and no lost answer makes it failed unless it says closed', () => {
  const lost = [
    'network',
    'timeout',
    'unreadable',
    'stripe_unavailable',
    'misconfigured',
    'authentication_failed',
  ] as const;
  const codes = [...(Object.keys(problemStatus) as ProblemCode[]), ...lost];
  for (const code of codes) {
    for (const type of ['refused', 'missed'] as const) {
      for (const fate of ['none', 'open', 'unknown'] as const) {
        const after = next(states.unconfirmed, { type, key, error: anError(code, fate) });
        assert.equal(after.phase, 'unconfirmed', `${type} ${code} ${fate}`);
      }
      assert.equal(next(states.unconfirmed, { type, key, error: anError(code, 'closed') }).phase, 'failed');
    }
  }
});

test('a payer who has not been asked is no reason to keep a person waiting: closing is offered at once', () => {
  const waiting = next(states.idle, { type: 'adopt', key, attempt: anAttempt({ phase: 'requires_action', payment }) });
  assert.deepEqual(waiting, {
    phase: 'unconfirmed',
    key,
    checking: false,
    payment,
    phaseSeen: 'requires_action',
    error: null,
  });
  const found = next(states.unconfirmed, seen({ phase: 'requires_action', payment }));
  assert.ok(found.phase === 'unconfirmed' && !found.checking);
});

test('reading the same of an attempt again gives the same object', () => {
  const once = next(states.unconfirmed, seen({}));
  assert.equal(next(once, seen({})), once);
});

test('why the outcome was lost is kept while the attempt is read', () => {
  const after = next(states.unconfirmed, seen({}));
  assert.ok(after.phase === 'unconfirmed' && after.error === states.unconfirmed.error);
});

test('that the first request is still worked on is no failure to tell', () => {
  const after = next(states.submitting, { type: 'refused', key, error: anError('in_progress', 'open') });
  assert.deepEqual(after, { phase: 'unconfirmed', key, checking: true, payment: null, phaseSeen: null, error: null });
});

test('a broken 3-D Secure is told with the attempt that it left open', () => {
  const error = anError('stripe_unavailable', 'open');
  const attempt = anAttempt({ phase: 'requires_action', payment });
  const after = next(states.authenticating, { type: 'seen', key, attempt, error });
  assert.deepEqual(after, { phase: 'unconfirmed', key, checking: false, payment, phaseSeen: 'requires_action', error });
});

test('a failed payment says why, and a closed attempt without a reason says that', () => {
  const declined = aPayment({ status: 'failed', failure: { code: 'authentication_required', reason: null } });
  const cases = [
    [declined, 'authentication_required'],
    [aPayment({ status: 'failed' }), 'declined'],
    [aPayment({ status: 'canceled' }), 'attempt_closed'],
    [null, 'attempt_closed'],
  ] as const;
  for (const [ended, code] of cases) {
    const after = next(states.unconfirmed, seen({ state: 'closed', phase: null, payment: ended }));
    assert.ok(after.phase === 'failed');
    assert.deepEqual([after.error.code, after.error.attempt, after.payment], [code, 'closed', ended]);
  }
});

test('a page is left without loss only while nothing is open', () => {
  assert.deepEqual(
    phases.filter((phase) => isOpen(states[phase])),
    ['submitting', 'authenticating', 'unconfirmed'],
  );
});

test('what a phase allows is said in one place', () => {
  const of = (allows: (state: PaymentState) => boolean) => phases.filter((phase) => allows(states[phase]));
  assert.deepEqual(of(isFree), ['idle', 'failed']);
  assert.deepEqual(of(isWatched), ['processing', 'unconfirmed']);
  assert.deepEqual(of(waitsForPayer), []);
  assert.ok(waitsForPayer({ ...states.unconfirmed, phaseSeen: 'requires_action' }));
});
