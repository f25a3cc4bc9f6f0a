import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createMemoryStore, createSeed, createSeedHost, plantSeed } from 'paydesk/mocks';
import { createPaydesk } from 'paydesk/server';
import { testCards } from 'paydesk/simulated-stripe';
import { createOutbox } from './outbox.ts';
import { serve } from './serve.ts';
import { startSimulatedStripe } from './simulated-stripe.ts';
import { asset, logo, mailDocument, page } from './site.ts';
import { createStaffSession } from './staff-session.ts';

export interface DeskOptions {
  /** Of the desk; the simulated Stripe takes the next one. 0 takes any free ones. */
  port?: number;
  today?: Date;
  /** The clock of Paydesk and of the simulated Stripe, such as to see what has expired. */
  now?: () => Date;
  /** Told what went wrong behind an answer of “unavailable”. */
  report?: (error: unknown) => void;
}

/** The try-out environment: a host app with its pages for staff and payers, Paydesk mounted in it, and the simulated Stripe beside it. */
export async function startDesk({
  port = 4242,
  today = new Date(),
  now = () => new Date(),
  report = () => {},
}: DeskOptions = {}) {
  // The two servers name each other's address, so this one listens before there is anything to serve.
  let app = new Hono();
  const desk = await serve((request) => app.fetch(request), port);
  const stripe = await startSimulatedStripe({
    port: port === 0 ? 0 : desk.port + 1,
    webhook: `${desk.origin}/paydesk/stripe/webhook`,
    now,
  });
  const seed = createSeed(today, {
    allowedOrigins: [desk.origin],
    payUrl: `${desk.origin}/pay?link={token}`,
    confirmationUrl: `${desk.origin}/paid?link={token}`,
    logoUrl: `${desk.origin}/logo.png`,
  });
  const host = createSeedHost(seed);
  const store = createMemoryStore();
  const session = createStaffSession(desk.port);
  const outbox = createOutbox({ report: (delivery) => paydesk.reportDelivery(delivery) });

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
    mailer: outbox,
    authorize: async (request) => (session.isStaff(request) ? seed.staff : 'unauthorized'),
    merchant: () => seed.merchant,
    host,
    basePath: '/paydesk',
    now,
    onError: report,
  });

  const routes = new Hono();
  // Before the policy of our own pages: mails are shown by others, and have a stricter one.
  routes.get('/logo.png', logo);
  routes.get('/outbox/:id/mail.html', session.staffOnly, (context) => {
    const html = outbox.received.find(({ id }) => id === context.req.param('id'))?.html;
    return html === null || html === undefined ? context.notFound() : mailDocument(html);
  });
  routes.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", stripe.origin],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", stripe.origin],
        frameSrc: ["'self'", stripe.origin],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
    }),
  );
  routes.all('/paydesk/*', (context) => paydesk(context.req.raw));
  routes.get('/assets/:file', (context) => asset(context.req.param('file')));

  // For payers, who never sign in.
  routes.get('/pay', () => page('pay.html', stripe.origin));
  routes.get('/paid', () => page('paid.html', stripe.origin));
  routes.get('/merchant.json', (context) =>
    context.json({
      name: seed.merchant.name,
      testCards: testCards.map(({ number, description }) => ({ number, says: description })),
    }),
  );

  // For staff.
  routes.get('/', (context) => context.redirect('/customers'));
  routes.get('/customers', session.signIn, () => page('customers.html', stripe.origin));
  routes.get('/customers/:id', session.signIn, () => page('customer.html', stripe.origin));
  routes.get('/settings', session.signIn, () => page('settings.html', stripe.origin));
  routes.get('/outbox', session.signIn, () => page('outbox.html', stripe.origin));
  routes.get('/outbox/:id', session.signIn, () => page('outbox.html', stripe.origin));
  routes.get('/desk.json', session.staffOnly, (context) => context.json({ staff: seed.staff.name }));
  routes.get('/customers.json', session.staffOnly, (context) =>
    context.json(seed.customers.map(({ id, name, email, phone, about }) => ({ id, name, email, phone, about }))),
  );
  routes.get('/outbox.json', session.staffOnly, (context) => {
    context.header('cache-control', 'no-store');
    // The newest first; what a mail looks like is asked for by itself.
    return context.json(outbox.received.map(({ html: _html, ...message }) => message).toReversed());
  });

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
    seed,
    paydesk,
    stripe: stripe.simulated,
    store,
    host,
    outbox,
    async close(): Promise<void> {
      clearInterval(timer);
      await working;
      outbox.close();
      await Promise.all([desk.close(), stripe.close()]);
    },
  };
}
