/** The place of the demonstration: an emulated Lucca, a temporary folder tree, the settings, and a scanner. */
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultKey, startEmulator, type Emulator, type Holding } from '../lucca/index.ts';
import { buildTree, settingsOf } from '../support/tree/index.ts';
import { startWriter } from '../support/writers/index.ts';
import type { Morning, Scan } from './morning.ts';
import type { Language } from './words.ts';

export interface Office {
  readonly lucca: Emulator;
  readonly key: string;
  readonly root: string;
  /** What Lucca held when the morning began. */
  readonly before: readonly Holding[];
  /** A data folder with its settings. Each agent that is started gets its own. */
  dataFolder(name: string): Promise<string>;
  /** Saves a scan the way its machine does it; resolves when the machine is done with the file. */
  scan(scan: Scan): Promise<void>;
  close(): Promise<void>;
}

export async function openOffice(
  language: Language,
  makeMorning: (lucca: Emulator) => Morning,
): Promise<Office & { readonly morning: Morning }> {
  const lucca = await startEmulator();
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'classeur-demo-')));
  const root = path.join(folder, language === 'fr' ? 'Employés' : 'Employees');
  const glass = path.join(folder, 'scanner');
  await mkdir(glass, { recursive: true });
  await buildTree(root, lucca.company.employees);
  const morning = makeMorning(lucca);
  for (const { employeeId, field, bytes } of morning.there) {
    const { id } = lucca.addFile({ name: 'document.pdf', bytes });
    lucca.setValue(employeeId, field, { id });
  }
  const writer = startWriter();
  let scans = 0;
  return {
    lucca,
    key: defaultKey.key,
    root,
    before: lucca.holdings(),
    morning,
    dataFolder: async (name) => {
      const data = path.join(folder, name);
      await mkdir(data, { mode: 0o700 });
      const settings = settingsOf({
        root,
        tenantUrl: lucca.url,
        language,
        quietSeconds: 2,
        // All of what Lucca allows: nobody else asks this tenant for anything.
        requestsPerMinute: 50,
        more: { settle: { quietSeconds: 2, incompleteSeconds: 8 } },
      });
      await writeFile(path.join(data, 'settings.json'), JSON.stringify(settings, null, 2), { mode: 0o600 });
      await chmod(data, 0o700);
      return data;
    },
    scan: async ({ path: below, how, states }) => {
      const number = ++scans;
      const from: string[] = [];
      for (const [page, state] of states.entries()) {
        const file = path.join(glass, `${number}-${page + 1}`);
        await writeFile(file, state);
        from.push(file);
      }
      const to = path.join(root, below);
      await mkdir(path.dirname(to), { recursive: true });
      await writer.save({ how, to, from, pieces: 4, pauseMs: 600 });
    },
    close: async () => {
      await writer.stop();
      await lucca.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
