/**
 * `npm run size`: what a browser loads before anything is shown, gzipped, with Lit and all else but Stripe.js.
 * Fails above the budget. Parts that load later are printed, not counted.
 */
import { gzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const root = dirname(import.meta.dirname);

/** In KB of 1000 bytes. */
const budgets = { 'charge-customer-dialog': 25, 'payment-link-page': 20, 'payment-confirmation': 14 };

for (const [entry, budget] of Object.entries(budgets)) {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(root, 'dist', 'elements', `${entry}.js`), preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in result)) throw new Error('The build gave no output.');
  const chunks = result.output.filter((part) => part.type === 'chunk');
  const first = new Set<string>();
  const follow = (name: string): void => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (!chunk || first.has(name)) return;
    first.add(name);
    chunk.imports.forEach(follow);
  };
  chunks.filter(({ isEntry }) => isEntry).forEach(({ fileName }) => follow(fileName));

  const foreign = chunks
    .filter(({ fileName }) => first.has(fileName))
    .flatMap(({ moduleIds }) => moduleIds)
    .filter((id) => /\/dist\/(server|mocks|conformance)\/|\/node_modules\/(stripe|hono|msw|@stripe)\//.test(id));
  if (foreign.length > 0) throw new Error(`${entry} pulls in what no browser should load: ${foreign.join(', ')}`);

  const size = (initial: boolean): number =>
    chunks
      .filter(({ fileName }) => first.has(fileName) === initial)
      .reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
  const line = `${entry}: ${size(true).toFixed(1)} KB of ${budget} KB gzip at first, ${size(false).toFixed(1)} KB later`;
  console.log(line);
  if (size(true) > budget) {
    console.error(`${entry} is over its budget: load a part later (import()), or take something out.`);
    process.exitCode = 1;
  }
}
