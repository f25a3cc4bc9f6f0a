import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { createPayerBackend } from '../../src/backend/payer.ts';
import { createStaffBackend } from '../../src/backend/staff.ts';
import type { PayerBackend, StaffBackend } from '../../src/contract/backend.ts';
import type { PaymentLink } from '../../src/contract/link.ts';
import type { PayerView, PayRequest } from '../../src/contract/payer.ts';
import type { ChargeRequest } from '../../src/contract/payment.ts';
import { PaymentError } from '../../src/errors.ts';
import { newKey } from '../../src/payment/pending.ts';
import type { Desk, Visit } from './fixture.ts';
import { tokensIn } from './witness.ts';

/** What staff's pages ask, without a page. */
export async function staffOf({ url }: Desk): Promise<StaffBackend> {
  const { headers } = await fetch(`${url}/customers`);
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return createStaffBackend({ baseUrl: `${url}/paydesk`, headers: () => ({ cookie }) });
}

/** What a payer's page asks, without a page. */
export function payerOf({ url }: Desk, link: PaymentLink): PayerBackend {
  return createPayerBackend({ baseUrl: `${url}/paydesk`, token: tokenOf(link) });
}

export function tokenOf({ url }: PaymentLink): string {
  const [token] = tokensIn(url ?? '');
  assert.ok(token, 'The link is over, and has no address.');
  return token;
}

/** What Stripe's form makes of a card. */
export async function cardToken({ stripe }: Desk, number: string): Promise<string> {
  const answer = await stripe.fetch('https://api.stripe.com/v1/confirmation_tokens', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stripe.publishableKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
    }).toString(),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Pays what a view of a link shows. */
export async function payRequest(desk: Desk, view: PayerView, number = '4242424242424242'): Promise<PayRequest> {
  return {
    seen: view.items.filter(({ amount }) => amount > 0).map(({ bookingId, amount }) => ({ bookingId, amount })),
    currency: view.currency,
    method: { type: 'new_card', confirmationToken: await cardToken(desk, number), save: false },
  };
}

/** A card saved before today, whatever it would say. Answers its id. */
export async function saveCard({ stripe, store, seed }: Desk, customerId: string, number: string): Promise<string> {
  const known = await store.transaction(seed.merchant.id, (tx) => tx.customer(customerId));
  assert.ok(known?.stripeCustomerId, `${customerId} has no card yet.`);
  return stripe.seedCard(known.stripeCustomerId, number);
}

/** Staff charge everything that is due to the primary card, and agree to close what links there are. */
export async function chargeAll({ desk }: Visit, customerId: string): Promise<void> {
  const staff = await staffOf(desk);
  const { bookings, cards, currency, links } = await staff.account(customerId);
  const request: ChargeRequest = {
    customerId,
    currency,
    allocations: bookings
      .filter(({ due }) => due > 0)
      .map(({ id, due }) => ({ bookingId: id, amount: due, dueSeen: due })),
    method: { type: 'saved_card', cardId: cards.find(({ primary }) => primary)?.id ?? '' },
    closeLinks: links.map(({ id }) => id),
  };
  await staff.charge(request, { idempotencyKey: newKey() });
}

/** Of an answer that is a problem. */
export async function codeOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => assert.fail('It was not refused.'),
    (refusal: unknown) => refusal,
  );
  if (error instanceof PaymentError) return error.code;
  throw error;
}

/** What can be pressed on a payer's page, by what is written on it. */
export async function stepsOf(root: Locator): Promise<string[]> {
  const controls = root.locator('button:visible, a[href]:visible, input:visible, summary:visible');
  return (await controls.allInnerTexts()).map((words) => words.replace(/[\u2066-\u2069]/g, '').trim());
}
