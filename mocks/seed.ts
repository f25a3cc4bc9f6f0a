import type { Host, HostBooking, HostCustomer, HostEvent, Merchant, StaffMember } from '../src/server/host.ts';
import type { Store } from '../src/server/store.ts';
import type { SimulatedStripe } from './simulated-stripe/simulated-stripe.ts';

/** A card saved before today, by its test number. */
export interface SeedCard {
  number: string;
  expMonth: number;
  expYear: number;
  primary: boolean;
}

export interface SeedCustomer extends HostCustomer {
  bookings: HostBooking[];
  cards: SeedCard[];
  /** What this customer is good for trying. */
  about: string;
}

export interface Seed {
  merchant: Merchant;
  staff: StaffMember;
  customers: SeedCustomer[];
}

/** A business that cleans homes and tends gardens in Montréal, with everything dated from `today`. */
export function createSeed(
  today: Date,
  {
    allowedOrigins = [],
    payUrl = 'https://pay.example/pay?link={token}',
    confirmationUrl = 'https://pay.example/paid?link={token}',
    logoUrl = null,
  }: { allowedOrigins?: readonly string[]; payUrl?: string; confirmationUrl?: string; logoUrl?: string | null } = {},
): Seed {
  const merchant: Merchant = {
    id: 'logis-et-jardin',
    name: 'Logis & Jardin',
    contact: '+1 514 555 0142',
    currency: 'cad',
    connection: 'connected',
    connectUrl: null,
    allowedOrigins,
    freeLine: true,
    locale: 'en-CA',
    timeZone: 'America/Toronto',
    logoUrl,
    mailFrom: 'Logis & Jardin <payments@logis.example>',
    administrators: ['office@logis.example'],
    payUrl,
    confirmationUrl,
  };
  const staff: StaffMember = {
    id: 'maya-tremblay',
    name: 'Maya Tremblay',
    permissions: {
      chargeSavedCard: true,
      chargeNewCard: true,
      changeAmount: true,
      maximumAmount: null,
      seeCards: true,
      sendLink: true,
      changeSettings: true,
    },
  };
  return { merchant, staff, customers: customersOf(today) };
}

function customersOf(today: Date): SeedCustomer[] {
  const dayFrom = (days: number): string => {
    const date = new Date(today);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
  };
  /** A card whose last month is so many months after this one. */
  const card = (number: string, monthsLeft: number, primary = false): SeedCard => {
    const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + monthsLeft));
    return { number, expMonth: last.getUTCMonth() + 1, expYear: last.getUTCFullYear(), primary };
  };
  let reference = 1041;
  const booking = (title: string, days: number, total: number, paidElsewhere = 0): HostBooking => {
    reference += 1;
    return {
      id: `booking-${reference}`,
      reference: `LJ-${reference}`,
      title,
      date: dayFrom(days),
      total,
      paidElsewhere,
    };
  };

  return [
    {
      id: 'claire-martin',
      name: 'Claire Martin',
      email: 'claire.martin@example.com',
      phone: '+1 514 555 0117',
      locale: 'en-CA',
      about: 'Two bookings due, two good cards.',
      bookings: [
        booking('Deep clean, three bedrooms', -9, 28_000),
        booking('Window cleaning', -2, 12_000),
        booking('Weekly clean', -30, 9_500, 9_500),
      ],
      cards: [card('4242424242424242', 30, true), card('5555555555554444', 14)],
    },
    {
      id: 'amelie-gagnon',
      name: 'Amélie Gagnon-Lévesque',
      email: 'amelie.gagnon@example.com',
      phone: '+1 438 555 0163',
      locale: 'fr-CA',
      about: 'Reads French; a deposit was paid in cash; the card expires next month.',
      bookings: [
        booking('Fermeture du jardin, feuilles et haies', -5, 34_500, 10_000),
        booking('Grand ménage', 3, 21_050),
      ],
      cards: [card('4000056655665556', 1, true)],
    },
    {
      id: 'jordan-blake',
      name: 'Jordan Blake',
      email: 'jordan.blake@example.com',
      phone: null,
      locale: 'en-CA',
      about: 'Nothing is due.',
      bookings: [booking('Gutter cleaning', -40, 16_000, 16_000)],
      cards: [card('378282246310005', 22, true)],
    },
    {
      id: 'priya-raman',
      name: 'Priya Raman',
      email: 'priya.raman@example.com',
      phone: '+1 514 555 0188',
      locale: 'en-CA',
      about: 'No saved card.',
      bookings: [booking('Move-out clean', -1, 41_275)],
      cards: [],
    },
    {
      id: 'walter-novak',
      name: 'Walter Novak',
      email: 'walter.novak@example.com',
      phone: '+1 514 555 0129',
      locale: 'en-CA',
      about:
        'Every card has trouble: one is always declined, one was reported lost, one has no funds, one has expired.',
      bookings: [booking('Lawn and hedges', -14, 18_000), booking('Spring clean', -7, 22_500)],
      cards: [
        card('4000000000000341', 18, true),
        card('4000000000009987', 18),
        card('4000000000009995', 18),
        card('4242424242424242', -2),
      ],
    },
    {
      id: 'immeubles-outremont',
      name: 'Les Immeubles Outremont inc.',
      email: 'comptes@outremont.example',
      phone: '+1 514 555 0100',
      locale: 'fr-CA',
      about: 'Twenty-five bookings; the bank of the primary card wants every charge approved.',
      bookings: Array.from({ length: 25 }, (_, week) =>
        booking(`Entretien des aires communes, semaine ${25 - week}`, -7 * week - 1, 14_000 + (week % 4) * 750),
      ),
      cards: [card('4000002760003184', 26, true), card('4242424242424242', 11)],
    },
    {
      id: 'maximiliane',
      name: 'Maximiliane Freifrau von und zu Donaudampfschifffahrtsgesellschaft-Hohenschwangau',
      email: 'maximiliane.freifrau.von.und.zu.donaudampfschifffahrtsgesellschaft@hohenschwangau.example',
      phone: '+49 89 5550 1234',
      locale: 'de-DE',
      about: 'Long words in German.',
      bookings: [
        booking(
          'Grundstücksentwässerungsanlagenreinigung einschließlich Dachrinnenlaubschutzgitterpflege',
          -3,
          129_900,
        ),
      ],
      cards: [card('6011111111111117', 9, true)],
    },
    {
      id: 'layla-haddad',
      name: 'ليلى حداد',
      email: 'layla.haddad@example.com',
      phone: '+1 514 555 0171',
      locale: 'ar',
      about: 'Reads Arabic, from right to left.',
      bookings: [booking('تنظيف المنزل', -4, 15_000), booking('Carpet cleaning', -4, 8_800)],
      cards: [card('4242424242424242', 19, true)],
    },
    {
      id: 'hostile-name',
      name: `<img src=x onerror="alert(1)"> O'Hare & "Søns" {{name}} %s \u202Eevil`,
      email: 'ohare@example.com',
      phone: null,
      locale: 'en-CA',
      about: 'Names that break what does not escape them, and one that turns the reading direction round.',
      bookings: [booking(`</script><b>Shed</b> & fence "<img src='x' onerror='alert(2)'>" \u202Edne eht`, -6, 9_990)],
      cards: [card('4242424242424242', 7, true)],
    },
    {
      id: 'tomas-ferreira',
      name: 'Tomás Ferreira',
      email: null,
      phone: '+1 514 555 0194',
      locale: 'en-CA',
      about: 'No e-mail: a payment link can go as a text message.',
      bookings: [booking('Balcony and windows', -3, 13_600)],
      cards: [],
    },
    {
      id: 'edith-roy',
      name: 'Edith Roy',
      email: null,
      phone: null,
      locale: 'en-CA',
      about: 'No e-mail and no phone: a payment link has to be handed over.',
      bookings: [booking('Spring clean', -8, 22_000)],
      cards: [],
    },
    {
      id: 'oscar-lindgren',
      name: 'Oscar Lindgren',
      email: 'bounce.oscar@example.com',
      phone: '+1 514 555 0177',
      locale: 'en-CA',
      about: 'Mail to this address comes back.',
      bookings: [booking('Garage clean-out', -2, 17_500)],
      cards: [card('5555555555554444', 20, true)],
    },
  ];
}

/** The host's side of the seed. It keeps each event once, as a host should. */
export interface SeedHost extends Host {
  readonly events: readonly HostEvent[];
  /** Cash, or whatever else Paydesk didn't collect, in minor units. */
  collectElsewhere(bookingId: string, amount: number): void;
}

export function createSeedHost(seed: Seed): SeedHost {
  const customers = structuredClone(seed.customers);
  const events = new Map<string, HostEvent>();
  const find = (id: string) => customers.find((each) => each.id === id);
  return {
    get events() {
      return [...events.values()];
    },
    async customer(id) {
      const found = find(id);
      if (!found) return null;
      const { name, email, phone, locale } = found;
      return { id, name, email, phone, locale };
    },
    async bookings(customerId) {
      return structuredClone(find(customerId)?.bookings ?? []);
    },
    async onEvent(event) {
      events.set(event.id, event);
    },
    collectElsewhere(bookingId, amount) {
      const booking = customers.flatMap((each) => each.bookings).find((each) => each.id === bookingId);
      if (!booking) throw new Error(`The seed has no booking ${bookingId}.`);
      booking.paidElsewhere += amount;
    },
  };
}

/** Makes the seed's cards known: at the simulated Stripe, and to the store, whose customers they belong to. */
export async function plantSeed(
  seed: Seed,
  { stripe, store }: { stripe: SimulatedStripe; store: Store },
): Promise<void> {
  for (const { id, name, email, cards } of seed.customers) {
    if (cards.length === 0) continue;
    const response = await stripe.fetch('https://api.stripe.com/v1/customers', {
      method: 'POST',
      headers: { Authorization: `Bearer ${stripe.secretKey}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ name, ...(email ? { email } : {}) }).toString(),
    });
    const created = (await response.json()) as { id: string };
    for (const { number, ...options } of cards) stripe.seedCard(created.id, number, options);
    await store.transaction(seed.merchant.id, async (transaction) => {
      await transaction.lockCustomer(id);
      await transaction.saveCustomer({ customerId: id, stripeCustomerId: created.id });
    });
  }
}
