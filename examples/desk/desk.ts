import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createMemoryMailer, createMemoryStore, createSeed, createSeedHost } from 'paydesk/mocks';
import { createPaydesk, type StaffMember } from 'paydesk/server';
import { serve } from './serve.ts';
import { startSimulatedStripe } from './simulated-stripe.ts';

export interface DeskOptions {
  /** Of the desk; the simulated Stripe takes the next one. 0 takes any free ones. */
  port?: number;
  today?: Date;
}

const dist = join(import.meta.dirname, 'dist');
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** The try-out environment: a host app with its staff pages, Paydesk mounted in it, and the simulated Stripe beside it. */
export async function startDesk({ port = 4242, today = new Date() }: DeskOptions = {}) {
  const seed = createSeed(today);
  const app = new Hono();
  const desk = await serve((request) => app.fetch(request), port);
  const stripe = await startSimulatedStripe({
    port: port === 0 ? 0 : desk.port + 1,
    webhook: `${desk.origin}/paydesk/stripe/webhook`,
  });
  const host = await createSeedHost(seed, stripe.simulated);
  const store = createMemoryStore();
  const staff: StaffMember = seed.staff;

  const paydesk = createPaydesk({
    stripe: {
      secretKey: stripe.simulated.secretKey,
      publishableKey: stripe.simulated.publishableKey,
      webhookSecret: stripe.simulated.webhookSecret,
      baseUrl: stripe.origin,
    },
    store,
    mailer: createMemoryMailer(),
    // The try-out has one staff member, who is always signed in.
    authorize: async () => staff,
    merchant: () => ({ ...seed.merchant, allowedOrigins: [desk.origin] }),
    host,
    basePath: '/paydesk',
  });

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", stripe.origin],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", stripe.origin],
        frameSrc: [stripe.origin],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
    }),
  );
  app.all('/paydesk/*', (context) => paydesk(context.req.raw));
  app.get('/', (context) => context.redirect('/customers'));
  app.get('/customers', () => page('customers.html', stripe.origin));
  app.get('/customers/:id', () => page('customer.html', stripe.origin));
  app.get('/customers.json', (context) =>
    context.json(seed.customers.map(({ id, name, email, about }) => ({ id, name, email, about }))),
  );
  app.get('/desk.json', (context) =>
    context.json({ business: seed.merchant.name, staff: staff.name, testCards: stripe.cardsToTry }),
  );
  app.get('/assets/:file', (context) => file(join('pages', 'assets', context.req.param('file'))));

  const timer = setInterval(() => void work(), 1000);
  let working: Promise<void> | undefined;
  function work(): Promise<void> {
    working ??= paydesk
      .sweep()
      .then(() => paydesk.deliver())
      .finally(() => (working = undefined));
    return working;
  }

  return {
    url: desk.origin,
    stripe: stripe.simulated,
    host,
    async close(): Promise<void> {
      clearInterval(timer);
      await working;
      await Promise.all([desk.close(), stripe.close()]);
    },
  };
}

/** Pages load Stripe.js from Stripe's address: here the simulated one's. */
async function page(name: string, stripeOrigin: string): Promise<Response> {
  const html = await readFile(join(dist, 'pages', name), 'utf8');
  const script = `<script src="${stripeOrigin}/endive/stripe.js" async></script>`;
  return new Response(html.replace('</head>', `${script}</head>`), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

async function file(path: string): Promise<Response> {
  const type = types[extname(path)];
  const body = type ? await readFile(join(dist, path)).catch(() => null) : null;
  if (!type || !body) return new Response('Not found', { status: 404 });
  return new Response(body, {
    headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' },
  });
}
