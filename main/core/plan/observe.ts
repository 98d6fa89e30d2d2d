/**
 * Plan, first part: what a scan says about what the ledger knows.
 *
 * Pure. Invariants: a document that Lucca may already hold is never forgotten because its file went;
 * a root that is missing or empty while documents are known changes nothing (it is a state of the share,
 * not a mass deletion); the same scan twice changes nothing the second time.
 */
import type { DocumentId, DocumentRecord, FileSeen, ScanResult, Signature, TreePath } from '../model.ts';
import { nameOf, sameSignature } from '../document.ts';
import { acceptedOfTheFile } from './context.ts';
import { isAttaching, settleAgain } from './transitions.ts';

export interface ObserveInput {
  readonly scan: ScanResult;
  readonly documents: ReadonlyMap<DocumentId, DocumentRecord>;
  /** Ledger new or older than a journal: what it does not know yet needs proof that Lucca lacks it. */
  readonly recovering: boolean;
  /** Folders that could not be listed when the ledger was new: what lies below is no newer than that. */
  readonly unlooked: readonly string[];
  /** Sizes of documents that needed proof, went, and were forgotten: who comes back under another name is one of them. */
  readonly unprovenGone?: ReadonlySet<number>;
  /** First whole scan of this process: what it finds goes after fresh scans. */
  readonly firstLook: boolean;
  /** True where both paths lead to the same employee and target. */
  readonly samePlace: (a: TreePath, b: TreePath) => boolean;
  readonly newId: () => DocumentId;
}

export interface Observed {
  /** Folders that are still to be listed for the first time. */
  readonly unlooked: readonly string[];
  readonly changed: readonly DocumentRecord[];
  readonly gone: readonly DocumentRecord[];
  /** Uploads that nothing will attach any more. */
  readonly orphaned: readonly DocumentRecord[];
  /** Changed or gone while they are on their way: looked at again when what is under way is settled. */
  readonly postponed: readonly DocumentId[];
}

export function observe(input: ObserveInput): Observed {
  const { scan, documents } = input;
  const known = [...documents.values()];
  const nothing: Observed = {
    unlooked: input.unlooked,
    changed: [],
    gone: [],
    orphaned: [],
    postponed: [],
  };
  if (scan.root === 'missing' || scan.root === 'unreadable') return nothing;
  if (scan.root === 'empty' && known.some((document) => isPresent(document))) return nothing;

  const byPath = new Map<TreePath, DocumentRecord>();
  for (const document of known) if (isPresent(document)) byPath.set(document.path, document);
  const inScan = new Set<TreePath>();
  for (const file of scan.files) inScan.add(file.path);
  for (const file of scan.left) inScan.add(file.path);

  const unproven = new Set(input.unprovenGone);
  for (const document of known) if (lacksProof(document)) unproven.add(document.signature.size);

  const changed: DocumentRecord[] = [];
  const gone: DocumentRecord[] = [];
  const orphaned: DocumentRecord[] = [];
  const postponed: DocumentId[] = [];
  const moved = new Set<DocumentId>();
  const absent = known.filter((document) => isPresent(document) && isMissing(document.path, scan, inScan));
  const absentByFile = new Map(absent.map((document) => [movedKey(document.signature), document]));

  for (const file of scan.files) {
    const document = byPath.get(file.path);
    if (document !== undefined) {
      const next = withSignature(document, file, scan.at);
      if (next === null) {
        const onItsWay = isAttaching(document) || document.state === 'uploading';
        if (onItsWay && !sameSignature(document.signature, file)) postponed.push(document.id);
        continue;
      }
      changed.push(next);
      if (document.fileId !== null && next.fileId === null) orphaned.push(document);
      continue;
    }
    const source = absentByFile.get(movedKey(file));
    if (source !== undefined && !moved.has(source.id) && mayMove(source, file.path, input.samePlace)) {
      moved.add(source.id);
      changed.push(movedTo(source, file.path, input.samePlace(source.path, file.path), scan.at));
      continue;
    }
    changed.push(newDocument(file, input, unproven));
  }

  for (const file of scan.left) {
    const document = byPath.get(file.path);
    if (document === undefined) {
      changed.push({
        ...newDocument({ ...file.signature, path: file.path }, input, unproven),
        state: 'ignored',
        reason: file.reason,
      });
    } else if (document.state !== 'filed' && !isAttaching(document) && !isLeft(document, file.reason)) {
      if (document.fileId !== null) orphaned.push(document);
      changed.push({ ...document, fileId: null, state: 'ignored', reason: file.reason, stateAt: scan.at });
    }
  }

  for (const document of absent) {
    if (moved.has(document.id)) continue;
    if (document.state === 'filed')
      changed.push({ ...document, gone: true, changed: null, putAwayDue: false });
    else if (isAttaching(document)) postponed.push(document.id);
    else {
      gone.push(document);
      if (document.fileId !== null) orphaned.push(document);
    }
  }
  return { unlooked: stillUnlooked(input), changed, gone, orphaned, postponed };
}

function stillUnlooked({ scan, recovering, unlooked }: ObserveInput): readonly string[] {
  const unreadable = scan.unreadable.filter(
    (folder) => recovering || unlooked.some((other) => isBelow(folder, other) || isBelow(other, folder)),
  );
  const elsewhere = unlooked.filter((folder) => !isBelow(folder, scan.scope));
  return [...new Set([...elsewhere, ...unreadable])];
}

/** What is left out by its name or by a rule was never to be filed. */
function lacksProof(document: DocumentRecord): boolean {
  if (!document.unproven || document.state === 'filed') return false;
  return document.state !== 'ignored' || document.reason === 'skipped' || document.reason === 'duplicate';
}

function isPresent(document: DocumentRecord): boolean {
  return document.state !== 'filed' || !document.gone;
}

function isLeft(document: DocumentRecord, reason: string): boolean {
  return document.state === 'ignored' && document.reason === reason;
}

function isMissing(path: TreePath, scan: ScanResult, inScan: ReadonlySet<TreePath>): boolean {
  if (inScan.has(path) || !isBelow(path, scan.scope)) return false;
  return !scan.unreadable.some((folder) => isBelow(path, folder));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

function movedKey(signature: Signature): string {
  return `${signature.fileKey}:${signature.size}:${signature.mtimeMs}`;
}

/** The document with what the scan saw of its file; null where nothing changed. */
function withSignature(document: DocumentRecord, file: FileSeen, now: number): DocumentRecord | null {
  const signature: Signature = { size: file.size, mtimeMs: file.mtimeMs, fileKey: file.fileKey };
  if (document.state === 'filed') {
    const last = document.changed?.signature ?? document.signature;
    if (sameSignature(last, signature)) return null;
    const back = sameSignature(document.signature, signature);
    return { ...document, changed: back ? null : { signature, since: now } };
  }
  if (document.state === 'ignored' && document.reason !== 'skipped' && document.reason !== 'duplicate') {
    // Left out by a rule that no longer holds.
    return settleAgain(document, signature, now);
  }
  if (sameSignature(document.signature, signature)) return null;
  if (isAttaching(document) || document.state === 'uploading') return null;
  return settleAgain(document, signature, now);
}

/**
 * A move keeps the document, except where it was sent for a place that it has left. What a person left aside
 * was left aside there: elsewhere it is a new document.
 */
function mayMove(document: DocumentRecord, to: TreePath, samePlace: ObserveInput['samePlace']): boolean {
  if (document.state === 'ignored') return document.reason === 'skipped' && samePlace(document.path, to);
  const sent = document.fileId !== null || document.state === 'uploading' || isAttaching(document);
  return !sent || samePlace(document.path, to);
}

function movedTo(document: DocumentRecord, path: TreePath, samePlace: boolean, now: number): DocumentRecord {
  if (samePlace) {
    const sent = document.fileId !== null || document.state === 'uploading' || document.state === 'ignored';
    // The kind of a file is told by its name too.
    return sent || extensionOf(path) === extensionOf(document.path)
      ? { ...document, path }
      : { ...settleAgain(document, document.signature, now), path };
  }
  // Judged anew: whose it is, where it goes and what may be done there was said of the place that it left.
  const { bytes, answeredAt } = document.decisions;
  const accepted = acceptedOfTheFile(document.decisions.accepted);
  return {
    ...settleAgain(document, document.signature, now),
    path,
    employeeId: null,
    target: null,
    replaces: null,
    decisions: withoutUndefined({
      accepted: accepted.length === 0 ? undefined : accepted,
      bytes,
      answeredAt,
    }),
  };
}

function extensionOf(path: string): string {
  const name = nameOf(path);
  return name.includes('.') ? name.slice(name.lastIndexOf('.')).toLowerCase() : '';
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

/**
 * `unproven`: sizes of documents of which it is not known whether Lucca holds them. A file renamed and written to is not
 * known again: while it may be one of them, it needs proof as well.
 */
function newDocument(file: FileSeen, input: ObserveInput, unproven: ReadonlySet<number>): DocumentRecord {
  const now = input.scan.at;
  return {
    id: input.newId(),
    path: file.path,
    signature: { size: file.size, mtimeMs: file.mtimeMs, fileKey: file.fileKey },
    quietSince: now,
    seenAt: now,
    stateAt: now,
    employeeId: null,
    target: null,
    inspection: null,
    fileId: null,
    unproven:
      input.recovering ||
      unproven.has(file.size) ||
      input.unlooked.some((folder) => isBelow(file.path, folder)),
    backlog: input.firstLook,
    decisions: {},
    attempts: 0,
    reuploaded: false,
    replaces: null,
    state: 'settling',
  };
}
