/** `collector` is the server to which kiosks send their totals, and the commands of whoever runs it. */
import { finish, bad, good, type Outcome } from '../tools/command-line.ts';
import { askForPassword } from './ask-for-password.ts';
import { parseCollectorArguments, USAGE, type CollectorArguments } from './arguments.ts';
import { importFile } from './import/import-file.ts';
import { printBuckets } from './print-buckets.ts';
import { serve } from './serve.ts';
import { setPassword } from './store/admin-password.ts';
import { addCode, listKiosks, revokeKiosk } from './store/kiosks.ts';
import { openStore, type OpenStore } from './store/open-store.ts';

async function listInWords({ database }: OpenStore): Promise<string> {
  const kiosks = await listKiosks(database);
  if (kiosks.length === 0) return 'There is no kiosk yet; enrol makes a code for one.';
  return kiosks
    .map(({ id, name, revoked_ms: revokedMs, last_contact_ms: lastMs, due_count: dueCount }) => {
      const heard = lastMs === null ? 'never heard' : `heard ${new Date(lastMs).toISOString()}`;
      const due = dueCount === null ? '' : `  ${dueCount} due then`;
      return `${id}  ${name}  ${revokedMs === null ? heard + due : 'revoked'}`;
    })
    .join('\n');
}

async function changePassword({ database }: OpenStore): Promise<Outcome<string>> {
  const asked = await askForPassword();
  if (!asked.ok) return asked;
  await setPassword(database, asked.value, Date.now());
  return good('The password is set; whoever was signed in is signed out.');
}

/** Does what was asked; the text is for stdout, and undefined when all has been said. */
async function act(
  store: OpenStore,
  asked: Exclude<CollectorArguments, { command: 'help' }>,
): Promise<Outcome<string | undefined>> {
  switch (asked.command) {
    case 'password':
      return changePassword(store);
    case 'enrol':
      return good(await addCode(store.database, asked.name, Date.now()));
    case 'kiosks':
      return good(await listInWords(store));
    case 'revoke':
      if (await revokeKiosk(store.database, asked.id, Date.now())) return good(`${asked.id} is revoked`);
      return bad(`there is no kiosk ${asked.id}; the command kiosks lists them`);
    case 'buckets':
      await printBuckets(store.database, asked.json, process.stdout);
      return good(undefined);
    case 'import':
      for (const file of asked.files) finish('collector', await importFile(store, file, Date.now()));
      return good(undefined);
    case 'serve':
      return serve(store, asked.serve);
  }
}

async function main(): Promise<Outcome<string | undefined>> {
  const parsed = parseCollectorArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.command === 'help') return good(USAGE);
  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  const opened = await openStore(databaseUrl === '' ? { folder: parsed.value.dataFolder } : { databaseUrl });
  if (!opened.ok) return opened;
  try {
    return await act(opened.value, parsed.value);
  } finally {
    await opened.value.dispose();
  }
}

const outcome = await main();
if (!outcome.ok) finish('collector', outcome);
else if (outcome.value !== undefined) finish('collector', good(outcome.value));
