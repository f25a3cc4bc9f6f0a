import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryMailer } from '../../mocks/memory-mailer.ts';
import { type Mailer, Undeliverable } from '../../src/server/paydesk.ts';
import { linkRequest, openShop, payRequest, type Shop, tokenIn } from './shop.ts';

/** A mailer that rejects what goes to customers as long as it is told to. */
function failingMailer(shop: Shop, error: Error) {
  const state = { failing: true, tries: 0 };
  const mailer: Mailer = {
    send: async (mail) => {
      state.tries += 1;
      if (state.failing && mail.to !== 'office@garden.example') throw error;
      return shop.mailer.send(mail);
    },
    sendSms: async () => {
      state.tries += 1;
      throw error;
    },
  };
  shop.restart({ mailer });
  return state;
}

const states = async (shop: Shop, id: string | undefined) =>
  (await shop.readLink(id)).body.deliveries?.map(({ state }) => state);

const typesTold = (shop: Shop) => shop.told.map(({ type }) => type);
const subjects = (shop: Shop) => shop.mailer.sent.map(({ subject }) => subject);

test('a message is queued, then sent, then whatever the mailer learns', async () => {
  for (const state of ['delivered', 'bounced', 'failed'] as const) {
    const shop = await openShop();
    const { body } = await shop.sendLink(linkRequest(shop));
    assert.deepEqual(await states(shop, body.id), ['queued']);
    shop.pass(1);
    await shop.deliver();
    const { deliveries } = (await shop.readLink(body.id)).body;
    assert.deepEqual(deliveries, [
      { channel: 'email', to: 'ada@example.com', state: 'sent', at: '2026-11-23T10:01:00.000Z' },
    ]);
    await shop.report(shop.mailer.sent[0]!.id, state);
    assert.deepEqual(await states(shop, body.id), [state]);
  }
});

test('deliveries are the newest first, each on its own', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  shop.pass(5);
  await shop.resend(body.id);
  await shop.report(shop.mailer.sent[0]!.id, 'delivered');
  assert.deepEqual(await states(shop, body.id), ['queued', 'delivered']);
});

test('a delivery never goes back', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  const id = `${body.id}.1`;
  await shop.report(id, 'delivered');
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['delivered'], 'the report came before the mailer was done');
  await shop.report(id, 'bounced');
  await shop.report(id, 'delivered');
  await shop.report(id, 'failed');
  assert.deepEqual(await states(shop, body.id), ['bounced'], 'a late bounce is known better than the delivery');
});

test('reports of messages that nobody knows are ignored', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  for (const id of ['', 'nothing', 'link_nobody.1', `${body.id}.2`, `${body.id}`]) await shop.report(id, 'bounced');
  assert.deepEqual(await states(shop, body.id), ['queued']);
  assert.deepEqual(shop.errors, []);
});

test('a report that could not be kept is rejected, so that it is made again', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  const away = { ...shop.store, transaction: () => Promise.reject(new Error('The database is away.')) };
  shop.restart({ store: away });
  await assert.rejects(shop.report(`${body.id}.1`, 'bounced'), /database is away/);
  shop.restart();
  await shop.report(`${body.id}.1`, 'bounced');
  assert.equal((await shop.readLink(body.id)).body.deliveries?.[0]?.state, 'bounced');
});

test('a message that comes back is told to administrators and to the host, once', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  const [mail] = shop.mailer.sent;
  await Promise.all([shop.report(mail!.id, 'bounced'), shop.report(mail!.id, 'failed')]);
  await shop.report(mail!.id, 'bounced');
  await shop.deliver();
  assert.equal(typesTold(shop).filter((type) => type === 'link.undelivered').length, 1);
  const told = shop.mailer.sent.filter(({ to }) => to === 'office@garden.example');
  assert.deepEqual(
    told.map(({ subject }) => subject),
    ['The payment link for ADA was not delivered'],
  );
  assert.match(told[0]?.text ?? '', /could not be delivered to ada@example\.com/);
  assert.doesNotMatch(told[0]?.html ?? '', new RegExp(tokenIn(body.url)));
});

test('an address that takes no mail fails at once, and is not tried again', async () => {
  const shop = await openShop();
  failingMailer(shop, new Undeliverable('No such mailbox.'));
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['failed']);
  shop.pass(24 * 60);
  await shop.deliver();
  assert.equal(shop.errors.length, 1);
  assert.deepEqual(subjects(shop), ['The payment link for ADA was not delivered']);
  assert.ok(typesTold(shop).includes('link.undelivered'));
});

test('a mailer that is away is asked again, for about a day, and then the message has failed', async () => {
  const shop = await openShop();
  const mailer = failingMailer(shop, new Error('Away.'));
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['queued']);
  for (let hours = 0; hours < 20; hours += 0.5) {
    shop.pass(30);
    await shop.deliver();
  }
  assert.deepEqual(await states(shop, body.id), ['queued']);
  for (let hours = 0; hours < 20; hours += 0.5) {
    shop.pass(30);
    await shop.deliver();
  }
  assert.deepEqual(await states(shop, body.id), ['failed']);
  assert.deepEqual(subjects(shop), ['The payment link for ADA was not delivered']);
  const { tries } = mailer;
  shop.pass(24 * 60);
  await shop.deliver();
  assert.equal(mailer.tries, tries);
});

test('a mailer that comes back sends the message once', async () => {
  const shop = await openShop();
  const mailer = failingMailer(shop, new Error('Away.'));
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.deliver();
  mailer.failing = false;
  shop.pass(1);
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['sent']);
  assert.equal(shop.mailer.sent.length, 1);
});

test('a text message is delivered like a mail', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop, { channel: 'sms', to: '+1 514 555 0142' }));
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['sent']);
  assert.equal(shop.mailer.sentSms[0]?.to, '+1 514 555 0142');
  shop.restart({ mailer: { send: async () => {} } });
  shop.pass(5);
  await shop.resend(body.id);
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['failed', 'sent'], 'the mailer sends none any more');
});

test('nobody is asked to pay what was paid or cancelled before the mail went out', async () => {
  const shop = await openShop();
  const { body: cancelled } = await shop.sendLink(linkRequest(shop));
  await shop.cancelLink(cancelled.id);
  const { body: paid } = await shop.sendLink(linkRequest(shop));
  await shop.pay(tokenIn(paid.url), await payRequest(shop));
  await shop.deliver();
  assert.deepEqual(
    subjects(shop).filter((subject) => subject.startsWith('Payment request')),
    [],
  );
  assert.ok(!typesTold(shop).includes('link.undelivered'));
  assert.equal(subjects(shop).filter((subject) => subject.startsWith('Receipt')).length, 1, 'the receipt goes');
});

test('a message whose secret is gone is given up, and said so', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  shop.restart({ linkSecret: 'another secret of at least thirty-two characters' });
  await shop.deliver();
  assert.deepEqual(await states(shop, body.id), ['failed']);
  assert.equal(shop.errors.length, 1);
  assert.deepEqual(subjects(shop), ['The payment link for ADA was not delivered']);
});

test('a process that dies after each step of a paid link tells everybody once', async () => {
  const shop = await openShop();
  const { body } = await shop.sendLink(linkRequest(shop));
  await shop.pay(tokenIn(body.url), await payRequest(shop));
  // A mailer at the other end of a network: it keeps everything, also what is sent twice.
  const arrived: string[] = [];
  const mailer = createMemoryMailer();
  for (let deaths = 0; deaths < 40; deaths += 1) {
    let steps = 0;
    const dies = <Result>(result: Result): Result => {
      steps += 1;
      if (steps > deaths) throw new Error('The process is dead.');
      return result;
    };
    const { store } = shop;
    const paydesk = shop.restart({
      onError: () => {},
      mailer: {
        send: async (mail) => {
          await mailer.send(mail);
          arrived.push(mail.id);
          dies(null);
        },
      },
      store: {
        ...store,
        transaction: async (merchantId, work) => dies(await store.transaction(merchantId, work)),
        finishMessage: async (merchantId, id) => {
          dies(null);
          return store.finishMessage(merchantId, id);
        },
        retryMessage: async () => {},
      },
    });
    await paydesk.deliver();
    shop.pass(2);
  }
  shop.restart({ mailer });
  shop.pass(60);
  await shop.deliver();
  assert.ok(arrived.length > new Set(arrived).size, 'some were sent again');
  assert.deepEqual(mailer.sent.map(({ to, subject }) => `${to}: ${subject}`).sort(), [
    'ada@example.com: Receipt from Garden & Home: CA$120.00',
    'office@garden.example: ADA paid CA$120.00',
  ]);
});
