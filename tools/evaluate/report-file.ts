import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../command-line.ts';

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    // Not there, or in a folder closed to us, which the next check finds out.
    return false;
  }
}

/** Says before a long run why the report could not be written after it; undefined when it can. */
export async function checkReport(path: string, force: boolean): Promise<string | undefined> {
  if (!force && (await exists(path))) return `${path} is already there; --force replaces it`;
  try {
    await access(dirname(path), constants.W_OK);
    return undefined;
  } catch (thrown) {
    // The folder is missing or closed to us.
    return `cannot write ${path}: ${messageOf(thrown)}`;
  }
}

/** Writes the report; says why it could not, or undefined. Nobody's file is replaced unless `force`. */
export async function writeReport(path: string, force: boolean, page: string): Promise<string | undefined> {
  try {
    await writeFile(path, page, { flag: force ? 'w' : 'wx' });
    return undefined;
  } catch (thrown) {
    // The disk is full, the folder went away, or a file came meanwhile.
    return `cannot write ${path}: ${messageOf(thrown)}`;
  }
}
