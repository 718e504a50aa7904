/** How many tests passed and failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface PlaywrightReport {
  readonly errors: readonly unknown[];
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** Counts of Vitest's JSON report. A file that could not even be loaded has no tests and counts as one failure. */
export function vitestCounts(report: string): TestCounts {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as VitestReport;
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/** Counts of Playwright's JSON report. Errors outside of tests count as failures; a flaky test is a failed one. */
export function playwrightCounts(report: string): TestCounts {
  const { errors, stats } = JSON.parse(report) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** Counts of pytest's JUnit report. A test that could not be set up or a file that could not be loaded is an error, and counts as a failure. */
export function pytestCounts(report: string): TestCounts {
  const suite = /<testsuite [^>]*>/.exec(report)?.[0] ?? '';
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { passed: Math.max(count('tests') - failed - count('skipped'), 0), failed };
}

/** Adds what a step counted; a step that failed without a failed test is one failure more. */
export function addStep(sum: TestCounts, step: TestCounts, exitCode: number): TestCounts {
  const silent = exitCode !== 0 && step.failed === 0 ? 1 : 0;
  return { passed: sum.passed + step.passed, failed: sum.failed + step.failed + silent };
}
