import type { Context as HttpContext } from 'hono';
import type { Confirmation, PayerView, SentTo } from '../contract/payer.ts';
import { payRequest, receiptRequest } from '../contract/payer.ts';
import type { Attempt, Payment } from '../contract/payment.ts';
import { payerRoutes } from '../contract/routes.ts';
import { attemptOf, type Current, payer, paymentOf } from './answers.ts';
import { close, closeUnknown, refresh } from './attempts.ts';
import { readStandings } from './balance.ts';
import { type Context, contextOf, type Setup, timeOf, transaction } from './context.ts';
import { digest } from './digest.ts';
import { answerJson, type App, type Known, parameter, pattern } from './http.ts';
import { confirmationOf, viewOf } from './payer-view.ts';
import { pay, scopeOfPayer } from './paying.ts';
import { Refusal } from './problems.ts';
import { sendReceipt } from './receipts.ts';
import { renew } from './renewal.ts';
import { checkJson, readBody, readKey } from './requests.ts';
import { repeated } from './running.ts';
import type { LinkRecord } from './store.ts';

/** The payer's page and its confirmation: no login, one link, by its token. */
export function mountPayer(app: App, setup: Setup): void {
  app.get(pattern(payerRoutes.view.path), async (c) => {
    const context = await contextOf(setup);
    const { link } = await linkOfToken(context, c);
    return answerJson(c, (await viewOf(context, link)) satisfies PayerView);
  });

  app.post(pattern(payerRoutes.opened.path), async (c) => {
    checkJson(c.req.raw);
    const context = await contextOf(setup);
    const { link } = await linkOfToken(context, c);
    if (link.openedAt === null) await noteOpened(context, link.id);
    return c.json((await viewOf(context, link)) satisfies PayerView);
  });

  app.post(pattern(payerRoutes.pay.path), async (c) => {
    checkJson(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const body = await readBody(c.req.raw, payRequest);
    // From here on an attempt may exist that an earlier request with this key made: until it was looked up, nothing better can be said.
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const { link, token } = await linkOfToken(context, c);
    const scope = scopeOfPayer(link, key);
    const known = await transaction(context, (tx) => tx.attemptByScope(scope));
    if (known) return c.json(await paymentNow(context, await repeated(context, known, body.fingerprint)));
    if (!body.request) throw body.refusal;
    const customer = await context.host.customer(link.customerId);
    if (!customer) throw new Refusal('not_found', 'none', 'The customer whom this link asks is gone.');
    const current = await pay(context, { scope, ...body, link, customer, token });
    return c.json((await paymentNow(context, current)) satisfies Payment);
  });

  app.get(pattern(payerRoutes.confirmation.path), async (c) => {
    const context = await contextOf(setup);
    const { link } = await linkOfToken(context, c);
    return answerJson(c, (await confirmationOf(context, link)) satisfies Confirmation);
  });

  app.get(pattern(payerRoutes.attempt.path), async (c) => {
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const scope = scopeOfPayer((await linkOfToken(context, c, 'open')).link, readKey(parameter(c, 'key')));
    const record = await transaction(context, (tx) => tx.attemptByScope(scope));
    if (!record) throw new Refusal('not_found', 'none', 'No request with this key has come.');
    return c.json(await attemptNow(context, await refresh(context, record)));
  });

  app.post(pattern(payerRoutes.closeAttempt.path), async (c) => {
    checkJson(c.req.raw);
    c.set('fate', 'open');
    const context = await contextOf(setup);
    const scope = scopeOfPayer((await linkOfToken(context, c, 'open')).link, readKey(parameter(c, 'key')));
    const find = () => transaction(context, (tx) => tx.attemptByScope(scope));
    // Where it came just now, between the look and the note, it is there to be closed.
    const record = (await find()) ?? (await closeUnknown(context, scope)) ?? (await find());
    if (!record) throw new Error('A key is taken, and its attempt is not in the store.');
    return c.json(await attemptNow(context, await close(context, record)));
  });

  app.post(pattern(payerRoutes.renew.path), async (c) => {
    checkJson(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const context = await contextOf(setup);
    const { link } = await linkOfToken(context, c);
    return c.json((await renew(context, link, key)) satisfies SentTo);
  });

  app.post(pattern(payerRoutes.receipt.path), async (c) => {
    checkJson(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const body = await readBody(c.req.raw, receiptRequest);
    const context = await contextOf(setup);
    const { link } = await linkOfToken(context, c);
    if (!body.request) throw body.refusal;
    return c.json((await sendReceipt(context, link, body.request, key)) satisfies SentTo);
  });
}

/** Whoever holds the token is the payer. `fate`: what a refusal means for the attempt that the request asks about. */
async function linkOfToken(
  context: Context,
  c: HttpContext<Known>,
  fate: 'none' | 'open' = 'none',
): Promise<{ link: LinkRecord; token: string }> {
  const [, token] = /^Paydesk-Link +([\w-]{1,255})$/i.exec(c.req.header('Authorization') ?? '') ?? [];
  if (token === undefined) throw new Refusal('unauthorized', fate, 'This needs the token of a payment link.');
  const tokenHash = await digest(token);
  const link = await transaction(context, (tx) => tx.linkByToken(tokenHash));
  if (!link) throw new Refusal('not_found', fate, 'There is no such payment link.');
  return { link, token };
}

/** A person is here: the first time counts. */
async function noteOpened(context: Context, linkId: string): Promise<void> {
  await transaction(context, async (tx) => {
    const link = await tx.linkById(linkId);
    if (link?.openedAt === null) await tx.updateLink({ ...link, openedAt: timeOf(context) });
  });
}

async function paymentNow(context: Context, current: Current): Promise<Payment> {
  return paymentOf(current, await readStandings(context, current.record.customerId), payer);
}

async function attemptNow(context: Context, current: Current): Promise<Attempt> {
  const { fingerprint, customerId } = current.record;
  const standings = fingerprint === null ? new Map() : await readStandings(context, customerId);
  return attemptOf(current, standings, payer);
}
