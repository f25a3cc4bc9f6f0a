import {
  createCustomer,
  customerParams,
  deleteCustomer,
  listCustomers,
  retrieveCustomer,
  updateCustomer,
} from './customers.ts';
import { listCharges, retrieveCharge } from './charges.ts';
import { createToken, retrieveToken, testTokenParams, tokenParams } from './confirmation-tokens.ts';
import { confirmationParams, confirmIntent, publicConfirmationParams } from './confirming.ts';
import { addFault, challenge, changeSettings, clearFaults, settleByRequest, viewIntents } from './control.ts';
import { readSession, sessionParams } from './elements-session.ts';
import { listEvents, retrieveEvent } from './events.ts';
import type { Params } from './forms.ts';
import {
  cancelIntent,
  cancelParams,
  checkSecret,
  createIntent,
  createParams,
  listIntents,
  retrieveIntent,
  updateIntent,
  updateParams,
} from './intents.ts';
import { pageParams } from './lists.ts';
import { methodParams } from './payment-methods.ts';
import { createRefund, listRefunds, refundParams, retrieveRefund } from './refunds.ts';
import {
  attachMethod,
  createMethod,
  detachMethod,
  listMethods,
  retrieveMethod,
  updateMethod,
} from './saved-methods.ts';
import type { Call } from './state.ts';

/** One endpoint. `id` is the segment that the path names `:id`, else empty. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /** The parameters it takes; another is unknown. */
  params: readonly string[];
  /** What a publishable key may say here; null where it may not come at all. */
  publicParams: readonly string[] | null;
  answer(call: Call, params: Params, id: string): object;
}

type Answer = Route['answer'];

function route(
  at: `${Route['method']} ${string}`,
  params: readonly string[],
  answer: Answer,
  publicParams?: string[],
): Route {
  const [method, path = ''] = at.split(' ');
  return { method: method as Route['method'], path, params, publicParams: publicParams ?? null, answer };
}

const read = ['expand'];

export const routes: readonly Route[] = [
  route('POST /v1/customers', [...customerParams, 'payment_method'], createCustomer),
  route('GET /v1/customers', [...pageParams, 'email'], listCustomers),
  route('GET /v1/customers/:id', read, (call, _params, id) => retrieveCustomer(call, id)),
  route('POST /v1/customers/:id', customerParams, updateCustomer),
  route('DELETE /v1/customers/:id', [], (call, _params, id) => deleteCustomer(call, id)),
  route('GET /v1/customers/:id/payment_methods', [...pageParams, 'allow_redisplay', 'type'], listMethods),

  route('POST /v1/payment_methods', methodParams, createMethod, methodParams),
  route('GET /v1/payment_methods', [...pageParams, 'allow_redisplay', 'customer', 'type'], (call, params) =>
    listMethods(call, params),
  ),
  route('GET /v1/payment_methods/:id', read, (call, _params, id) => retrieveMethod(call, id)),
  route(
    'POST /v1/payment_methods/:id',
    ['allow_redisplay', 'billing_details', 'card', 'expand', 'metadata'],
    updateMethod,
  ),
  route('POST /v1/payment_methods/:id/attach', ['customer', 'expand'], attachMethod),
  route('POST /v1/payment_methods/:id/detach', read, (call, _params, id) => detachMethod(call, id)),

  route('GET /v1/elements/sessions', [], readSession, sessionParams),
  route('POST /v1/confirmation_tokens', [], createToken, tokenParams),
  route('GET /v1/confirmation_tokens/:id', read, (call, _params, id) => retrieveToken(call, id), read),
  route('POST /v1/test_helpers/confirmation_tokens', testTokenParams, createToken),

  route('POST /v1/payment_intents', createParams, createIntent),
  route('GET /v1/payment_intents', [...pageParams, 'customer'], listIntents),
  route(
    'GET /v1/payment_intents/:id',
    ['client_secret', 'expand'],
    (call, params, id) => {
      if (call.key === 'publishable') checkSecret(call, params, id);
      return retrieveIntent(call, id);
    },
    ['client_secret', 'expand'],
  ),
  route('POST /v1/payment_intents/:id', updateParams, updateIntent),
  route(
    'POST /v1/payment_intents/:id/confirm',
    confirmationParams,
    (call, params, id) => {
      if (call.key === 'publishable') checkSecret(call, params, id);
      return confirmIntent(call, params, id);
    },
    publicConfirmationParams,
  ),
  route('POST /v1/payment_intents/:id/cancel', cancelParams, cancelIntent),

  route('GET /v1/charges', [...pageParams, 'customer', 'payment_intent'], listCharges),
  route('GET /v1/charges/:id', read, (call, _params, id) => retrieveCharge(call, id)),

  route('POST /v1/refunds', refundParams, createRefund),
  route('GET /v1/refunds', [...pageParams, 'charge', 'payment_intent'], listRefunds),
  route('GET /v1/refunds/:id', read, (call, _params, id) => retrieveRefund(call, id)),

  route('GET /v1/events', [...pageParams, 'type', 'types'], listEvents),
  route('GET /v1/events/:id', read, (call, _params, id) => retrieveEvent(call, id)),

  // Not Stripe's own: what the bank's page, the tests and the try-out do.
  route('POST /v1/simulated/challenges/:id', [], challenge, ['client_secret', 'outcome']),
  route('POST /v1/simulated/faults', ['delay', 'executed', 'kind', 'method', 'path', 'times'], addFault),
  route('DELETE /v1/simulated/faults', [], clearFaults),
  route('GET /v1/simulated/intents', [], viewIntents),
  route('POST /v1/simulated/settings', ['redirects_challenges'], changeSettings),
  route('POST /v1/simulated/intents/:id/settle', ['outcome'], settleByRequest),
];

/** The endpoint at this path, and the id in it. */
export function findRoute(method: string, path: string): { route: Route; id: string } | null {
  const segments = path.replace(/\/$/, '').split('/');
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    const wanted = candidate.path.split('/');
    if (wanted.length !== segments.length) continue;
    if (!wanted.every((part, index) => part === ':id' || part === segments[index])) continue;
    const at = wanted.indexOf(':id');
    return { route: candidate, id: at < 0 ? '' : decodeURIComponent(segments[at] ?? '') };
  }
  return null;
}
