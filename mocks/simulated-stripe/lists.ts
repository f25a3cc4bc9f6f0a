import { noSuch } from './api-error.ts';
import type { Params } from './forms.ts';

export const pageParams = ['limit', 'starting_after', 'ending_before', 'expand'];

export interface Page<T> {
  object: 'list';
  data: T[];
  has_more: boolean;
  url: string;
}

/** One page of `all`, which is given newest first, as Stripe lists everything (https://docs.stripe.com/api/pagination). */
export function page<T extends { id: string }>(params: Params, all: readonly T[], kind: string, url: string): Page<T> {
  const limit = Math.min(Math.max(params.integer('limit') ?? 10, 1), 100);
  const after = params.text('starting_after');
  const before = params.text('ending_before');
  const at = (id: string, param: string): number => {
    const index = all.findIndex((item) => item.id === id);
    if (index < 0) throw noSuch(kind, id, param);
    return index;
  };
  if (before !== undefined) {
    const end = at(before, 'ending_before');
    return { object: 'list', data: all.slice(Math.max(0, end - limit), end), has_more: end > limit, url };
  }
  const start = after === undefined ? 0 : at(after, 'starting_after') + 1;
  return { object: 'list', data: all.slice(start, start + limit), has_more: all.length > start + limit, url };
}
