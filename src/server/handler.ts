import { Hono, type Context as HttpContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Account } from '../contract/account.ts';
import type { Attempt, Payment } from '../contract/payment.ts';
import { problemStatus, type AttemptFate } from '../contract/problem.ts';
import { staffRoutes } from '../contract/routes.ts';
import { accountOf } from './account.ts';
import { attemptOf, type Current, paymentOf } from './answers.ts';
import { close, closeUnknown, refresh } from './attempts.ts';
import { readStandings, type Standings } from './balance.ts';
import { charge, repeated } from './charging.ts';
import { type Context, contextOf, type Setup, transaction } from './context.ts';
import { digest } from './digest.ts';
import type { Action, StaffMember } from './host.ts';
import { problemOf, Refusal } from './problems.ts';
import { checkWrite, readCharge, readKey } from './requests.ts';
import type { AttemptRecord, AttemptScope } from './store.ts';
import { receiveEvent } from './webhooks.ts';

/** Longer than the longest charge and Stripe's events, in bytes. */
const longestBody = 512 * 1024;

interface Known {
  Variables: {
    requestId: string;
    /** What a failure that nobody foresaw means for the attempt. */
    fate: AttemptFate;
  };
}

/** The contract over HTTP: who may do what, and how it is answered. What is done is in the other files. */
export function createHandler(setup: Setup, basePath: string): (request: Request) => Promise<Response> {
  const app = new Hono<Known>().basePath(basePath);

  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID());
    c.set('fate', 'none');
    try {
      await next();
    } catch (thrown) {
      // The host may throw anything, a `Response` even; Hono passes on what is no `Error`, and the request would have no answer at all.
      throw thrown instanceof Error ? thrown : new Error('Something was thrown that is no Error.', { cause: thrown });
    }
    c.header('Cache-Control', 'no-store');
  });
  const tooLong = new Refusal('invalid_request', 'none', 'The body is too long.');
  app.use(bodyLimit({ maxSize: longestBody, onError: (c) => answerProblem(c, tooLong) }));

  app.get(pattern(staffRoutes.account.path), async (c) => {
    const context = await contextOf(setup);
    const customer = await setup.host.customer(parameter(c, 'customerId'));
    const staff = await authorized(context, c, 'account.read', customer?.id ?? null);
    if (!customer) throw new Refusal('not_found', 'none', 'There is no such customer.');
    const body = JSON.stringify((await accountOf(context, customer, staff)) satisfies Account);
    const tag = `"${await digest(body)}"`;
    c.header('ETag', tag);
    if (c.req.header('If-None-Match') === tag) return c.body(null, 304);
    return c.body(body, 200, { 'Content-Type': 'application/json' });
  });

  app.post(pattern(staffRoutes.charge.path), async (c) => {
    checkWrite(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const body = await readCharge(c.req.raw);
    // From here on an attempt may exist that an earlier request with this key made: until it was looked up, nothing better can be said.
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const customer = body.request ? await setup.host.customer(body.request.customerId) : null;
    const staff = await authorized(context, c, 'payment.charge', customer?.id ?? null);
    const scope = scopeOf(staff, key);
    const known = await transaction(context, (tx) => tx.attemptByScope(scope));
    let current: Current;
    if (known) current = await repeated(context, known, body.fingerprint);
    else if (!body.request) throw body.refusal;
    else if (!customer) throw new Refusal('not_found', 'none', 'There is no such customer.');
    else current = await charge(context, { scope, ...body, customer, staff });
    return c.json((await paymentNow(context, current, staff)) satisfies Payment);
  });

  app.get(pattern(staffRoutes.payment.path), async (c) => {
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const found = await transaction(context, (tx) => tx.attemptById(parameter(c, 'paymentId')));
    const record = found?.fingerprint ? found : null;
    const staff = await authorized(context, c, 'payment.read', record?.customerId ?? null);
    if (!record) throw new Refusal('not_found', 'none', 'There is no such payment.');
    return c.json((await paymentNow(context, await refresh(context, record), staff)) satisfies Payment);
  });

  app.get(pattern(staffRoutes.attempt.path), async (c) => {
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const { record, staff } = await located(context, c, 'attempt.read');
    if (!record) throw new Refusal('not_found', 'none', 'No request with this key has come.');
    return c.json(await attemptNow(context, await refresh(context, record), staff));
  });

  app.post(pattern(staffRoutes.closeAttempt.path), async (c) => {
    checkWrite(c.req.raw);
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const first = await located(context, c, 'attempt.close');
    const record = first.record ?? (await closeUnknown(context, first.scope));
    // The request came just now, between the look and the note: it is there to be closed.
    const { record: found, staff } = record ? { ...first, record } : await located(context, c, 'attempt.close');
    if (!found) throw new Error('A key is taken, and its attempt is not in the store.');
    return c.json(await attemptNow(context, await close(context, found), staff));
  });

  app.post('/stripe/webhook', async (c) => {
    const context = await contextOf(setup);
    await receiveEvent(context, await c.req.text(), c.req.header('Stripe-Signature') ?? null);
    return c.body(null, 200);
  });

  app.notFound((c) => answerProblem(c, new Refusal('not_found', 'none', 'There is nothing at this address.')));
  app.onError((error, c) => {
    const refusal = error instanceof Refusal ? error : unexpected(error, c.get('fate'));
    if (refusal.code === 'unavailable') setup.onError(refusal.cause ?? refusal, { requestId: c.get('requestId') });
    return answerProblem(c, refusal);
  });
  return async (request) => app.fetch(request);
}

const pattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

const parameter = (c: HttpContext<Known>, name: string): string => c.req.param(name) ?? '';

const scopeOf = (staff: StaffMember, key: string): AttemptScope => ({
  actor: `staff:${staff.id}`,
  route: 'charge',
  key,
});

const unexpected = (cause: Error, fate: AttemptFate): Refusal =>
  new Refusal('unavailable', fate, 'Something that this needs did not answer.', { cause });

function answerProblem(c: HttpContext<Known>, refusal: Refusal): Response {
  const body = JSON.stringify(problemOf(refusal, c.get('requestId')));
  return c.body(body, problemStatus[refusal.code], { 'Content-Type': 'application/problem+json' });
}

async function authorized(
  { authorize, merchant }: Context,
  c: HttpContext<Known>,
  action: Action,
  customerId: string | null,
): Promise<StaffMember> {
  const answer = await authorize(c.req.raw, { action, merchantId: merchant.id, customerId });
  if (typeof answer !== 'string') return answer;
  // A refused request made no attempt of its own; of one that it only asks about, this says nothing.
  const fate = action === 'payment.charge' || action === 'account.read' ? 'none' : 'open';
  throw new Refusal(answer, fate, 'This request is not allowed.');
}

/** The attempt with the key of the address: the person's own, else whoever's it is, if its customer is theirs to serve. */
async function located(
  context: Context,
  c: HttpContext<Known>,
  action: Action,
): Promise<{ record: AttemptRecord | null; scope: AttemptScope; staff: StaffMember }> {
  const key = readKey(parameter(c, 'key'));
  const anyones = await transaction(context, (tx) => tx.attemptByKey(key));
  const staff = await authorized(context, c, action, anyones?.customerId ?? null);
  const scope = scopeOf(staff, key);
  const own = await transaction(context, (tx) => tx.attemptByScope(scope));
  if (own?.fingerprint && own.customerId !== anyones?.customerId) await authorized(context, c, action, own.customerId);
  return { record: own ?? anyones, scope, staff };
}

async function paymentNow(context: Context, current: Current, { permissions }: StaffMember): Promise<Payment> {
  return paymentOf(current, await readStandings(context, current.record.customerId), permissions);
}

/** A key that was closed before its request came belongs to no customer. */
const noBookings: Standings = new Map();

async function attemptNow(context: Context, current: Current, { permissions }: StaffMember): Promise<Attempt> {
  const { fingerprint, customerId } = current.record;
  const standings = fingerprint === null ? noBookings : await readStandings(context, customerId);
  return attemptOf(current, standings, permissions);
}
