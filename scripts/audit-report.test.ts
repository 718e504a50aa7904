import { expect, test } from 'vitest';
import { judgeAudit } from './audit-report.ts';

function report(severity: string): string {
  return JSON.stringify({
    vulnerabilities: { 'left-pad': { name: 'left-pad', severity, range: '<1.3.1', fixAvailable: true } },
    metadata: {
      vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, [severity]: 1, total: 1 },
    },
  });
}

test.each(['high', 'critical'])('a fault that is %s is refused by name', (severity) => {
  const { kind, message } = judgeAudit(report(severity));
  expect(kind).toBe('faulty');
  expect(message).toContain(`left-pad <1.3.1: ${severity}`);
});

test('lesser faults are counted', () => {
  expect(judgeAudit(report('moderate'))).toEqual({
    kind: 'clean',
    message: 'No serious fault of a dependency is known; 1 lesser ones are.',
  });
});

test.each([
  [
    'a registry that does not audit',
    JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } }),
  ],
  ['no network', ''],
  ['something else', 'npm ERR! whatever'],
])('%s is said aloud and is no verdict', (_, output) => {
  const { kind, message } = judgeAudit(output);
  expect(kind).toBe('not-asked');
  expect(message).toMatch(/^Dependencies were NOT audited: ./);
});
