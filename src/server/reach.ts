import * as v from 'valibot';
import { emailAddress, phoneNumber } from '../contract/values.ts';
import type { Context } from './context.ts';
import type { HostCustomer } from './host.ts';
import type { DeliveryRecord } from './store.ts';

/** The e-mail address on file, if mail can be sent to it: the host's data is as people typed it. */
export function mailboxOf(customer: Pick<HostCustomer, 'email'> | null): string | null {
  return readAs(emailAddress, customer?.email);
}

/** How a message that the customer asks for reaches them: by mail, else by text message where the mailer can. */
export function reachOf(
  { mailer }: Context,
  customer: Pick<HostCustomer, 'email' | 'phone'> | null,
): Pick<DeliveryRecord, 'channel' | 'to'> | null {
  const mailbox = mailboxOf(customer);
  if (mailbox !== null) return { channel: 'email', to: mailbox };
  const phone = mailer.sendSms ? readAs(phoneNumber, customer?.phone) : null;
  return phone === null ? null : { channel: 'sms', to: phone };
}

function readAs(schema: v.GenericSchema<unknown, string>, text: string | null | undefined): string | null {
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output : null;
}
