import type { PaymentLink } from './contract/link.ts';
import type { Payment } from './contract/payment.ts';
import type { PaymentError } from './errors.ts';

// Facts, told after they are shown. They bubble and cross shadow roots, so that a page may listen anywhere above the element.
// Goods and services are given out on the backend's events, never on these.
const everywhere = { bubbles: true, composed: true };

/** The payment is settled. Cancelable where something follows by itself, such as the way to the confirmation page. */
export class PaymentSucceededEvent extends Event {
  readonly detail: { readonly payment: Payment };
  constructor(detail: { payment: Payment }, { cancelable = false } = {}) {
    super('payment-succeeded', { ...everywhere, cancelable });
    this.detail = detail;
  }
}

/** The payment was accepted and settles later. */
export class PaymentProcessingEvent extends Event {
  readonly detail: { readonly payment: Payment };
  constructor(detail: { payment: Payment }) {
    super('payment-processing', everywhere);
    this.detail = detail;
  }
}

/** No money moved, and none will. `payment` is null where none was made. */
export class PaymentFailedEvent extends Event {
  readonly detail: { readonly error: PaymentError; readonly payment: Payment | null };
  constructor(detail: { error: PaymentError; payment: Payment | null }) {
    super('payment-failed', everywhere);
    this.detail = detail;
  }
}

/** A payment link was made, and its mail or text message is on its way. */
export class PaymentLinkSentEvent extends Event {
  readonly detail: { readonly link: PaymentLink };
  constructor(detail: { link: PaymentLink }) {
    super('payment-link-sent', everywhere);
    this.detail = detail;
  }
}

/** A payment link was made for staff to hand over: nothing was sent. */
export class PaymentLinkCreatedEvent extends Event {
  readonly detail: { readonly link: PaymentLink };
  constructor(detail: { link: PaymentLink }) {
    super('payment-link-created', everywhere);
    this.detail = detail;
  }
}

/** The dialog is open. */
export class DialogOpenedEvent extends Event {
  constructor() {
    super('dialog-opened', everywhere);
  }
}

/** The dialog is closed: not while it only makes room for Stripe's own surface. */
export class DialogClosedEvent extends Event {
  constructor() {
    super('dialog-closed', everywhere);
  }
}

declare global {
  interface HTMLElementEventMap {
    'payment-succeeded': PaymentSucceededEvent;
    'payment-processing': PaymentProcessingEvent;
    'payment-failed': PaymentFailedEvent;
    'payment-link-sent': PaymentLinkSentEvent;
    'payment-link-created': PaymentLinkCreatedEvent;
    'dialog-opened': DialogOpenedEvent;
    'dialog-closed': DialogClosedEvent;
  }
}
