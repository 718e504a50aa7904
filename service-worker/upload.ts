/** Totals to the collector when the browser finds a network, whether or not the page is open. */
import { isStoreFault } from '../src/store/database.ts';
import { openNewest } from '../src/store/newest-database.ts';
import { readCollector } from '../src/store/collector.ts';
import { uploadAlone } from '../src/upload/upload-alone.ts';

/**
 * Uploads what is due, if this kiosk is enrolled and nobody else on the device does so already.
 *
 * @throws Error in words when it did not come through: the browser then tries again later, in its own time
 */
export async function uploadInBackground(): Promise<void> {
  const open = await openNewest(() => undefined);
  // The page says what is wrong with the store; here nobody could read it.
  if (isStoreFault(open)) return;
  try {
    const collector = await readCollector(open.database);
    if (collector === undefined) return;
    const softwareVersion = import.meta.env['VITE_APP_VERSION'];
    const result = await uploadAlone({ open, collector, softwareVersion });
    if (result?.trouble !== undefined) throw new Error(result.trouble.message);
  } finally {
    open.database.close();
  }
}
