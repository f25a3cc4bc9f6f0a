import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const root = dirname(import.meta.dirname);
const run = promisify(execFile);

/** What lint says of one file with one import. */
async function lint(file: string, line: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paydesk-lint-'));
  try {
    await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), `${line}\n`);
    const { stdout } = await run(process.execPath, [join(root, 'node_modules/.bin/oxlint'), file], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const back: [file: string, line: string][] = [
  ['src/contract/x.ts', "export { x } from '../payment/payment-state.ts';"],
  ['src/payment/x.ts', "export { x } from '../backend/staff.ts';"],
  ['src/payment/x.ts', "export { x } from '../stripe/stripe.ts';"],
  ['src/payment/x.ts', "export { LitElement } from 'lit';"],
  ['src/backend/x.ts', "export { x } from '../payment/pending.ts';"],
  ['src/stripe/x.ts', "export { x } from '../ui/controls.ts';"],
  ['src/ui/x.ts', "export { x } from '../backend/staff.ts';"],
  ['src/ui/x.ts', "export { x } from '../elements/charge-customer-dialog.ts';"],
  ['src/text/x.ts', "export { html } from 'lit';"],
  ['src/text/payer/x.ts', "export { x } from '../../ui/controls.ts';"],
  ['src/contract/x.ts', "export { x } from '../text/staff/words.ts';"],
  ['src/server/x.ts', "export { x } from '../backend/http.ts';"],
  ['src/server/x.ts', "export { Stripe } from 'stripe';"],
  ['src/elements/x.ts', "export { x } from '../server/paydesk.ts';"],
  ['src/elements/x.ts', "export { x } from '../../mocks/memory-store.ts';"],
  ['src/elements/x.ts', "export { x } from '../index.ts';"],
  ['src/elements/x.ts', "export { loadStripe } from '@stripe/stripe-js/pure/index.js';"],
  ['src/ui/x.ts', "export const x = () => fetch('/');"],
  ['src/ui/x.ts', "customElements.define('x-y', class extends HTMLElement {});"],
];

const onward: [file: string, line: string][] = [
  ['src/elements/x.ts', "export { x } from '../payment/payment-state.ts';"],
  ['src/payment/x.ts', "export type { ReactiveController } from 'lit';"],
  ['src/stripe/x.ts', "export { x } from '../ui/theme.ts';"],
  ['src/ui/x.ts', "export type { x } from '../text/staff/text.ts';"],
  ['src/server/stripe-gateway.ts', "export { Stripe } from 'stripe';"],
  ['src/stripe/stripe.ts', "export type { Stripe } from '@stripe/stripe-js';"],
  ['mocks/x.ts', "export { x } from '../src/server/paydesk.ts';"],
];

describe('The import table', () => {
  for (const [file, line] of back) {
    it(`refuses in ${file}: ${line}`, async () => {
      assert.match(await lint(file, line), /no-restricted-(imports|globals)/);
    });
  }
  for (const [file, line] of onward) {
    it(`allows in ${file}: ${line}`, async () => {
      assert.doesNotMatch(await lint(file, line), /no-restricted/);
    });
  }
});
