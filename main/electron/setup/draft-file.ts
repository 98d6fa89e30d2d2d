/**
 * What was decided so far, in the data folder: leaving half-way loses nothing. For its owner's eyes, without the key,
 * gone when the settings are written. A draft that is missing or broken is an empty one.
 */
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { emptyDraft, type SetupDraft } from '../../core/setup-draft.ts';
import { kindChoice, setupStep, setupWayBegun } from '../../shared/setup-contract.ts';

const count = z.number().nullable();
const shape = z.object({
  version: z.literal(1),
  step: setupStep,
  reached: setupStep,
  url: z.string(),
  way: setupWayBegun.nullable().default(null),
  keyKept: z.boolean(),
  root: z.string(),
  employeeFolder: z.string(),
  who: z.record(z.string(), z.int()),
  kinds: z.array(z.object({ names: z.array(z.string()), choice: kindChoice })),
  app: z.object({ openAtLogin: z.boolean(), tray: z.boolean(), notifications: z.boolean() }),
  results: z.object({ employees: count, folders: count, kinds: count, toFile: count, seconds: count }),
});

export interface DraftFile {
  read(): SetupDraft;
  write(draft: SetupDraft): void;
  clear(): void;
}

export function openDraft(data: string): DraftFile {
  const path = join(data, 'setup.json');
  return {
    read() {
      try {
        return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return emptyDraft;
      }
    },
    write(draft) {
      try {
        writeFileSync(`${path}.new`, `${JSON.stringify(draft, null, 2)}\n`, { mode: 0o600 });
        chmodSync(`${path}.new`, 0o600);
        renameSync(`${path}.new`, path);
      } catch {
        // A full disk costs the coming back, not the going on; writing the settings will say so.
      }
    },
    clear() {
      rmSync(path, { force: true });
      rmSync(`${path}.new`, { force: true });
    },
  };
}
