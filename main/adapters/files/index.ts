/** The `Files` port on a real file system. */
import { readdir } from 'node:fs/promises';
import type { Files } from '../../core/ports.ts';
import { folderVerdict } from '../../core/scan/ignore-rules.ts';
import { archive, isStill } from './archive.ts';
import { codeOf } from './failure.ts';
import { inspect } from './inspect.ts';
import { openDocument } from './open-document.ts';
import { openFile } from './open-file.ts';
import { hasBin, moveToSystemBin } from './recycle-bin.ts';
import type { MoveToBin } from './recycle-bin.ts';
import { scan } from './scan.ts';
import { createTree, look, makeFolderIn } from './tree.ts';
import type { Tree } from './tree.ts';

export interface FilesOptions {
  /** Absolute path of the root. */
  readonly root: string;
  /** The `ignore` patterns of the settings: true for a path (below root, with `/`) that they leave out. */
  readonly matchesPattern?: (path: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The shell's own bin, where there is one; else the `trash` package. */
  readonly moveToBin?: MoveToBin;
}

export function createFiles(options: FilesOptions): Files {
  const tree = createTree(options.root);
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const scanOptions = {
    tree,
    ignoreCase,
    matchesPattern: options.matchesPattern ?? (() => false),
    now: options.now ?? Date.now,
  };
  const moveToBin = options.moveToBin ?? moveToSystemBin;

  return {
    scan: (scope, unchanged) => scan(scanOptions, scope, unchanged),
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
      return !(await look(absolute)).ok;
    },
    makeFolder: (path) => makeFolder(tree, path),
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
