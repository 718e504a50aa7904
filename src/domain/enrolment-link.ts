/** What a collector's QR code brings to a kiosk's page; in the hash, which browsers send to no server. */
export interface EnrolmentLink {
  /** Address of the collector. */
  readonly collector: string;
  /** One-time code. */
  readonly code: string;
}

const PAGE = '#/status?';

/** Longer ones are no address and no code. */
const LONGEST_TEXT = 500;

/** The hash that opens the kiosk's page Status with the form filled in. */
export function enrolmentHash({ collector, code }: EnrolmentLink): string {
  return PAGE + new URLSearchParams({ collector, code }).toString();
}

/** What `enrolmentHash` put into a location's hash; undefined for every other hash. */
export function parseEnrolmentHash(hash: string): EnrolmentLink | undefined {
  if (!hash.startsWith(PAGE)) return undefined;
  const query = new URLSearchParams(hash.slice(PAGE.length));
  const [collector = '', code = ''] = ['collector', 'code'].map((name) => query.get(name) ?? '');
  if (collector === '' || code === '' || collector.length + code.length > LONGEST_TEXT) return undefined;
  return { collector, code };
}
