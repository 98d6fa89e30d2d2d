/** Keeps a tenant over restarts: one JSON file, and beside it a folder with the bytes of the files. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emulator } from './emulator.ts';
import type { ApiKey, Company, Row, StoredFile } from './model.ts';
import { isSwitchName } from './switches.ts';
import type { Switches } from './switches.ts';

export interface SavedState {
  readonly version: 1;
  readonly company: Company;
  readonly keys: readonly ApiKey[];
  readonly switches: Partial<Switches>;
  readonly nextValueId: number;
  readonly rows: readonly (readonly [employeeId: number, field: string, rows: readonly Row[]])[];
  readonly files: readonly Omit<StoredFile, 'bytes'>[];
}

const folderOf = (path: string): string => `${path}.files`;

/** Null where there is no such file yet. @throws Error where it is something else. */
export async function readState(path: string): Promise<SavedState | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const saved = JSON.parse(text) as SavedState;
  if ((saved.version as number) !== 1) throw new Error(`${path} is no state of this emulator.`);
  const known = Object.entries(saved.switches).filter(([name]) => isSwitchName(name));
  return { ...saved, switches: Object.fromEntries(known) };
}

/** Puts values and files back into an emulator that was started with the saved company, keys and switches. */
export async function restoreState(emulator: Emulator, saved: SavedState, path: string): Promise<void> {
  const { store } = emulator;
  for (const file of saved.files) {
    const bytes = await readFile(join(folderOf(path), file.id)).catch(() => null);
    store.files.set(file.id, { ...file, bytes });
  }
  const employees = new Map(store.employees);
  for (const [employeeId, field, rows] of saved.rows) store.setRows(employeeId, field, rows, null);
  // putting back is no change
  for (const [id, employee] of employees) store.employees.set(id, employee);
  store.recountPictures();
  store.resumeValueIds(saved.nextValueId);
  emulator.journal.clear();
}

export interface StateKeeper {
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

/** Saves soon after every change, and on `close`. */
export function keepState(emulator: Emulator, path: string): StateKeeper {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  const save = (): void => {
    timer = undefined;
    saving = saving.then(() => saveState(emulator, path));
  };
  emulator.store.onChange = () => {
    timer ??= setTimeout(save, 200);
  };
  return {
    close: async () => {
      clearTimeout(timer);
      save();
      await saving;
    },
  };
}

async function saveState(emulator: Emulator, path: string): Promise<void> {
  const { store } = emulator;
  const saved: SavedState = {
    version: 1,
    company: { ...emulator.company, employees: [...store.employees.values()] },
    keys: emulator.keys,
    switches: emulator.switches,
    nextValueId: store.nextValueId,
    rows: [...store.employees.keys()].flatMap((id) =>
      [...store.record(id)].map(([field, rows]) => [id, field, rows] as const),
    ),
    files: [...store.files.values()].map((file) => ({ ...file, bytes: undefined })),
  };
  await mkdir(folderOf(path), { recursive: true });
  for (const { id, bytes } of store.files.values())
    if (bytes) await writeOnce(join(folderOf(path), id), bytes);
  await writeFile(`${path}.new`, JSON.stringify(saved, null, 1));
  await rename(`${path}.new`, path);
}

async function writeOnce(path: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
