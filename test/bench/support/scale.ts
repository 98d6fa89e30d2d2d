/**
 * An office with so many filed documents: the tree, the ledger, the journals and the settings as they stand once all of
 * it is filed. Files are sparse: each says that it is two gigabytes large, so that reading one would show at once, and
 * takes no room. The ledger is written through the real adapter, each document with its whole life.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFiles } from '../../../main/adapters/files/index.ts';
import { openJournal } from '../../../main/adapters/journal/journal.ts';
import { openLedger } from '../../../main/adapters/ledger/open-ledger.ts';
import { hasher } from '../../../main/adapters/system/index.ts';
import { identityOf } from '../../../main/core/identity.ts';
import { foldPath } from '../../../main/core/match/fold.ts';
import type {
  DocumentId,
  DocumentRecord,
  Employee,
  EmployeeId,
  FileId,
  FileSeen,
  JournalLine,
  Receipt,
  Sha256,
  TargetKey,
  ValueId,
} from '../../../main/core/model.ts';
import type { LedgerChange } from '../../../main/core/ports.ts';

interface ScaleOptions {
  readonly root: string;
  readonly data: string;
  readonly documents: number;
  readonly employees: number;
}

export interface Scale {
  readonly root: string;
  readonly data: string;
}

const cache = fileURLToPath(new URL('../../../.cache/bench/', import.meta.url));
/** Counted up when what is made here changes. */
const edition = 1;

/** An office of that size, made once and kept: the next benchmark finds it. Its directory is as of now. */
export async function openScale(documents: number, employees: number): Promise<Scale> {
  const base = join(cache, `scale-${documents}-${employees}-${edition}`);
  const options = { root: join(base, 'root'), data: join(base, 'data'), documents, employees };
  const whole = join(base, 'whole');
  if (!existsSync(whole)) {
    rmSync(base, { recursive: true, force: true });
    makeTree(options);
    await fillLedger(options);
    writeFileSync(whole, '');
  }
  const { ledger } = await openLedger({ folder: options.data, mode: 'own' });
  await ledger.commit([directoryOf(employees)]);
  await ledger.close();
  return options;
}

function directoryOf(employees: number): LedgerChange {
  const people = Array.from({ length: employees }, (_, index) => employeeOf(index));
  return { kind: 'directory', directory: { employees: people, readAt: Date.now() } };
}

/** Bytes that each file says it has. */
export const fileBytes = 2_000_000_000;
const entities = 10;
const drawers = ['Contrats', 'Visites médicales'] as const;
const targets = ['e_Contrats', 'e_Visite-medicale/e_Attestation'] as const;
const dayMs = 86_400_000;
/** Documents put into the ledger at once. */
const atOnce = 5_000;

const lastNames = [
  'Dupont',
  'Lefèvre',
  'Martin',
  'Nguyen',
  "D'Angelo",
  'Saint-Exupéry',
  'Müller',
  'Ben Saïd',
];
const firstNames = ['Jean', 'Marie-Claire', 'Élodie', 'François', 'Aïcha', 'Noé', 'Zoë', 'Paul'];

function employeeOf(index: number): Employee {
  const number = String(index + 1).padStart(5, '0');
  return {
    id: (index + 1) as EmployeeId,
    firstName: firstNames[index % firstNames.length] ?? '',
    lastName: lastNames[Math.floor(index / firstNames.length) % lastNames.length] ?? '',
    employeeNumber: number,
    email: `personne-${number}@example.org`,
    login: `p${number}`,
    legalEntity: `Établissement ${(index % entities) + 1}`,
    department: `Service ${index % 40}`,
    contractStart: '2020-01-01T00:00:00',
    contractEnd: null,
  };
}

function folderOf({ legalEntity, lastName, firstName, employeeNumber }: Employee): string {
  return `${legalEntity}/${lastName} ${firstName} (${employeeNumber})`;
}

/** Makes the files: 4 levels deep, `entity/employee/drawer/file`. */
function makeTree({ root, documents, employees }: ScaleOptions): void {
  for (let index = 0; index < employees; index += 1)
    for (const drawer of drawers)
      mkdirSync(join(root, folderOf(employeeOf(index)), drawer), { recursive: true });
  const then = Date.now() / 1_000 - 86_400;
  for (let index = 0; index < documents; index += 1) {
    const path = join(root, pathOf(index, employees));
    const handle = openSync(path, 'wx');
    ftruncateSync(handle, fileBytes);
    closeSync(handle);
    utimesSync(path, then, then - index);
  }
}

function pathOf(index: number, employees: number): string {
  const employee = employeeOf(index % employees);
  const drawer = drawers[Math.floor(index / employees) % drawers.length] ?? '';
  const day = new Date(1_600_000_000_000 + index * 60_000).toISOString().slice(0, 10);
  return `${folderOf(employee)}/${drawer}/${day} scan ${String(index).padStart(6, '0')}.pdf`;
}

/** Writes settings, ledger and journals for the tree that is there. */
async function fillLedger(options: ScaleOptions): Promise<void> {
  const { root, data, documents, employees } = options;
  writeSettings(options);
  const files = createFiles({ root });
  const seen = new Map<string, FileSeen>((await files.scan('')).files.map((file) => [file.path, file]));
  const { ledger } = await openLedger({ folder: data, mode: 'own' });
  try {
    const { agentId } = (await ledger.load()).facts;
    const people = Array.from({ length: employees }, (_, index) => employeeOf(index));
    await ledger.commit([
      directoryOf(employees),
      { kind: 'facts', facts: { rooted: true, directoryAskedAt: Date.now() } },
      ...people.map((person): LedgerChange => {
        const folder = foldPath(folderOf(person));
        return { kind: 'binding', binding: { folder, employeeId: person.id, by: 'match', at: 1 } };
      }),
      {
        kind: 'fields',
        fields: [{ field: 'e_Contrats', name: 'Contrats', multiple: true, subFields: [], holdsFile: true }],
      },
    ]);
    const journal = openJournal({ root, data, agentId });
    for (let from = 0; from < documents; from += atOnce) {
      const changes: LedgerChange[] = [];
      const lines: JournalLine[] = [];
      for (let index = from; index < Math.min(from + atOnce, documents); index += 1) {
        const file = seen.get(pathOf(index, employees));
        if (file === undefined) throw new Error('The tree lacks a file.');
        const { life, receipt } = filedDocument(index, file, employees);
        changes.push(...life.map((document): LedgerChange => ({ kind: 'document', document })));
        changes.push({ kind: 'receipt', receipt });
        const { identity, fileId, filedAt: at } = receipt;
        lines.push({ event: 'attach', identity, fileId, at }, { event: 'filed', identity, fileId, at });
      }
      await journal.append(lines);
      await ledger.commit(changes);
    }
    const written = await journal.readNew({});
    await ledger.commit(
      written.map(({ journal: name, offset }) => ({ kind: 'proofs', journal: name, offset, lines: [] })),
    );
  } finally {
    await ledger.close();
  }
}

function filedDocument(
  index: number,
  file: FileSeen,
  employees: number,
): { readonly life: readonly DocumentRecord[]; readonly receipt: Receipt } {
  const digest = (word: string): string => createHash('sha256').update(`${word} ${index}`).digest('hex');
  const sha256 = digest('bytes') as Sha256;
  const guid = digest('file');
  const fileId =
    `${guid.slice(0, 8)}-${guid.slice(8, 12)}-4${guid.slice(13, 16)}-a${guid.slice(17, 20)}-${guid.slice(20, 32)}` as FileId;
  const employeeId = ((index % employees) + 1) as EmployeeId;
  const target = (targets[Math.floor(index / employees) % targets.length] ?? '') as TargetKey;
  const { path, ...signature } = file;
  const seenAt = Date.now() - 400 * dayMs + index * 300_000;
  const base = {
    id: `d_${digest('document').slice(0, 16)}` as DocumentId,
    path,
    signature,
    quietSince: seenAt,
    seenAt,
    employeeId,
    target,
    inspection: { sha256, contentType: 'application/pdf' },
    unproven: false,
    backlog: index % 2 === 0,
    decisions: {},
    attempts: 0,
    reuploaded: false,
    replaces: null,
  };
  const filedAt = seenAt + 20_000;
  const life: readonly DocumentRecord[] = [
    { ...base, inspection: null, fileId: null, state: 'settling', stateAt: seenAt },
    { ...base, fileId: null, state: 'ready', stateAt: seenAt + 10_020 },
    { ...base, fileId: null, state: 'uploading', stateAt: seenAt + 10_700 },
    { ...base, fileId, state: 'uploaded', stateAt: seenAt + 12_400 },
    { ...base, fileId, state: 'attaching', stateAt: seenAt + 15_900 },
    {
      ...{ ...base, fileId, state: 'filed', stateAt: filedAt },
      ...{ gone: false, changed: null, putAwayDue: false },
    },
  ];
  const receipt: Receipt = {
    identity: identityOf(hasher, employeeId, target, sha256),
    documentId: base.id,
    employeeId,
    target,
    sha256,
    size: signature.size,
    path,
    fileId,
    valueId: (1_000_000 + index) as ValueId,
    filedAt,
    proof: 'answer',
    replacedFileId: null,
  };
  return { life, receipt };
}

function writeSettings({ root, data }: ScaleOptions): void {
  mkdirSync(data, { recursive: true });
  const settings = {
    version: 1,
    language: 'en',
    // Nothing is asked of it while there is nothing to do.
    tenant: { url: 'http://127.0.0.1:9', requestsPerMinute: 40 },
    root,
    employeeFolder: '{legalEntity}/{lastName} {firstName} ({employeeNumber})',
    routes: [
      { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true } },
      {
        match: 'Visites médicales/**',
        target: { field: 'e_Visite-medicale', file: 'e_Attestation', multiple: true },
      },
    ],
  };
  writeFileSync(join(data, 'settings.json'), JSON.stringify(settings));
}
