import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../src/contract/payment.ts';
import type { LinkRecord } from '../../src/server/paydesk.ts';
import { type Answer, booking, openShop, payRequest, type Shop, visaCharge } from './shop.ts';

/** The store yields at every call; so many turns later another request is somewhere else in its work. */
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve));
};

/** Both at once, the second behind by as many turns as the round says; every other round the other way round. */
async function race<First, Second>(
  round: number,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const behind = Math.floor(round / 2);
  const late = async <Result>(ask: () => Promise<Result>) => {
    await turns(behind);
    return ask();
  };
  return round % 2 === 0 ? Promise.all([first(), late(second)]) : Promise.all([late(first), second()]);
}

const asked = (id: string, amount = 12_000) => ({
  bookingId: id,
  reference: `R-${id}`,
  title: `Booking ${id}`,
  date: '2026-11-20',
  amount,
});

/** A booking of its own for each round, and a link for it. */
async function fresh(shop: Shop, round: number, changes: Partial<LinkRecord> = {}) {
  const id = `race-${round}`;
  shop.bookings.set('ada', [booking(id, 12_000)]);
  const before = shop.received();
  return {
    bookingId: id,
    link: await shop.link({ allocations: [asked(id)], ...changes }),
    request: () => payRequest(shop, undefined, { seen: [{ bookingId: id, amount: 12_000 }] }),
    charge: (more: object = {}) =>
      visaCharge(shop, {
        allocations: [{ bookingId: id, amount: 12_000, dueSeen: 12_000 }],
        confirmSimilar: true,
        ...more,
      }),
    received: () => shop.received() - before,
  };
}

const paid = ({ body }: Answer<Payment>) => body.status === 'succeeded';

/** Whoever came too late was told why, and made no attempt. */
function assertRefused({ body }: Answer<unknown>, ...codes: string[]) {
  assert.ok(codes.includes(body.code ?? ''), `${body.code} is none of ${codes.join(', ')}`);
  assert.equal(body.attempt, 'none');
}

test(
  'a link and a charge that closes it, at once, 100 times: one of them pays, never both',
  { timeout: 120_000 },
  async () => {
    const shop = await openShop();
    let wonByLink = 0;
    for (let round = 0; round < 100; round += 1) {
      const { link, request, charge, received } = await fresh(shop, round);
      const body = await request();
      const [payment, charged] = await race(
        round,
        () => shop.pay(link.token, body),
        () => shop.charge(charge({ closeLinks: [link.id] })),
      );
      assert.equal(received(), 12_000);
      const state = (await shop.linkRecord(link.id))?.state;
      if (paid(payment)) {
        wonByLink += 1;
        assert.equal(state, 'paid');
        assertRefused(charged, 'payment_in_progress', 'balance_changed');
      } else {
        assert.ok(paid(charged));
        assert.equal(state, 'settled_elsewhere');
        assertRefused(payment, 'link_paused', 'link_settled');
      }
    }
    assert.ok(wonByLink > 0 && wonByLink < 100, 'the race was one');
  },
);

test('a charge that does not name the link never pays instead of it', async () => {
  const shop = await openShop();
  for (let round = 0; round < 20; round += 1) {
    const { link, request, charge, received } = await fresh(shop, round);
    const body = await request();
    const [payment, charged] = await race(
      round,
      () => shop.pay(link.token, body),
      () => shop.charge(charge()),
    );
    assert.ok(paid(payment));
    assertRefused(charged, 'link_open', 'payment_in_progress', 'balance_changed');
    assert.equal(received(), 12_000);
  }
});

test('two tabs of one link pay once, however close', async () => {
  const shop = await openShop();
  for (let round = 0; round < 60; round += 1) {
    const { link, request, received } = await fresh(shop, round);
    const [one, two] = [await request(), await request()];
    const answers = await race(
      round,
      () => shop.pay(link.token, one),
      () => shop.pay(link.token, two),
    );
    assert.equal(received(), 12_000);
    const [late] = answers.filter((answer) => !paid(answer));
    assert.equal(answers.filter(paid).length, 1);
    if (late) assertRefused(late, 'payment_in_progress', 'already_paid');
  }
});

test('one press that is sent twice pays once', async () => {
  const shop = await openShop();
  for (let round = 0; round < 20; round += 1) {
    const { link, request, received } = await fresh(shop, round);
    const key = shop.newKey();
    const body = await request();
    const send = () => shop.pay(link.token, body, { key });
    for (const answer of await race(round, send, send)) {
      if (!paid(answer)) assert.equal(answer.body.code, 'in_progress');
    }
    assert.equal(received(), 12_000);
    assert.ok(paid(await send()));
  }
});

test('two tabs of a link for a line alone, which holds no booking, pay once', async () => {
  const shop = await openShop();
  const line = { description: 'Salt', amount: 700 };
  for (let round = 0; round < 20; round += 1) {
    const { token } = await shop.link({ allocations: [], line });
    const before = shop.received();
    const body = async () => payRequest(shop, undefined, { seen: [{ bookingId: null, amount: 700 }] });
    const [one, two] = [await body(), await body()];
    const answers = await race(
      round,
      () => shop.pay(token, one),
      () => shop.pay(token, two),
    );
    assert.equal(answers.filter(paid).length, 1);
    assert.equal(shop.received() - before, 700);
  }
});

test('two links for one booking: one is paid, the other is settled, never both', async () => {
  const shop = await openShop();
  for (let round = 0; round < 60; round += 1) {
    const { bookingId, link, request, received } = await fresh(shop, round);
    const other = await shop.link({ allocations: [asked(bookingId)] });
    const [one, two] = [await request(), await request()];
    const answers = await race(
      round,
      () => shop.pay(link.token, one),
      () => shop.pay(other.token, two),
    );
    assert.equal(answers.filter(paid).length, 1);
    assert.equal(received(), 12_000);
    const [late] = answers.filter((answer) => !paid(answer));
    if (late) assertRefused(late, 'link_paused', 'link_settled');
    const states = [(await shop.linkRecord(link.id))?.state, (await shop.linkRecord(other.id))?.state];
    assert.deepEqual(states.sort(), ['paid', 'settled_elsewhere']);
  }
});

test('a link is paid or cancelled, never both', async () => {
  const shop = await openShop();
  for (let round = 0; round < 60; round += 1) {
    const { link, request, received } = await fresh(shop, round);
    const body = await request();
    const [payment, cancelled] = await race(
      round,
      () => shop.pay(link.token, body),
      () => shop.send('POST', `/links/${link.id}/cancel`),
    );
    const state = (await shop.linkRecord(link.id))?.state;
    if (paid(payment)) {
      assertRefused(cancelled, 'payment_in_progress', 'already_paid');
      assert.deepEqual([state, received()], ['paid', 12_000]);
    } else {
      assert.equal(cancelled.status, 200);
      assertRefused(payment, 'link_cancelled');
      assert.deepEqual([state, received()], ['cancelled', 0]);
    }
  }
});

test('a link is paid or replaced by another, never both', async () => {
  const shop = await openShop();
  for (let round = 0; round < 60; round += 1) {
    const { bookingId, link, request, received } = await fresh(shop, round);
    const body = await request();
    const newer = {
      customerId: 'ada',
      allocations: [{ bookingId, amount: 12_000, dueSeen: 12_000 }],
      currency: 'cad',
      channel: 'none',
      closeLinks: [link.id],
    };
    const [payment, made] = await race(
      round,
      () => shop.pay(link.token, body),
      () => shop.send('POST', '/links', { key: shop.newKey(), body: newer }),
    );
    const state = (await shop.linkRecord(link.id))?.state;
    if (paid(payment)) {
      assertRefused(made, 'payment_in_progress', 'balance_changed');
      assert.deepEqual([state, received()], ['paid', 12_000]);
    } else {
      assert.equal(made.status, 200);
      assertRefused(payment, 'link_replaced');
      assert.deepEqual([state, received()], ['replaced', 0]);
    }
  }
});

test('a link that expires at this very moment is paid, or renewed by its payer, never both', async () => {
  for (let round = 0; round < 30; round += 1) {
    const shop = await openShop();
    const { link, request, received } = await fresh(shop, round, { expiresAt: '2026-11-23T10:01:00.000Z' });
    const body = await request();
    const renew = async () => {
      shop.pass(1);
      return shop.payer(link.token, 'POST', '/pay/renew', { key: shop.newKey() });
    };
    const [payment, renewed] = await race(round, () => shop.pay(link.token, body), renew);
    const state = (await shop.linkRecord(link.id))?.state;
    if (paid(payment)) {
      assertRefused(renewed, 'payment_in_progress', 'already_paid');
      assert.deepEqual([state, received()], ['paid', 12_000]);
    } else {
      assert.equal(renewed.status, 200);
      assertRefused(payment, 'link_expired', 'link_replaced');
      assert.deepEqual([state, received()], ['replaced', 0]);
    }
  }
});
