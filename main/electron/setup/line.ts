/**
 * The line to Lucca before there is an agent: through the same gate, counted in the same ledger. Held for one errand at
 * a time, with the data folder's lock, and let go of after it: what else works on this folder may go on.
 */
import { takeFolderLock } from '../../adapters/data-folder/folder-lock.ts';
import { LedgerUnavailable } from '../../adapters/ledger/ledger-unavailable.ts';
import { openLedger } from '../../adapters/ledger/open-ledger.ts';
import { luccaFor } from '../../adapters/lucca/index.ts';
import { systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createGateway, type Gateway } from '../../core/agent-gateway.ts';
import { openMemory, type Memory } from '../../core/agent-memory.ts';
import type { Employee, FieldDefinition } from '../../core/model.ts';
import type { Lucca, Outcome } from '../../core/ports.ts';
import type { Settings } from '../../shared/settings.ts';

export interface Line {
  directory(): Promise<Outcome<readonly Employee[]>>;
  definitions(): Promise<Outcome<readonly FieldDefinition[]>>;
}

/** What is done with the ledger of a data folder; null where another program has it, or it cannot be opened. */
export async function withMemory<T>(
  data: string,
  work: (memory: Memory) => Promise<T>,
): Promise<{ readonly value: T } | null> {
  let lock: ReturnType<typeof takeFolderLock>;
  try {
    lock = takeFolderLock(data);
  } catch {
    return null;
  }
  if (lock === null) return null;
  try {
    const { ledger } = await openLedger({ folder: data, mode: 'own' });
    try {
      return { value: await work(await openMemory(ledger, () => undefined)) };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (error instanceof LedgerUnavailable) return null;
    throw error;
  } finally {
    lock.release();
  }
}

const directoryPage = 1_000;

/** One errand. `key`: what is tried, held no longer than the errand lasts. */
export function withLine<T>(
  given: {
    readonly data: string;
    /** As the settings will have it; the folders' pattern says what is read beside people. */
    readonly settings: Pick<Settings, 'tenant' | 'employeeFolder'>;
    readonly key: string;
    /** Hears why no token was given. */
    readonly onSignInRefused?: (code: string) => void;
  },
  errand: (line: Line) => Promise<T>,
): Promise<{ readonly value: T } | null> {
  return withMemory(given.data, async (memory) => {
    // Another key was refused perhaps; this one has not been.
    await memory.write([{ kind: 'facts', facts: { keyRefused: false } }]);
    const { settings, key, onSignInRefused } = given;
    const lucca = luccaFor({
      settings,
      key: () => Promise.resolve(key),
      ...(onSignInRefused === undefined ? {} : { onSignInRefused }),
    });
    const gateway = createGateway({
      clock: systemClock,
      random: systemRandom,
      lease: { mayWork: true },
      memory,
      transact: (build) => memory.write(build()),
      limit: settings.tenant.requestsPerMinute,
    });
    try {
      return await errand({
        directory: () => readDirectory(lucca, gateway),
        definitions: () => readDefinitions(lucca, gateway),
      });
    } finally {
      gateway.stop();
      await lucca.close();
      await memory.write([{ kind: 'facts', facts: { keyRefused: false } }]);
    }
  });
}

async function readDirectory(lucca: Lucca, gateway: Gateway): Promise<Outcome<readonly Employee[]>> {
  const employees = new Map<number, Employee>();
  for (let offset = 0; ; offset += directoryPage) {
    const page = await gateway.call((signal) => lucca.directoryPage(offset, directoryPage, signal));
    if (page.kind !== 'applied') return page;
    for (const employee of page.value.employees) employees.set(employee.id, employee);
    if (!page.value.more) return { kind: 'applied', value: [...employees.values()] };
  }
}

/** There are two listings: where the first says nothing, the adapter asks the other one next. */
async function readDefinitions(lucca: Lucca, gateway: Gateway): Promise<Outcome<readonly FieldDefinition[]>> {
  const first = await gateway.call((signal) => lucca.definitions(signal));
  const silent = first.kind === 'refused' || (first.kind === 'applied' && first.value.length === 0);
  if (!silent) return first;
  const second = await gateway.call((signal) => lucca.definitions(signal));
  return second.kind === 'applied' ? second : first;
}
