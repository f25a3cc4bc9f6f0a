import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryMailer } from '../../mocks/memory-mailer.ts';
import { createMemoryStore } from '../../mocks/memory-store.ts';
import type { AttemptRecord, Store, Transaction } from '../../src/server/store.ts';

function attempt(id: string, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id,
    actor: 'staff:maya',
    route: 'charge',
    key: `key of ${id}`,
    customerId: 'ada',
    fingerprint: 'f',
    state: 'open',
    step: 'reserved',
    amount: 100,
    currency: 'cad',
    allocations: [{ bookingId: 'b1', reference: 'R', title: 'T', amount: 100 }],
    line: null,
    tip: 0,
    linkId: null,
    receiptEmail: null,
    method: { type: 'saved_card', cardId: 'pm_1' },
    consent: null,
    returnUrl: null,
    chargedBy: null,
    intentId: null,
    card: null,
    cardSaved: false,
    failure: null,
    createdAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-23T10:00:00.000Z',
    settledAt: null,
    ...changes,
  };
}

const inStore = <T>(store: Store, work: (tx: Transaction) => Promise<T>) => store.transaction('m1', work);
const insert = (store: Store, ...records: AttemptRecord[]) =>
  inStore(store, async (tx) => {
    for (const record of records) await tx.insertAttempt(record);
  });

test('a throw takes back every write', async () => {
  const store = createMemoryStore();
  const failed = inStore(store, async (tx) => {
    await tx.lockCustomer('ada');
    await tx.insertAttempt(attempt('a1'));
    await tx.rememberEvent('evt_1');
    await tx.enqueue({ id: 'e1', kind: 'event', type: 'payment.succeeded', attemptId: 'a1' });
    throw new Error('no');
  });
  await assert.rejects(failed, /no/);
  await inStore(store, async (tx) => {
    assert.equal(await tx.attemptById('a1'), null);
    assert.equal(await tx.customer('ada'), null);
    assert.equal(await tx.rememberEvent('evt_1'), true);
  });
  assert.deepEqual(await store.claimMessages('m1', '2027', '2028', 10), []);
});

test('a transaction sees its own writes; others see them after the commit', async () => {
  const store = createMemoryStore();
  await inStore(store, async (tx) => {
    await tx.insertAttempt(attempt('a1'));
    assert.equal((await tx.openAttempts('ada')).length, 1);
    assert.deepEqual(await inStore(store, (other) => other.openAttempts('ada')), []);
  });
  assert.equal((await inStore(store, (tx) => tx.openAttempts('ada'))).length, 1);
});

test('two transactions that lock the same customer run one after the other', async () => {
  const store = createMemoryStore();
  const count = () =>
    inStore(store, async (tx) => {
      const record = await tx.lockCustomer('ada');
      const seen = Number(record.stripeCustomerId ?? 0);
      await tx.paid(['b1']);
      await tx.saveCustomer({ ...record, stripeCustomerId: String(seen + 1) });
    });
  await Promise.all(Array.from({ length: 20 }, count));
  assert.equal((await inStore(store, (tx) => tx.customer('ada')))?.stripeCustomerId, '20');
});

test('two transactions that lock the same attempt run one after the other, however they found it', async () => {
  const store = createMemoryStore();
  const first = attempt('a1', { intentId: 'pi_1', amount: 0 });
  await insert(store, first);
  const found: ((tx: Transaction) => Promise<AttemptRecord | null>)[] = [
    (tx) => tx.attemptById('a1'),
    (tx) => tx.attemptByScope(first),
    (tx) => tx.attemptByIntent('pi_1'),
  ];
  await Promise.all(
    [...found, ...found, ...found].map((find) =>
      inStore(store, async (tx) => {
        const record = await find(tx);
        await tx.paid(['b1']);
        if (record) await tx.updateAttempt({ ...record, amount: record.amount + 1 });
      }),
    ),
  );
  assert.equal((await inStore(store, (tx) => tx.attemptById('a1')))?.amount, 9);
});

test('locks of different customers do not wait for each other', async () => {
  const store = createMemoryStore();
  await inStore(store, async (tx) => {
    await tx.lockCustomer('ada');
    await inStore(store, (other) => other.lockCustomer('bob'));
  });
});

test('a scope is taken once, also by two at the same time', async () => {
  const store = createMemoryStore();
  const taken = await Promise.all(
    ['a1', 'a2', 'a3'].map((id) => inStore(store, (tx) => tx.insertAttempt(attempt(id, { key: 'same-key' })))),
  );
  assert.deepEqual(taken.filter(Boolean), [true]);
  assert.equal(
    await inStore(store, (tx) => tx.insertAttempt(attempt('a4', { key: 'same-key', actor: 'staff:noah' }))),
    true,
  );
});

test('a scope whose attempt was taken back is free', async () => {
  const store = createMemoryStore();
  const failed = inStore(store, async (tx) => {
    await tx.insertAttempt(attempt('a1', { key: 'same-key' }));
    throw new Error('no');
  });
  const [, second] = await Promise.allSettled([
    failed,
    inStore(store, (tx) => tx.insertAttempt(attempt('a2', { key: 'same-key' }))),
  ]);
  assert.deepEqual(second, { status: 'fulfilled', value: true });
});

test('what is handed out and what is handed in are copies', async () => {
  const store = createMemoryStore();
  const record = attempt('a1');
  await insert(store, record);
  record.amount = 1;
  const read = await inStore(store, (tx) => tx.attemptById('a1'));
  assert.equal(read?.amount, 100);
  read?.allocations.pop();
  assert.equal((await inStore(store, (tx) => tx.attemptById('a1')))?.allocations.length, 1);
});

test('open and succeeded attempts are of the customer, the newest first', async () => {
  const store = createMemoryStore();
  const paid = (id: string, settledAt: string, changes: Partial<AttemptRecord> = {}) =>
    attempt(id, { state: 'closed', step: 'succeeded', settledAt, ...changes });
  await insert(
    store,
    attempt('o1'),
    attempt('o2'),
    attempt('o3', { customerId: 'bob' }),
    paid('s1', '2026-11-23T10:02:00.000Z'),
    paid('s2', '2026-11-23T10:01:00.000Z', {
      allocations: [{ bookingId: 'b1', reference: 'R', title: 'T', amount: 40 }],
    }),
    attempt('f1', { state: 'closed', step: 'failed' }),
  );
  await inStore(store, async (tx) => {
    assert.deepEqual(
      (await tx.openAttempts('ada')).map(({ id }) => id),
      ['o2', 'o1'],
    );
    assert.deepEqual(
      (await tx.succeededAttempts('ada', 10)).map(({ id }) => id),
      ['s1', 's2'],
    );
    assert.deepEqual(
      (await tx.succeededAttempts('ada', 1)).map(({ id }) => id),
      ['s1'],
    );
    assert.deepEqual(await tx.paid(['b1', 'b9']), new Map([['b1', 140]]));
  });
});

test('by key the oldest is found, and never a key closed before its request came', async () => {
  const store = createMemoryStore();
  await insert(
    store,
    attempt('a0', { key: 'same-key', actor: 'staff:olga', fingerprint: null }),
    attempt('a1', { key: 'same-key', actor: 'staff:maya' }),
    attempt('a2', { key: 'same-key', actor: 'staff:noah' }),
  );
  assert.equal((await inStore(store, (tx) => tx.attemptByKey('same-key')))?.id, 'a1');
  assert.equal(await inStore(store, (tx) => tx.attemptByKey('other-key')), null);
});

test('attempts left open are listed, the oldest first', async () => {
  const store = createMemoryStore();
  await insert(
    store,
    attempt('late', { updatedAt: '2026-11-23T10:20:00.000Z' }),
    attempt('older', { updatedAt: '2026-11-23T10:05:00.000Z' }),
    attempt('oldest', { updatedAt: '2026-11-23T10:01:00.000Z' }),
    attempt('closed', { state: 'closed', step: 'canceled' }),
  );
  const before = (limit: number) => inStore(store, (tx) => tx.openAttemptsBefore('2026-11-23T10:10:00.000Z', limit, 0));
  assert.deepEqual(await before(10), ['oldest', 'older']);
  assert.deepEqual(await before(1), ['oldest']);
});

test('merchants share nothing', async () => {
  const store = createMemoryStore();
  await insert(store, attempt('a1'));
  assert.equal(await store.transaction('m2', (tx) => tx.attemptById('a1')), null);
});

test('a message is handed to one caller until its lease ends, and never queued twice', async () => {
  const store = createMemoryStore();
  const message = { id: 'e1', kind: 'event', type: 'payment.succeeded', attemptId: 'a1' } as const;
  const queue = () => inStore(store, (tx) => tx.enqueue(message));
  await queue();
  await queue();
  const claim = (now: string) => store.claimMessages('m1', now, '2026-11-23T10:01:00.000Z', 10);
  const both = await Promise.all([claim('2026-11-23T10:00:00.000Z'), claim('2026-11-23T10:00:00.000Z')]);
  assert.deepEqual(both.flat(), [{ message, tries: 1 }]);
  assert.deepEqual(await claim('2026-11-23T10:02:00.000Z'), [{ message, tries: 2 }]);
  await store.retryMessage('m1', 'e1', '2026-11-23T12:00:00.000Z');
  assert.deepEqual(await claim('2026-11-23T11:00:00.000Z'), []);
  assert.equal((await claim('2026-11-23T12:00:00.000Z')).length, 1);
  await store.finishMessage('m1', 'e1');
  await queue();
  assert.deepEqual(await claim('2026-11-24T00:00:00.000Z'), []);
});

test('the mailer keeps the same mail once', async () => {
  const mailer = createMemoryMailer();
  const mail = { id: '1', from: 'f', to: 'a@example.com', subject: 's', html: 'h', text: 't' };
  await mailer.send(mail);
  await mailer.send(mail);
  assert.deepEqual(mailer.sent, [mail]);
});

test('bookings are locked whoever asks, in any order, and never for ever', async () => {
  const store = createMemoryStore();
  const order: string[] = [];
  const hold = (name: string, ids: string[]) =>
    inStore(store, async (tx) => {
      await tx.lockBookings(ids);
      order.push(`${name} in`);
      await tx.paid(ids);
      order.push(`${name} out`);
    });
  await Promise.all([hold('first', ['b1', 'b2']), hold('second', ['b2', 'b1'])]);
  assert.deepEqual(order, ['first in', 'first out', 'second in', 'second out']);
});
