import type { Card } from '../contract/payment.ts';
import type { Decline } from './declines.ts';

/**
 * What Stripe's failures come down to. `declined`: the bank said no. `refused`: Stripe did not do what was asked, and a repeat won't either.
 * `lost`: no answer that can be relied on; it may have been done. Carries nothing of a card or a secret, so that it can be reported.
 */
export class GatewayError extends Error {
  readonly kind: 'declined' | 'refused' | 'lost';
  readonly decline: Decline | null;
  /** Of a declined card that Stripe had not seen before. */
  readonly card: Card | null;
  readonly code: string | null;
  readonly param: string | null;
  /** `lost` to an error of Stripe's own, which Stripe then answers for as long as it remembers the key, a day at least. */
  readonly stays: boolean;

  constructor(
    kind: GatewayError['kind'],
    message: string,
    about: { decline?: Decline; card?: Card | null; code?: string | null; param?: string | null; stays?: boolean } = {},
  ) {
    super(message);
    this.name = 'GatewayError';
    this.kind = kind;
    this.decline = about.decline ?? null;
    this.card = about.card ?? null;
    this.code = about.code ?? null;
    this.param = about.param ?? null;
    this.stays = about.stays ?? false;
  }
}

/** The customer was deleted at Stripe. */
export const isOfMissingCustomer = (error: unknown): boolean =>
  error instanceof GatewayError && error.code === 'resource_missing' && error.param === 'customer';

/** A second time with the same key where the answer was lost: Stripe does it once, and answers the same. */
export async function twice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'lost') return ask();
    throw error;
  }
}
