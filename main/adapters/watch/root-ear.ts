/**
 * One handle on the root, for Windows and macOS: the system itself tells of everything below it, and folders stay free
 * to be renamed. Of chokidar no more is asked than to keep that handle alive: all below the root is ignored, or it
 * would remember every file of the tree. What the handle says comes as `raw` events.
 */
import { isAbsolute, join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { parentOf } from '../../core/document.ts';
import { folderVerdict, ownFolder } from '../../core/scan/ignore-rules.ts';
import type { Ear, EarOptions } from './ear.ts';
import { folderAt } from './folder-at.ts';
import { createLooks } from './looks.ts';
import type { Heard } from './looks.ts';

type Backend = NonNullable<NonNullable<Parameters<typeof watch>[1]>['backend']>;

/** `backend`: chokidar's own choice on the systems that this is for; tests ask for one that others have as well. */
export function listenAtRoot(options: EarOptions, backend: Backend = 'auto'): Ear {
  const { root, ignoreCase, onHint } = options;
  const probe = `${ownFolder}/${options.probe}`;
  const looks = createLooks();
  let closed = false;

  const heard = (event: string, path: string | null): void => {
    if (closed) return;
    const way = path === null ? '' : below(root, path);
    if (way === null) return;
    if (way === '') onHint('');
    else if (way === probe) options.onProbe();
    else if (way.split('/').every((name) => folderVerdict(name, ignoreCase).kind === 'walk'))
      looks(way, event === 'change' ? 'change' : 'rename', (said) => lookAt(way, said));
  };

  /** The name does not tell whether it is a folder's. */
  async function lookAt(way: string, event: Heard): Promise<void> {
    const folder = await folderAt(join(root, way));
    // A folder's own change is that of what lies in it, which is told as well.
    if (closed || (folder === true && event === 'change')) return;
    const parent = parentOf(way);
    // One that went is scanned itself: only what lies in a scan's scope may be called gone, and the root is a lot.
    onHint(folder === true || (folder === null && parent === '') ? way : parent);
  }

  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
    backend,
    ignored: (path) => below(root, path) !== '',
  });
  watcher.on('raw', (event, path) => heard(event, path));
  // The root itself went, or came.
  watcher.on('all', () => onHint(''));
  watcher.on('error', options.onFail);
  watcher.once('ready', options.onReady);
  return {
    async close() {
      closed = true;
      await watcher.close();
    },
  };
}

/** The path below the root with `/`; null for one that lies outside of it. */
function below(root: string, path: string): string | null {
  const way = isAbsolute(path) ? relative(root, path) : path;
  return way === '..' || way.startsWith(`..${sep}`) ? null : way.split(sep).join('/');
}
