import { expect, waitUntil } from '@open-wc/testing';
import { Live } from '../../src/backend/live.ts';

/** As a browser tells it when a tab is left or shown again. */
function show(visible: boolean): void {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    get: () => (visible ? 'visible' : 'hidden'),
  });
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => {
  Reflect.deleteProperty(document, 'visibilityState');
});

it('follows the page’s own visibility and network, and leaves nothing behind', async () => {
  let reads = 0;
  const live = new Live<object>({
    read: () => {
      reads += 1;
      return Promise.resolve({});
    },
    waits: () => true,
    onChange: () => {},
  });
  show(false);
  live.start();
  expect(reads).to.equal(0);
  show(true);
  expect(reads).to.equal(1);
  await new Promise((done) => setTimeout(done));
  show(false);
  window.dispatchEvent(new Event('online'));
  expect(reads).to.equal(1);
  show(true);
  expect(reads).to.equal(2);
  await new Promise((done) => setTimeout(done));
  window.dispatchEvent(new Event('online'));
  expect(reads).to.equal(3);
  await waitUntil(() => reads === 4, 'It goes on by itself.', { timeout: 4_000 });
  live.stop();
  show(false);
  show(true);
  window.dispatchEvent(new Event('online'));
  expect(reads).to.equal(4);
});
