import { type LinkMessage, linkRequest, type PaymentLink } from '../contract/link.ts';
import type { Context as HttpContext } from 'hono';
import { staffRoutes } from '../contract/routes.ts';
import { type Context, contextOf, type Setup, transaction } from './context.ts';
import type { Action, HostCustomer, StaffMember } from './host.ts';
import { answerJson, type App, authorized, type Known, parameter, pattern } from './http.ts';
import { linkOf } from './link-answers.ts';
import { readLinkFacts } from './link-state.ts';
import { cancelLink, createLink, type LinkAsked, previewLink, repeatedLink, resendLink } from './links.ts';
import { Refusal } from './problems.ts';
import { checkWrite, readBody, readKey } from './requests.ts';
import type { LinkRecord } from './store.ts';

/** Payment links, as staff make, send and revoke them. */
export function mountLinks(app: App, setup: Setup): void {
  app.post(pattern(staffRoutes.previewLink.path), async (c) => {
    const context = await contextOf(setup);
    const { asked } = await read(context, c, 'link.preview');
    return c.json((await previewLink(context, asked())) satisfies LinkMessage);
  });

  app.post(pattern(staffRoutes.createLink.path), async (c) => {
    const context = await contextOf(setup);
    const { asked, scope, fingerprint, staff } = await read(context, c, 'link.create');
    const known = await transaction(context, (tx) => tx.linkByScope(scope));
    const link = known ? repeatedLink(known, fingerprint) : await createLink(context, asked());
    return c.json(await linkNow(context, link, staff));
  });

  app.get(pattern(staffRoutes.link.path), async (c) => {
    const context = await contextOf(setup);
    const { link, staff } = await located(context, c, 'link.read');
    return answerJson(c, await linkNow(context, link, staff));
  });

  app.post(pattern(staffRoutes.resendLink.path), async (c) => {
    checkWrite(c.req.raw);
    const key = readKey(c.req.header('Idempotency-Key'));
    const context = await contextOf(setup);
    const { link, staff, customer } = await located(context, c, 'link.resend');
    checkSender(staff);
    if (!customer) throw new Refusal('not_found', 'none', 'There is no such customer any more.');
    return c.json(await linkNow(context, await resendLink(context, link, customer, key), staff));
  });

  app.post(pattern(staffRoutes.cancelLink.path), async (c) => {
    checkWrite(c.req.raw);
    const context = await contextOf(setup);
    const { link, staff } = await located(context, c, 'link.cancel');
    checkSender(staff);
    return c.json(await linkNow(context, await cancelLink(context, link), staff));
  });
}

/** What is asked for, and by whom. A body that can't be read, or a customer who doesn't exist, is told when `asked` is called. */
async function read(context: Context, c: HttpContext<Known>, action: Action) {
  checkWrite(c.req.raw);
  const key = readKey(c.req.header('Idempotency-Key'));
  const body = await readBody(c.req.raw, linkRequest);
  const customer = body.request ? await context.host.customer(body.request.customerId) : null;
  const staff = await authorized(context, c, action, customer?.id ?? null);
  checkSender(staff);
  // Preview and making have one scope: so the preview names the address that the message will.
  const scope = { actor: `staff:${staff.id}`, route: 'link', key };
  const asked = (): LinkAsked => {
    if (!body.request) throw body.refusal;
    if (!customer) throw new Refusal('not_found', 'none', 'There is no such customer.');
    return { ...body, scope, customer, staff };
  };
  return { asked, scope, fingerprint: body.fingerprint, staff };
}

function checkSender({ permissions }: StaffMember): void {
  if (!permissions.sendLink) throw new Refusal('forbidden', 'none', 'This person may not send payment links.');
}

async function located(
  context: Context,
  c: HttpContext<Known>,
  action: Action,
): Promise<{ link: LinkRecord; staff: StaffMember; customer: HostCustomer | null }> {
  const found = await transaction(context, (tx) => tx.linkById(parameter(c, 'linkId')));
  const customer = found ? await context.host.customer(found.customerId) : null;
  const staff = await authorized(context, c, action, found?.customerId ?? null);
  if (!found) throw new Refusal('not_found', 'none', 'There is no such link.');
  return { link: found, staff, customer };
}

async function linkNow(context: Context, link: LinkRecord, { permissions }: StaffMember): Promise<PaymentLink> {
  return linkOf(context, link, await readLinkFacts(context, link), permissions);
}
