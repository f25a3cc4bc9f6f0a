/**
 * `npm test` and `npm run test:full`: runs every step, also after one has failed, and ends with `N passed, N failed`.
 * A step that counts its own tests writes them into the tally; any other step is one test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Step {
  name: string;
  command: string[];
  counts?: true;
  env?: Record<string, string>;
}

const root = dirname(import.meta.dirname);
const node = process.execPath;
const bin = (name: string): string[] => [node, join(root, 'node_modules', '.bin', name)];
const unitTests = globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/e2e/**', '**/*.browser.test.ts'] });
const endToEndTests = globSync('test/e2e/*.test.ts', { cwd: root });
const nodeTests = (files: string[]): string[] => [
  node,
  '--test',
  '--test-reporter=./scripts/node-reporter.ts',
  '--test-reporter-destination=stdout',
  ...files,
];

const browser: Step = { name: 'browser', command: [node, 'scripts/browser.ts'] };
const packed = { CHROME_PATH: '@sparticuz/chromium' };
const build: Step[] = [
  { name: 'build', command: [node, 'scripts/build.ts'] },
  { name: 'build the example', command: [node, 'scripts/build-example.ts'] },
];

const quick: Step[] = [
  { name: 'lint', command: [...bin('oxlint'), '--deny-warnings'] },
  { name: 'format', command: [...bin('prettier'), '--check', '--log-level=warn', '.'] },
  { name: 'types', command: [...bin('tsc'), '-p', '.'] },
  ...build,
  browser,
  { name: 'generated files', command: [node, 'scripts/generate.ts', '--check'] },
  { name: 'size', command: [node, 'scripts/size.ts'] },
  { name: 'unit tests', command: nodeTests(unitTests), counts: true },
  { name: 'element tests', command: bin('web-test-runner'), counts: true },
  { name: 'end-to-end tests', command: nodeTests(endToEndTests), counts: true },
];

/** What takes longer: the same end-to-end tests on a phone, and the tests of a browser again in the one that needs nothing installed. */
const long: Step[] = [
  ...build,
  browser,
  {
    name: 'end-to-end tests on a phone',
    command: nodeTests(endToEndTests),
    counts: true,
    env: { VIEWPORT: 'phone' },
  },
  { ...browser, name: 'packed browser', env: packed },
  { name: 'element tests in the packed browser', command: bin('web-test-runner'), counts: true, env: packed },
  { name: 'end-to-end tests in the packed browser', command: nodeTests(endToEndTests), counts: true, env: packed },
];

const steps = process.argv[2] === 'full' ? long : quick;
const folder = mkdtempSync(join(tmpdir(), 'paydesk-test-'));
const sum = { passed: 0, failed: 0 };
const failures: string[] = [];

for (const step of steps) {
  const tally = join(folder, `${step.name}.jsonl`);
  const started = performance.now();
  console.log(`\n── ${step.name}`);
  const [command = node, ...rest] = step.command;
  const { status } = spawnSync(command, rest, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...step.env, TEST_TALLY: tally },
  });
  const counts = step.counts ? read(tally) : { passed: 0, failed: 0 };
  // A step that failed or counted nothing is a failure, whatever it says of its tests.
  const broken = status !== 0 || (step.counts && counts.passed + counts.failed === 0);
  sum.passed += step.counts ? counts.passed : Number(!broken);
  sum.failed += broken ? Math.max(counts.failed, 1) : counts.failed;
  if (broken) failures.push(step.name);
  console.log(`── ${step.name}: ${broken ? 'FAILED' : 'ok'}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

rmSync(folder, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

function read(tally: string): { passed: number; failed: number } {
  const total = { passed: 0, failed: 0 };
  if (!existsSync(tally)) return total;
  for (const line of readFileSync(tally, 'utf8').split('\n').filter(Boolean)) {
    const { passed, failed } = JSON.parse(line) as { passed: number; failed: number };
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}
