import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { createHttp, type HttpOptions } from '../../src/backend/http.ts';

const greeting = v.object({ hello: v.string() });

/** A backend that names what it says by an ETag, and says nothing to whoever knows it. */
function naming(options: Partial<HttpOptions> = {}) {
  const asked: { url: string; method: string; tag: string | null }[] = [];
  const world = { hello: 'world', status: 200, parsed: 0 };
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const tag = new Headers(init?.headers).get('if-none-match');
    asked.push({ url: String(url), method: init?.method ?? '', tag });
    if (world.status !== 200) return new Response('', { status: world.status });
    const etag = `"${world.hello}"`;
    const headers = { etag, 'cache-control': 'no-store' };
    if (tag === etag) return new Response(null, { status: 304, headers });
    world.parsed += 1;
    return Response.json({ hello: world.hello }, { headers });
  };
  const http = createHttp({ baseUrl: '/api', fetch, ...options });
  const read = (id = 'a') => http.read(['greetings', id], greeting);
  return { world, asked, http, read };
}

test('what did not change is the very object of before, and is sent and read once', async () => {
  const { world, asked, read } = naming();
  const first = await read();
  assert.equal(await read(), first);
  assert.equal(await read(), first);
  assert.equal(world.parsed, 1);
  assert.deepEqual(
    asked.map(({ tag }) => tag),
    [null, '"world"', '"world"'],
  );
});

test('what changed is another object', async () => {
  const { world, read } = naming();
  const first = await read();
  world.hello = 'moon';
  const second = await read();
  assert.notEqual(second, first);
  assert.deepEqual(second, { hello: 'moon' });
  assert.equal(await read(), second);
});

test('each address has its own, and twenty are kept', async () => {
  const { asked, read } = naming();
  for (let id = 0; id < 21; id += 1) await read(String(id));
  await read('20');
  await read('1');
  await read('0');
  assert.deepEqual(
    asked.slice(-3).map(({ url, tag }) => [url, tag]),
    [
      ['/api/greetings/20', '"world"'],
      ['/api/greetings/1', '"world"'],
      ['/api/greetings/0', null],
    ],
  );
});

test('a write neither asks with one nor is answered from one', async () => {
  const { asked, http, read } = naming();
  await read();
  await http.write(['greetings', 'a'], greeting);
  assert.deepEqual(asked.at(-1), { url: '/api/greetings/a', method: 'POST', tag: null });
});

test('what one person was told is never given to another: other headers, nothing is known', async () => {
  let person = 'Bearer maya';
  const { asked, read } = naming({ headers: () => ({ authorization: person }) });
  const first = await read();
  person = 'Bearer noah';
  const second = await read();
  assert.equal(asked.at(-1)?.tag, null);
  assert.notEqual(second, first);
  person = 'Bearer maya';
  await read();
  assert.equal(asked.at(-1)?.tag, null);
});

test('an answer that comes after the headers changed is not kept for who asks now', async () => {
  let person = 'Bearer maya';
  let give: (answer: Response) => void = () => {};
  const tags: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    tags.push(new Headers(init?.headers).get('if-none-match'));
    if (tags.length === 1) return new Promise((resolve) => (give = resolve));
    return Promise.resolve(Response.json({ hello: 'noah' }));
  };
  const http = createHttp({ baseUrl: '', fetch, headers: () => ({ authorization: person }) });
  const read = () => http.read(['greetings'], greeting);
  const slow = read();
  await new Promise(setImmediate);
  person = 'Bearer noah';
  await read();
  give(Response.json({ hello: 'maya' }, { headers: { etag: '"maya"' } }));
  await slow;
  await read();
  assert.deepEqual(tags, [null, null, null]);
});

test('with a refused request everything is forgotten: who signs in next may be somebody else', async () => {
  for (const status of [401, 403]) {
    const { world, asked, read } = naming();
    await read();
    world.status = status;
    await assert.rejects(read());
    world.status = 200;
    await read();
    assert.equal(asked.at(-1)?.tag, null, String(status));
  }
});

test('a failure in between forgets nothing', async () => {
  const { world, read } = naming();
  const first = await read();
  world.status = 503;
  await assert.rejects(read());
  world.status = 200;
  assert.equal(await read(), first);
});

test('a backend without ETags is read as before, and a 304 that nobody asked for is unreadable', async () => {
  const plain = createHttp({ baseUrl: '', fetch: async () => Response.json({ hello: 'world' }) });
  const first = await plain.read(['a'], greeting);
  assert.notEqual(await plain.read(['a'], greeting), first);
  const odd = createHttp({ baseUrl: '', fetch: async () => new Response(null, { status: 304 }) });
  await assert.rejects(odd.read(['a'], greeting), { code: 'unreadable' });
});

test('what does not pass its schema is not known', async () => {
  const tags: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    tags.push(new Headers(init?.headers).get('if-none-match'));
    return Response.json({ hello: 5 }, { headers: { etag: '"5"' } });
  };
  const http = createHttp({ baseUrl: '', fetch });
  await assert.rejects(http.read(['a'], greeting));
  await assert.rejects(http.read(['a'], greeting));
  assert.deepEqual(tags, [null, null]);
});
