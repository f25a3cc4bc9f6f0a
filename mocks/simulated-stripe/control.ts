import { invalid } from './api-error.ts';
import { answerChallenge, charge, plainDecline } from './charging.ts';
import { unasked } from './events.ts';
import type { Fault } from './faults.ts';
import type { Params } from './forms.ts';
import { checkSecret } from './intents.ts';
import { unexpectedState } from './intent-state.ts';
import { intentOf } from './lookups.ts';
import { accountsOf, type Account, type Call, type Intent, type World } from './state.ts';

/** What became of an intent, to assert that money moved once. Amounts in Stripe's minor units. */
export interface IntentView {
  id: string;
  /** The connected account it lives on; null for the platform's own. */
  account: string | null;
  status: string;
  amount: number;
  amountReceived: number;
  currency: string;
  customer: string | null;
  paymentMethod: string | null;
  metadata: Record<string, string>;
  /** `code` and `decline_code` of the last failure. */
  lastError: { code: string | null; declineCode: string | null } | null;
  charges: { id: string; status: string; amount: number; amountRefunded: number; last4: string | null }[];
}

const kinds = ['lost-request', 'lost-answer', 'error-500', 'slow', 'rate-limit', 'processing'] as const;

/** The bank's page, told by the browser: what the cardholder did there. */
export function challenge(call: Call, params: Params, id: string): Intent {
  checkSecret(call, params, id);
  const outcome = params.oneOf('outcome', ['pass', 'fail', 'cancel'] as const);
  if (outcome === undefined) throw params.missing('outcome');
  const intent = intentOf(call.account, id);
  answerChallenge(call, intent, outcome);
  return intent;
}

/** Settings of the simulation that another process changes. */
export function changeSettings(call: Call, params: Params): object {
  call.world.redirectsChallenges = params.boolean('redirects_challenges') ?? call.world.redirectsChallenges;
  return { object: 'simulated.settings', redirects_challenges: call.world.redirectsChallenges };
}

export function addFault(call: Call, params: Params): object {
  const kind = params.oneOf('kind', kinds);
  if (kind === undefined) throw params.missing('kind');
  const fault: Fault = { kind, path: params.requiredText('path') };
  const method = params.text('method');
  if (method !== undefined) fault.method = method;
  const times = params.integer('times');
  if (times !== undefined) fault.times = times;
  const delay = params.integer('delay');
  if (delay !== undefined) fault.delay = delay;
  const executed = params.boolean('executed');
  if (executed !== undefined) fault.executed = executed;
  call.world.faults.add(fault);
  return { object: 'simulated.fault', ...fault };
}

export function clearFaults(call: Call): object {
  call.world.faults.clear();
  return { object: 'simulated.faults', deleted: true };
}

export function viewIntents(call: Call): object {
  return { object: 'list', data: intentViews(call.world), has_more: false, url: '/v1/simulated/intents' };
}

export function settleByRequest(call: Call, params: Params, id: string): Intent {
  const outcome = params.oneOf('outcome', ['succeeded', 'failed'] as const);
  if (outcome === undefined) throw params.missing('outcome');
  settle(call.world, id, outcome);
  return intentOf(call.account, id);
}

/** Every intent of every account, the oldest first within each. */
export function intentViews(world: World): IntentView[] {
  return accountsOf(world).flatMap((account) => [...account.intents.values()].map((intent) => view(account, intent)));
}

function view(account: Account, intent: Intent): IntentView {
  const error = intent.last_payment_error;
  return {
    id: intent.id,
    account: account.id,
    status: intent.status,
    amount: intent.amount,
    amountReceived: intent.amount_received,
    currency: intent.currency,
    customer: intent.customer === null ? null : String(intent.customer),
    paymentMethod: intent.payment_method === null ? null : String(intent.payment_method),
    metadata: { ...intent.metadata },
    lastError: error ? { code: error.code ?? null, declineCode: error.decline_code ?? null } : null,
    charges: [...account.charges.values()]
      .filter((made) => made.payment_intent === intent.id)
      .map((made) => ({
        id: made.id,
        status: made.status,
        amount: made.amount,
        amountRefunded: made.amount_refunded,
        last4: made.payment_method_details?.card?.last4 ?? null,
      })),
  };
}

/** Ends an intent that is `processing`. @throws ApiError where it is not, or is unknown. */
export function settle(world: World, id: string, outcome: 'succeeded' | 'failed'): void {
  const account = accountsOf(world).find((candidate) => candidate.intents.has(id));
  if (!account) throw invalid(`No such payment_intent: '${id}'`, { code: 'resource_missing' });
  const intent = intentOf(account, id);
  if (intent.status !== 'processing') {
    throw unexpectedState(intent, `This PaymentIntent has a status of ${intent.status}.`);
  }
  charge(unasked(world, account), intent, false, outcome === 'succeeded' ? null : plainDecline);
}
