/** Says aloud at the end which tests could not run and why; with PARKADE_REQUIRE=all a skipped test fails the run. */
import type { Reporter, TestModule } from 'vitest/node';

export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    if (skipped.length > 0) {
      console.log(`\nSKIPPED, ${skipped.length} test${skipped.length === 1 ? '' : 's'} could not run here:`);
      for (const test of skipped) console.log(`  ${test.fullName}`);
    }
    console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${skipped.length} skipped`);
    if (skipped.length > 0 && process.env.PARKADE_REQUIRE === 'all') {
      console.log('PARKADE_REQUIRE=all: a skipped test is a failure.');
      process.exitCode = 1;
    }
  }
}
