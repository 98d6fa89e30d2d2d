/**
 * Folders that a cloud drive keeps (OneDrive, SharePoint, Google Drive, iCloud, Dropbox). What two computers create
 * there meets minutes later, as two files: no lease can be had, so a second agent is refused.
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lineOf } from '../journal/line.ts';
import { ownFolder } from '../own-folder/own-folder.ts';
import type { Holder } from './holder.ts';
import { recordOf } from './record.ts';

const folderNames = [
  /^onedrive( - .+)?$/,
  /^onedrive-.+$/,
  /^sharepoint.*$/,
  /^.+ - sharepoint$/,
  /^google ?drive.*$/,
  /^googledrive-.+$/,
  /^(my drive|mon drive|drivefs|shared drives|drive partagés)$/,
  /^icloud ?drive.*$/,
  /^mobile documents$/,
  /^com~apple~clouddocs$/,
  /^dropbox( \(.+\))?$/,
];
const variables = ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'];

/** An agent that gave no sign of life for so long no longer counts: its computer was replaced. Milliseconds. */
export const retiredAfter = 30 * 24 * 3_600_000;

/** By the names of the folders on the way, and by what OneDrive says of itself in the environment. */
export function isCloudRoot(root: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const path = folded(root);
  if (variables.some((name) => isBelow(path, env[name]))) return true;
  return path.split('/').some((part) => folderNames.some((pattern) => pattern.test(part)));
}

/** Whether another agent, of another computer, left its lease or its journal in a cloud root. `dataCopy`: the data folder's journal. */
export async function isAnotherAgentIn(
  root: string,
  self: Holder,
  dataCopy: string,
  now: number,
): Promise<boolean> {
  const folder = ownFolder(root);
  const names = await readdir(folder).catch(() => []);
  const ours = new Set<string>([self.agentId]);
  for (const name of names.filter((one) => one.startsWith('lease-'))) {
    const record = recordOf(await text(join(folder, name)));
    if (record === null) continue;
    if (isThisComputer(record.holder, self))
      for (const id of [record.holder.agentId, ...record.formerly]) ours.add(id);
    else if (now - record.at < retiredAfter) return true;
  }
  const foreign = names.filter((name) => {
    const id = /^journal-(.+)\.jsonl$/.exec(name)?.[1];
    return id !== undefined && !ours.has(id);
  });
  if (foreign.length === 0) return false;
  // A ledger that was lost took its agent's id with it; what that agent wrote stands in our own copy still.
  const known = new Set((await text(dataCopy)).split('\n'));
  for (const name of foreign) {
    const path = join(folder, name);
    const lines = (await text(path)).split('\n').filter((line) => line !== '');
    if (lines.some((line) => known.has(line))) continue;
    const written = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    const last = Math.max(written, ...lines.slice(-1).map((line) => lineOf(line)?.at ?? 0));
    if (now - last < retiredAfter) return true;
  }
  return false;
}

async function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function isThisComputer(holder: Holder, self: Holder): boolean {
  if (holder.boot !== null && holder.boot === self.boot) return true;
  return holder.host === self.host && holder.machine === self.machine;
}

function isBelow(path: string, folder: string | undefined): boolean {
  if (folder === undefined || folder === '') return false;
  const above = folded(folder);
  return path === above || path.startsWith(`${above}/`);
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase().replaceAll('\\', '/').replace(/\/+$/, '');
}
