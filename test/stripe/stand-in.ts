import type { PaymentError } from '../../src/errors.ts';
import type { Appearance, Stripe } from '../../src/stripe/stripe.ts';
import type { MountOptions } from '../../src/stripe/stripe-mount.ts';

/** A Payment Element of the stand-in, with what a test needs to play Stripe's part. */
export interface StandInForm {
  /** What `elements()` was called with, and every `elements.update()` after it. */
  told: object[];
  element: object;
  mountedAt: HTMLElement | null;
  destroyed: boolean;
  focused: number;
  emit(event: string, detail?: object): void;
}

/** How a test makes Stripe misbehave. */
export interface StandInBehaviour {
  create?: () => never;
  update?: (change: object) => Promise<void>;
  submit?: () => Promise<object>;
  createConfirmationToken?: () => Promise<object>;
}

/**
 * Stripe as `StripeMount` sees it, in the hands of a test: nothing happens by itself, and places outside the document's own tree are
 * refused as Stripe.js refuses them. Whether the whole works is for the tests with the simulated Stripe; this one reaches what Stripe
 * does rarely.
 */
export function standInStripe(behaviour: StandInBehaviour = {}) {
  const forms: StandInForm[] = [];
  const stripe = {
    elements(options: object) {
      const form: StandInForm = {
        told: [options],
        element: {},
        mountedAt: null,
        destroyed: false,
        focused: 0,
        emit: (event, detail = {}) => listeners.get(event)?.(detail),
      };
      const listeners = new Map<string, (detail: object) => void>();
      return {
        create(_type: 'payment', elementOptions: object) {
          behaviour.create?.();
          form.element = elementOptions;
          forms.push(form);
          return {
            on: (event: string, listener: (detail: object) => void) => listeners.set(event, listener),
            mount(point: HTMLElement) {
              if (point.getRootNode() !== document) {
                throw Object.assign(
                  new Error('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.'),
                  {
                    name: 'IntegrationError',
                  },
                );
              }
              form.mountedAt = point;
              point.append(document.createElement('iframe'));
            },
            focus: () => (form.focused += 1),
            destroy() {
              if (form.destroyed) throw new Error('This Element has already been destroyed. Please create a new one.');
              form.destroyed = true;
              form.mountedAt?.replaceChildren();
            },
          };
        },
        async update(change: object) {
          await behaviour.update?.(change);
          form.told.push(change);
        },
        submit: () => behaviour.submit?.() ?? Promise.resolve({ selectedPaymentMethod: 'card' }),
      };
    },
    createConfirmationToken: () =>
      behaviour.createConfirmationToken?.() ??
      Promise.resolve({ confirmationToken: { id: 'ctoken_1', expires_at: Date.UTC(2030, 0, 2, 3, 4, 5) / 1000 } }),
  };
  return { stripe: stripe as unknown as Stripe, forms };
}

export function mountOptions(stripe: MountOptions['stripe'], more: Partial<MountOptions> = {}): MountOptions {
  const appearance: Appearance = { theme: 'stripe' };
  return { stripe, amount: 12_000, currency: 'cad', save: false, locale: 'en', appearance, wallets: 'never', ...more };
}

/** The error that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<PaymentError> {
  return promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: PaymentError) => error,
  );
}
