import type { Stripe, StripeConstructorOptions, WrapperLibrary } from '@stripe/stripe-js';
import { IntegrationError, notSimulated } from './errors.ts';
import type { Rest } from './rest.ts';

/** What one instance of Stripe.js works with. */
export interface StripeContext {
  readonly key: string;
  readonly options: StripeConstructorOptions;
  readonly rest: Rest;
  readonly frameOrigin: string | null;
  /** Milliseconds. */
  readonly latency: number;
}

/** The members of `Stripe` that have a simulation. */
type Simulated = Pick<Stripe, 'registerAppInfo'>;

export class StripeInstance implements Simulated {
  readonly #context: StripeContext;

  constructor(context: StripeContext) {
    this.#context = context;
  }

  elements(): never {
    throw notSimulated(`stripe.elements() with ${this.#context.key}`);
  }

  /** Called by the npm loader with its name and version. */
  _registerWrapper(wrapper: { name: string; version: string; startTime: number }): void {
    if (typeof wrapper.name !== 'string') throw new IntegrationError('registerWrapper() needs a name.');
  }

  registerAppInfo(app: WrapperLibrary): void {
    if (typeof app?.name !== 'string' || app.name.length > 30) {
      throw new IntegrationError(
        'Invalid value for registerAppInfo(): name should be a string of at most 30 characters.',
      );
    }
  }
}
