/**
 * The scan: every file below the root or one of its folders, with its signature, and why some are left out.
 * Links and junctions are reported and never followed. A folder that could not be listed is named, so that nothing
 * below it is taken for gone.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSeen, ScanResult, TreePath } from '../../core/model.ts';
import { folderVerdict, ruleFor, scopeVerdict } from '../../core/scan/ignore-rules.ts';
import type { RuleReason } from '../../core/scan/ignore-rules.ts';
import { codeOf, rootFailureOf } from './failure.ts';
import { eachLimited } from './limit.ts';
import { signatureOf } from './signature.ts';
import { look } from './tree.ts';
import type { Tree } from './tree.ts';

/** More does not help: Node has four threads for files. */
const foldersAtOnce = 8;
const filesAtOnce = 32;
const mostListings = 3;

export interface ScanOptions {
  readonly tree: Tree;
  /** The `ignore` patterns of the settings. */
  readonly matchesPattern: (path: string) => boolean;
  /** The volume sees no difference between `a` and `A`. */
  readonly ignoreCase: boolean;
  readonly now: () => number;
}

type Left = ScanResult['left'][number];

interface Found {
  readonly files: FileSeen[];
  readonly left: Left[];
  readonly unreadable: string[];
  /** Folders that were listed by their parent and are gone. */
  readonly vanished: string[];
  /** Files of which the same is true. */
  vanishedFiles: number;
}

interface Folder {
  readonly path: string;
  readonly absolute: string;
  readonly reason: RuleReason | null;
}

export async function scan(
  options: ScanOptions,
  scope: string,
  unchanged: (file: FileSeen) => boolean = () => false,
): Promise<ScanResult> {
  const at = options.now();
  const result = (root: ScanResult['root'], found?: Found): ScanResult => ({
    scope,
    root,
    files: (found?.files ?? []).sort(byPath).filter((file) => !unchanged(file)),
    left: (found?.left ?? []).sort(byPath),
    unreadable: found?.unreadable ?? [],
    at,
  });

  const before = await rootState(options);
  if (before.state !== 'ok') return result(before.state);
  const found = await walkScope(options, scope, before.device);
  if (found.vanished.length + found.vanishedFiles === 0) return result('ok', found);

  // Something went while we looked: the whole root perhaps (a share that drops), or a folder was renamed.
  const after = await rootState(options);
  if (after.state !== 'ok') return result(after.state);
  if (after.device !== before.device) return result('missing');
  if (found.vanished.length === 0) return result('ok', found);
  const again = await walkScope(options, scope, after.device);
  again.unreadable.push(...again.vanished);
  const end = await rootState(options);
  return end.state === 'ok' ? result('ok', again) : result(end.state);
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

type RootState =
  { readonly state: 'ok'; readonly device: bigint } | { readonly state: 'missing' | 'empty' | 'unreadable' };

/** An empty root is more often an unmounted drive than an office without employees: the planner must know. */
async function rootState({ tree, ignoreCase }: ScanOptions): Promise<RootState> {
  const device = await tree.device();
  if (device === null) return { state: 'missing' };
  try {
    const names = await readdir(tree.root);
    const something = names.some((name) => {
      const verdict = folderVerdict(name, ignoreCase);
      return verdict.kind === 'walk' && verdict.reason === null;
    });
    return something ? { state: 'ok', device } : { state: 'empty' };
  } catch (error) {
    return { state: rootFailureOf(codeOf(error)) };
  }
}

async function walkScope(options: ScanOptions, scope: string, device: bigint): Promise<Found> {
  const found: Found = { files: [], left: [], unreadable: [], vanished: [], vanishedFiles: 0 };
  const start = await startOf(options, scope);
  if (start === null) return found;
  let level: Folder[] = [start];
  while (level.length > 0) {
    const below: Folder[] = [];
    await eachLimited(level, foldersAtOnce, async (folder) => {
      below.push(...(await listFolder(options, folder, device, found)));
    });
    level = below;
  }
  // The folder asked for may itself be gone: that is news, not a fault, while the root stands.
  const scopeGone = found.vanished.indexOf(scope);
  if (scope !== '' && scopeGone !== -1) found.vanished.splice(scopeGone, 1);
  return found;
}

/** Null where the scope is Classeur's own, a closed folder, or lies behind a link. */
async function startOf({ tree, ignoreCase }: ScanOptions, scope: string): Promise<Folder | null> {
  const absolute = tree.absolute(scope);
  const verdict = scopeVerdict(scope, ignoreCase);
  if (absolute === null || verdict.kind !== 'walk') return null;
  let way = tree.root;
  for (const segment of scope === '' ? [] : scope.split('/')) {
    way = join(way, segment);
    const seen = await look(way);
    if (seen.ok && seen.stats.isSymbolicLink()) return null;
  }
  return { path: scope, absolute, reason: verdict.reason };
}

async function listFolder(
  options: ScanOptions,
  folder: Folder,
  device: bigint,
  found: Found,
): Promise<Folder[]> {
  let entries: Dirent[];
  try {
    entries = await listSteadily(folder.absolute);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') found.vanished.push(folder.path);
    // What is left out anyway may stay closed.
    else if (folder.reason === null) found.unreadable.push(folder.path);
    return [];
  }
  const below: Folder[] = [];
  const toLookAt: Dirent[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) addFolder(options, folder, entry.name, found, below);
    else toLookAt.push(entry);
  }
  await eachLimited(toLookAt, filesAtOnce, (entry) =>
    lookAt(options, folder, entry.name, device, found, below),
  );
  return below;
}

/** An entry renamed while its folder is listed may be in neither place of the list: then it is listed anew. */
async function listSteadily(absolute: string): Promise<Dirent[]> {
  for (let tries = 1; ; tries += 1) {
    const before = await look(absolute);
    const entries = await readdir(absolute, { withFileTypes: true });
    const after = await look(absolute);
    const steady = before.ok && after.ok && before.stats.mtimeNs === after.stats.mtimeNs;
    if (steady || tries === mostListings) return entries;
  }
}

function pathOf(folder: Folder, name: string): TreePath {
  return (folder.path === '' ? name : `${folder.path}/${name}`) as TreePath;
}

function addFolder(options: ScanOptions, folder: Folder, name: string, found: Found, below: Folder[]): void {
  const verdict = folderVerdict(name, options.ignoreCase);
  const path = pathOf(folder, name);
  if (verdict.kind === 'own') return;
  if (verdict.kind === 'closed') {
    const signature = { size: 0, mtimeMs: 0, fileKey: '' };
    found.left.push({ path, reason: verdict.reason, signature });
    return;
  }
  below.push({ path, absolute: join(folder.absolute, name), reason: folder.reason ?? verdict.reason });
}

async function lookAt(
  options: ScanOptions,
  folder: Folder,
  name: string,
  device: bigint,
  found: Found,
  below: Folder[],
): Promise<void> {
  const absolute = join(folder.absolute, name);
  const seen = await look(absolute);
  if (!seen.ok) {
    const gone = seen.code === 'ENOENT' && !name.includes('\uFFFD');
    if (gone) found.vanishedFiles += 1;
    // A name that is no Unicode cannot be opened: the folder is named, somebody must rename the file.
    else if (folder.reason === null && !found.unreadable.includes(folder.path))
      found.unreadable.push(folder.path);
    return;
  }
  const { stats } = seen;
  const path = pathOf(folder, name);
  const signature = signatureOf(stats, device);
  // A cloud drive's placeholder is listed as a link on Windows, and is none: only `lstat` tells.
  if (stats.isDirectory()) addFolder(options, folder, name, found, below);
  else if (stats.isSymbolicLink()) found.left.push({ path, reason: folder.reason ?? 'link', signature });
  else if (!stats.isFile()) found.left.push({ path, reason: 'temporary', signature });
  else {
    const reason = ruleFor(path, options.matchesPattern, folder.reason);
    if (reason === null) found.files.push({ path, ...signature });
    else found.left.push({ path, reason, signature });
  }
}
