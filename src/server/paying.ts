import type { PayRequest } from '../contract/payer.ts';
import { payerConsent } from '../text/consent.ts';
import type { Current } from './answers.ts';
import { newAttempt } from './attempts.ts';
import type { Context } from './context.ts';
import type { HostBooking, HostCustomer } from './host.ts';
import { amountNow, askedNow, linkFactsIn } from './link-state.ts';
import { addressOf } from './link-token.ts';
import { checkPayment } from './pay-checks.ts';
import { Refusal } from './problems.ts';
import { payOnce } from './running.ts';
import { settingsIn } from './settings.ts';
import type { AttemptRecord, AttemptScope, LinkRecord, Transaction } from './store.ts';
import type { Confirmation } from './stripe-gateway.ts';

/** Which link is paid, and with what. */
export interface LinkPayment {
  scope: AttemptScope;
  fingerprint: string;
  request: PayRequest;
  link: LinkRecord;
  customer: HostCustomer;
  /** Of the request: it leads back to the payer's page, and is stored nowhere. */
  token: string;
}

/** Keys that a payer sends for one link mean nothing to another, nor to staff. */
export const scopeOfPayer = (link: LinkRecord, key: string): AttemptScope => ({
  actor: `link:${link.id}`,
  route: 'pay',
  key,
});

/** A payer pays what a link asks for. */
export async function pay(context: Context, asked: LinkPayment): Promise<Current> {
  const { scope, fingerprint, customer, link } = asked;
  return payOnce(context, {
    scope,
    fingerprint,
    customer,
    bookingIds: link.allocations.map(({ bookingId }) => bookingId),
    draft: (tx, bookings) => draft(tx, context, asked, bookings),
    confirmation: ({ method }) => confirmationOf(context, method, asked.token),
  });
}

async function draft(
  tx: Transaction,
  context: Context,
  { scope, fingerprint, request, link: { id } }: LinkPayment,
  bookings: readonly HostBooking[],
): Promise<AttemptRecord> {
  // As it is now: it may have been cancelled, replaced or settled since its token was looked up.
  const link = await tx.linkById(id);
  if (!link) throw new Refusal('not_found', 'none', 'There is no such link.');
  const facts = await linkFactsIn(tx, context, link, bookings);
  const { tipPresets } = await settingsIn(tx, context);
  checkPayment(request, { ...facts, merchant: context.merchant, link, tipPresets });
  const { standings } = facts;
  const { method, tip = 0, receiptEmail } = request;
  return {
    ...newAttempt(context, scope),
    customerId: link.customerId,
    fingerprint,
    amount: amountNow(link, standings) + tip,
    currency: request.currency,
    allocations: link.allocations
      .map((each) => {
        const { bookingId, reference, title } = each;
        return { bookingId, reference, title, amount: askedNow(each, standings) };
      })
      .filter(({ amount }) => amount > 0),
    line: link.line,
    tip,
    linkId: id,
    receiptEmail: receiptEmail ?? null,
    method:
      method.type === 'saved_card'
        ? { type: 'saved_card', cardId: link.approval?.cardId ?? '' }
        : { type: 'new_card', confirmationToken: method.confirmationToken, save: method.save },
    consent: method.type === 'new_card' && method.save ? payerConsent(context.merchant.name) : null,
  };
}

/** The payer is on the page, so a bank may ask; where it wants a page of its own, it leads back to ours. */
function confirmationOf({ merchant }: Context, method: AttemptRecord['method'], token: string): Confirmation {
  const returnUrl = merchant.payUrl === null ? null : addressOf(merchant.payUrl, token);
  if (method.type === 'saved_card') return { type: 'approved_card', cardId: method.cardId, returnUrl };
  return { ...method, returnUrl };
}
