/**
 * What must hold after a crash: the next run brings everything to its end, and the one after it finds nothing to do. Each
 * fault is told in a line; none is well.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compare, sha256 } from '../support/tree/index.ts';
import { letNamelessLeaseRunOut, runOnce, type Office } from './office.ts';
import type { Saved } from './kinds.ts';

export async function faultsAtTheEnd(office: Office): Promise<readonly string[]> {
  const { kind, lucca, plan } = office;
  await letNamelessLeaseRunOut(office);
  const wanted = plan.some(kind.asks) ? 2 : 0;
  const faults: string[] = [];
  const check = (holds: boolean, otherwise: string): void => {
    if (!holds) faults.push(otherwise);
  };

  const recovery = await office.start(runOnce).ended;
  check(
    recovery.code === wanted,
    `the run after it ended with ${recovery.code}: ${lastStates(recovery.out)}`,
  );
  faults.push(...inLucca(office), ...(await inTheTree(office)), ...(await inTheJournals(office)));

  const sent = (): readonly number[] => [lucca.journal.countUploads(), lucca.journal.countWrites()];
  const before = sent();
  const quiet = await office.start(runOnce).ended;
  check(quiet.code === wanted, `the last run ended with ${quiet.code}`);
  check(
    isDeepStrictEqual(before, sent()),
    `the last run sent something: ${before.join('+')}, then ${sent().join('+')}`,
  );
  faults.push(...inLucca(office));
  check(lucca.journal.countThrottled() === 0, 'a 429 was earned');
  faults.push(...countsIn(office, quiet.out));
  if (office.uploadsInDoubt.size > 0) {
    const status = await office.start(['status']).ended;
    check(status.code === wanted, `status ended with ${status.code}`);
    faults.push(...countsIn(office, status.out));
  }
  const names = await readdir(office.data);
  check(!names.some((name) => name.startsWith('ledger.damaged')), 'the ledger was found damaged');
  return [...new Set(faults)];
}

/** Each document once, byte for byte, with its values; what others put there is all there. */
function inLucca({ kind, lucca, plan, foreign }: Office): readonly string[] {
  const faults: string[] = [];
  const files = new Map(lucca.files);
  const theirs = new Set(JSON.stringify(foreign.map(({ value }) => value)).match(/[0-9a-f-]{36}/g));
  const held = lucca.holdings().filter(({ fileId }) => !theirs.has(fileId));
  const due = plan.filter((document) => !kind.asks(document));
  const { missing, doubled, misplaced, strange } = compare(due, held);
  for (const { path } of missing) faults.push(`missing in Lucca: ${path}`);
  for (const { path } of doubled) faults.push(`twice in Lucca: ${path}`);
  for (const { fileName } of [...misplaced, ...strange]) faults.push(`does not belong there: ${fileName}`);
  for (const { fileId, sha256: hash, fileName } of held) {
    const bytes = files.get(fileId)?.bytes;
    if (bytes == null || sha256(bytes) !== hash) faults.push(`other bytes: ${fileName}`);
  }
  for (const { employeeId, field, value } of foreign) {
    const rows = lucca.record(employeeId)[field] ?? [];
    const standing = rows.filter((row) => isDeepStrictEqual(row.value, value)).length;
    if (standing !== 1) faults.push(`a row of other hands stands ${standing} times on ${field}`);
  }
  for (const document of due) faults.push(...values(lucca.record(document.employeeId), document, held));
  return faults;
}

/** The day of a visit goes with its paper, also where rows had to be put back. */
function values(
  record: ReturnType<Office['lucca']['record']>,
  { path, field, drawer, date, sha256: hash }: Saved,
  held: ReturnType<Office['lucca']['holdings']>,
): readonly string[] {
  if (drawer !== 'visits' || date === null) return [];
  const ids = new Set(held.filter((one) => one.sha256 === hash).map(({ fileId }) => fileId));
  const row = (record[field] ?? []).find(({ value }) =>
    [...ids].some((id) => JSON.stringify(value).includes(id)),
  );
  return row === undefined || JSON.stringify(row.value).includes(`${date}T00:00:00`)
    ? []
    : [`its day is gone: ${path}`];
}

/** Where filed documents are put away, each lies in `_Filed/` once; elsewhere each lies where it was saved. */
async function inTheTree({ kind, root, plan }: Office): Promise<readonly string[]> {
  const lying = new Map<string, string[]>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const folder = entry.parentPath;
    if (!entry.isFile() || folder.split(sep).includes('.classeur')) continue;
    const path = join(folder, entry.name);
    const hash = sha256(await readFile(path));
    lying.set(hash, [
      ...(lying.get(hash) ?? []),
      path
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    ]);
  }
  const faults: string[] = [];
  for (const { path, sha256: hash } of plan) {
    const [folder = '', ...rest] = path.split('/');
    const wanted = kind.archives ? [folder, '_Filed', ...rest].join('/') : path;
    const found = lying.get(hash) ?? [];
    if (!isDeepStrictEqual(found, [wanted]))
      faults.push(`lies in the tree as ${found.join(', ') || 'nothing'}`);
    lying.delete(hash);
  }
  for (const [, paths] of lying) faults.push(`came into the tree: ${paths.join(', ')}`);
  return faults;
}

/** A ledger that is lost is rebuilt from the journals: each attachment is in both, before and after. */
async function inTheJournals({ kind, lucca, plan, root, data }: Office): Promise<readonly string[]> {
  const folder = join(root, '.classeur');
  const inRoot = (await readdir(folder)).filter((name) => name.startsWith('journal-'));
  const places = [join(data, 'journal.jsonl'), ...inRoot.map((name) => join(folder, name))];
  const faults: string[] = places.length === 2 ? [] : [`${places.length} journals`];
  const due = new Set(plan.filter((document) => !kind.asks(document)).map((document) => document.sha256));
  for (const [index, place] of places.entries()) {
    const text = await readFile(place, 'utf8');
    for (const { fileId, sha256: hash, fileName } of lucca.holdings())
      for (const event of ['attach', 'filed'])
        if (due.has(hash) && !text.split('\n').some((line) => tells(line, event, fileId)))
          faults.push(`no "${event}" in the ${index === 0 ? 'data folder' : 'root'}'s journal: ${fileName}`);
  }
  return faults;
}

function tells(line: string, event: string, fileId: string): boolean {
  try {
    const told = JSON.parse(line) as { readonly event?: unknown; readonly fileId?: unknown };
    return told.event === event && told.fileId === fileId;
  } catch {
    return false;
  }
}

/**
 * The last line of a run, and of `status`: what is filed is called filed, and the uploads that nothing names are counted.
 * After a death during an upload nobody can know whether Lucca has the file: it is counted, so the count is what was
 * in doubt, and never below what there is.
 */
function countsIn({ kind, plan, lucca, uploadsInDoubt }: Office, out: string): readonly string[] {
  const summary = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '{}') as {
    readonly documents?: { readonly filed?: number };
    readonly orphans?: number;
  };
  const faults: string[] = [];
  const filed = plan.filter((document) => !kind.asks(document)).length;
  if (summary.documents?.filed !== filed)
    faults.push(`${summary.documents?.filed} of ${filed} are called filed`);
  const nameless = [...lucca.files.values()].filter(({ attachedTo }) => attachedTo.length === 0).length;
  const counted = summary.orphans ?? -1;
  if (counted !== uploadsInDoubt.size || nameless > counted)
    faults.push(`${nameless} uploads that nothing names, ${uploadsInDoubt.size} in doubt, ${counted} told`);
  return faults;
}

/** Of each document that did not end: its state, for whoever reads the fault. */
function lastStates(out: string): string {
  const last = new Map<string, string>();
  for (const line of out.split('\n')) {
    if (!line.includes('"event":"document"')) continue;
    const { path, state, reason } = JSON.parse(line) as Record<string, string | undefined>;
    last.set(path ?? '', `${state ?? ''} ${reason ?? ''}`.trim());
  }
  return [...last.values()].filter((state) => state !== 'filed').join(', ');
}
