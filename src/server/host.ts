import type { Permissions } from '../contract/account.ts';
import type { PaymentLink } from '../contract/link.ts';
import type { Payment } from '../contract/payment.ts';

/** The merchant that a handler serves. Asked for at every request, so that a connection made meanwhile counts at once. */
export interface Merchant {
  id: string;
  name: string;
  /** How a person reaches the business: shown where only the business can help. */
  contact: string | null;
  /** ISO 4217, lower case. */
  currency: string;
  /** The state of the merchant's Stripe account; charging needs `connected`. */
  connection: 'connected' | 'restricted' | 'not_connected';
  connectUrl: string | null;
  /** Origins that Stripe may send a payer back to, `https://app.example`. */
  allowedOrigins: readonly string[];
  /** May staff charge a line that belongs to no booking? */
  freeLine: boolean;
  /** BCP 47; the language of mails to administrators, and of customers whose own isn't known. */
  locale: string;
  /** IANA name, `America/Toronto`: days and hours in messages are told in it. */
  timeZone: string;
  /** Absolute; shown on the payer's page and in mails. */
  logoUrl: string | null;
  /** Who mails come from: `Logis & Jardin <payments@logis.example>`. */
  mailFrom: string;
  /** Where notices go until the settings say otherwise. */
  administrators: readonly string[];
  /** The payer's page, with `{token}` where the link's token goes: `https://app.example/pay?link={token}`. Null: no payment links. */
  payUrl: string | null;
  /** The confirmation page, with `{token}` likewise; receipts lead there. */
  confirmationUrl: string | null;
}

export interface HostCustomer {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  /** BCP 47; the language of everything this customer reads. */
  locale: string | null;
}

export interface HostBooking {
  id: string;
  reference: string;
  title: string;
  /** Calendar day, `2026-11-23`. */
  date: string;
  /** In minor units of the merchant's currency. */
  total: number;
  /** Cash and other collections that Paydesk did not make, in minor units. */
  paidElsewhere: number;
}

export interface StaffMember {
  id: string;
  name: string;
  permissions: Permissions;
}

export type Action =
  | 'account.read'
  | 'payment.charge'
  | 'payment.read'
  | 'attempt.read'
  | 'attempt.close'
  | 'link.preview'
  | 'link.create'
  | 'link.read'
  | 'link.resend'
  | 'link.cancel'
  | 'settings.read'
  | 'settings.change';

/** Who asks, and whether they may: called after the ids of the request are resolved. `customerId` is null where the request names none that exists. */
export type Authorize = (
  request: Request,
  about: { action: Action; merchantId: string; customerId: string | null },
) => Promise<StaffMember | 'unauthorized' | 'forbidden'>;

/** What happened, told to the host at least once each: `id` lets it tell repeats apart. The payment is as it stands when it is told. */
export type HostEvent =
  | { id: string; type: 'payment.succeeded'; payment: Payment }
  | { id: string; type: 'payment.failed'; payment: Payment }
  | { id: string; type: 'card.saved'; customerId: string; cardId: string }
  | {
      id: string;
      type: 'link.created' | 'link.paid' | 'link.cancelled' | 'link.locked' | 'link.undelivered';
      link: PaymentLink;
    };

/** The host's side: customers and bookings are its own. */
export interface Host {
  customer(id: string): Promise<HostCustomer | null>;
  /** All bookings of the customer, paid or not; read afresh whenever money depends on it. */
  bookings(customerId: string): Promise<HostBooking[]>;
  /** Runs from the outbox, at least once for each event. Fulfil here, never from DOM events. */
  onEvent(event: HostEvent): Promise<void>;
}
