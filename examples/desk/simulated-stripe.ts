import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createSimulatedStripe, hostedChallengePath } from 'paydesk/simulated-stripe';
import { frameDocument, framePaths } from 'paydesk/simulated-stripe/js';
import { serve } from './serve.ts';

/** The simulated Stripe at an address of its own, as the real one has: REST, Stripe.js, the documents of its frames, and the pages of banks. */
export async function startSimulatedStripe({ port, webhook, now }: { port: number; webhook: string; now: () => Date }) {
  // It names its own address, so it listens before there is anything to serve.
  let app = new Hono();
  const served = await serve((request) => app.fetch(request), port);
  const simulated = createSimulatedStripe({
    webhook: { url: webhook, secret: 'whsec_simulated', fetch },
    hooksOrigin: served.origin,
    now,
  });
  const routes = new Hono();
  routes.get('/endive/stripe.js', async (context) => {
    const script = await readFile(join(import.meta.dirname, 'dist', 'stripe', 'stripe.js'), 'utf8');
    return context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  });
  for (const path of framePaths) routes.get(path, (context) => context.html(frameDocument(path)));
  routes.on(['GET', 'POST'], hostedChallengePath, (context) => simulated.hooks(context.req.raw));
  routes.all('/v1/*', (context) => simulated.fetch(context.req.raw));
  app = routes;
  return { ...served, simulated };
}
