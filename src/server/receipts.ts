import type { ReceiptRequest, SentTo } from '../contract/payer.ts';
import { type Context, timeOf, transaction } from './context.ts';
import { masked } from './link-answers.ts';
import { addressOf, tokenOf } from './link-token.ts';
import { receiptMail } from './messages/receipt-message.ts';
import { Refusal } from './problems.ts';
import { mailboxOf } from './reach.ts';
import type { AttemptRecord, LinkRecord, OutboxMessage, Transaction } from './store.ts';

/** Whoever holds a link can't have the business write to strangers for long. */
const mostReceipts = 5;
const pause = 60 * 1000;

/** The payer asks for the receipt of what was paid by a link; limited in number and time. */
export async function sendReceipt(
  context: Context,
  { id, customerId }: LinkRecord,
  { email }: ReceiptRequest,
  key: string,
): Promise<SentTo> {
  const customer = await context.host.customer(customerId);
  return transaction(context, async (tx) => {
    const payment = await paymentOf(tx, id);
    const link = await tx.linkById(id);
    if (!link || !payment) throw new Refusal('not_found', 'none', 'Nothing was paid by this link.');
    const known = link.receipts.find((each) => each.key === key);
    if (known) return { to: masked(known.to) };
    const to = email ?? payment.receiptEmail ?? mailboxOf(customer);
    if (to === null) {
      const fields = { email: 'No address is on file.' };
      throw new Refusal('invalid_request', 'none', 'Nobody knows where the receipt is to go.', { extras: { fields } });
    }
    checkLimits(link, context);
    const receipts = [...link.receipts, { key, at: timeOf(context), to }];
    await tx.updateLink({ ...link, receipts });
    await tx.enqueue({ id: `${id}:receipt:${receipts.length}`, kind: 'receipt', attemptId: payment.id, to });
    return { to: masked(to) };
  });
}

async function paymentOf(tx: Transaction, linkId: string): Promise<AttemptRecord | null> {
  return (await tx.attemptsOfLink(linkId)).find(({ step }) => step === 'succeeded') ?? null;
}

function checkLimits({ receipts }: LinkRecord, context: Context): void {
  if (receipts.length >= mostReceipts) {
    throw new Refusal('rate_limited', 'none', `At most ${mostReceipts} receipts are sent on request.`);
  }
  const last = receipts.at(-1);
  if (!last) return;
  const retryAt = new Date(Date.parse(last.at) + pause).toISOString();
  if (retryAt <= timeOf(context)) return;
  throw new Refusal('rate_limited', 'none', 'A receipt was sent a moment ago.', { extras: { retryAt } });
}

/** Written as things stand now, and put into the outbox as a mail with an id of its own; nothing where there is no address. */
export async function writeReceipt(context: Context, message: OutboxMessage & { kind: 'receipt' }): Promise<void> {
  const { merchant, testMode } = context;
  const { payment, link } = await transaction(context, async (tx) => {
    const payment = await tx.attemptById(message.attemptId);
    return { payment, link: payment?.linkId ? await tx.linkById(payment.linkId) : null };
  });
  if (payment?.step !== 'succeeded') throw new Error(`The receipt ${message.id} is of nothing that was paid.`);
  const customer = await context.host.customer(payment.customerId);
  const to = message.to ?? mailboxOf(customer);
  if (to === null) return;
  const { confirmationUrl } = merchant;
  const canTell = link !== null && (await tokenOf(context, link)) !== null;
  const address = canTell && confirmationUrl !== null ? addressOf(confirmationUrl, link.id) : null;
  const reader = { name: customer?.name ?? payment.customerId, locale: customer?.locale ?? link?.locale ?? null };
  const paid = { payment, link, customer: reader, merchant, testMode, address };
  const mail = receiptMail(paid, { id: `${message.id}:mail`, to });
  await transaction(context, (tx) =>
    tx.enqueue({ id: mail.id, kind: 'mail', mail, linkId: address === null ? null : payment.linkId }),
  );
}
