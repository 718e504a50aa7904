import { readCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { isTokenOld, renewToken } from './renew-token.ts';
import { uploadDue, type UploadParts, type UploadResult } from './upload-due.ts';

/** Held by whoever uploads: this page, another one, or the service worker. */
const LOCK_NAME = 'vestibule-upload';

async function renewIfOld(open: OpenDatabase): Promise<void> {
  const collector = await readCollector(open.database);
  if (collector !== undefined && isTokenOld(collector, Date.now())) await renewToken(open);
}

/** Uploads once, unless somebody else on this device does; undefined then. */
export async function uploadAlone(parts: UploadParts): Promise<UploadResult | undefined> {
  return navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (lock) => {
    if (lock === null) return undefined;
    try {
      const result = await uploadDue(parts);
      if (result.contact && result.trouble === undefined) await renewIfOld(parts.open);
      return result;
    } catch (error) {
      // Expected trouble: a full disk or a closed database. What was confirmed but not noted is sent again.
      const message = `The totals on this device cannot be read or marked as sent: ${String(error)}`;
      return { contact: false, trouble: { kind: 'unexpected', message } };
    }
  });
}
