import type { Confirmation, PayerItem, PayerView } from '../contract/payer.ts';
import type { LinkState } from '../contract/link.ts';
import { payerConsent } from '../text/consent.ts';
import { attemptOf, type Current, payer, paymentOf } from './answers.ts';
import { refreshRecent } from './attempts.ts';
import { type Context, transaction } from './context.ts';
import type { HostCustomer } from './host.ts';
import { masked } from './link-answers.ts';
import { askedNow, isLive, type LinkFacts, linkFactsIn, linkStateOf } from './link-state.ts';
import { mailboxOf, reachOf } from './reach.ts';
import { settingsIn } from './settings.ts';
import type { AttemptRecord, LinkRecord } from './store.ts';

/** A link as it stands, and what is known of whom it is for. */
interface Look {
  link: LinkRecord;
  state: LinkState;
  facts: LinkFacts;
  tipPresets: readonly number[];
  /** Null where the host no longer knows the customer: what was paid can still be looked at. */
  customer: HostCustomer | null;
  current: (record: AttemptRecord) => Current;
}

/** What the page of a link shows. */
export async function viewOf(context: Context, link: LinkRecord): Promise<PayerView> {
  const look = await lookAt(context, link);
  const { facts, state, customer } = look;
  const { merchant } = context;
  const items = itemsOf(look);
  const { open, last, paid } = triesOf(look);
  const shown = paid ?? (last?.step === 'failed' && !isRevoked(state) ? last : null);
  const renewable =
    merchant.payUrl !== null && link.currency === merchant.currency && (state === 'expired' || state === 'replaced');
  return {
    id: link.id,
    state,
    merchant: { name: merchant.name, contact: merchant.contact, logoUrl: merchant.logoUrl },
    customer: { name: nameIn(look) },
    locale: link.locale,
    currency: link.currency,
    items,
    amount: items.reduce((sum, each) => sum + each.amount, 0),
    tipPresets: [...look.tipPresets],
    expiresAt: link.expiresAt,
    note: isRevoked(state) ? null : look.link.note,
    stripe: {
      publishableKey: context.publishableKey,
      account: context.account,
      testMode: context.testMode,
      connected: merchant.connection === 'connected',
    },
    consent: payerConsent(merchant.name),
    approval: isRevoked(state) ? null : (link.approval?.card ?? null),
    attempt: open ? attemptOf(look.current(open), facts.standings, payer) : null,
    payment: shown ? paymentOf(look.current(shown), facts.standings, payer) : null,
    renewTo: renewable ? maskedOrNull(reachOf(context, customer)?.to) : null,
    receiptTo: isRevoked(state) ? null : maskedOrNull(mailboxOf(customer)),
  };
}

/** What became of it. Without what Stripe.js needs to ask the payer: that is the page's. */
export async function confirmationOf(context: Context, link: LinkRecord): Promise<Confirmation> {
  const look = await lookAt(context, link);
  const { merchant, testMode } = context;
  const { last, paid } = triesOf(look);
  const revoked = isRevoked(look.state);
  const shown = revoked ? paid : (paid ?? last);
  const dates = new Map(link.allocations.map((each) => [each.bookingId, each.date]));
  return {
    id: link.id,
    state: look.state,
    merchant: { name: merchant.name, contact: merchant.contact, logoUrl: merchant.logoUrl },
    customer: { name: nameIn(look) },
    locale: link.locale,
    currency: link.currency,
    payment: shown ? paymentOf({ record: shown, clientSecret: null }, look.facts.standings, payer) : null,
    dates: (shown?.allocations ?? []).flatMap(({ bookingId }) => {
      const date = dates.get(bookingId);
      return date === undefined ? [] : [{ bookingId, date }];
    }),
    testMode,
    receiptTo: revoked ? null : maskedOrNull(shown?.receiptEmail ?? mailboxOf(look.customer)),
  };
}

/** Reads alone, but for what Stripe says of an open payment: that is applied, as whenever Stripe is asked. */
async function lookAt(context: Context, known: LinkRecord): Promise<Look> {
  const { customerId, tokenHash } = known;
  const secrets = await refreshOpen(context, known);
  const [customer, bookings] = await Promise.all([
    context.host.customer(customerId),
    context.host.bookings(customerId),
  ]);
  return transaction(context, async (tx) => {
    const facts = await linkFactsIn(tx, context, known, bookings);
    // After its payments: a link that was settled between the reads then says so itself.
    const link = (await tx.linkByToken(tokenHash)) ?? known;
    return {
      link,
      state: linkStateOf(link, facts),
      facts,
      tipPresets: (await settingsIn(tx, context)).tipPresets,
      customer,
      current: (record) => ({ record, clientSecret: secrets.get(record.id) ?? null }),
    };
  });
}

/** It may have gone to somebody else, and was taken back for that: nothing more is told of the customer, whoever looks. */
const isRevoked = (state: LinkState): boolean => state === 'cancelled' || state === 'replaced';

const nameIn = ({ state, customer }: Look): string => (isRevoked(state) ? '' : (customer?.name ?? ''));

const maskedOrNull = (address: string | null | undefined): string | null => (address ? masked(address) : null);

/** The secrets of the link's open payments, by the payment's id. Where Stripe can't be asked, what was known before is still true. */
async function refreshOpen(context: Context, { id }: LinkRecord): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  if (context.merchant.connection === 'not_connected') return secrets;
  const tries = await transaction(context, (tx) => tx.attemptsOfLink(id));
  for (const record of tries.filter((each) => each.state === 'open')) {
    try {
      const { clientSecret } = await refreshRecent(context, record);
      if (clientSecret !== null) secrets.set(record.id, clientSecret);
    } catch (error) {
      context.onError(error, { requestId: null });
    }
  }
  return secrets;
}

/** The payment under way, the latest one, and the one that paid. */
function triesOf({ facts: { tries } }: Look): Record<'open' | 'last' | 'paid', AttemptRecord | null> {
  return {
    open: tries.find((each) => each.state === 'open') ?? null,
    last: tries[0] ?? null,
    paid: tries.find((each) => each.step === 'succeeded') ?? null,
  };
}

/** What is asked for now: nothing once the link is over. */
function itemsOf({ link, state, facts: { standings } }: Look): PayerItem[] {
  if (isRevoked(state)) return [];
  const live = isLive(state);
  const items = link.allocations.map((each): PayerItem => {
    const { bookingId, reference, title, date, amount } = each;
    return { bookingId, reference, title, date, amount: live ? askedNow(each, standings) : 0, asked: amount };
  });
  if (!link.line) return items;
  const { description, amount } = link.line;
  const none = { bookingId: null, reference: null, date: null };
  return [...items, { ...none, title: description, amount: live ? amount : 0, asked: amount }];
}
