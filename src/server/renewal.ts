import type { SentTo } from '../contract/payer.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { checkPause, checkSendable, queueLink } from './delivery.ts';
import type { HostCustomer } from './host.ts';
import { masked } from './link-answers.ts';
import { askedNow, type LinkFacts, linkFactsIn, linkStateOf } from './link-state.ts';
import { linkIdFor, newToken } from './link-token.ts';
import { expiryIn, lockLink, newLink } from './links.ts';
import { checkState } from './pay-checks.ts';
import { Refusal } from './problems.ts';
import { reachOf } from './reach.ts';
import type { AttemptScope, DeliveryRecord, LinkRecord, Transaction } from './store.ts';

/** What a payer's wish for a new link goes by. */
interface Wish {
  scope: AttemptScope;
  customer: HostCustomer;
  /** Always the address on file: a link that fell into other hands leads nowhere else. */
  reach: Pick<DeliveryRecord, 'channel' | 'to'>;
}

/**
 * A dead link: a new one goes to the address on file, for what is still due. Where a newer link has already taken its place, or it isn't dead at
 * all, that one is sent again. Once for each key, and not too often.
 */
export async function renew(context: Context, link: LinkRecord, key: string): Promise<SentTo> {
  const customer = await context.host.customer(link.customerId);
  const reach = reachOf(context, customer);
  if (!customer || !reach) throw new Refusal('invalid_request', 'none', 'No address is on file.');
  const wish = { scope: { actor: `link:${link.id}`, route: 'renew', key }, customer, reach };
  for (;;) {
    const latest = await latestOf(context, link.id);
    // A booking may have moved to another customer, and its new link with it: that one is none of this payer's business.
    if (latest.customerId !== link.customerId) {
      throw new Refusal('link_replaced', 'none', 'The link that took the place of this one is for another customer.');
    }
    const sent = await transaction(context, (tx) => renewLatest(tx, context, latest, wish));
    if (sent) return { to: masked(sent.to) };
  }
}

/** The last link of those that took each other's place. Looked for one by one: two links are never locked in any other order than by their ids. */
async function latestOf(context: Context, id: string): Promise<LinkRecord> {
  const link = await transaction(context, (tx) => tx.linkById(id));
  if (!link) throw new Error(`The link ${id} is gone from the store.`);
  return link.replacedBy === null ? link : latestOf(context, link.replacedBy);
}

/** Null where it was replaced meanwhile. */
async function renewLatest(
  tx: Transaction,
  context: Context,
  latest: LinkRecord,
  { scope, customer, reach }: Wish,
): Promise<DeliveryRecord | null> {
  const link = await lockLink(tx, latest);
  const made = await tx.linkByScope(scope);
  const known = [...(made?.deliveries ?? []), ...link.deliveries].find(({ key }) => key === keyOf(scope));
  if (known) return known;
  if (link.replacedBy !== null) return null;
  checkSendable(link, context);
  const facts = await linkFactsIn(tx, context, link, await context.host.bookings(link.customerId));
  const expired = linkStateOf(link, facts) === 'expired';
  if (!expired) checkState({ link, ...facts });
  checkPause(link, context, 'payer');
  const { standings } = facts;
  const carrier = expired ? await successorOf(tx, context, link, facts, { scope, customer, reach }) : link;
  const sent = await queueLink(tx, context, { link: carrier, standings, customer }, { key: keyOf(scope), ...reach });
  if (!expired) await tx.updateLink(sent);
  else {
    // The key belongs to the old link, whose lock this holds: nobody else makes a link under it.
    if (!(await tx.insertLink(sent))) throw new Error(`The link ${sent.id} is there already.`);
    await tx.updateLink({ ...link, state: 'replaced', replacedBy: sent.id, updatedAt: timeOf(context) });
    await tx.enqueue({ id: `${sent.id}:created`, kind: 'event', type: 'link.created', linkId: sent.id });
  }
  return sent.deliveries.at(-1) ?? null;
}

/** Of whoever asked: the same key on another link, or of staff, is another wish. */
const keyOf = ({ actor, key }: AttemptScope): string => `${actor} ${key}`;

/** A link for what is left of an expired one. */
async function successorOf(
  tx: Transaction,
  context: Context,
  old: LinkRecord,
  { standings }: LinkFacts,
  { scope, customer, reach }: Wish,
): Promise<LinkRecord> {
  const id = await linkIdFor(context, scope);
  const { tokenHash } = await newToken(context, id);
  const { customerId, line, approval, subject, note } = old;
  return {
    ...newLink(context, scope),
    id,
    tokenHash,
    fingerprint: `renewal of ${old.id}`,
    customerId,
    allocations: old.allocations
      .map((each) => ({ ...each, amount: askedNow(each, standings) }))
      .filter(({ amount }) => amount > 0),
    line,
    approval,
    ...reach,
    subject,
    note,
    locale: customer.locale ?? context.merchant.locale,
    expiresAt: await expiryIn(tx, context),
  };
}
