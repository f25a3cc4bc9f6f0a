import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const root = dirname(import.meta.dirname);
const run = promisify(execFile);
const readme = await readFile(join(root, 'README.md'), 'utf8');

/** What stands in fences of this language. */
function snippets(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);
}

/** What the compiler says of code that imports Paydesk as a host does, from what is published. */
async function compile(code: string): Promise<string> {
  const folder = await mkdtemp(join(root, '.readme-'));
  try {
    await writeFile(join(folder, 'snippet.ts'), code);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--types', 'node', '--target', 'es2022'];
    const modules = ['--module', 'nodenext', '--lib', 'es2023,dom,dom.iterable', '--ignoreConfig'];
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/.bin/tsc'), ...options, ...modules, join(folder, 'snippet.ts')],
      { cwd: folder },
    ).catch((error: { stdout: string }) => error);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('The README', () => {
  it('has pages whose scripts compile', async () => {
    const pages = snippets('html');
    assert.ok(pages.length > 1);
    for (const page of pages) {
      const scripts = [...page.matchAll(/<script type="module">([^]*?)<\/script>/g)].map(([, code = '']) => code);
      assert.ok(scripts.length > 0);
      const code = scripts.join('\n').replaceAll(/querySelector\('(.*?)'\)/g, "querySelector('$1')!");
      assert.equal(await compile(code), '');
    }
  });

  it('has a backend, a simulated Stripe beside it, and a page for that which compile', async () => {
    const [backend = '', simulated = '', page = '', ...others] = snippets('ts');
    // What the host brings is declared here, with the types that it must have.
    const hosts = `
      import type { Host, Mailer, StaffMember, Store } from 'paydesk/server';
      import { Hono } from 'hono';
      declare const secretKey: string, publishableKey: string, webhookSecret: string, linkSecret: string;
      declare const store: Store, mailer: Mailer, customer: Host['customer'], bookings: Host['bookings'], onEvent: Host['onEvent'];
      declare function staffMemberOf(request: Request): StaffMember | 'unauthorized' | 'forbidden';
      const app = new Hono();
    `;
    assert.equal(await compile(hosts + backend + simulated), '');
    assert.equal(await compile(page), '');
    assert.deepEqual(others, []);
  });

  it('names only attributes, properties and events that the element has', async () => {
    const manifest = await readFile(join(root, 'custom-elements.json'), 'utf8');
    const section = readme.slice(readme.indexOf('## `<charge-customer-dialog>`'), readme.indexOf('## Your backend'));
    const names = [...section.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name),
    );
    assert.ok(names.length > 10);
    // `lang` is every element's.
    for (const name of names.filter((each) => each !== 'lang')) {
      assert.ok(manifest.includes(`"name": "${name}"`), `${name} is not in custom-elements.json`);
    }
  });
});
