/** Builds `dist`: it mirrors `src`, and `dist/mocks` mirrors `mocks`. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(import.meta.dirname);
const stage = join(root, '.build');
const dist = join(root, 'dist');

rmSync(stage, { recursive: true, force: true });
execFileSync(process.execPath, [bin('typescript', 'tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// `src` moves up one level: so do the paths from `mocks` into it, and from its source maps out of it.
rewrite(join(stage, 'mocks'), /\.(js|d\.ts)$/, (text) => text.replaceAll('../src/', '../'));
rewrite(join(stage, 'src'), /\.map$/, (text) => text.replaceAll('"../../', '"../'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const name of readdirSync(join(stage, 'src'))) renameSync(join(stage, 'src', name), join(dist, name));
cpSync(join(stage, 'mocks'), join(dist, 'mocks'), { recursive: true });
rmSync(stage, { recursive: true, force: true });

function rewrite(folder: string, names: RegExp, change: (text: string) => string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !names.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
}

function bin(name: string, command: string): string {
  const manifest = fileURLToPath(import.meta.resolve(`${name}/package.json`));
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
  const path = bin[command];
  if (!path) throw new Error(`${name} has no command ${command}.`);
  return join(dirname(manifest), path);
}
