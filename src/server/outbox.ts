import { paymentOf } from './answers.ts';
import { readStandings } from './balance.ts';
import { type Context, transaction } from './context.ts';
import type { HostEvent } from './host.ts';
import type { OutboxMessage } from './store.ts';

const second = 1000;
/** How long one caller has a message for itself; a process that dies with it lets it go after that. */
const lease = 60 * second;

/**
 * Delivers what is due: events to the host, mails to the mailer. At least once each: what fails comes again after a pause that doubles, from five
 * seconds up to an hour.
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
          await send(context, message);
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

async function send(context: Context, message: OutboxMessage): Promise<void> {
  switch (message.kind) {
    case 'event':
      return context.host.onEvent(await eventOf(context, message));
    case 'mail':
      return context.mailer.send(message.mail);
    default:
      throw new Error('Not yet.');
  }
}

async function eventOf(context: Context, message: OutboxMessage & { kind: 'event' }): Promise<HostEvent> {
  const { id } = message;
  if (message.type === 'card.saved') {
    return { id, type: message.type, customerId: message.customerId, cardId: message.cardId };
  }
  if ('linkId' in message) throw new Error('Not yet.');
  const record = await transaction(context, (tx) => tx.attemptById(message.attemptId));
  if (!record) throw new Error(`The attempt ${message.attemptId} is gone from the store.`);
  const standings = await readStandings(context, record.customerId);
  return { id, type: message.type, payment: paymentOf({ record, clientSecret: null }, standings, { seeCards: true }) };
}

const timeAt = (milliseconds: number): string => new Date(milliseconds).toISOString();
