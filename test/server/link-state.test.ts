import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingsOf } from '../../src/server/balance.ts';
import { type LinkFacts, linkStateOf } from '../../src/server/link-state.ts';
import type { AttemptRecord, LinkRecord } from '../../src/server/paydesk.ts';
import { booking, openShop } from './shop.ts';

/** A link for `b1` that is open, and what it is read off; what is given replaces it. */
async function stateOf(changes: Partial<LinkRecord> = {}, facts: Partial<LinkFacts> = {}) {
  const shop = await openShop();
  const { id } = await shop.link({ id: 'link_own', ...changes });
  const link = await shop.linkRecord(id);
  assert.ok(link);
  const standings = standingsOf([booking('b1', 12_000)], new Map());
  return linkStateOf(link, { standings, open: [], tries: [], now: shop.now(), ...facts });
}

const attempt = (linkId: string | null, step: AttemptRecord['step']) => ({ linkId, step }) as AttemptRecord;
const own = attempt('link_own', 'confirming');
const others = attempt(null, 'confirming');
const nothingDue = standingsOf([booking('b1', 12_000, 12_000)], new Map());
const expiresAt = '2026-11-23T10:00:00.000Z';

test('a link is open until it ends', async () => {
  assert.equal(await stateOf(), 'open');
  assert.equal(await stateOf({ expiresAt: '2026-11-23T10:00:00.001Z' }), 'open');
  assert.equal(await stateOf({ expiresAt }), 'expired');
});

test('a payment of its own comes before all else: money may be moving', async () => {
  for (const state of ['open', 'cancelled', 'locked'] as const) {
    assert.equal(await stateOf({ state, expiresAt }, { open: [own, others], tries: [own] }), 'processing');
  }
});

test('a link that was read before its payment was settled is paid nevertheless', async () => {
  const facts = { tries: [attempt('link_own', 'succeeded')], standings: nothingDue };
  assert.equal(await stateOf({ state: 'open' }, facts), 'paid');
});

test('a try that came to nothing leaves it open', async () => {
  const tries = [attempt('link_own', 'failed'), attempt('link_own', 'canceled')];
  assert.equal(await stateOf({}, { tries }), 'open');
});

test('it is paused while another payment holds one of its bookings, also past its end', async () => {
  assert.equal(await stateOf({ expiresAt }, { open: [others] }), 'paused');
});

test('with nothing left to pay it is settled, whatever its end', async () => {
  assert.equal(await stateOf({ expiresAt }, { standings: nothingDue }), 'settled_elsewhere');
  assert.equal(
    await stateOf({}, { standings: new Map() }),
    'settled_elsewhere',
    'the host no longer lists the booking',
  );
  const line = { description: 'Salt', amount: 700 };
  assert.equal(await stateOf({ line }, { standings: nothingDue }), 'open', 'a line is left');
});
