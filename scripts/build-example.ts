/** Builds what browsers get from `examples/desk`: the host's pages and the simulated Stripe.js. */
import { dirname, join } from 'node:path';
import { build } from 'vite';

const desk = join(dirname(import.meta.dirname), 'examples', 'desk');
for (const config of ['vite.config.ts', 'simulated-stripe.vite.config.ts']) {
  await build({ configFile: join(desk, config), logLevel: 'warn' });
}
