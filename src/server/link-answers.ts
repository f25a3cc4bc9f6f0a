import type { PaymentLink } from '../contract/link.ts';
import type { Context } from './context.ts';
import type { LinkFacts } from './link-state.ts';
import type { LinkRecord } from './store.ts';

/** A link as staff see it. */
export async function linkOf(_context: Context, _link: LinkRecord, _facts: LinkFacts): Promise<PaymentLink> {
  throw new Error('Not yet.');
}

/** An address as it may be told to whoever holds a link: `c•••@example.com`. */
export function masked(address: string): string {
  return address.replace(/^(.)[^@]*/u, '$1•••');
}
