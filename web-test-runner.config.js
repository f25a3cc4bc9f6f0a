import { chromeLauncher } from '@web/test-runner-chrome';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { countReporter } from './scripts/count-reporter.ts';
import { findBrowser } from './scripts/find-browser.ts';

const { executablePath, args, headless } = await findBrowser();

export default {
  files: 'test/**/*.browser.test.ts',
  // The development build of Lit tells of mistakes that the production build passes over.
  nodeResolve: { browser: true, exportConditions: ['browser', 'development'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: './tsconfig.json' })],
  concurrency: 2,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath, args, headless },
      // Without a focus of its own, a page that runs beside another gets no key presses.
      createPage: async ({ context }) => {
        const page = await context.newPage();
        await (await page.createCDPSession()).send('Emulation.setFocusEmulationEnabled', { enabled: true });
        return page;
      },
    }),
  ],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  testsFinishTimeout: 240_000,
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter()],
};
