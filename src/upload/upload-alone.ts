import { uploadDue, type UploadParts, type UploadResult } from './upload-due.ts';

/** Held by whoever uploads: this page, another one, or the service worker. */
const LOCK_NAME = 'vestibule-upload';

/** Uploads once, unless somebody else on this device does; undefined then. */
export async function uploadAlone(parts: UploadParts): Promise<UploadResult | undefined> {
  return navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (lock) => {
    if (lock === null) return undefined;
    try {
      return await uploadDue(parts);
    } catch (error) {
      // Expected trouble: a full disk or a closed database. What was confirmed but not noted is sent again.
      const message = `The totals on this device cannot be read or marked as sent: ${String(error)}`;
      return { contact: false, trouble: { kind: 'unexpected', message } };
    }
  });
}
