/**
 * A handle on every folder, for Linux, which knows no other way. Files are not remembered at all, and of a folder only
 * its name and its handle: chokidar, which can list everything that it watches, takes ten times the memory here.
 */
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { folderVerdict, ownFolder } from '../../core/scan/ignore-rules.ts';
import { eachLimited } from '../files/limit.ts';
import type { Ear, EarOptions } from './ear.ts';
import { folderAt } from './folder-at.ts';
import { createLooks } from './looks.ts';
import type { Heard } from './looks.ts';

interface Folder {
  readonly name: string;
  /** Null for the root. */
  readonly parent: Folder | null;
  /** Null for one that may not be listened to, and for one that is given up. */
  handle: FSWatcher | null;
  /** Null where there are none: most folders have none. */
  below: Map<string, Folder> | null;
  dropped: boolean;
}

/** More does not help: Node has four threads for files. */
const foldersAtOnce = 8;
/** Handles are closed so many at a time: others wait for the thread as well. */
const closedAtOnce = 500;

export function listenInFolders(options: EarOptions): Ear {
  const { root, ignoreCase, onHint } = options;
  const top: Folder = { name: '', parent: null, handle: null, below: null, dropped: false };
  let own: FSWatcher | null = null;
  let closed = false;
  const looks = createLooks();
  const isOver = (folder: Folder): boolean => closed || folder.dropped;

  const fail = (): void => {
    if (!closed) options.onFail();
  };

  /** False where it cannot be listened to. Throws for what ends all listening. */
  function open(folder: Folder): boolean {
    try {
      folder.handle = watch(join(root, pathOf(folder)), (event, name) => {
        heard(folder, event === 'change' ? event : 'rename', name);
      });
      folder.handle.on('error', fail);
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (folder.parent === null || !['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(String(code)))
        throw error;
      return false;
    }
  }

  function listenToProbe(): void {
    own?.close();
    own = null;
    try {
      own = watch(join(root, ownFolder), (_, name) => {
        if (name === options.probe && !closed) options.onProbe();
      });
      own.on('error', fail);
    } catch {
      // It will be heard of when it is made.
    }
  }

  /** Listens first and lists then: what comes in between is heard. */
  async function listen(folder: Folder): Promise<void> {
    if (isOver(folder) || !open(folder)) return;
    const names = await foldersIn(join(root, pathOf(folder)));
    const isNew = (name: string): boolean =>
      folderVerdict(name, ignoreCase).kind === 'walk' && folder.below?.has(name) !== true;
    await eachLimited(names.filter(isNew), folder === top ? foldersAtOnce : 1, async (name) => {
      if (!isOver(folder)) await listen(childOf(folder, name));
    });
  }

  function heard(folder: Folder, event: Heard, name: string | null): void {
    if (isOver(folder)) return;
    if (name === null) onHint(pathOf(folder));
    else if (folderVerdict(name, ignoreCase).kind !== 'walk') {
      if (folder === top && name === ownFolder && event === 'rename') listenToProbe();
    } else if (event === 'change' && folder.below?.has(name) !== true) onHint(pathOf(folder));
    else looks(pathOf(folder, name), event, (said) => look(folder, name, said));
  }

  /** Something came or went under this name; or a folder's own mode changed. */
  async function look(folder: Folder, name: string, event: Heard): Promise<void> {
    const way = pathOf(folder, name);
    const isFolder = await folderAt(join(root, way));
    if (isOver(folder)) return;
    const known = folder.below?.get(name);
    if (isFolder === true) {
      if (event === 'rename' || known?.handle === null) await listenAnew(folder, name, known);
      if (!closed) onHint(way);
      return;
    }
    if (known !== undefined) drop(known);
    // A folder that went is scanned itself: only what lies in a scan's scope may be called gone.
    onHint(isFolder === null && known !== undefined ? way : pathOf(folder));
  }

  /** The same folder or another of the same name: the old handle does not tell. */
  async function listenAnew(parent: Folder, name: string, old: Folder | undefined): Promise<void> {
    if (old !== undefined) drop(old);
    try {
      await listen(childOf(parent, name));
    } catch {
      fail();
    }
  }

  async function begin(): Promise<void> {
    // Whoever began this knows it before anything is heard.
    await setImmediate();
    try {
      listenToProbe();
      await listen(top);
    } catch {
      fail();
      return;
    }
    if (!closed) options.onReady();
  }
  void begin();

  return {
    async close() {
      closed = true;
      own?.close();
      let handles = 0;
      for (const folder of [...withAllBelow(top)]) {
        folder.handle?.close();
        folder.handle = null;
        handles += 1;
        if (handles % closedAtOnce === 0) await setImmediate();
      }
    },
  };
}

function childOf(parent: Folder, name: string): Folder {
  const child: Folder = { name, parent, handle: null, below: null, dropped: false };
  parent.below ??= new Map();
  parent.below.set(name, child);
  return child;
}

function drop(folder: Folder): void {
  folder.parent?.below?.delete(folder.name);
  for (const one of withAllBelow(folder)) {
    one.dropped = true;
    one.handle?.close();
    one.handle = null;
  }
}

function* withAllBelow(folder: Folder): Generator<Folder> {
  yield folder;
  for (const child of folder.below?.values() ?? []) yield* withAllBelow(child);
}

/** Below root, with `/`. */
function pathOf(folder: Folder, name?: string): string {
  const names = name === undefined ? [] : [name];
  for (let one = folder; one.parent !== null; one = one.parent) names.unshift(one.name);
  return names.join('/');
}

/** Names of the folders in one; none where it cannot be listed. */
async function foldersIn(absolute: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(absolute, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
