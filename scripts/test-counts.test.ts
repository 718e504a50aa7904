import { describe, expect, it } from 'vitest';
import { addStep, playwrightCounts, pytestCounts, vitestCounts } from './test-counts.ts';

describe('vitestCounts', () => {
  it('counts a file that could not be loaded as one failure', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(vitestCounts(JSON.stringify(report))).toEqual({ passed: 5, failed: 2 });
  });
});

describe('playwrightCounts', () => {
  it('counts a flaky test and an error outside of tests as failures', () => {
    const report = { errors: [{}], stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } };
    expect(playwrightCounts(JSON.stringify(report))).toEqual({ passed: 3, failed: 3 });
  });
});

describe('pytestCounts', () => {
  it('leaves out skipped tests and counts errors as failures', () => {
    const report =
      '<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20" time="1"><testcase name="a" /></testsuite></testsuites>';
    expect(pytestCounts(report)).toEqual({ passed: 14, failed: 3 });
  });
});

describe('addStep', () => {
  it('adds a failure when a step fails and no test says so', () => {
    expect(addStep({ passed: 2, failed: 0 }, { passed: 4, failed: 0 }, 1)).toEqual({ passed: 6, failed: 1 });
    expect(addStep({ passed: 2, failed: 0 }, { passed: 4, failed: 3 }, 1)).toEqual({ passed: 6, failed: 3 });
    expect(addStep({ passed: 2, failed: 1 }, { passed: 4, failed: 0 }, 0)).toEqual({ passed: 6, failed: 1 });
  });
});
