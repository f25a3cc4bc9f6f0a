import type { Context as HttpContext, Hono } from 'hono';
import { type AttemptFate, problemStatus } from '../contract/problem.ts';
import type { Context } from './context.ts';
import { digest } from './digest.ts';
import type { Action, StaffMember } from './host.ts';
import { problemOf, Refusal } from './problems.ts';

export interface Known {
  Variables: {
    requestId: string;
    /** What a failure that nobody foresaw means for the attempt. */
    fate: AttemptFate;
  };
}

export type App = Hono<Known>;

/** A path of the contract as Hono writes it. */
export const pattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

export const parameter = (c: HttpContext<Known>, name: string): string => c.req.param(name) ?? '';

export function answerProblem(c: HttpContext<Known>, refusal: Refusal): Response {
  const body = JSON.stringify(problemOf(refusal, c.get('requestId')));
  return c.body(body, problemStatus[refusal.code], { 'Content-Type': 'application/problem+json' });
}

/** With an `ETag`: whoever asks again with it is told in a few bytes that nothing has changed. */
export async function answerJson(c: HttpContext<Known>, answer: object): Promise<Response> {
  const body = JSON.stringify(answer);
  const tag = `"${await digest(body)}"`;
  c.header('ETag', tag);
  // Servers in front that compress answers make the tag a weak one.
  if (c.req.header('If-None-Match')?.replace(/^W\//, '') === tag) return c.body(null, 304);
  return c.body(body, 200, { 'Content-Type': 'application/json' });
}

/** Actions that make an attempt or none: a refused one made none. Of others the request only asks about, it says nothing. */
const actionsOfTheirOwn = new Set<Action>([
  'account.read',
  'payment.charge',
  'link.preview',
  'link.create',
  'link.read',
  'link.resend',
  'link.cancel',
  'settings.read',
  'settings.change',
]);

export async function authorized(
  { authorize, merchant }: Context,
  c: HttpContext<Known>,
  action: Action,
  customerId: string | null,
): Promise<StaffMember> {
  const answer = await authorize(c.req.raw, { action, merchantId: merchant.id, customerId });
  if (typeof answer !== 'string') return answer;
  throw new Refusal(answer, actionsOfTheirOwn.has(action) ? 'none' : 'open', 'This request is not allowed.');
}
