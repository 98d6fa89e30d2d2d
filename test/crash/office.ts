/** One office for one crash: a tree, a data folder, an emulated Lucca. What must hold there at the end: `ending.ts`. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDriver } from '../../main/adapters/ledger/driver.ts';
import { fictionalCompany, startEmulator, type Company, type Emulator } from '../lucca/index.ts';
import { placeAll } from '../support/tree/index.ts';
import { tinyPdf } from '../lucca/filled.ts';
import { early, filledPart, type OfficeKind, type Saved } from './kinds.ts';
import type { Program, Started } from './program.ts';

export interface Office {
  readonly kind: OfficeKind;
  readonly lucca: Emulator;
  readonly root: string;
  readonly data: string;
  readonly plan: readonly Saved[];
  /** Rows of other hands, as they stood before the scans came. */
  readonly foreign: readonly ForeignRow[];
  /** Uploads that were under way at the deaths so far, by the ledger. */
  readonly uploadsInDoubt: Set<string>;
  start(command: readonly string[], environment?: Readonly<Record<string, string>>): Started;
  close(): Promise<void>;
}

export interface ForeignRow {
  readonly employeeId: number;
  readonly field: string;
  readonly value: unknown;
}

export const runOnce = ['run', '--once', '--wait', '150'] as const;

export async function openOffice(program: Program, kind: OfficeKind): Promise<Office> {
  const company = fictionalCompany();
  const lucca = await startEmulator({ company, switches: kind.switches });
  const folder = await mkdtemp(join(tmpdir(), 'classeur-crash-'));
  const [root, data] = [join(folder, 'root'), join(folder, 'data')];
  await mkdir(root);
  await mkdir(data, { mode: 0o700 });
  await writeFile(join(data, 'settings.json'), JSON.stringify(kind.settings(root, lucca.url)), {
    mode: 0o600,
  });
  const running = new Set<Started>();
  const start: Office['start'] = (command, environment) => {
    const started = program.start(command, data, {
      ...(kind.links ? {} : { CRASH_NO_LINKS: '1' }),
      ...environment,
    });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  let plan = planOf(kind, company);
  let foreign: readonly ForeignRow[] = [];
  if (kind.foreignRows) {
    // An agent that has worked here before: what stands there is no riddle left by a lost ledger.
    const first = early(company);
    await placeAll(root, [first]);
    const { code } = await start(runOnce).ended;
    if (code !== 0) throw new Error(`The first day ended with ${code}.`);
    foreign = addForeignRows(lucca, company.cast[filledPart] ?? 0);
    lucca.journal.clear();
    await placeAll(root, plan);
    plan = [first, ...plan];
  } else await placeAll(root, plan);
  return {
    ...{ kind, lucca, root, data, plan, foreign, start },
    uploadsInDoubt: new Set(),
    async close() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await lucca.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Real documents take longer to make than to file. */
const plans = new Map<OfficeKind, readonly Saved[]>();

function planOf(kind: OfficeKind, company: Company): readonly Saved[] {
  const plan = plans.get(kind) ?? kind.plan(company);
  plans.set(kind, plan);
  return plan;
}

function addForeignRows(lucca: Emulator, employeeId: number): readonly ForeignRow[] {
  const file = (name: string) => ({ id: lucca.addFile({ name, bytes: tinyPdf(name) }).id });
  const visit = (day: string) => ({
    'e_Date-de-la-visite': { value: `${day}T00:00:00` },
    e_Attestation: { value: file(`attestation ${day}.pdf`) },
    e_Convocation: { value: file(`convocation ${day}.pdf`) },
  });
  lucca.addRow(employeeId, 'e_Visite-medicale', visit('2024-03-12'));
  lucca.addRow(employeeId, 'e_Visite-medicale', visit('2025-04-02'));
  lucca.addRow(employeeId, 'e_Contrats', file('contrat.pdf'));
  lucca.addRow(employeeId, 'e_Contrats', file('avenant.pdf'));
  return Object.entries(lucca.record(employeeId)).flatMap(([field, rows]) =>
    rows.map(({ value }) => ({ employeeId, field, value })),
  );
}

/**
 * Uploads that are under way by the ledger, right after a death: the document and since when, so that two deaths in a row
 * tell of the same one alike. Read from a copy: the dead one's files are left as they are.
 */
export async function uploadsUnderWay(data: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'classeur-dead-'));
  try {
    for (const name of ['ledger.db', 'ledger.db-wal'])
      await copyFile(join(data, name), join(folder, name)).catch(() => undefined);
    const driver = openDriver(join(folder, 'ledger.db'), 'write');
    try {
      if (driver.all("SELECT 1 FROM sqlite_master WHERE name = 'documents'").length === 0) return [];
      const rows = driver.all("SELECT hex(id) AS id, state_at FROM documents WHERE state = 'uploading'");
      return rows.map((row) => `${String(row['id'])} ${String(row['state_at'])}`);
    } finally {
      driver.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Where there are no hard links, a lease that was made and not yet written names nobody, so it holds for the 90 s of a
 * stranger's. They pass here by the file's own time, which is the share's clock.
 */
export async function letNamelessLeaseRunOut({ kind, root }: Pick<Office, 'kind' | 'root'>): Promise<void> {
  if (kind.links) return;
  const folder = join(root, '.classeur');
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^lease-\d+$/.test(name) || isWhole(await readFile(join(folder, name), 'utf8'))) continue;
    const long = new Date(Date.now() - 95_000);
    await utimes(join(folder, name), long, long);
  }
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
