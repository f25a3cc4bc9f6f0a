import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createMemoryMailer, createMemoryStore, createSeed, createSeedHost, plantSeed } from 'paydesk/mocks';
import { createPaydesk } from 'paydesk/server';
import { testCards } from 'paydesk/simulated-stripe';
import { serve } from './serve.ts';
import { startSimulatedStripe } from './simulated-stripe.ts';

export interface DeskOptions {
  /** Of the desk; the simulated Stripe takes the next one. 0 takes any free ones. */
  port?: number;
  today?: Date;
  /** Told what went wrong behind an answer of “unavailable”. */
  report?: (error: unknown) => void;
}

const dist = join(import.meta.dirname, 'dist');
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** The try-out environment: a host app with its staff pages, Paydesk mounted in it, and the simulated Stripe beside it. */
export async function startDesk({ port = 4242, today = new Date(), report = () => {} }: DeskOptions = {}) {
  // The two servers name each other's address, so this one listens before there is anything to serve.
  let app = new Hono();
  const desk = await serve((request) => app.fetch(request), port);
  const stripe = await startSimulatedStripe({
    port: port === 0 ? 0 : desk.port + 1,
    webhook: `${desk.origin}/paydesk/stripe/webhook`,
  });
  const seed = createSeed(today, {
    allowedOrigins: [desk.origin],
    payUrl: `${desk.origin}/pay?link={token}`,
    confirmationUrl: `${desk.origin}/paid?link={token}`,
  });
  const host = createSeedHost(seed);
  const store = createMemoryStore();

  const paydesk = createPaydesk({
    // The try-out forgets everything when it stops, its links too.
    linkSecret: randomBytes(32).toString('hex'),
    stripe: {
      secretKey: stripe.simulated.secretKey,
      publishableKey: stripe.simulated.publishableKey,
      webhookSecret: stripe.simulated.webhookSecret,
      baseUrl: stripe.origin,
    },
    store,
    mailer: createMemoryMailer(),
    // The try-out has one staff member, who is always signed in.
    authorize: async () => seed.staff,
    merchant: () => seed.merchant,
    host,
    basePath: '/paydesk',
    onError: report,
  });

  const routes = new Hono();
  routes.use(
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
  routes.all('/paydesk/*', (context) => paydesk(context.req.raw));
  routes.get('/', (context) => context.redirect('/customers'));
  routes.get('/customers', () => page('customers.html', stripe.origin));
  routes.get('/customers/:id', () => page('customer.html', stripe.origin));
  routes.get('/customers.json', (context) =>
    context.json(seed.customers.map(({ id, name, email, about }) => ({ id, name, email, about }))),
  );
  routes.get('/desk.json', (context) =>
    context.json({
      business: seed.merchant.name,
      staff: seed.staff.name,
      testCards: testCards.map(({ number, description }) => ({ number, says: description })),
    }),
  );
  routes.get('/assets/:file', (context) => file(join('pages', 'assets', context.req.param('file'))));

  app = routes;
  await plantSeed(seed, { stripe: stripe.simulated, store });

  const timer = setInterval(() => void work(), 1000);
  let working: Promise<void> | undefined;
  function work(): Promise<void> {
    working ??= paydesk
      .sweep()
      .then(paydesk.deliver)
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
  const script = `<script src="${stripeOrigin}/endive/stripe.js"></script>`;
  // Before the modules, which run when the page is read: whoever asks for Stripe.js finds it.
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
