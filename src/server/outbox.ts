import { paymentOf } from './answers.ts';
import { readStandings } from './balance.ts';
import { type Context, transaction } from './context.ts';
import type { HostEvent } from './host.ts';
import { linkOf } from './link-answers.ts';
import { readLinkFacts } from './link-state.ts';
import { writeNotices } from './notices.ts';
import { post } from './posting.ts';
import { writeReceipt } from './receipts.ts';
import type { ClaimedMessage, OutboxMessage } from './store.ts';

const second = 1000;
/** How long one caller has a message for itself; a process that dies with it lets it go after that. */
const lease = 60 * second;

/**
 * Delivers what is due: events to the host, mails and text messages to the mailer. At least once each: what fails comes again after a pause that
 * doubles, from five seconds up to an hour. Receipts and notices are written now, and become mails with ids of their own.
 */
export async function deliver(context: Context): Promise<void> {
  const { store, merchant } = context;
  for (;;) {
    const now = context.now().getTime();
    const claimed = await store.claimMessages(merchant.id, timeAt(now), timeAt(now + lease), 20);
    if (claimed.length === 0) return;
    await Promise.all(
      claimed.map(async ({ message, tries }) => {
        try {
          await send(context, { message, tries });
          await store.finishMessage(merchant.id, message.id);
        } catch (error) {
          context.onError(error, { requestId: null });
          const pause = Math.min(2 ** (tries - 1) * 5, 3600) * second;
          await store.retryMessage(merchant.id, message.id, timeAt(context.now().getTime() + pause));
        }
      }),
    );
  }
}

async function send(context: Context, { message, tries }: ClaimedMessage): Promise<void> {
  switch (message.kind) {
    case 'event':
      return context.host.onEvent(await eventOf(context, message));
    case 'mail':
    case 'sms':
      return post(context, message, tries);
    case 'receipt':
      return writeReceipt(context, message);
    case 'notice':
      return writeNotices(context, message);
  }
}

async function eventOf(context: Context, message: OutboxMessage & { kind: 'event' }): Promise<HostEvent> {
  const { id } = message;
  if (message.type === 'card.saved') {
    return { id, type: message.type, customerId: message.customerId, cardId: message.cardId };
  }
  if ('linkId' in message) {
    const link = await transaction(context, (tx) => tx.linkById(message.linkId));
    if (!link) throw new Error(`The link ${message.linkId} is gone from the store.`);
    // Events are kept and logged; who holds the address may pay, and sees what the payer sees.
    return {
      id,
      type: message.type,
      link: { ...(await linkOf(context, link, await readLinkFacts(context, link))), url: null },
    };
  }
  const record = await transaction(context, (tx) => tx.attemptById(message.attemptId));
  if (!record) throw new Error(`The attempt ${message.attemptId} is gone from the store.`);
  const standings = await readStandings(context, record.customerId);
  return { id, type: message.type, payment: paymentOf({ record, clientSecret: null }, standings, { seeCards: true }) };
}

const timeAt = (milliseconds: number): string => new Date(milliseconds).toISOString();
