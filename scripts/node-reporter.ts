import { appendFileSync } from 'node:fs';
import type { TestEvent } from 'node:test/reporters';

/** Tells each failure whole and the rest in one line, and adds the counts to the tally of `scripts/test.ts`. */
export default async function* nodeReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    if (event.type === 'test:fail' && event.data.details.type !== 'suite') {
      const { error } = event.data.details;
      const cause =
        error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : String(error.cause ?? error);
      yield `✖ ${event.data.name} (${event.data.file ?? ''}:${event.data.line ?? 0})\n${cause}\n`;
    } else if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      yield event.data.message;
    } else if (event.type === 'test:summary' && event.data.file === undefined) {
      const { counts, duration_ms } = event.data;
      const failed = counts.tests - counts.passed - counts.skipped - counts.todo;
      const tally = process.env['TEST_TALLY'];
      if (tally) appendFileSync(tally, `${JSON.stringify({ passed: counts.passed, failed })}\n`);
      yield `${counts.passed} of ${counts.tests} tests passed in ${(duration_ms / 1000).toFixed(1)} s\n`;
    }
  }
}
