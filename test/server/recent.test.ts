import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../src/server/recent.ts';

const at = (milliseconds: number) => new Date(milliseconds);

/** Counts how often it was asked. */
function counter() {
  let count = 0;
  return async () => (count += 1);
}

test('an answer is good for its lifetime, and asked for again after it', async () => {
  const recent = new Recent<number>(1_000, 10);
  const ask = counter();
  assert.equal(await recent.of('a', at(0), ask), 1);
  assert.equal(await recent.of('a', at(999), ask), 1);
  assert.equal(await recent.of('a', at(1_000), ask), 2);
  assert.equal(await recent.of('b', at(1_000), ask), 3);
});

test('who asks while the answer is on its way gets the same one', async () => {
  const recent = new Recent<number>(1_000, 10);
  const ask = counter();
  assert.deepEqual(await Promise.all([recent.of('a', at(0), ask), recent.of('a', at(0), ask)]), [1, 1]);
});

test('a failure is told to those who wait for it, and asked for again by the next', async () => {
  const recent = new Recent<number>(1_000, 10);
  const fail = () => Promise.reject(new Error('away'));
  await assert.rejects(recent.of('a', at(0), fail), /away/);
  assert.equal(await recent.of('a', at(0), counter()), 1);
});

test('what was dropped while it was on its way is not kept', async () => {
  const recent = new Recent<number>(1_000, 10);
  let answer: (value: number) => void = () => {};
  const early = recent.of('a', at(0), () => new Promise<number>((resolve) => (answer = resolve)));
  recent.drop('a');
  answer(1);
  assert.equal(await early, 1);
  assert.equal(await recent.of('a', at(0), async () => 2), 2);
  recent.clear();
  assert.equal(await recent.of('a', at(0), async () => 3), 3);
});

test('a clock that is put back makes nothing last longer', async () => {
  const recent = new Recent<number>(1_000, 10);
  const ask = counter();
  await recent.of('a', at(50_000), ask);
  assert.equal(await recent.of('a', at(0), ask), 2);
});

test('the oldest makes room', async () => {
  const recent = new Recent<number>(1_000, 2);
  const ask = counter();
  for (const name of ['a', 'b', 'c']) await recent.of(name, at(0), ask);
  assert.equal(await recent.of('c', at(0), ask), 3);
  assert.equal(await recent.of('b', at(0), ask), 2);
  assert.equal(await recent.of('a', at(0), ask), 4);
});
