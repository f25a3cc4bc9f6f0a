import type { DeliveryState } from '../contract/link.ts';
import { type Context, timeOf, transaction } from './context.ts';
import type { HostCustomer } from './host.ts';
import type { Standings } from './balance.ts';
import { addressOf } from './link-token.ts';
import type { DeliveryReport } from './mailer.ts';
import { linkMail, linkSms } from './messages/link-message.ts';
import { Refusal } from './problems.ts';
import type { DeliveryRecord, LinkRecord, Transaction } from './store.ts';

/*
 * The messages that carry a link, and what becomes of them: a track of its own beside the link's state. Written here, sent by the outbox.
 */

const second = 1000;
/** The pause before a link is sent again doubles from the first to the longest. */
const firstPause = 60 * second;
const longestPause = 3600 * second;
const longestPauseOfPayers = 24 * longestPause;

/** From when the link may be sent again; null where it has no address. */
export function resendTimeOf({ deliveries, channel, createdAt }: LinkRecord): string | null {
  if (channel === 'none') return null;
  return nextSendTime(deliveries, longestPause) ?? createdAt;
}

/** Null where nothing was sent yet. */
function nextSendTime(deliveries: readonly DeliveryRecord[], longest: number): string | null {
  const last = deliveries.at(-1);
  if (!last) return null;
  const pause = Math.min(firstPause * 2 ** (deliveries.length - 1), longest);
  return new Date(Date.parse(last.queuedAt) + pause).toISOString();
}

/** Nobody is sent to a page that isn't there, or asked for an amount that was meant in another currency. */
export function checkSendable({ currency }: LinkRecord, { merchant }: Context): void {
  if (merchant.payUrl === null) {
    throw new Refusal('invalid_request', 'none', 'This merchant has no page where a link could be paid.');
  }
  if (currency === merchant.currency) return;
  const detail = `This link asks for ${currency}, and the merchant charges in ${merchant.currency}.`;
  throw new Refusal('invalid_request', 'none', detail);
}

/** Nobody is flooded with mails, whoever asks for them: staff answer for what they do, whoever holds a link doesn't. */
export function checkPause(link: LinkRecord, context: Context, by: 'staff' | 'payer'): void {
  const retryAt = nextSendTime(link.deliveries, by === 'staff' ? longestPause : longestPauseOfPayers);
  if (retryAt === null || retryAt <= timeOf(context)) return;
  throw new Refusal('rate_limited', 'none', 'This link was sent a moment ago.', { extras: { retryAt } });
}

/** Puts a message that carries the link into the outbox; answers the link with its delivery, for whoever stores it. */
export async function queueLink(
  tx: Transaction,
  context: Context,
  { link, standings, customer }: { link: LinkRecord; standings: Standings; customer: HostCustomer },
  { key, channel, to }: Pick<DeliveryRecord, 'key' | 'channel' | 'to'>,
): Promise<LinkRecord> {
  const { merchant, testMode } = context;
  if (merchant.payUrl === null) throw new Error('A link was made without a page where it could be paid.');
  // One after the other under the link's lock, so each has a number of its own; a report finds the link by it.
  const id = `${link.id}.${link.deliveries.length + 1}`;
  const address = addressOf(merchant.payUrl, link.id);
  const telling = { link, standings, customer, merchant, testMode, address };
  if (channel === 'email') {
    await tx.enqueue({ id, kind: 'mail', mail: linkMail(telling, { id, to }), linkId: link.id });
  } else {
    await tx.enqueue({ id, kind: 'sms', sms: linkSms(telling, { id, to }), linkId: link.id });
  }
  const now = timeOf(context);
  const delivery: DeliveryRecord = { id, key, channel, to, queuedAt: now, state: 'queued', at: now };
  return { ...link, deliveries: [...link.deliveries, delivery], updatedAt: now };
}

/** What a mailer learned of a message that carried a link. */
export async function recordDelivery(context: Context, { messageId, state }: DeliveryReport): Promise<void> {
  await moveDelivery(context, messageId, state);
}

/** Later states stay: mailers report in any order, and again. */
const ranks: Record<DeliveryState, number> = { queued: 0, sent: 1, delivered: 2, bounced: 3, failed: 3 };

/** Moves a delivery on; where it came to nothing, administrators and the host are told, once. Unknown messages are ignored. */
export async function moveDelivery(context: Context, messageId: string, state: DeliveryState): Promise<void> {
  const [linkId = ''] = messageId.split('.');
  await transaction(context, async (tx) => {
    const link = await tx.linkById(linkId);
    const delivery = link?.deliveries.find(({ id }) => id === messageId);
    if (!link || !delivery || ranks[state] <= ranks[delivery.state]) return;
    const at = timeOf(context);
    const deliveries = link.deliveries.map((each) => (each === delivery ? { ...each, state, at } : each));
    await tx.updateLink({ ...link, deliveries, updatedAt: at });
    if (state !== 'bounced' && state !== 'failed') return;
    // Whoever pays no more needs no message.
    if (link.state !== 'open' && link.state !== 'locked') return;
    await tx.enqueue({ id: `${messageId}:undelivered`, kind: 'event', type: 'link.undelivered', linkId });
    const id = noticeIdOf(messageId);
    await tx.enqueue({ id, kind: 'notice', event: 'link_undelivered', linkId, attemptId: null });
  });
}

/** Names the delivery that a notice is about. */
export const noticeIdOf = (messageId: string): string => `${messageId}:notice`;
