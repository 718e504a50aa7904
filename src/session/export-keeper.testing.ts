/** A keeper of exports on a real database, for its tests. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Batch } from '../domain/batch.ts';
import { partsOf, type ExportRange, type ExportState, type ExportWork } from '../domain/export.ts';
import { verify, type Verified } from '../domain/signed.ts';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { addToBucket, NO_INCREMENT } from '../store/buckets.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createTestDatabases, TEST_CONTEXT } from '../store/store.testing.ts';
import { ExportKeeper } from './export-keeper.ts';

/** What each test finds: an empty database, and a keeper that has started on it. */
export interface ExportContext {
  open: OpenDatabase;
  state: State;
  keeper: ExportKeeper;
  /** What was handed to the browser to be kept. */
  saved: readonly { readonly file: Blob; readonly name: string }[];
}

const databases = createTestDatabases();

/** Starts a keeper on the database of `context`. */
export async function startKeeper(context: ExportContext): Promise<void> {
  context.saved = [];
  context.state = createState(initialSnapshot('1.2.3', 'camera'));
  context.keeper = new ExportKeeper(context.state, context.open, (file, name) => {
    context.saved = [...context.saved, { file, name }];
  });
  await context.keeper.start();
}

/** A context that is filled before each test and disposed of after it. */
export function eachExport(): ExportContext {
  const context = {} as ExportContext;
  beforeEach(async () => {
    context.open = await databases.open();
    await startKeeper(context);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    context.keeper.dispose();
    await databases.dispose();
  });
  return context;
}

/** What the screen may know. */
export function known({ state }: ExportContext): ExportState {
  const now = state.snapshot().export;
  if (now === undefined) throw new Error('nothing is known of exports');
  return now;
}

/** Waits until the work has come so far. */
export async function until(context: ExportContext, status: ExportWork['status']): Promise<ExportWork> {
  await expect.poll(() => known(context).work.status, { timeout: 20_000 }).toBe(status);
  return known(context).work;
}

/** Counts in the slots that start at these minutes. */
export async function countIn({ open }: ExportContext, ...startMinutes: number[]): Promise<void> {
  for (const minute of startMinutes)
    await addToBucket(open, 'main', minute * 60_000, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
}

/** Exports, and verifies what came out. */
export async function exported(
  context: ExportContext,
  range: ExportRange,
): Promise<Batch & Pick<Verified, 'thumbprint'>> {
  context.saved = [];
  context.keeper.act({ type: 'export', range });
  await expect.poll(() => context.saved, { timeout: 20_000 }).toHaveLength(1);
  await until(context, 'exported');
  const parts = partsOf(JSON.parse((await context.saved[0]?.file.text()) ?? '')) ?? [];
  const verified = await Promise.all(parts.map((part) => verify('vestibule-export', part)));
  const batches = verified.map((part) => JSON.parse(part?.text ?? 'null') as Batch);
  const [first] = batches;
  if (first === undefined) throw new Error('the file has no parts');
  const buckets = batches.flatMap((batch) => batch.buckets);
  return { ...first, buckets, thumbprint: verified[0]?.thumbprint ?? '' };
}
