/** The `Files` port on a real file system. */
import { readdir } from 'node:fs/promises';
import type { Files, ScanLook } from '../../core/ports.ts';
import { folderVerdict } from '../../core/scan/ignore-rules.ts';
import { createGitignore } from '../system/index.ts';
import { archive, isStill } from './archive.ts';
import { promisedEyes } from './eyes.ts';
import { codeOf } from './failure.ts';
import { gatherPacks, type Gathered } from './gather.ts';
import { inspect } from './inspect.ts';
import { openDocument } from './open-document.ts';
import { openFile } from './open-file.ts';
import { hasBin, moveToSystemBin } from './recycle-bin.ts';
import type { MoveToBin } from './recycle-bin.ts';
import { renameFolder } from './rename-folder.ts';
import { createApart } from './scan-apart.ts';
import { scan, type ScanEnd } from './scan.ts';
import { createTree, look as lookAt, makeFolderIn } from './tree.ts';
import type { Tree } from './tree.ts';

export interface FilesOptions {
  /** Absolute path of the root. */
  readonly root: string;
  /** The `ignore` patterns of the settings. */
  readonly ignore?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The shell's own bin, where there is one; else the `trash` package. */
  readonly moveToBin?: MoveToBin;
  /** The program that scans in a thread of its own (`scan-worker.ts`, built). Without it all scans are done here. */
  readonly scanWorker?: string;
  /** The first whole scan begins at once, in its thread: whoever asks for it soon finds it under way. */
  readonly early?: boolean;
}

interface Begun {
  readonly begunAt: number;
  readonly gathered: Gathered;
  /** Null where no thread does it. */
  readonly told: Promise<ScanEnd | null> | null;
}

/** A scan that began long before anybody asked for it says too little of now. */
const mostEarlyMs = 30_000;

const lookAtAll: ScanLook = { unchanged: () => false, again: () => undefined };

export function createFiles(options: FilesOptions): Files {
  const { root, ignore = [], now = Date.now } = options;
  const tree = createTree(root);
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const apart = options.scanWorker === undefined ? null : createApart(options.scanWorker);
  const here = { tree, eyes: promisedEyes, matchesPattern: createGitignore(ignore), ignoreCase };
  const moveToBin = options.moveToBin ?? moveToSystemBin;
  let early = options.early === true ? begin('') : null;

  /** One folder is looked at sooner than a thread is begun. */
  function begin(scope: string): Begun {
    const gathered = gatherPacks();
    const told = scope === '' ? (apart?.scan({ root, scope, ignore, ignoreCase }, gathered) ?? null) : null;
    return { begunAt: now(), gathered, told };
  }

  return {
    async scan(scope, look = lookAtAll) {
      // Also of what was seen before: a file is not called quiet for longer than somebody has waited for it.
      const at = now();
      const begun = scope === '' ? early : null;
      if (scope === '') early = null;
      const soon = begun !== null && at - begun.begunAt < mostEarlyMs;
      const { gathered, told } = soon ? begun : begin(scope);
      const end = (async () => (await told) ?? (await scan(here, scope, gathered)))();
      return gathered.result({ scope, at, end }, look);
    },
    inspect: (path, signature) => inspect(tree, path, signature),
    async open(path, signature) {
      const opened = await openFile(tree, path, signature);
      if (opened.kind !== 'open') return null;
      return openDocument(opened.handle, opened.absolute, signature, opened.device);
    },
    archive: (path, employeeFolder, signature) => archive(tree, path, employeeFolder, signature),
    async trash(path, signature) {
      const absolute = tree.absolute(path);
      if (absolute === null || !(await isStill(tree, absolute, signature)) || !(await hasBin(absolute)))
        return false;
      try {
        await moveToBin(absolute);
      } catch {
        return false; // the file stays, and status says so
      }
      return !(await lookAt(absolute)).ok;
    },
    makeFolder: (path) => makeFolder(tree, path),
    renameFolder: (from, to) => renameFolder(tree, from, to),
    folders: (scope) => folders(tree, scope, ignoreCase),
  };
}

async function makeFolder(tree: Tree, path: string): Promise<boolean> {
  const absolute = tree.absolute(path);
  if (absolute === null || path === '') return false;
  try {
    return (await makeFolderIn(tree, absolute)) === 'made';
  } catch (error) {
    codeOf(error);
    return false;
  }
}

async function folders(tree: Tree, scope: string, ignoreCase: boolean): Promise<readonly string[]> {
  const absolute = tree.absolute(scope);
  if (absolute === null || !(await tree.holds(absolute))) return [];
  try {
    const entries = await readdir(absolute, { withFileTypes: true });
    return entries
      .filter((entry) => {
        const verdict = folderVerdict(entry.name, ignoreCase);
        return entry.isDirectory() && verdict.kind === 'walk' && verdict.reason === null;
      })
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    codeOf(error);
    return [];
  }
}

export type { MoveToBin } from './recycle-bin.ts';
export { ordinaryFile, readWhole } from './read-whole.ts';
export { createTree } from './tree.ts';
export type { Tree } from './tree.ts';
