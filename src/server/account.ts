import type { Account, Permissions } from '../contract/account.ts';
import type { PaymentLink } from '../contract/link.ts';
import { attemptOf, type Current, paymentOf } from './answers.ts';
import { refreshRecent } from './attempts.ts';
import { idsOf, type Standings, standingsOf } from './balance.ts';
import { recentCards, savedCards } from './cards.ts';
import { type Context, transaction } from './context.ts';
import type { HostCustomer, StaffMember } from './host.ts';
import { linkOf } from './link-answers.ts';
import { isLive } from './link-state.ts';
import { settingsIn } from './settings.ts';
import type { AttemptRecord, LinkRecord } from './store.ts';

const latest = 10;

/** Everything a staff surface shows of the customer. Rejects where Stripe can't be asked for the cards: half an account misleads. */
export async function accountOf(context: Context, customer: HostCustomer, staff: StaffMember): Promise<Account> {
  const { merchant } = context;
  const { permissions } = staff;
  const found = await transaction(context, (tx) => tx.openAttempts(customer.id));
  const asksStripe = merchant.connection !== 'not_connected';
  const open: Current[] = await Promise.all(
    found.map((record) => (asksStripe ? refreshRecent(context, record) : { record, clientSecret: null })),
  );

  const bookings = await context.host.bookings(customer.id);
  const kept = await transaction(context, async (tx) => ({
    stripeCustomerId: (await tx.customer(customer.id))?.stripeCustomerId ?? null,
    settings: await settingsIn(tx, context),
    links: await tx.openLinks(customer.id),
    open: await tx.openAttempts(customer.id),
    holding: await tx.holdingAttempts(idsOf(bookings)),
    paid: await tx.paid(idsOf(bookings)),
    succeeded: await tx.succeededAttempts(customer.id, latest),
    consents: await tx.consents(customer.id),
  }));
  const standings = standingsOf(bookings, kept.paid);
  const secrets = new Map(open.map(({ record, clientSecret }) => [record.id, clientSecret]));
  const holders = new Map(kept.holding.flatMap((each) => each.allocations.map((part) => [part.bookingId, each.key])));
  const cards =
    asksStripe && permissions.seeCards && kept.stripeCustomerId !== null
      ? savedCards(...(await recentCards(context, kept.stripeCustomerId)), kept.consents, context.now())
      : [];

  return {
    customer: {
      id: customer.id,
      name: customer.name,
      email: customer.email,
      phone: customer.phone,
      locale: customer.locale,
    },
    merchant: { name: merchant.name, contact: merchant.contact },
    currency: merchant.currency,
    balance: balanceOf(standings),
    bookings: bookings.map(({ id, reference, title, date, total }) => {
      const { paid, due, status } = standings.get(id) ?? { paid: 0, due: 0, status: 'not_charged' as const };
      return { id, reference, title, date, total, paid, due, status, heldBy: holders.get(id) ?? null };
    }),
    cards,
    links: await liveLinks(context, kept, standings, permissions),
    linkLifetimeDays: kept.settings.linkLifetimeDays,
    attempts: kept.open.map((record) =>
      attemptOf({ record, clientSecret: secrets.get(record.id) ?? null }, standings, permissions),
    ),
    payments: kept.succeeded.map((record) => paymentOf({ record, clientSecret: null }, standings, permissions)),
    stripe: {
      publishableKey: context.publishableKey,
      account: context.account,
      connection: merchant.connection,
      connectUrl: merchant.connectUrl,
      testMode: context.testMode,
    },
    permissions,
    capabilities: {
      freeLine: merchant.freeLine,
      saveCard: true,
      links: merchant.payUrl !== null,
      sms: merchant.payUrl !== null && context.mailer.sendSms !== undefined,
    },
  };
}

/** Their states are read off what was read for all of them at once. */
async function liveLinks(
  context: Context,
  kept: Record<'open' | 'holding' | 'succeeded', AttemptRecord[]> & { links: LinkRecord[] },
  standings: Standings,
  permissions: Permissions,
): Promise<PaymentLink[]> {
  const now = context.now();
  const links = await Promise.all(
    kept.links.map((link) => {
      const covered = new Set(link.allocations.map(({ bookingId }) => bookingId));
      const holds = (each: AttemptRecord) => each.allocations.some(({ bookingId }) => covered.has(bookingId));
      const isOwn = (each: AttemptRecord) => each.linkId === link.id;
      const own = kept.open.filter(isOwn);
      const open = [...kept.holding.filter((each) => !isOwn(each) && holds(each)), ...own];
      const tries = [...own, ...kept.succeeded.filter(isOwn)];
      return linkOf(context, link, { standings, open, tries, now }, permissions);
    }),
  );
  return links.filter(({ state }) => isLive(state));
}

const balanceOf = (standings: Standings): number => [...standings.values()].reduce((sum, { due }) => sum + due, 0);
