/** The desktop's part of the contract, made real. Nothing that the window says becomes an address or a path. */
import { createWriteStream } from 'node:fs';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { clipboard, dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { createTree, ordinaryFile } from '../adapters/files/index.ts';
import type { Desktop } from './ipc-handlers.ts';
import { endPreviews } from './preview-processes.ts';

export interface DesktopNeeds {
  readonly dataFolder: string;
  /** Null while no agent could be started. */
  readonly root: string | null;
  readonly tenantUrl: string | null;
  readonly window: () => BrowserWindow | null;
  readonly hideWindow: () => void;
}

export function openDesktop(needs: DesktopNeeds): Desktop {
  /** An empty answer is success. */
  const openPath = async (path: string): Promise<boolean> => (await shell.openPath(path)) === '';
  return {
    openRoot: () => (needs.root === null ? Promise.resolve(false) : openPath(needs.root)),
    showDocument: (path) => {
      if (needs.root === null || path.split('/').includes('..')) return Promise.resolve(false);
      shell.showItemInFolder(join(needs.root, path.split('/').join(sep)));
      return Promise.resolve(true);
    },
    openDocument: async (path) => {
      const absolute = needs.root === null ? null : await ordinaryFile(createTree(needs.root), path);
      return absolute !== null && (await openPath(absolute));
    },
    endPreviews,
    openTenant: async () => {
      if (needs.tenantUrl === null) return false;
      await shell.openExternal(needs.tenantUrl);
      return true;
    },
    openDataFolder: () => openPath(needs.dataFolder),
    copyText: (text) => {
      void clipboard.writeText(text);
    },
    saveFile: async (suggestedName, chunks) => {
      const window = needs.window();
      const options = { defaultPath: suggestedName, filters: [{ name: 'CSV', extensions: ['csv'] }] };
      const { canceled, filePath } =
        window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
      if (canceled || filePath === '') return false;
      await pipeline(Readable.from(chunks), createWriteStream(filePath, { mode: 0o600 }));
      return true;
    },
    chooseFolder: async (from) => {
      const window = needs.window();
      const options = {
        properties: ['openDirectory', 'createDirectory'] satisfies ('openDirectory' | 'createDirectory')[],
        ...(from === '' ? {} : { defaultPath: from }),
      };
      const { canceled, filePaths } =
        window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
      return canceled ? null : (filePaths[0] ?? null);
    },
    hideWindow: needs.hideWindow,
  };
}
