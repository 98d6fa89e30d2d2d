/**
 * What the shell remembers between two runs. A file that is missing or broken is an empty memory. Read by hand: it is
 * wanted before the library that checks shapes is there.
 */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';

export interface Remembered {
  readonly window: Rectangle | null;
  readonly maximized: boolean;
  /** The first document was filed, and its person was told so. */
  readonly firstFiled: boolean;
}

export interface AppMemory {
  get(): Remembered;
  set(change: Partial<Remembered>): void;
}

export function openAppMemory(folder: string): AppMemory {
  const path = join(folder, 'shell.json');
  let remembered = read(path);
  return {
    get: () => remembered,
    set: (change) => {
      remembered = { ...remembered, ...change };
      try {
        writeFileSync(`${path}.new`, `${JSON.stringify(remembered)}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
        chmodSync(path, 0o600);
      } catch {
        // A full or locked disk costs the place of a window, nothing more.
      }
    },
  };
}

function read(path: string): Remembered {
  let read: Readonly<Record<string, unknown>> = {};
  try {
    read = { ...(JSON.parse(readFileSync(path, 'utf8')) as object | null) };
  } catch {
    // As if there were none.
  }
  return {
    window: rectangleOf(read['window']),
    maximized: read['maximized'] === true,
    firstFiled: read['firstFiled'] === true,
  };
}

function rectangleOf(value: unknown): Rectangle | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height } = value as Readonly<Record<string, unknown>>;
  const whole = (side: unknown): side is number => Number.isSafeInteger(side);
  return whole(x) && whole(y) && whole(width) && whole(height) ? { x, y, width, height } : null;
}
