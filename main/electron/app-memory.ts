/** What the shell remembers between two runs. A file that is missing or broken is an empty memory. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const shape = z.object({
  window: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable().catch(null),
  maximized: z.boolean().catch(false),
  /** The first document was filed, and its person was told so. */
  firstFiled: z.boolean().catch(false),
});
export type Remembered = z.output<typeof shape>;

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
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { window: null, maximized: false, firstFiled: false };
  }
}
