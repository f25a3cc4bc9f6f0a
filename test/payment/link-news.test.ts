import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PaymentLink } from '../../src/contract/link.ts';
import { isUnderWay, linkNews } from '../../src/payment/link-news.ts';
import { aBooking, anAccount, anAttempt, aPayment } from './fixtures.ts';

const link = { id: 'link_1' } as PaymentLink;
const open = anAccount({ links: [link] });

test('a link that was paid is told with its payment, one that ended otherwise without', () => {
  const payment = aPayment({ linkId: 'link_1' });
  assert.deepEqual(linkNews(open, anAccount({ payments: [aPayment(), payment] })), { type: 'paid', payment });
  assert.deepEqual(linkNews(open, anAccount({ payments: [aPayment()] })), { type: 'ended' });
});

test('nothing is told of links that are still open, or new', () => {
  assert.equal(linkNews(open, open), null);
  assert.equal(linkNews(anAccount(), open), null);
});

test('an account is under way while it has open links, open attempts or held bookings', () => {
  assert.equal(isUnderWay(anAccount()), false);
  assert.equal(isUnderWay(open), true);
  assert.equal(isUnderWay(anAccount({ attempts: [anAttempt()] })), true);
  assert.equal(isUnderWay(anAccount({ bookings: [aBooking({ heldBy: 'key-00000002' })] })), true);
});
