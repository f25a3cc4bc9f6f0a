/** The door of `paydesk/server`. */
import { sweep } from './attempts.ts';
import { type Context, contextOf, type Setup } from './context.ts';
import { recordDelivery } from './delivery.ts';
import { createHandler } from './handler.ts';
import { checkedHost, checkedMerchant } from './host-data.ts';
import type { Authorize, Host, Merchant } from './host.ts';
import type { DeliveryReport, Mailer } from './mailer.ts';
import { deliver } from './outbox.ts';
import { Recent } from './recent.ts';
import type { Store } from './store.ts';
import { createStripeGateway, type StripeOptions } from './stripe-gateway.ts';

export type * from './host.ts';
export type { DeliveryReport, Mail, Mailer, Sms } from './mailer.ts';
export { Undeliverable } from './mailer.ts';
export { registerMessageText } from '../text/messages/words.ts';
export type { MessageText } from '../text/messages/text.ts';
export type * from './store.ts';
export type { StripeOptions } from './stripe-gateway.ts';
export type { Account, Booking, Capabilities, Permissions, SavedCard } from '../contract/account.ts';
export type {
  Allocation,
  Attempt,
  BookingStatus,
  Card,
  ChargeRequest,
  Consent,
  FreeLine,
  Payment,
  PaymentStatus,
} from '../contract/payment.ts';
export type {
  Delivery,
  DeliveryState,
  LinkChannel,
  LinkMessage,
  LinkRequest,
  LinkState,
  PaymentLink,
} from '../contract/link.ts';
export type { Confirmation, PayerItem, PayerView, PayRequest, ReceiptRequest, SentTo } from '../contract/payer.ts';
export type { NoticeEvent, Settings, SettingsChange } from '../contract/settings.ts';
export type { AttemptFate, AttemptPhase, DeclineReason, Problem, ProblemCode } from '../contract/problem.ts';

export interface PaydeskOptions {
  stripe: StripeOptions;
  store: Store;
  mailer: Mailer;
  authorize: Authorize;
  merchant: () => Merchant | Promise<Merchant>;
  host: Host;
  /**
   * What the tokens of payment links are derived from: 32 random characters or more, kept like a password. A list where it was changed: the first
   * signs new links, the others keep older ones readable. Without the old one, links that were sent still work, but can't be shown or sent again.
   */
  linkSecret: string | readonly [string, ...string[]];
  /** The path it is mounted at, `/paydesk`; nothing where it has an origin of its own. */
  basePath?: string;
  now?: () => Date;
  /**
   * How long a charge may take to be answered, in milliseconds; 90 000 where nothing is said, which is less than the browser waits. What takes longer
   * goes on, and is answered `unavailable` with an open attempt. Less where a proxy in front gives up earlier.
   */
  answerWithin?: number;
  /**
   * Told the cause of whatever is answered as `unavailable` and of whatever is tried again later. Paydesk logs nothing itself; what it tells here
   * names no card and no secret of Stripe's.
   */
  onError?: (error: unknown, about: { requestId: string | null }) => void;
}

/**
 * Answers requests; on the side, two jobs that the host runs every few seconds to minutes, in one process or in several. Neither rejects: what
 * goes wrong is told to `onError`, and the next run tries again.
 */
export interface Paydesk {
  (request: Request): Promise<Response>;
  /** Closes attempts that were left open for fifteen minutes, so that they don't hold bookings. */
  sweep(): Promise<void>;
  /** Delivers what waits in the outbox: events to the host, mails to the mailer. */
  deliver(): Promise<void>;
  /**
   * What a mailer learned later: delivered, bounced, failed. Unknown ids are ignored. Rejects where it could not be kept: nothing tries again by
   * itself, so whoever reports is to be told to report again.
   */
  reportDelivery(report: DeliveryReport): Promise<void>;
}

/**
 * @throws Error if Stripe's keys are of different modes, or if `baseUrl` (a simulated Stripe) is given in production without `simulate`, or if
 * a `linkSecret` is too short.
 */
export function createPaydesk(options: PaydeskOptions): Paydesk {
  const { stripe } = options;
  refuseUnsafe(stripe);
  const linkSecrets = [options.linkSecret].flat();
  if (!linkSecrets[0] || linkSecrets.some((each) => each.length < 32)) {
    throw new Error('linkSecret needs at least 32 random characters: whoever guesses it can open every payment link.');
  }
  const setup: Setup = {
    store: options.store,
    mailer: options.mailer,
    host: checkedHost(options.host),
    authorize: options.authorize,
    merchant: checkedMerchant(options.merchant),
    gateway: createStripeGateway(stripe),
    testMode: isTestKey(stripe.publishableKey),
    publishableKey: stripe.publishableKey,
    account: stripe.account ?? null,
    now: options.now ?? (() => new Date()),
    linkSecrets,
    live: new Set(),
    recentCards: new Recent(10_000, 1_000),
    recentAttempts: new Recent(2_000, 1_000),
    answerWithin: options.answerWithin ?? 90_000,
    onError: options.onError ?? (() => {}),
  };
  const handler = createHandler(setup, options.basePath ?? '');
  return Object.assign((request: Request) => handler(request), {
    sweep: () => job(setup, sweep),
    deliver: () => job(setup, deliver),
    reportDelivery: async (report: DeliveryReport) => recordDelivery(await contextOf(setup), report),
  });
}

async function job(setup: Setup, work: (context: Context) => Promise<void>): Promise<void> {
  try {
    await work(await contextOf(setup));
  } catch (error) {
    setup.onError(error, { requestId: null });
  }
}

function refuseUnsafe({ baseUrl, simulate, secretKey, publishableKey }: StripeOptions): void {
  if (isTestKey(secretKey) !== isTestKey(publishableKey)) {
    throw new Error(
      'stripe.secretKey and stripe.publishableKey are of different modes: one is for tests, one is live.',
    );
  }
  if (baseUrl !== undefined && !simulate && environment('NODE_ENV') === 'production') {
    throw new Error(
      'stripe.baseUrl is a simulated Stripe: in production it needs stripe.simulate, and moves no money.',
    );
  }
}

const isTestKey = (key: string): boolean => /^[a-z]+_test_/.test(key);

/** There is a `process` in Node, Deno, Bun and some workers; elsewhere nothing says that this is production. */
function environment(name: string): unknown {
  const { process } = globalThis as { process?: { env?: Record<string, unknown> } };
  return process?.env?.[name];
}
