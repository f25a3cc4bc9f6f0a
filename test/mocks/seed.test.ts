import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { account as accountSchema, type Account } from '../../src/contract/account.ts';
import { createPaydesk } from '../../src/server/paydesk.ts';
import { createMemoryMailer, createMemoryStore, createSeed, createSeedHost, plantSeed } from '../../mocks/mocks.ts';
import { createSimulatedStripe, testCard } from '../../mocks/simulated-stripe/simulated-stripe.ts';

const today = new Date('2026-01-15T12:00:00Z');

async function openDesk() {
  const seed = createSeed(today);
  const stripe = createSimulatedStripe({ now: () => today });
  const store = createMemoryStore();
  const host = createSeedHost(seed);
  await plantSeed(seed, { stripe, store });
  const paydesk = createPaydesk({
    linkSecret: 'a secret of at least thirty-two characters',
    stripe: { ...stripe, webhookSecret: 'whsec_test' },
    store,
    host,
    mailer: createMemoryMailer(),
    merchant: () => seed.merchant,
    authorize: async () => seed.staff,
    now: () => today,
  });
  const account = async (id: string): Promise<Account> => {
    const response = await paydesk(new Request(`https://desk.example/customers/${id}`));
    return v.parse(accountSchema, await response.json());
  };
  return { seed, host, account };
}

test('every customer of the seed has an account as the contract says', async () => {
  const { seed, account } = await openDesk();
  for (const customer of seed.customers) {
    const told = await account(customer.id);
    assert.equal(told.customer.name, customer.name);
    assert.equal(told.bookings.length, customer.bookings.length);
    assert.equal(told.cards.length, customer.cards.length);
  }
});

test('the seed holds the situations that have to be tried', async () => {
  const { seed, account } = await openDesk();
  const accounts = await Promise.all(seed.customers.map(({ id }) => account(id)));
  const some = (is: (each: Account) => boolean) => assert.ok(accounts.some(is), is.toString());
  some(({ bookings }) => bookings.some(({ status }) => status === 'partially_charged'));
  some(({ balance, bookings }) => balance === 0 && bookings.length > 0);
  some(({ cards, balance }) => cards.length === 0 && balance > 0);
  some(({ bookings }) => bookings.length === 25);
  some(({ customer }) => customer.name.includes('<'));
  some(
    ({ customer, bookings }) =>
      customer.name.includes('\u202E') && bookings.some(({ title }) => title.includes('onerror')),
  );
  some(({ customer }) => customer.email === null && customer.phone !== null);
  some(({ customer }) => customer.email === null && customer.phone === null);
  some(({ customer }) => customer.email?.startsWith('bounce') === true);
  some(({ customer }) => customer.name.length > 60);
  some(({ customer }) => customer.locale === 'fr-CA');
  some(({ customer }) => customer.locale === 'ar');
  some(({ cards }) => cards.some(({ expiry }) => expiry === 'expired'));
  some(({ cards }) => cards.some(({ expiry }) => expiry === 'expiring'));
  some(({ cards }) => cards.some(({ expiry, primary }) => primary && expiry === 'valid'));
});

test('ids and references are given once, and every card is a test card', () => {
  const { customers } = createSeed(today);
  const bookings = customers.flatMap((each) => each.bookings);
  assert.equal(new Set(bookings.map(({ id }) => id)).size, bookings.length);
  assert.equal(new Set(bookings.map(({ reference }) => reference)).size, bookings.length);
  assert.equal(new Set(customers.map(({ id }) => id)).size, customers.length);
  for (const { number } of customers.flatMap((each) => each.cards)) assert.ok(testCard(number), number);
});

test('the dates follow today', () => {
  const dates = (day: string) => createSeed(new Date(day)).customers[0]?.bookings.map(({ date }) => date);
  assert.deepEqual(dates('2026-03-10T23:00:00Z'), ['2026-03-01', '2026-03-08', '2026-02-08']);
});

test('what is collected elsewhere lowers the balance; the seed itself stays as it was', async () => {
  const { seed, host, account } = await openDesk();
  const before = await account('claire-martin');
  const [first] = before.bookings;
  host.collectElsewhere(first?.id ?? '', 5_000);
  assert.equal((await account('claire-martin')).balance, before.balance - 5_000);
  assert.equal(seed.customers[0]?.bookings[0]?.paidElsewhere, 0);
  assert.throws(() => host.collectElsewhere('booking-0', 1), /no booking/);
});

test('the host keeps each event once', async () => {
  const host = createSeedHost(createSeed(today));
  const event = { id: 'e1', type: 'card.saved', customerId: 'claire-martin', cardId: 'pm_1' } as const;
  await host.onEvent(event);
  await host.onEvent(event);
  assert.deepEqual(host.events, [event]);
});
