import { spawnSync } from 'node:child_process';
import { access } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Launcher } from 'chrome-launcher';

export interface Browser {
  executablePath: string;
  args: string[];
  /** `shell` for a build that has no window at all. */
  headless: true | 'shell';
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * The browser that the tests use: the one that `CHROME_PATH` names (a path, or `@sparticuz/chromium`), an installed Chrome, Chromium or Edge, or the
 * one inside `@sparticuz/chromium`.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  const packed = '@sparticuz/chromium';
  if (named === packed) return packedChromium();
  if (named) {
    if (!(await exists(named))) throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
    return { executablePath: named, args, headless: true };
  }
  const installed = installedChrome() ?? (await installedEdge());
  if (installed) return { executablePath: installed, args, headless: true };
  return packedChromium().catch((cause: unknown) => {
    throw new Error(
      `No browser found: install Chrome, Chromium or Edge, or set CHROME_PATH to one, or run \`npm install --no-save ${packed}\`.`,
      { cause },
    );
  });
}

function installedChrome(): string | undefined {
  try {
    return Launcher.getFirstInstallation();
  } catch {
    return undefined;
  }
}

async function installedEdge(): Promise<string | undefined> {
  const places = [
    ...(process.env['PATH'] ?? '')
      .split(delimiter)
      .flatMap((folder) => ['microsoft-edge-stable', 'microsoft-edge', 'msedge.exe'].map((name) => join(folder, name))),
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...['PROGRAMFILES', 'PROGRAMFILES(X86)'].flatMap((name) => {
      const folder = process.env[name];
      return folder ? [join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe')] : [];
    }),
  ];
  for (const place of places) if (await exists(place)) return place;
  return undefined;
}

async function packedChromium(): Promise<Browser> {
  const { default: chromium, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  if (!starts(executablePath)) {
    // A bare machine lacks libraries such as libnss3: the package has copies of them.
    const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
    setupLambdaEnvironment(join(await inflate(join(bin, 'al2023.tar.br')), 'lib'));
    if (!starts(executablePath)) throw new Error(`The packed Chromium does not start: ${executablePath}`);
  }
  return { executablePath, args, headless: 'shell' };
}

function starts(executablePath: string): boolean {
  return spawnSync(executablePath, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
