import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkRequest, PaymentLink } from '../../src/contract/link.ts';
import { LinkSending, type SendingState } from '../../src/payment/link-sending.ts';
import { later, TestClock, turn } from './bench.ts';
import { anError } from './fixtures.ts';

const request: LinkRequest = { customerId: 'cus_1', allocations: [], currency: 'cad', channel: 'none' };
const link = { id: 'link_1' } as PaymentLink;

/** A backend that answers when a test says so. */
function bench() {
  const clock = new TestClock();
  const asked: { key: string; request: LinkRequest; answer: ReturnType<typeof later<PaymentLink>> }[] = [];
  const states: SendingState['phase'][] = [];
  const sending = new LinkSending({
    send: (sent, { idempotencyKey }) => {
      const answer = later<PaymentLink>();
      asked.push({ key: idempotencyKey, request: sent, answer });
      return answer.promise;
    },
    onChange: ({ phase }) => states.push(phase),
    clock,
  });
  return { clock, asked, states, sending };
}

test('the same request has the same key, from its preview to the last time it is sent; another has another', async () => {
  const { asked, sending } = bench();
  const key = sending.keyOf(request);
  assert.equal(sending.keyOf({ ...request }), key);
  void sending.send({ ...request });
  assert.equal(asked[0]?.key, key);
  assert.notEqual(sending.keyOf({ ...request, note: 'Thanks' }), key);
});

test('a link that was made gives its key to no other', async () => {
  const { asked, sending } = bench();
  const key = sending.keyOf(request);
  void sending.send(request);
  asked[0]?.answer.give(link);
  await turn();
  assert.deepEqual(sending.state, { phase: 'sent', link });
  assert.notEqual(sending.keyOf(request), key);
});

test('it is sent once however often it is asked for', async () => {
  const { asked, sending } = bench();
  void sending.send(request);
  void sending.send({ ...request, note: 'Another' });
  await turn();
  assert.equal(asked.length, 1);
});

test('a refused one says why, and is sent again under its key', async () => {
  const { asked, sending, states } = bench();
  void sending.send(request);
  asked[0]?.answer.fail(anError('rate_limited', 'none'));
  await turn();
  assert.equal(sending.state.phase, 'refused');
  void sending.send(request);
  assert.equal(asked[1]?.key, asked[0]?.key);
  assert.deepEqual(states, ['sending', 'refused', 'sending']);
});

test('a lost answer is asked for again, the very same under the very same key, until it comes', async () => {
  const { asked, clock, sending } = bench();
  void sending.send(request);
  asked[0]?.answer.fail(anError('network'));
  await turn();
  assert.equal(sending.state.phase, 'lost');
  await clock.pass(1);
  assert.equal(asked.length, 2);
  await clock.pass(60);
  assert.equal(asked.length, 2, 'one at a time');
  asked[1]?.answer.fail(anError('unavailable', 'open'));
  await clock.pass(60);
  asked.at(-1)?.answer.give(link);
  await turn();
  assert.deepEqual(sending.state, { phase: 'sent', link });
  assert.deepEqual([...new Set(asked.map(({ key }) => key))], [asked[0]?.key]);
  assert.ok(asked.every((each) => each.request === request));
  await clock.pass(600);
  assert.equal(sending.state.phase, 'sent');
});

test('while an answer is missing, a refusal of the way there tells nothing, one of what is asked tells that nothing was made', async () => {
  const { asked, clock, sending } = bench();
  void sending.send(request);
  asked[0]?.answer.fail(anError('timeout'));
  await clock.pass(1);
  asked[1]?.answer.fail(anError('unauthorized', 'none'));
  await turn();
  assert.equal(sending.state.phase, 'lost');
  await clock.pass(2);
  asked[2]?.answer.fail(anError('balance_changed', 'none'));
  await turn();
  assert.equal(sending.state.phase, 'refused');
});

test('after two minutes it is up to a person', async () => {
  const { asked, clock, sending } = bench();
  void sending.send(request);
  for (let minute = 0; minute < 4; minute += 0.25) {
    asked.at(-1)?.answer.fail(anError('network'));
    await clock.pass(15);
  }
  assert.deepEqual([sending.state.phase, 'trying' in sending.state && sending.state.trying], ['lost', false]);
  const before = asked.length;
  await clock.pass(600);
  assert.equal(asked.length, before);
  void sending.again();
  await turn();
  assert.equal(asked.length, before + 1);
  assert.equal(asked.at(-1)?.key, asked[0]?.key);
});

test('what is left behind is told to nobody', async () => {
  const { asked, sending, states } = bench();
  void sending.send(request);
  sending.reset();
  asked[0]?.answer.give(link);
  await turn();
  assert.deepEqual(states, ['sending', 'composing']);
});
