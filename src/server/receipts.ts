import type { ReceiptRequest, SentTo } from '../contract/payer.ts';
import type { Context } from './context.ts';
import type { LinkRecord } from './store.ts';

/** The payer asks for the receipt of what was paid by a link; limited in number and time. */
export async function sendReceipt(
  _context: Context,
  _link: LinkRecord,
  _request: ReceiptRequest,
  _key: string,
): Promise<SentTo> {
  throw new Error('Not yet.');
}
