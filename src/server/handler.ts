import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AttemptFate } from '../contract/problem.ts';
import { contextOf, type Setup } from './context.ts';
import { answerProblem, type Known } from './http.ts';
import { mountLinks } from './link-routes.ts';
import { mountPayer } from './payer-routes.ts';
import { Refusal } from './problems.ts';
import { mountSettings } from './settings-routes.ts';
import { mountStaff } from './staff-routes.ts';
import { receiveEvent } from './webhooks.ts';

/** Longer than the longest charge and Stripe's events, in bytes. */
const longestBody = 512 * 1024;

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

  mountStaff(app, setup);
  mountLinks(app, setup);
  mountSettings(app, setup);
  mountPayer(app, setup);

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

const unexpected = (cause: Error, fate: AttemptFate): Refusal =>
  new Refusal('unavailable', fate, 'Something that this needs did not answer.', { cause });
