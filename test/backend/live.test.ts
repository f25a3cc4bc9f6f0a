import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Live, type LiveOptions, type Surroundings } from '../../src/backend/live.ts';
import { later, TestClock, turn } from '../payment/bench.ts';

interface Seen {
  open: boolean;
}

/** A page whose time, visibility and network a test decides on. Chance never shortens a pause. */
class TestPage implements Surroundings {
  readonly clock = new TestClock();
  readonly #listeners = new Set<() => void>();
  shown = true;
  waiting = 0;
  chance = 0;

  visible(): boolean {
    return this.shown;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.waiting += 1;
    await this.clock.wait(milliseconds, signal);
    this.waiting -= 1;
  }

  random(): number {
    return this.chance;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  async show(shown: boolean): Promise<void> {
    this.shown = shown;
    for (const listener of this.#listeners) listener();
    await turn();
  }
}

function bench(options: Partial<LiveOptions<Seen>> = {}) {
  const page = new TestPage();
  const signals: AbortSignal[] = [];
  const changes: Seen[] = [];
  const errors: unknown[] = [];
  const world = { answer: (): Promise<Seen> => Promise.resolve({ open: true }) };
  const live = new Live<Seen>({
    read: ({ signal }) => {
      assert.ok(signal);
      signals.push(signal);
      return world.answer();
    },
    onChange: (seen) => changes.push(seen),
    onError: (error) => errors.push(error),
    waits: ({ open }) => open,
    surroundings: page,
    ...options,
  });
  return { page, live, world, signals, changes, errors };
}

test('it reads at once, and every two seconds while there is something to wait for', async () => {
  const { page, live, signals } = bench();
  live.start();
  await turn();
  assert.equal(signals.length, 1);
  await page.clock.pass(1.9);
  assert.equal(signals.length, 1);
  await page.clock.pass(4.2);
  assert.equal(signals.length, 4);
});

test('from what was read already, it reads two seconds later', async () => {
  const { page, live, signals } = bench();
  live.start({ open: true });
  await page.clock.pass(1.9);
  assert.equal(signals.length, 0);
  await page.clock.pass(0.1);
  assert.equal(signals.length, 1);
});

test('where there is nothing to wait for, nothing is read and nothing is left behind', async () => {
  const { page, live, signals } = bench();
  live.start({ open: false });
  await page.clock.pass(600);
  await page.show(false);
  await page.show(true);
  assert.deepEqual([signals.length, page.waiting, page.listeners], [0, 0, 0]);
});

test('it ends by itself with what it waited for', async () => {
  const { page, live, world, signals, changes } = bench();
  live.start();
  await turn();
  world.answer = () => Promise.resolve({ open: false });
  await page.clock.pass(60);
  assert.deepEqual([signals.length, page.waiting, page.listeners], [2, 0, 0]);
  assert.deepEqual(changes, [{ open: true }, { open: false }]);
});

test('only another object is told', async () => {
  const { page, live, world, changes, signals } = bench();
  const same = { open: true };
  world.answer = () => Promise.resolve(same);
  live.start();
  await page.clock.pass(10);
  assert.equal(signals.length, 6);
  assert.deepEqual(changes, [same]);
  const known = bench();
  known.world.answer = () => Promise.resolve(same);
  known.live.start(same);
  await known.page.clock.pass(10);
  assert.deepEqual([known.signals.length, known.changes.length], [5, 0]);
});

test('a hidden page reads nothing, and reads at once when it is shown again', async () => {
  const { page, live, signals } = bench();
  live.start();
  await page.clock.pass(3);
  await page.show(false);
  await page.clock.pass(600);
  assert.equal(signals.length, 2);
  assert.equal(page.waiting, 0);
  await page.show(true);
  assert.equal(signals.length, 3);
  await page.clock.pass(2);
  assert.equal(signals.length, 4);
});

test('on a page that was opened hidden, the first read waits for a person', async () => {
  const { page, live, signals } = bench();
  page.shown = false;
  live.start();
  await page.clock.pass(60);
  assert.equal(signals.length, 0);
  await page.show(true);
  assert.equal(signals.length, 1);
});

test('a page that is hidden during a read takes its answer, and reads no more', async () => {
  const { page, live, world, signals, changes } = bench();
  const answer = later<Seen>();
  world.answer = () => answer.promise;
  live.start();
  await page.show(false);
  answer.give({ open: true });
  await page.clock.pass(60);
  assert.deepEqual([signals.length, changes.length], [1, 1]);
});

test('there is never a second read beside a first', async () => {
  const { page, live, world, signals } = bench();
  let running = 0;
  let most = 0;
  world.answer = async () => {
    running += 1;
    most = Math.max(most, running);
    await page.clock.wait(7_000, new AbortController().signal);
    running -= 1;
    return { open: true };
  };
  live.start();
  for (let second = 0; second < 20; second += 1) {
    await page.clock.pass(1);
    await page.show(false);
    await page.show(true);
  }
  assert.equal(most, 1);
  assert.ok(signals.length > 1);
});

test('after a stop the read is given up and its answer is nobody’s', async () => {
  const { page, live, world, signals, changes, errors } = bench();
  const answer = later<Seen>();
  world.answer = () => answer.promise;
  live.start();
  live.stop();
  assert.equal(signals[0]?.aborted, true);
  answer.give({ open: true });
  await page.clock.pass(60);
  assert.deepEqual([signals.length, changes.length, errors.length, page.waiting, page.listeners], [1, 0, 0, 0, 0]);
});

test('a stop in the pause leaves nothing behind, and it can be started again', async () => {
  const { page, live, signals } = bench();
  live.start();
  await page.clock.pass(1);
  live.stop();
  await page.clock.pass(60);
  assert.deepEqual([signals.length, page.waiting, page.listeners], [1, 0, 0]);
  live.start();
  await page.clock.pass(2);
  assert.equal(signals.length, 3);
  assert.equal(page.listeners, 1);
});

test('whoever is told may stop it', async () => {
  const stopping = bench({ onChange: () => stopping.live.stop() });
  stopping.live.start();
  await stopping.page.clock.pass(60);
  assert.deepEqual([stopping.signals.length, stopping.page.waiting, stopping.page.listeners], [1, 0, 0]);
});

test('failures are told once, asked about less and less often, and forgotten with the next answer', async () => {
  const { page, live, world, signals, errors, changes } = bench();
  live.start();
  await turn();
  const down = new Error('down');
  world.answer = () => Promise.reject(down);
  // Each pause as it follows the failure before it, up to a minute.
  for (const seconds of [2, 2, 4, 8, 16, 32, 60, 60]) {
    const before = signals.length;
    await page.clock.pass(seconds - 0.1);
    assert.equal(signals.length, before, `before ${seconds} s`);
    await page.clock.pass(0.1);
    assert.equal(signals.length, before + 1, `after ${seconds} s`);
  }
  assert.deepEqual(errors, [down]);
  world.answer = () => Promise.resolve({ open: true });
  await page.clock.pass(60);
  assert.equal(changes.length, 2);
  const before = signals.length;
  await page.clock.pass(2);
  assert.equal(signals.length, before + 1);
  world.answer = () => Promise.reject(down);
  await page.clock.pass(2);
  assert.equal(errors.length, 2);
});

test('chance shortens a pause after a failure by a quarter at most', async () => {
  const { page, live, world, signals } = bench();
  world.answer = () => Promise.reject(new Error('down'));
  page.chance = 1;
  live.start();
  await page.clock.pass(1.4);
  assert.equal(signals.length, 1);
  await page.clock.pass(0.1);
  assert.equal(signals.length, 2);
});

test('while the first read fails, it goes on; back on the network it reads at once', async () => {
  const { page, live, world, signals, changes } = bench();
  world.answer = () => Promise.reject(new Error('down'));
  live.start();
  await page.clock.pass(20);
  const before = signals.length;
  world.answer = () => Promise.resolve({ open: true });
  await page.show(true);
  assert.equal(signals.length, before + 1);
  assert.equal(changes.length, 1);
});

test('a failure of what a host gave, before any promise, is a failure like others', async () => {
  const { page, live, errors, signals } = bench({
    read: () => {
      throw new TypeError('not a function');
    },
  });
  live.start();
  await page.clock.pass(1);
  assert.equal(errors.length, 1);
  assert.equal(signals.length, 0);
});

test('a refresh reads at once, whatever it waits for, and drops an older answer', async () => {
  const { page, live, world, signals, changes } = bench();
  live.start({ open: false });
  const older = later<Seen>();
  world.answer = () => older.promise;
  live.refresh();
  world.answer = () => Promise.resolve({ open: true });
  live.refresh();
  older.give({ open: false });
  await turn();
  assert.equal(signals[0]?.aborted, true);
  assert.deepEqual(changes, [{ open: true }]);
  await page.clock.pass(2);
  assert.equal(signals.length, 3);
  live.stop();
  live.refresh();
  await turn();
  assert.equal(signals.length, 3);
});
