import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createSimulatedStripe } from 'paydesk/simulated-stripe';
import { frameDocument, framePaths } from 'paydesk/simulated-stripe/js';
import { serve } from './serve.ts';

/** The simulated Stripe at an address of its own, as the real one has: REST, Stripe.js and the documents of its frames. */
export async function startSimulatedStripe({ port, webhook }: { port: number; webhook: string }) {
  const simulated = createSimulatedStripe({ webhook: { url: webhook, secret: 'whsec_simulated', fetch } });
  const app = new Hono();
  app.get('/endive/stripe.js', async (context) => {
    const script = await readFile(join(import.meta.dirname, 'dist', 'stripe', 'stripe.js'), 'utf8');
    return context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  });
  for (const path of framePaths) app.get(path, (context) => context.html(frameDocument(path)));
  app.all('/v1/*', (context) => simulated.fetch(context.req.raw));
  const served = await serve((request) => app.fetch(request), port);
  return { ...served, simulated };
}
