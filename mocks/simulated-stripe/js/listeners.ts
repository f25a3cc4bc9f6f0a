import { IntegrationError } from './errors.ts';

type Handler = (event: never) => unknown;

/** Handlers as Stripe.js keeps them: a name that doesn't exist is a mistake, and a handler may be given once only. */
export class Listeners {
  readonly #names: readonly string[];
  /** By event and handler: whether it is called once only. */
  readonly #handlers = new Map<string, Map<Handler, boolean>>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(name: string, handler: Handler, once = false): void {
    if (!this.#names.includes(name)) {
      throw new IntegrationError(
        `Invalid value for on(): event must be one of the following strings: ${this.#names.join(', ')}. You specified: ${name}.`,
      );
    }
    if (typeof handler !== 'function')
      throw new IntegrationError('Invalid value for on(): handler should be a function.');
    const handlers = this.#handlers.get(name) ?? new Map<Handler, boolean>();
    this.#handlers.set(name, handlers.set(handler, once));
  }

  remove(name: string, handler?: Handler): void {
    if (handler) this.#handlers.get(name)?.delete(handler);
    else this.#handlers.delete(name);
  }

  emit(name: string, event: unknown): void {
    const handlers = this.#handlers.get(name);
    // A copy, for a handler may add others meanwhile.
    for (const [handler, once] of new Map(handlers)) {
      if (once) handlers?.delete(handler);
      (handler as (event: unknown) => unknown)(event);
    }
  }
}
