import { type Context, transaction } from './context.ts';
import { noticeIdOf } from './delivery.ts';
import { digest } from './digest.ts';
import { type Noticed, noticeMail } from './messages/notice-message.ts';
import { settingsIn } from './settings.ts';
import type { AttemptRecord, LinkRecord, OutboxMessage } from './store.ts';

type Notice = OutboxMessage & { kind: 'notice' };

/**
 * Tells administrators, if the settings have it on at this moment. Each gets a mail of their own, whose id is the same whenever this is tried
 * again: nobody is told twice.
 */
export async function writeNotices(context: Context, message: Notice): Promise<void> {
  const { merchant, testMode } = context;
  const { on, recipients, link, payment } = await transaction(context, async (tx) => ({
    ...(await settingsIn(tx, context)).notices[message.event],
    payment: message.attemptId === null ? null : await tx.attemptById(message.attemptId),
    link: await tx.linkById(message.linkId),
  }));
  if (!on) return;
  const noticed = link && noticedOf(message, link, payment);
  if (!noticed) throw new Error(`What the notice ${message.id} is about is gone from the store.`);
  const customer = await context.host.customer(link.customerId);
  const telling = { link, customer: { name: customer?.name ?? link.customerId }, merchant, testMode };
  const mails = await Promise.all(
    [...new Set(recipients)].map(async (to) => {
      const id = `${message.id}:${(await digest(to)).slice(0, 16)}`;
      return noticeMail(noticed, telling, { id, to });
    }),
  );
  await transaction(context, async (tx) => {
    for (const mail of mails) await tx.enqueue({ id: mail.id, kind: 'mail', mail, linkId: null });
  });
}

function noticedOf({ id, event }: Notice, link: LinkRecord, payment: AttemptRecord | null): Noticed | null {
  if (event === 'link_locked') return { event };
  if (event === 'link_paid') return payment && { event, payment };
  const delivery = link.deliveries.find((each) => noticeIdOf(each.id) === id);
  return delivery ? { event, delivery } : null;
}
