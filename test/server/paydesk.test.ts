import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { openShop, visaCharge } from './shop.ts';

const simulated = { baseUrl: 'http://localhost:4242' };

/** Runs with `NODE_ENV=production`. */
async function inProduction(work: () => Promise<void>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

test('in production a simulated Stripe is refused unless it is asked for by name', async () => {
  await inProduction(async () => {
    await assert.rejects(openShop({ stripe: simulated }), /simulated Stripe/);
    await openShop({ stripe: { ...simulated, simulate: true } });
    await openShop();
  });
  await openShop({ stripe: simulated });
});

test('keys of different modes are refused', async () => {
  await assert.rejects(openShop({ stripe: { publishableKey: 'pk_live_1' } }), /different modes/);
});

test('live keys show no test mode', async () => {
  const shop = await openShop({ stripe: { secretKey: 'sk_live_1', publishableKey: 'pk_live_1' } });
  assert.equal((await shop.account('bob')).body.stripe?.testMode, false);
});

test('an address of Stripe with a path is refused', async () => {
  await assert.rejects(openShop({ stripe: { baseUrl: 'http://localhost:4242/stripe' } }), /without a path/);
});

test('a secret for links that is missing or short is refused, and says why', async () => {
  const { restart } = await openShop();
  for (const linkSecret of [undefined, '', 'short', ['a secret of at least thirty-two characters', 'short']]) {
    assert.throws(
      () => restart({ linkSecret: linkSecret as string }),
      /linkSecret needs at least 32 random characters/,
    );
  }
});

test('it is mounted under a path', async () => {
  const shop = await openShop();
  shop.restart({ basePath: '/api/paydesk' });
  assert.equal((await shop.send('GET', '/customers/ada')).status, 404);
  assert.equal((await shop.send('GET', '/api/paydesk/customers/ada')).status, 200);
});

test('without a fetch of its own it asks Stripe over the network, where baseUrl says', async () => {
  const shop = await openShop();
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const response = await shop.stripe.fetch(`https://api.stripe.com${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: incoming.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks).toString() } : {}),
    });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const { secretKey, publishableKey } = shop.stripe;
  shop.restart({
    stripe: { secretKey, publishableKey, webhookSecret: 'whsec_test', baseUrl: `http://127.0.0.1:${address.port}` },
  });
  const { body } = await shop.charge(visaCharge(shop));
  server.closeAllConnections();
  server.close();
  assert.equal(body.status, 'succeeded');
  assert.equal(shop.received(), 12_000);
});

test('everything is done for the connected account', async () => {
  const accounts: (string | null)[] = [];
  const shop = await openShop();
  shop.restart({
    stripe: {
      ...shop.stripe,
      webhookSecret: 'whsec_test',
      account: 'acct_connected',
      fetch: async (input, init) => {
        accounts.push(new Headers(init?.headers).get('Stripe-Account'));
        return shop.stripe.fetch(input, init);
      },
    },
  });
  await shop.account();
  assert.ok(accounts.length > 0);
  assert.deepEqual([...new Set(accounts)], ['acct_connected']);
});

test('a job whose merchant or store fails is reported, and does not reject', async () => {
  const shop = await openShop();
  const paydesk = shop.restart({ merchant: () => Promise.reject(new Error('no merchant')) });
  await Promise.all([paydesk.sweep(), paydesk.deliver()]);
  assert.deepEqual(shop.errors.map(String), ['Error: no merchant', 'Error: no merchant']);
});
