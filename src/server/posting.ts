import { type Context, transaction } from './context.ts';
import { moveDelivery } from './delivery.ts';
import { tokenOf } from './link-token.ts';
import { Undeliverable } from './mailer.ts';
import type { LinkRecord, OutboxMessage } from './store.ts';

type Posted = OutboxMessage & { kind: 'mail' | 'sms' };

/** With the pauses of the outbox, about a day: after that, a message is no news any more. */
const lastTry = 33;

/** Hands a message to the mailer. Rejects where it is to be tried again; what can't be delivered is given up and said so. */
export async function post(context: Context, message: Posted, tries: number): Promise<void> {
  const { linkId } = message;
  const link = linkId === null ? null : await transaction(context, (tx) => tx.linkById(linkId));
  const token = link ? await tokenOf(context, link) : null;
  if (linkId !== null && token === null)
    return giveUp(context, message, new Error(`Nobody knows the address of ${linkId}.`));
  if (link && isOver(link, message)) return moveDelivery(context, message.id, 'failed');
  try {
    await handOver(context, completed(message, token));
  } catch (error) {
    const told = withoutToken(error, token);
    if (!(error instanceof Undeliverable) && tries < lastTry) throw told;
    return giveUp(context, message, told);
  }
  await moveDelivery(context, message.id, 'sent');
}

/** Nobody is asked any more to pay what was paid, replaced or cancelled before the message went out. A receipt goes in any case. */
function isOver({ state, deliveries }: LinkRecord, { id }: Posted): boolean {
  return state !== 'open' && state !== 'locked' && deliveries.some((each) => each.id === id);
}

async function giveUp(context: Context, { id }: Posted, error: unknown): Promise<void> {
  context.onError(error, { requestId: null });
  await moveDelivery(context, id, 'failed');
}

/** With the token where the link's id stands for it. */
function completed(message: Posted, token: string | null): Posted {
  const { linkId } = message;
  if (linkId === null || token === null) return message;
  const complete = (text: string): string => text.replaceAll(linkId, token);
  if (message.kind === 'sms') return { ...message, sms: { ...message.sms, text: complete(message.sms.text) } };
  const { mail } = message;
  return { ...message, mail: { ...mail, html: complete(mail.html), text: complete(mail.text) } };
}

async function handOver({ mailer }: Context, message: Posted): Promise<void> {
  if (message.kind === 'mail') return mailer.send(message.mail);
  if (!mailer.sendSms) throw new Undeliverable('The mailer sends no text messages any more.');
  return mailer.sendSms(message.sms);
}

/** What a mailer says of its failure may quote the message. Errors end in logs, and a token opens the link. */
function withoutToken(error: unknown, token: string | null): unknown {
  if (token === null) return error;
  const hide = (text: string): string => text.replaceAll(token, '…');
  if (!(error instanceof Error)) return new Error(hide(String(error)));
  const told = new Error(hide(error.message));
  told.name = error.name;
  if (error.stack !== undefined) told.stack = hide(error.stack);
  return told;
}
