import { expect } from '@open-wc/testing';
import { dropPending, keepPending, newKey, readPending } from '../../src/payment/pending.ts';

const place = 'paydesk-test-pending';
afterEach(() => sessionStorage.removeItem(place));

it('a kept key is read until it is dropped', () => {
  keepPending(place, 'key-00000001');
  expect(readPending(place)).to.equal('key-00000001');
  dropPending(place, 'key-00000001');
  expect(readPending(place)).to.equal(null);
});

it('a key that was kept since is not dropped with the one before', () => {
  keepPending(place, 'key-00000001');
  keepPending(place, 'key-00000002');
  dropPending(place, 'key-00000001');
  expect(readPending(place)).to.equal('key-00000002');
});

it('what something else has written is no key', () => {
  for (const text of ['', 'short', 'with a space', 'x'.repeat(256), '{"key":"ключ"}']) {
    sessionStorage.setItem(place, text);
    expect(readPending(place), text).to.equal(null);
  }
});

it('keys fit the contract and are never the same', () => {
  const keys = Array.from({ length: 100 }, newKey);
  for (const key of keys) expect(key).to.match(/^[\x21-\x7e]{8,255}$/);
  expect(new Set(keys).size).to.equal(100);
});
