import * as v from 'valibot';
import { absoluteUrl, amount, currency, day, id, locale, shortText } from '../contract/values.ts';
import type { Host, HostBooking, HostCustomer, Merchant } from './host.ts';

const hostCustomer = v.object({
  id,
  name: shortText,
  email: v.nullable(shortText),
  phone: v.nullable(shortText),
  locale: v.nullable(locale),
});

const hostBookings = v.array(
  v.object({ id, reference: shortText, title: shortText, date: day, total: amount, paidElsewhere: amount }),
);

const withToken = v.pipe(
  absoluteUrl,
  v.check((address) => address.includes('{token}'), 'It needs {token} where the token of the link goes.'),
);

const timeZone = v.pipe(
  v.string(),
  v.check((name) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
    } catch {
      return false;
    }
  }, 'An IANA time zone is needed, such as America/Toronto.'),
);

const hostMerchant = v.object({
  id,
  name: shortText,
  contact: v.nullable(shortText),
  currency,
  connection: v.picklist(['connected', 'restricted', 'not_connected']),
  connectUrl: v.nullable(absoluteUrl),
  allowedOrigins: v.array(v.string()),
  freeLine: v.boolean(),
  locale,
  timeZone,
  logoUrl: v.nullable(absoluteUrl),
  mailFrom: v.pipe(v.string(), v.minLength(1)),
  administrators: v.array(v.string()),
  payUrl: v.nullable(withToken),
  confirmationUrl: v.nullable(withToken),
});

/**
 * The merchant, checked: without `{token}` in its `payUrl` customers would be sent links that lead nowhere, and nobody would be told.
 * @throws Error that names what the host got wrong, as `checkedHost` does.
 */
export function checkedMerchant(merchant: () => Merchant | Promise<Merchant>): () => Promise<Merchant> {
  return async () => checked(hostMerchant, await merchant(), 'merchant()');
}

/**
 * The host's customers and bookings, checked: a float, a negative total or a malformed date would make the whole account unreadable in the
 * browser, where nobody could say why.
 * @throws Error that names what the host got wrong; it is told to `onError`, and the request is answered `unavailable`.
 */
export function checkedHost(host: Host): Host {
  return {
    customer: async (customerId): Promise<HostCustomer | null> => {
      const found = await host.customer(customerId);
      return found === null ? null : checked(hostCustomer, found, `host.customer('${customerId}')`);
    },
    bookings: async (customerId): Promise<HostBooking[]> =>
      checked(hostBookings, await host.bookings(customerId), `host.bookings('${customerId}')`),
    onEvent: (event) => host.onEvent(event),
  };
}

function checked<Schema extends v.GenericSchema>(schema: Schema, value: unknown, call: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TypeError(
    `${call} answered what Paydesk can't take: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
  );
}
