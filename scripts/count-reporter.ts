import { appendFileSync } from 'node:fs';
import type { Reporter, TestSuiteResult } from '@web/test-runner';

/** Says how many tests @web/test-runner ran, and adds them to the tally of `scripts/test.ts` where there is one. */
export function countReporter(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      let passed = 0;
      let failed = 0;
      for (const session of sessions) {
        const counts = session.testResults ? count(session.testResults) : { passed: 0, failed: 0 };
        passed += counts.passed;
        failed += counts.failed;
        if (!session.passed && counts.failed === 0) failed += 1;
      }
      console.log(`${passed} of ${passed + failed} tests passed in ${sessions.length} files`);
      const tally = process.env['TEST_TALLY'];
      if (tally) appendFileSync(tally, `${JSON.stringify({ passed, failed })}\n`);
    },
  };
}

function count(suite: TestSuiteResult): { passed: number; failed: number } {
  const own = suite.tests.filter((test) => !test.skipped);
  return suite.suites
    .map(count)
    .reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }), {
      passed: own.filter((test) => test.passed).length,
      failed: own.filter((test) => !test.passed).length,
    });
}
