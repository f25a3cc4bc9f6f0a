import { Stripe } from 'stripe';
import type { Card } from '../contract/payment.ts';
import type { Decline } from './declines.ts';
import { GatewayError, isOfMissingCustomer } from './gateway-error.ts';

/** Paydesk's account at Stripe. */
export interface StripeOptions {
  /** `sk_…` or `rk_…`; never leaves the server. */
  secretKey: string;
  publishableKey: string;
  /** Signs what Stripe sends to `POST /stripe/webhook`. */
  webhookSecret: string;
  /** The connected account that everything is done for (`acct_…`); without it, the platform's own. */
  account?: string;
  /** Where a simulated Stripe listens, `http://localhost:4242`: an origin, without a path. */
  baseUrl?: string;
  /** In place of the platform's way to the network: a proxy's, or the simulated Stripe's. */
  fetch?: typeof globalThis.fetch;
  /** Lets `baseUrl` stand in production (`NODE_ENV=production`), where it is refused otherwise: no money would move. */
  simulate?: boolean;
}

export interface StripeCard {
  id: string;
  card: Card;
  /** The same for the same card, however often it was saved. */
  fingerprint: string | null;
  /** Seconds since 1970. */
  createdAt: number;
}

/** How a card is charged. */
export type Confirmation =
  /** The customer is not here: a bank that wants to ask declines with `authentication_required`. */
  | { type: 'saved_card'; cardId: string }
  /** The customer is here, and approves with a card that was saved before. */
  | { type: 'approved_card'; cardId: string; returnUrl: string | null }
  | { type: 'new_card'; confirmationToken: string; save: boolean; returnUrl: string | null };

/** A payment intent as far as Paydesk looks at it. */
export interface Intent {
  id: string;
  /** `untouched`: nothing was asked of a bank, or what was asked is declined (then `decline` says so). */
  status: 'untouched' | 'requires_action' | 'processing' | 'succeeded' | 'canceled';
  /** Never stored, never logged. */
  clientSecret: string | null;
  decline: Decline | null;
  card: Card | null;
  cardId: string | null;
  /** The card is attached to the customer: read, not wished. */
  cardAttached: boolean;
  /** The customer whom it is for, at Stripe. */
  stripeCustomerId: string | null;
}

/** An event, verified. `intentId` is null where it is about something else. */
export interface StripeEvent {
  id: string;
  livemode: boolean;
  account: string | null;
  intentId: string | null;
  /** The customer whose cards may have changed; `unknown` where they did and it isn't said whose. */
  cardsOf: { stripeCustomerId: string } | 'unknown' | null;
}

/** Everything that Paydesk asks of Stripe. All reject with `GatewayError`. */
export type StripeGateway = ReturnType<typeof createStripeGateway>;

const seconds = 1000;
const expand = ['payment_method'];

export function createStripeGateway(options: StripeOptions) {
  const stripe = new Stripe(options.secretKey, {
    apiVersion: Stripe.API_VERSION,
    timeout: 20 * seconds,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(options.account ? { stripeAccount: options.account } : {}),
    ...(options.fetch ? { httpClient: Stripe.createFetchHttpClient(options.fetch) } : {}),
    ...(options.baseUrl ? addressOf(options.baseUrl) : {}),
  });
  const webCrypto = Stripe.createSubtleCryptoProvider();

  return {
    /** The body is the same whenever the key is: Stripe refuses a key that comes with another. What may change is told by `describeCustomer`. */
    async createCustomer(about: { merchantId: string; customerId: string }, idempotencyKey: string): Promise<string> {
      const metadata = { paydesk_merchant: about.merchantId, paydesk_customer: about.customerId };
      const { id } = await asked(() => stripe.customers.create({ metadata }, { idempotencyKey }));
      return id;
    },

    /** Name and e-mail, for people who look at Stripe's dashboard. */
    async describeCustomer(
      stripeCustomerId: string,
      { name, email }: { name: string; email: string | null },
    ): Promise<void> {
      await asked(() => stripe.customers.update(stripeCustomerId, { name, ...(email ? { email } : {}) }));
    },

    /** None of a customer who was deleted at Stripe. */
    async cards(stripeCustomerId: string): Promise<StripeCard[]> {
      return asked(async () => {
        const found: StripeCard[] = [];
        const list = stripe.paymentMethods.list({ customer: stripeCustomerId, type: 'card', limit: 100 });
        for await (const method of list) {
          const card = cardOf(method);
          const fingerprint = method.card?.fingerprint ?? null;
          if (card) found.push({ id: method.id, card, fingerprint, createdAt: method.created });
        }
        return found;
      }).catch((error: unknown) => (isOfMissingCustomer(error) ? [] : Promise.reject(error)));
    },

    /** The id of the card that Stripe takes by default for this customer. */
    async primaryCard(stripeCustomerId: string): Promise<string | null> {
      const customer = await asked(() => stripe.customers.retrieve(stripeCustomerId));
      return customer.deleted ? null : idOf(customer.invoice_settings.default_payment_method);
    },

    /** Unconfirmed: it moves nothing, and is harmless if it is never heard of again. */
    async createIntent(
      intent: {
        amount: number;
        currency: string;
        stripeCustomerId: string;
        description: string;
        metadata: Record<string, string>;
      },
      idempotencyKey: string,
    ): Promise<Intent> {
      const { amount, currency, description, metadata } = intent;
      const created = await asked(() =>
        stripe.paymentIntents.create(
          {
            amount,
            currency,
            customer: intent.stripeCustomerId,
            // The card form is made for cards alone, and Stripe demands that intent and form agree.
            allowed_payment_method_types: ['card'],
            description,
            metadata,
            expand,
          },
          { idempotencyKey },
        ),
      );
      return intentOf(created);
    },

    async confirmIntent(intentId: string, how: Confirmation, idempotencyKey: string): Promise<Intent> {
      const confirmed = await asked(() =>
        stripe.paymentIntents.confirm(intentId, { ...confirmationOf(how), expand }, { idempotencyKey }),
      );
      return intentOf(confirmed);
    },

    async readIntent(intentId: string): Promise<Intent> {
      return intentOf(await asked(() => stripe.paymentIntents.retrieve(intentId, { expand })));
    },

    /** `refused` where it can't be canceled any more: it succeeded, is being settled, or is canceled already. */
    async cancelIntent(intentId: string): Promise<Intent> {
      return intentOf(await asked(() => stripe.paymentIntents.cancel(intentId, { expand })));
    },

    /** Null where the signature is not Stripe's, or older than five minutes. */
    async verifiedEvent(payload: string, signature: string, now: Date): Promise<StripeEvent | null> {
      // The SDK throws an error of no kind for an empty signature in it.
      if (!/^\w+=[^,=]+(,\w+=[^,=]+)*$/.test(signature)) return null;
      const tolerance = 300;
      try {
        const event = await stripe.webhooks.constructEventAsync(
          payload,
          signature,
          options.webhookSecret,
          tolerance,
          webCrypto,
          now.getTime(),
        );
        const about: EventObject = event.data.object;
        const intentId = about.object === 'payment_intent' ? (about.id ?? null) : null;
        const { id, livemode, account = null } = event;
        return { id, livemode, account, intentId, cardsOf: cardsOf(about) };
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
        throw error;
      }
    },
  };
}

function confirmationOf(how: Confirmation): Stripe.PaymentIntentConfirmParams {
  if (how.type === 'saved_card') return { payment_method: how.cardId, off_session: true };
  const back = how.returnUrl === null ? {} : { return_url: how.returnUrl };
  // Stripe.js says of its confirmation tokens that it is there to ask the payer; of a saved card nobody else says it.
  if (how.type === 'approved_card') return { payment_method: how.cardId, use_stripe_sdk: true, ...back };
  return {
    confirmation_token: how.confirmationToken,
    ...(how.save ? { setup_future_usage: 'off_session' } : {}),
    ...back,
  };
}

function addressOf(baseUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname, port, protocol, pathname } = new URL(baseUrl);
  if (pathname !== '/') throw new TypeError(`stripe.baseUrl takes an origin without a path, not ${baseUrl}`);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { host: hostname, port: port || (scheme === 'http' ? '80' : '443'), protocol: scheme };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw gatewayErrorOf(error);
  }
}

/** Only the message of an error that can't name a card is passed on: Stripe's own error objects carry the intent, its secret included. */
function gatewayErrorOf(error: unknown): GatewayError {
  if (error instanceof Stripe.errors.StripeCardError) {
    const decline = { code: error.code ?? null, declineCode: error.decline_code ?? null };
    return new GatewayError('declined', 'The card was declined.', { decline, card: cardOf(error.payment_method) });
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    const about = { code: error.code ?? null, param: error.param ?? null };
    return new GatewayError('refused', `Stripe refused the request: ${about.code} ${about.param}`, about);
  }
  // Keys that don't work and limits are not answers about the payment either: whatever was sent before may still arrive.
  const name = error instanceof Stripe.errors.StripeError ? `${error.type} ${error.statusCode ?? ''}` : String(error);
  const stays = error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 0) >= 500;
  return new GatewayError('lost', `No answer from Stripe: ${name}`, { stays });
}

function intentOf(intent: Stripe.PaymentIntent): Intent {
  const method = typeof intent.payment_method === 'string' ? null : intent.payment_method;
  const failed = intent.last_payment_error;
  const customerId = idOf(intent.customer);
  return {
    id: intent.id,
    status: statusOf(intent.status),
    clientSecret: intent.client_secret,
    decline: failed ? { code: failed.code ?? null, declineCode: failed.decline_code ?? null } : null,
    card: cardOf(method) ?? cardOf(failed?.payment_method),
    cardId: idOf(intent.payment_method),
    cardAttached: customerId !== null && idOf(method?.customer) === customerId,
    stripeCustomerId: customerId,
  };
}

function statusOf(status: Stripe.PaymentIntent.Status): Intent['status'] {
  switch (status) {
    case 'succeeded':
      return 'succeeded';
    case 'canceled':
      return 'canceled';
    case 'requires_action':
      return 'requires_action';
    case 'requires_payment_method':
    case 'requires_confirmation':
      return 'untouched';
    default:
      // `processing`, and what Stripe may add: it is not over.
      return 'processing';
  }
}

/** What an event is about, as far as Paydesk looks at it. */
interface EventObject {
  object?: string;
  id?: string;
  customer?: string | { id: string } | null;
}

/** A payment may save a card. A card that was detached no longer says whose it was. */
function cardsOf({ object, id, customer }: EventObject): StripeEvent['cardsOf'] {
  const stripeCustomerId = object === 'customer' ? (id ?? null) : idOf(customer);
  if (stripeCustomerId !== null) return { stripeCustomerId };
  return object === 'payment_method' ? 'unknown' : null;
}

function cardOf(method: { card?: Stripe.PaymentMethod.Card | null } | null | undefined): Card | null {
  const card = method?.card;
  return card ? { brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year } : null;
}

function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}
