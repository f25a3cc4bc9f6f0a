/** Writes `openapi.json` and `custom-elements.json`; with `--check` fails where a committed one is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { customElements } from './custom-elements.ts';
import { openapi } from './openapi.ts';

const root = dirname(import.meta.dirname);
const check = process.argv.includes('--check');

for (const [file, content] of [
  ['openapi.json', openapi()],
  ['custom-elements.json', await customElements(root)],
] as const) {
  const path = join(root, file);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (!check) {
    writeFileSync(path, text);
  } else if (read(path) !== text) {
    console.error(`${file} is stale: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
