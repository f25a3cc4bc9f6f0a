import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { createHttp, type Http, type HttpOptions } from '../../src/backend/http.ts';
import { problemStatus, type ProblemCode } from '../../src/contract/problem.ts';
import { PaymentError } from '../../src/errors.ts';

const greeting = v.object({ hello: v.string() });

interface Sent {
  url: string;
  init: RequestInit;
  headers: Headers;
}

/** A backend that answers always the same, and what it was sent. */
function answering(answer: () => Response | Promise<Response>, options: Partial<HttpOptions> = {}) {
  const sent: Sent[] = [];
  const fetch = (url: RequestInfo | URL, init: RequestInit = {}) => {
    sent.push({ url: String(url), init, headers: new Headers(init.headers) });
    return Promise.resolve().then(answer);
  };
  return { sent, http: createHttp({ baseUrl: '/api', fetch: fetch as typeof globalThis.fetch, ...options }) };
}

const json =
  (body: unknown, status = 200, type = 'application/json') =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
const html = (status: number) => () =>
  new Response('<h1>Bad Gateway</h1>', { status, headers: { 'content-type': 'text/html' } });

const reading = (http: Http) => http.read(['greetings'], greeting);
const writing = (http: Http) => http.write(['greetings'], greeting, { idempotencyKey: 'key-00000001', body: { a: 1 } });

async function rejection(promise: Promise<unknown>): Promise<PaymentError> {
  const error: unknown = await promise.then(
    () => assert.fail('It resolved.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PaymentError, String(error));
  return error;
}

const aProblem = { type: 'about:blank', title: 'No', status: 400, detail: 'Not so.', requestId: 'req_1' };

test('an answer of the contract is given as it is typed, without what the contract does not have', async () => {
  const { http } = answering(json({ hello: 'world', secret: 1 }));
  assert.deepEqual(await reading(http), { hello: 'world' });
  assert.deepEqual(await writing(http), { hello: 'world' });
});

test('a write carries its key, its body and a JSON content type, even without a body of its own', async () => {
  const { http, sent } = answering(json({ hello: 'world' }));
  await writing(http);
  await http.write(['greetings'], greeting);
  const [first, second] = sent;
  assert.equal(first?.init.method, 'POST');
  assert.equal(first.headers.get('idempotency-key'), 'key-00000001');
  assert.equal(first.headers.get('content-type'), 'application/json');
  assert.equal(first.init.body, '{"a":1}');
  assert.equal(second?.headers.get('content-type'), 'application/json');
  assert.equal(second.headers.has('idempotency-key'), false);
});

test('a read asks the backend each time and has no body', async () => {
  const { http, sent } = answering(json({ hello: 'world' }));
  await reading(http);
  assert.deepEqual([sent[0]?.init.method, sent[0]?.init.cache, sent[0]?.init.body], ['GET', 'no-cache', undefined]);
});

test('the base is joined with and without a slash, and ids are encoded', async () => {
  const bases = { '/api': '/api', '/api//': '/api', 'https://desk.example/pay/': 'https://desk.example/pay', '': '' };
  for (const [baseUrl, expected] of Object.entries(bases)) {
    const { http, sent } = answering(json({ hello: 'world' }), { baseUrl });
    await http.read(['customers', 'a/b?c#d e'], greeting);
    assert.equal(sent[0]?.url, `${expected}/customers/a%2Fb%3Fc%23d%20e`);
  }
});

test('an id that would change the path is never sent', async () => {
  for (const id of ['', '.', '..']) {
    const { http, sent } = answering(json({ hello: 'world' }));
    const error = await rejection(http.read(['customers', id], greeting));
    assert.deepEqual([error.code, error.attempt, sent.length], ['misconfigured', 'none', 0]);
  }
});

test('credentials are for the same origin, unless the page says otherwise', async () => {
  const plain = answering(json({ hello: 'world' }));
  const including = answering(json({ hello: 'world' }), { credentials: 'include' });
  await reading(plain.http);
  await reading(including.http);
  assert.equal(plain.sent[0]?.init.credentials, 'same-origin');
  assert.equal(including.sent[0]?.init.credentials, 'include');
});

test('the page’s headers are asked for each time, at once or later, and do not replace ours', async () => {
  let count = 0;
  const headers = async () => ({ authorization: `Bearer ${(count += 1)}`, 'Content-Type': 'text/plain' });
  const { http, sent } = answering(json({ hello: 'world' }), { headers });
  await writing(http);
  await writing(http);
  assert.deepEqual(
    sent.map((each) => each.headers.get('authorization')),
    ['Bearer 1', 'Bearer 2'],
  );
  assert.equal(sent[0]?.headers.get('content-type'), 'application/json');
  const direct = answering(json({ hello: 'world' }), { headers: () => [['x-desk', '1']] });
  await reading(direct.http);
  assert.equal(direct.sent[0]?.headers.get('x-desk'), '1');
});

test('where the headers can not be had, nothing is sent and no attempt is made', async () => {
  const cause = new Error('The session is over.');
  const { http, sent } = answering(json({ hello: 'world' }), { headers: () => Promise.reject(cause) });
  const error = await rejection(writing(http));
  assert.deepEqual([error.code, error.attempt, error.cause, sent.length], ['unauthorized', 'none', cause, 0]);
});

test('every problem of the contract keeps its code, its fate of the attempt and what else it says', async () => {
  for (const [code, status] of Object.entries(problemStatus) as [ProblemCode, number][]) {
    for (const attempt of ['none', 'open', 'closed'] as const) {
      const problem = { ...aProblem, status, code, attempt };
      const error = await rejection(writing(answering(json(problem, status, 'application/problem+json')).http));
      assert.deepEqual([error.code, error.attempt, error.status, error.requestId], [code, attempt, status, 'req_1']);
      assert.deepEqual(error.problem, problem);
    }
  }
});

test('extras of a problem come along, and one that does not fit is left out without losing the others', async () => {
  const due = [{ bookingId: 'b1', due: 500 }];
  const problem = { ...aProblem, code: 'balance_changed', attempt: 'none', due, reason: 'a new reason', open: 7 };
  const error = await rejection(writing(answering(json(problem, 409)).http));
  assert.deepEqual([error.code, error.attempt], ['balance_changed', 'none']);
  assert.deepEqual([error.problem?.due, error.problem?.reason, error.problem?.open], [due, undefined, undefined]);
});

test('an unknown code is read as unavailable, and still says what it means for the attempt', async () => {
  const problem = { ...aProblem, code: 'lunar_eclipse', attempt: 'closed' };
  const error = await rejection(writing(answering(json(problem, 418)).http));
  assert.deepEqual([error.code, error.attempt, error.status], ['unavailable', 'closed', 418]);
});

test('a problem that does not say what it means for the attempt leaves it unknown', async () => {
  for (const attempt of [undefined, 'maybe', null]) {
    const error = await rejection(writing(answering(json({ ...aProblem, code: 'declined', attempt }, 402)).http));
    assert.deepEqual([error.code, error.attempt], ['declined', 'unknown']);
    assert.equal(error.problem?.code, 'declined');
  }
});

test('a code alone is enough of a problem', async () => {
  const error = await rejection(writing(answering(json({ code: 'forbidden', attempt: 'none' }, 403)).http));
  assert.deepEqual([error.code, error.attempt, error.requestId], ['forbidden', 'none', null]);
  assert.equal(error.problem?.status, 403);
});

test('what is no answer of the contract is unreadable, and leaves the attempt unknown', async () => {
  const answers = {
    'a gateway’s page': html(502),
    'a wrong address': html(404),
    'a page instead of JSON': html(200),
    'broken JSON': () => new Response('{"hello":'),
    nothing: () => new Response(''),
    'another schema': json({ hello: 5 }),
    null: json(null),
    'JSON that is no problem': json({ error: 'x' }, 500),
    'a text': json('no', 500),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const error = await rejection(writing(answering(answer).http));
    assert.deepEqual([error.code, error.attempt], ['unreadable', 'unknown'], name);
    assert.equal(typeof error.status, 'number', name);
  }
});

test('a server before the backend that refuses by status alone is understood, without a word about the attempt', async () => {
  for (const [status, code] of [
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
  ] as const) {
    const error = await rejection(writing(answering(html(status)).http));
    assert.deepEqual([error.code, error.attempt, error.status], [code, 'unknown', status]);
  }
});

test('without an answer it is the network, with its cause', async () => {
  const cause = new TypeError('Failed to fetch');
  const { http } = answering(() => Promise.reject(cause));
  for (const error of [await rejection(reading(http)), await rejection(writing(http))]) {
    assert.deepEqual([error.code, error.attempt, error.status, error.cause], ['network', 'unknown', null, cause]);
  }
});

test('an answer that breaks off is the network', async () => {
  const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) });
  const error = await rejection(writing(answering(() => new Response(body)).http));
  assert.deepEqual([error.code, error.attempt], ['network', 'unknown']);
});

test('a write that takes too long leaves the attempt unknown, whether or not its fetch heeds the signal', async () => {
  const { http, sent } = answering(() => new Promise(() => {}), { timeLimit: 5 });
  const error = await rejection(writing(http));
  assert.deepEqual([error.code, error.attempt, sent.length], ['timeout', 'unknown', 1]);
  assert.equal(sent[0]?.init.signal?.aborted, true);
});

test('an answer whose body never ends takes too long as well', async () => {
  const { http } = answering(() => new Response(new ReadableStream()), { timeLimit: 5 });
  assert.equal((await rejection(writing(http))).code, 'timeout');
});

test('headers that take too long make no attempt, and nothing is sent afterwards', async () => {
  let give: (headers: HeadersInit) => void = () => {};
  const headers = () => new Promise<HeadersInit>((resolve) => (give = resolve));
  const { http, sent } = answering(json({ hello: 'world' }), { headers, timeLimit: 5 });
  const error = await rejection(writing(http));
  assert.deepEqual([error.code, error.attempt], ['timeout', 'none']);
  give({});
  await Promise.resolve().then(() => new Promise(setImmediate));
  assert.equal(sent.length, 0);
});

test('a write has longer than the backend’s worst case, a read less', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const ended: string[] = [];
  const { http } = answering(() => new Promise(() => {}));
  void rejection(reading(http)).then((error) => ended.push(`read ${error.code}`));
  void rejection(writing(http)).then((error) => ended.push(`write ${error.code}`));
  context.mock.timers.tick(20_000);
  await new Promise(setImmediate);
  assert.deepEqual(ended, ['read timeout']);
  // 2 calls × (20 s + 5 s + 20 s), of which 20 s have passed.
  context.mock.timers.tick(90_000 - 20_000);
  await new Promise(setImmediate);
  assert.deepEqual(ended, ['read timeout']);
  context.mock.timers.tick(15_000);
  await new Promise(setImmediate);
  assert.deepEqual(ended, ['read timeout', 'write timeout']);
});

test('a read that is given up rejects with the reason as it is', async () => {
  const reason = { why: 'gone' };
  const controller = new AbortController();
  const { http } = answering(() => new Promise(() => {}));
  const read = http.read(['greetings'], greeting, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(read, (error) => error === reason);
  await assert.rejects(http.read(['greetings'], greeting, { signal: controller.signal }), (error) => error === reason);
});

test('a read that was given up before it began is not sent', async () => {
  const { http, sent } = answering(json({ hello: 'world' }));
  await assert.rejects(http.read(['greetings'], greeting, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  await new Promise(setImmediate);
  assert.equal(sent.length, 0);
});

test('fetch is called as a function of its own, and the page’s is read when used', async (context) => {
  const http = createHttp({ baseUrl: '/api' });
  const called: unknown[] = [];
  const replaced = function (this: unknown) {
    called.push(this);
    return Promise.resolve(json({ hello: 'world' })());
  };
  context.mock.method(globalThis, 'fetch', replaced);
  await reading(http);
  assert.equal(called.length, 1);
  assert.ok(called[0] === undefined || called[0] === globalThis);
});
