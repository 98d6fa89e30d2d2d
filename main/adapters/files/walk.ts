/**
 * The walk below one folder: every file with its signature, in the order of the paths, and why some are left out.
 * Links and junctions are reported and never followed. A folder that could not be listed is named, so that nothing
 * below it is taken for gone.
 */
import type { Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import type { Signature } from '../../core/model.ts';
import { folderVerdict, ruleFor, scopeVerdict } from '../../core/scan/ignore-rules.ts';
import type { RuleReason } from '../../core/scan/ignore-rules.ts';
import type { IgnoredReason } from '../../shared/reasons.ts';
import type { Eyes } from './eyes.ts';
import { codeOf } from './failure.ts';
import { eachLimited } from './limit.ts';
import { signatureOf } from './signature.ts';
import type { Tree } from './tree.ts';

const mostListings = 4;
/** No server's clock is wrong by more, summer time included. */
const calmMs = 3 * 3_600_000;

export interface WalkOptions {
  readonly tree: Pick<Tree, 'root' | 'absolute'>;
  readonly eyes: Eyes;
  /** The `ignore` patterns of the settings. */
  readonly matchesPattern: (path: string) => boolean;
  /** The volume sees no difference between `a` and `A`. */
  readonly ignoreCase: boolean;
}

/** Something that the walk has found: a document where `reason` is null, else what is left out. */
export interface Leaf {
  /** Below root; '' is the root. */
  readonly folder: string;
  readonly name: string;
  readonly signature: Signature;
  readonly reason: IgnoredReason | null;
}

/** What a walk says besides its leaves. */
export interface Walked {
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

/** In a folder, in the order of the paths below it: `a b/`, `a.pdf`, `a/`. */
type Step = { readonly key: string } & ({ readonly leaf: Leaf } | { readonly folder: Folder });

interface Walk extends WalkOptions {
  readonly device: bigint;
  readonly walked: Walked;
}

type Emit = (leaf: Leaf) => void;

export async function walk(options: WalkOptions, scope: string, device: bigint, emit: Emit): Promise<Walked> {
  const walked: Walked = { unreadable: [], vanished: [], vanishedFiles: 0 };
  const start = await startOf(options, scope);
  if (start === null) return walked;
  const going: Walk = { ...options, device, walked };
  const steps = await stepsIn(going, start);
  await takeSteps(going, steps, emit);
  // The folder asked for may itself be gone: that is news, not a fault, while the root stands.
  const scopeGone = walked.vanished.indexOf(scope);
  if (scope !== '' && scopeGone !== -1) {
    walked.vanished.splice(scopeGone, 1);
    // A file has its place: what is known of that path is nothing that this walk can tell.
    const now = await options.eyes.look(start.absolute);
    if (now.ok) walked.unreadable.push(scope);
  }
  return walked;
}

/** Null where the scope is Classeur's own, a closed folder, or lies behind a link. */
async function startOf({ tree, eyes, ignoreCase }: WalkOptions, scope: string): Promise<Folder | null> {
  const absolute = tree.absolute(scope);
  const verdict = scopeVerdict(scope, ignoreCase);
  if (absolute === null || verdict.kind !== 'walk') return null;
  let way = tree.root;
  for (const segment of scope === '' ? [] : scope.split('/')) {
    way = join(way, segment);
    const seen = await eyes.look(way);
    if (seen.ok && seen.stats.isSymbolicLink()) return null;
  }
  return { path: scope, absolute, reason: verdict.reason };
}

/** One after the other while the disk answers at once; a slow one is asked for several folders together. */
async function takeSteps(walk: Walk, steps: readonly Step[], emit: Emit): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (walk.eyes.foldersAtOnce > 1) {
      await takeTogether(walk, steps.slice(index), emit);
      return;
    }
    if ('leaf' in step) emit(step.leaf);
    else await takeSteps(walk, await stepsIn(walk, step.folder), emit);
  }
}

/** What is found is handed on in order all the same. */
async function takeTogether(walk: Walk, steps: readonly Step[], emit: Emit): Promise<void> {
  const done = new Map<Step, readonly Leaf[]>();
  let next = 0;
  const oneByOne: Walk = {
    ...walk,
    eyes: { ...walk.eyes, foldersAtOnce: 1 },
  };
  await eachLimited(steps, walk.eyes.foldersAtOnce, async (step) => {
    const leaves: Leaf[] = [];
    if ('leaf' in step) leaves.push(step.leaf);
    else await takeSteps(oneByOne, await stepsIn(oneByOne, step.folder), (leaf) => leaves.push(leaf));
    done.set(step, leaves);
    for (let ready = steps[next]; ready !== undefined && done.has(ready); ready = steps[(next += 1)]) {
      done.get(ready)?.forEach(emit);
      done.delete(ready);
    }
  });
}

async function stepsIn(walk: Walk, folder: Folder): Promise<readonly Step[]> {
  let entries: Dirent[];
  try {
    entries = await listSteadily(walk.eyes, folder.absolute);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') walk.walked.vanished.push(folder.path);
    // What is left out anyway may stay closed.
    else if (folder.reason === null) walk.walked.unreadable.push(folder.path);
    return [];
  }
  const steps: Step[] = [];
  const toLookAt: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) addFolder(walk, folder, entry.name, steps);
    else toLookAt.push(entry.name);
  }
  if (walk.eyes.filesAtOnce > 1)
    await eachLimited(toLookAt, walk.eyes.filesAtOnce, async (name) => {
      take(walk, folder, name, await walk.eyes.look(within(folder, name)), steps);
    });
  else
    for (const name of toLookAt) {
      const seen = walk.eyes.look(within(folder, name));
      take(walk, folder, name, seen instanceof Promise ? await seen : seen, steps);
    }
  return steps.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * An entry renamed while its folder is listed may be in neither place of the list: then it is listed anew. A folder whose
 * last change lies hours back has not changed just now; for others two looks must agree, since clocks may not.
 */
async function listSteadily(eyes: Eyes, absolute: string): Promise<Dirent[]> {
  const calm = Date.now() - calmMs;
  let entries = await eyes.list(absolute);
  let seen = await eyes.look(absolute);
  if (seen.ok && Number(seen.stats.mtimeMs) < calm) return entries;
  for (let tries = 1; tries < mostListings; tries += 1) {
    const before = seen;
    entries = await eyes.list(absolute);
    seen = await eyes.look(absolute);
    if (before.ok && seen.ok && before.stats.mtimeNs === seen.stats.mtimeNs) return entries;
  }
  return entries;
}

export function pathOf(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** As `join`, at a tenth of its cost: nothing of a name is to be resolved. */
function within({ absolute }: Folder, name: string): string {
  return absolute.endsWith(sep) ? `${absolute}${name}` : `${absolute}${sep}${name}`;
}

function addFolder(walk: Walk, folder: Folder, name: string, steps: Step[]): void {
  const verdict = folderVerdict(name, walk.ignoreCase);
  if (verdict.kind === 'own') return;
  if (verdict.kind === 'closed') {
    const signature = { size: 0, mtimeMs: 0, fileKey: '' };
    steps.push({ key: name, leaf: { folder: folder.path, name, signature, reason: verdict.reason } });
    return;
  }
  const path = pathOf(folder.path, name);
  const absolute = within(folder, name);
  steps.push({ key: `${name}/`, folder: { path, absolute, reason: folder.reason ?? verdict.reason } });
}

type Seen = Awaited<ReturnType<Eyes['look']>>;

function take(walk: Walk, folder: Folder, name: string, seen: Seen, steps: Step[]): void {
  if (!seen.ok) {
    const gone = seen.code === 'ENOENT' && !name.includes('\uFFFD');
    const { unreadable } = walk.walked;
    if (gone) walk.walked.vanishedFiles += 1;
    // A name that is no Unicode cannot be opened: the folder is named, somebody must rename the file.
    else if (folder.reason === null && !unreadable.includes(folder.path)) unreadable.push(folder.path);
    return;
  }
  const { stats } = seen;
  // A cloud drive's placeholder is listed as a link on Windows, and is none: only `lstat` tells.
  if (stats.isDirectory()) addFolder(walk, folder, name, steps);
  else {
    const reason = reasonFor(walk, folder, name, stats);
    const signature = signatureOf(stats, walk.device);
    steps.push({ key: name, leaf: { folder: folder.path, name, signature, reason } });
  }
}

function reasonFor(
  walk: Walk,
  folder: Folder,
  name: string,
  stats: Extract<Seen, { ok: true }>['stats'],
): IgnoredReason | null {
  if (stats.isSymbolicLink()) return folder.reason ?? 'link';
  if (!stats.isFile()) return 'temporary';
  return ruleFor(pathOf(folder.path, name), walk.matchesPattern, folder.reason);
}
