import { ApiError } from './api-error.ts';
import { expand } from './expand.ts';
import type { Fault } from './faults.ts';
import { Params, parseForm } from './forms.ts';
import { claim, keep, release } from './idempotency.ts';
import { publicView } from './intent-state.ts';
import { findRoute, type Route } from './routes.ts';
import { apiVersion, newId, type Account, type Call, type World } from './state.ts';

interface Answered {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** Answers one request as Stripe's REST does. @throws TypeError where a fault loses the request or its answer, as `fetch` does. */
export async function answer(world: World, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflight });
  const body = request.method === 'GET' ? search.slice(1) : await request.text();
  const requestId = newId('req', 14);
  // Control is never in its own way.
  const fault = pathname.startsWith('/v1/simulated/') ? null : world.faults.take(request.method, pathname);
  if (fault?.kind === 'lost-request') {
    await world.wait(world.latency);
    throw new TypeError('fetch failed');
  }
  const answered = await process(world, request, pathname, body, requestId, fault);
  if (fault?.kind === 'lost-answer') throw new TypeError('fetch failed');
  return new Response(answered.body, {
    status: answered.status,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry',
      'cache-control': 'no-cache, no-store',
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': request.headers.get('stripe-version') ?? apiVersion,
      ...answered.headers,
    },
  });
}

const preflight = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version',
  'access-control-max-age': '300',
};

/** From the key to the answer; whatever Stripe says no to is an answer too. */
async function process(
  world: World,
  request: Request,
  path: string,
  body: string,
  requestId: string,
  fault: Fault | null,
): Promise<Answered> {
  let key: Call['key'] = 'secret';
  try {
    key = readKey(world, request.headers.get('authorization'));
    const account = readAccount(world, request.headers.get('stripe-account'));
    checkVersion(request.headers.get('stripe-version'));
    if (fault?.kind === 'rate-limit') throw rateLimited();
    const found = findRoute(request.method, path);
    if (!found) {
      throw new ApiError(
        404,
        'invalid_request_error',
        `Unrecognized request URL (${request.method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      );
    }
    checkKeyFits(key, found.route);
    if (request.method === 'POST' && body !== '') checkContentType(request.headers.get('content-type'));
    const idempotencyKey = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
    const processing = fault?.kind === 'processing';
    const call: Call = { world, account, key, requestId, idempotencyKey, processing };
    return idempotencyKey === null
      ? await carryOut(call, found, body, fault)
      : await once(call, idempotencyKey, `${request.method} ${path}`, found, body, fault);
  } catch (error) {
    return refusal(error, key);
  }
}

/** The same key gives the same answer, and the work is done once. */
async function once(
  call: Call,
  idempotencyKey: string,
  endpoint: string,
  found: { route: Route; id: string },
  body: string,
  fault: Fault | null,
): Promise<Answered> {
  const { world, account, requestId } = call;
  const stored = claim(world, account, idempotencyKey, endpoint, body);
  const echo = { 'idempotency-key': idempotencyKey };
  if (stored) {
    await world.wait(world.latency);
    const headers = { ...echo, 'idempotent-replayed': 'true', 'original-request': stored.requestId };
    return { status: stored.status, body: stored.body, headers: { ...headers, ...retryAdvice(stored.status) } };
  }
  try {
    const answered = await carryOut(call, found, body, fault);
    keep(account, idempotencyKey, { ...answered, requestId });
    return { ...answered, headers: { ...echo, ...answered.headers, ...retryAdvice(answered.status) } };
  } catch (error) {
    const answered = refusal(error, call.key);
    if (error instanceof ApiError && error.kept) keep(account, idempotencyKey, { ...answered, requestId });
    else release(account, idempotencyKey);
    return { ...answered, headers: echo };
  }
}

/** A kept failure would only be repeated: https://docs.stripe.com/error-low-level#idempotency. */
function retryAdvice(status: number): Record<string, string> {
  return status >= 500 ? { 'stripe-should-retry': 'false' } : {};
}

async function carryOut(
  call: Call,
  { route, id }: { route: Route; id: string },
  body: string,
  fault: Fault | null,
): Promise<Answered> {
  const { world } = call;
  // Always a turn of the event loop, so that a second request with the same key finds the first one running.
  await world.wait(world.latency);
  const broken: Answered = {
    status: 500,
    body: JSON.stringify({ error: { message: 'An unknown error occurred', type: 'api_error' } }),
  };
  if (fault?.kind === 'error-500' && !fault.executed) return broken;
  let answered: Answered | null = null;
  let thrown: unknown = null;
  try {
    answered = { status: 200, body: perform(call, route, id, body) };
  } catch (error) {
    thrown = error;
  }
  if (fault?.kind === 'slow') await world.wait(fault.delay ?? 0);
  if (fault?.kind === 'error-500') return broken;
  if (answered === null) throw thrown;
  return answered;
}

function perform(call: Call, route: Route, id: string, body: string): string {
  const allowed = (call.key === 'publishable' ? route.publicParams : null) ?? route.params;
  const params = new Params(parseForm(body), allowed);
  const paths = params.list('expand') ?? [];
  const result = expand(call.account, route.answer(call, params, id), paths);
  return JSON.stringify(call.key === 'publishable' ? forBrowsers(result) : result, null, 2);
}

function refusal(error: unknown, key: Call['key']): Answered {
  if (!(error instanceof ApiError)) throw error;
  const body = error.toJSON();
  if (key === 'publishable' && typeof body.payment_intent === 'object' && body.payment_intent) {
    body.payment_intent = forBrowsers(body.payment_intent);
  }
  return { status: error.status, body: JSON.stringify({ error: body }, null, 2) };
}

function forBrowsers(result: object): object {
  return (result as { object?: unknown }).object === 'payment_intent' ? publicView(result) : result;
}

function readKey(world: World, authorization: string | null): Call['key'] {
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (given === undefined) {
    throw new ApiError(
      401,
      'invalid_request_error',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (given === world.secretKey) return 'secret';
  if (given === world.publishableKey) return 'publishable';
  throw new ApiError(401, 'invalid_request_error', `Invalid API Key provided: ${masked(given)}`);
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(8)}${key.length > 16 ? key.slice(-4) : ''}`;
}

function readAccount(world: World, id: string | null): Account {
  if (id === null) return world.platform;
  const account = world.connected.get(id);
  if (account) return account;
  throw new ApiError(
    403,
    'invalid_request_error',
    `The provided key '${masked(world.secretKey)}' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  );
}

function checkVersion(version: string | null): void {
  if (version === null || /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) return;
  throw new ApiError(400, 'invalid_request_error', `Invalid Stripe API version: ${version}`, {}, false);
}

function checkKeyFits(key: Call['key'], route: Route): void {
  if (key === 'publishable' && route.publicParams === null) {
    throw new ApiError(
      401,
      'invalid_request_error',
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      { code: 'secret_key_required' },
    );
  }
  if (key === 'secret' && route.publicParams !== null && route.params.length === 0) {
    throw new ApiError(401, 'invalid_request_error', 'This API call must be made with a publishable API key.');
  }
}

function checkContentType(type: string | null): void {
  if (type === null || type.startsWith('application/x-www-form-urlencoded')) return;
  throw new ApiError(
    400,
    'invalid_request_error',
    'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    {},
    false,
  );
}

function rateLimited(): ApiError {
  return new ApiError(
    429,
    'invalid_request_error',
    'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
    { code: 'rate_limit' },
    false,
  );
}
