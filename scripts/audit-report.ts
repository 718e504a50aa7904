/** What `npm audit --json` came to. Pure. */

/** Severities that fail a check. */
const SERIOUS = ['high', 'critical'] as const;

interface AuditReport {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly range?: string; readonly fixAvailable?: unknown }>
  >;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

/** `clean`: nothing serious is known; `faulty`: something is; `not-asked`: nobody who knows could be asked. */
export interface AuditVerdict {
  readonly kind: 'clean' | 'faulty' | 'not-asked';
  readonly message: string;
}

function parse(output: string): AuditReport {
  try {
    return JSON.parse(output) as AuditReport;
  } catch {
    // Expected: without a network npm may print nothing, or a sentence.
    return { message: output.trim().split('\n')[0] ?? '' };
  }
}

/** The verdict on what npm printed. Lesser faults are counted, not refused: most are of tools, not of what runs. */
export function judgeAudit(output: string): AuditVerdict {
  const { metadata, vulnerabilities = {}, message, error } = parse(output);
  const counts = metadata?.vulnerabilities;
  if (counts === undefined) {
    const reason = [message, error?.summary].find((text) => text !== undefined && text !== '');
    return { kind: 'not-asked', message: `Dependencies were NOT audited: ${reason ?? 'npm said nothing'}` };
  }
  const serious = Object.entries(vulnerabilities).filter(([, { severity }]) =>
    SERIOUS.some((name) => name === severity),
  );
  if (serious.length === 0)
    return {
      kind: 'clean',
      message: `No serious fault of a dependency is known; ${counts['total'] ?? 0} lesser ones are.`,
    };
  const lines = serious.map(([name, { severity, range = '' }]) => `  ${name} ${range}: ${severity}`);
  return {
    kind: 'faulty',
    message: ['Dependencies with known faults; npm audit tells more:', ...lines].join('\n'),
  };
}
