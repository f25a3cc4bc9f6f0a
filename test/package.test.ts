import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';

const root = dirname(import.meta.dirname);
const run = promisify(execFile);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
};
const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));

function modules(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

describe('The package', () => {
  it('mirrors src in dist, and mocks in dist/mocks', () => {
    const sources = [...modules('src', '.ts'), ...modules('mocks', '.ts').map((name) => join('mocks', name))].sort();
    assert.deepEqual(modules('dist', '.js'), sources);
  });

  it('points every entry at files that exist', () => {
    for (const [entry, target] of Object.entries(manifest.exports)) {
      for (const path of typeof target === 'string' ? [target] : [target.types, target.default]) {
        assert.ok(existsSync(join(root, path)), `${entry} points at ${path}, which is missing.`);
      }
    }
  });

  for (const entry of entries) {
    it(`imports ${entry} in Node, where there is no DOM`, async () => {
      const name = join('paydesk', entry);
      const { stderr } = await run(process.execPath, ['--input-type=module', '--eval', `await import('${name}')`], {
        cwd: root,
      });
      assert.equal(stderr, '');
    });
  }

  it('has nothing for publint to say', async () => {
    const { messages } = await publint({ pkgDir: root, strict: true });
    assert.deepEqual(messages, []);
  });
});
