import type { Context as HttpContext } from 'hono';
import type { Account } from '../contract/account.ts';
import { type Attempt, chargeRequest, type Payment } from '../contract/payment.ts';
import { staffRoutes } from '../contract/routes.ts';
import { accountOf } from './account.ts';
import { attemptOf, type Current, paymentOf } from './answers.ts';
import { close, closeUnknown, refresh } from './attempts.ts';
import { readStandings, type Standings } from './balance.ts';
import { charge } from './charging.ts';
import { type Context, contextOf, type Setup, transaction } from './context.ts';
import type { Action, StaffMember } from './host.ts';
import { answerJson, type App, authorized, type Known, parameter, pattern } from './http.ts';
import { Refusal } from './problems.ts';
import { checkWrite, readBody, readKey } from './requests.ts';
import { repeated } from './running.ts';
import type { AttemptRecord, AttemptScope } from './store.ts';

/** The customer's account, charges, and what became of them. */
export function mountStaff(app: App, setup: Setup): void {
  app.get(pattern(staffRoutes.account.path), async (c) => {
    const context = await contextOf(setup);
    const customer = await setup.host.customer(parameter(c, 'customerId'));
    const staff = await authorized(context, c, 'account.read', customer?.id ?? null);
    if (!customer) throw new Refusal('not_found', 'none', 'There is no such customer.');
    return answerJson(c, (await accountOf(context, customer, staff)) satisfies Account);
  });

  app.post(pattern(staffRoutes.charge.path), async (c) => {
    checkWrite(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const body = await readBody(c.req.raw, chargeRequest);
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
}

const scopeOf = (staff: StaffMember, key: string): AttemptScope => ({
  actor: `staff:${staff.id}`,
  route: 'charge',
  key,
});

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
