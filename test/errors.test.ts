import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../src/contract/problem.ts';
import { PaymentError } from '../src/errors.ts';

const problem: Problem = {
  type: 'about:blank',
  title: 'Declined',
  status: 402,
  detail: 'The card was declined.',
  code: 'declined',
  attempt: 'closed',
  requestId: 'req_1',
};

test('an error that says nothing about the attempt leaves it unknown', () => {
  const error = new PaymentError('network', 'No answer.');
  assert.equal(error.attempt, 'unknown');
  assert.deepEqual([error.status, error.problem, error.requestId], [null, null, null]);
});

test('an error takes the fate of the attempt and the request id from its problem', () => {
  const error = new PaymentError('declined', problem.detail, { problem, status: 402 });
  assert.equal(error.attempt, 'closed');
  assert.equal(error.requestId, 'req_1');
});

test('what is said of the attempt beside the problem counts more', () => {
  assert.equal(new PaymentError('declined', '', { problem, attempt: 'unknown' }).attempt, 'unknown');
});

test('an error keeps its cause, is an Error and has a name', () => {
  const cause = new TypeError('Failed to fetch');
  const error = new PaymentError('network', 'No answer.', { cause });
  assert.equal(error.cause, cause);
  assert.ok(error instanceof Error);
  assert.equal(`${error}`, 'PaymentError: No answer.');
  assert.ok(!('cause' in new PaymentError('network', 'No answer.')));
});
