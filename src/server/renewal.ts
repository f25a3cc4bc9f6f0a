import type { SentTo } from '../contract/payer.ts';
import type { Context } from './context.ts';
import type { LinkRecord } from './store.ts';

/** A dead link: a new one goes to the address on file. */
export async function renew(_context: Context, _link: LinkRecord, _key: string): Promise<SentTo> {
  throw new Error('Not yet.');
}
