/**
 * Documents that have come to rest: what is filed and stands, and what is left out by a name. They are nearly all that
 * a ledger knows, and no plan looks at them; so they stay in the ledger, and what a scan compares them by is kept here,
 * as bytes. One that is asked for is looked up.
 *
 * Invariant: what comes out is what was put in, member by member; while documents are written, what stood before
 * (`hold`), although the ledger may show more already.
 */
import type { DocumentId, DocumentRecord, FileId, TargetKey } from '../model.ts';
import { nameOf, reasonOf } from '../document.ts';
import type { DocumentGlimpse, LedgerLookUp } from '../ports.ts';
import { createCounter } from './counter.ts';
import { grown } from './grown.ts';
import { createLook, type Look, type OpenLook } from './look.ts';
import { Packer, Unpacker, type Words } from './packing.ts';
import { createRowIndex } from './row-index.ts';
import { createShelf } from './shelf.ts';

/** A document that no plan has to look at. */
export type Resting = Extract<DocumentRecord, { state: 'filed' | 'ignored' }>;

export interface RestingDocuments {
  readonly size: number;
  get(id: DocumentId): DocumentRecord | undefined;
  has(id: DocumentId): boolean;
  values(): Iterable<DocumentRecord>;
  /** It must not be there yet, and stands in the ledger. */
  put(document: Resting): void;
  /** The same, as the ledger is read. */
  putGlimpse(glimpse: DocumentGlimpse): void;
  /** Takes it out. */
  take(id: DocumentId): DocumentRecord | undefined;
  /** Before these, as they stand, are written anew: until `letGo` they are what they are now. One writing at a time. */
  hold(documents: Iterable<DocumentRecord>): void;
  letGo(): void;
  readonly filed: number;
  readonly ignored: number;
  /** Those that a name leaves out. */
  readonly leftOut: () => Iterable<DocumentRecord>;
  /** Those that are filed since then, milliseconds since 1970. */
  readonly filedSince: (at: number) => readonly DocumentRecord[];
  /** How many of those are filed since a moment that counts. */
  readonly countFiled: (since: number, counts: (at: number) => boolean) => number;
  hasFile(fileId: FileId): boolean;
  /** Targets of these documents. */
  readonly targets: () => Iterable<TargetKey>;
  /** Targets that a person directed one of them to. */
  readonly chosenTargets: () => Iterable<TargetKey>;
  /** Remembers from now on which of them a scan sees as they are. */
  readonly look: () => Look;
}

const flags = { filed: 1, gone: 2 } as const;
export function createRestingDocuments(
  lookUp: Pick<LedgerLookUp, 'documents'>,
  folders: Words,
): RestingDocuments {
  const packer = new Packer();
  const shelf = createShelf(new Unpacker());
  const byId = createRowIndex();
  const byPath = createRowIndex();
  const byFile = createRowIndex();
  let states = new Uint8Array(64);
  let stateAts = new Float64Array(64);
  /** Number of the path's first part, up to its last slash. */
  let folderOf = new Uint32Array(64);
  let standing = new Uint8Array(64);
  const targets = createCounter<TargetKey>();
  const chosen = createCounter<TargetKey>();
  const looks = new Set<OpenLook>();
  let size = 0;
  let filed = 0;
  /** When those were filed that were filed since a moment: asked with every status, and of all rows few are. */
  let recent: { readonly since: number; readonly ats: number[] } | null = null;

  /** Documents that are being written, as they stood before, and as they were put since. */
  const held = new Map<DocumentId, DocumentRecord>();
  let holding = false;

  /** In this order: what is compared first comes first. */
  function pack({ name, signature, id }: DocumentGlimpse): Uint8Array {
    packer.restart().text(name).number(signature.size).number(signature.mtimeMs);
    return packer.text(signature.fileKey).text(id).packed;
  }

  /** Past the name: size, time of change and key of the file, one after the other. */
  function afterName(row: number): Unpacker {
    const from = shelf.read(row);
    from.skipText();
    return from;
  }

  function idIn(row: number): DocumentId {
    const from = afterName(row);
    from.number();
    from.number();
    from.skipText();
    return from.text() as DocumentId;
  }

  /** What the scan compares is as it was put: the ledger forgets the path of what is gone for long. */
  function asPut(row: number, document: DocumentRecord): DocumentRecord {
    const from = shelf.read(row);
    const path = `${folders.textOf(folderOf[row] ?? 0)}${from.text() ?? ''}`;
    const signature = { size: from.number() ?? 0, mtimeMs: from.number() ?? 0, fileKey: from.text() ?? '' };
    return { ...document, path, signature } as DocumentRecord;
  }

  function documentsIn(rows: readonly number[]): readonly DocumentRecord[] {
    const ids = rows.map(idIn);
    const toRead = ids.filter((id) => !held.has(id));
    const read = new Map(lookUp.documents(toRead).map((document) => [document.id, document]));
    return rows.map((row, at) => {
      const id = ids[at] as DocumentId;
      const kept = held.get(id);
      if (kept !== undefined) return kept;
      const document = read.get(id);
      if (document === undefined) throw new Error('the ledger lost a document that it holds');
      return asPut(row, document);
    });
  }

  const documentIn = (row: number): DocumentRecord => documentsIn([row])[0] as DocumentRecord;

  function rowOf(id: DocumentId): number {
    return byId.find(id, (row) => idIn(row) === id);
  }

  function isAt(row: number, path: string): boolean {
    const folder = folders.textOf(folderOf[row] ?? 0);
    return path.startsWith(folder) && shelf.read(row).isText(path, folder.length);
  }

  const isPresent = (row: number): boolean => standing[row] === 1 && ((states[row] ?? 0) & flags.gone) === 0;
  const isFiled = (row: number): boolean => standing[row] === 1 && ((states[row] ?? 0) & flags.filed) !== 0;

  function* rowsWhere(is: (row: number) => boolean): Generator<number> {
    for (let row = 0; row < shelf.rows; row += 1) if (is(row)) yield row;
  }

  function putGlimpse(glimpse: DocumentGlimpse): void {
    const row = shelf.add(pack(glimpse));
    states = grown(states, row + 1);
    stateAts = grown(stateAts, row + 1);
    folderOf = grown(folderOf, row + 1);
    standing = grown(standing, row + 1);
    const isFiledOne = glimpse.state === 'filed';
    states[row] = (isFiledOne ? flags.filed : 0) + (glimpse.gone ? flags.gone : 0);
    stateAts[row] = glimpse.stateAt;
    folderOf[row] = folders.numberOf(glimpse.folder);
    standing[row] = 1;
    byId.put(row, glimpse.id);
    // What is gone lies nowhere; many of those may have lost their path.
    if (!glimpse.gone) byPath.put(row, glimpse.folder + glimpse.name);
    if (glimpse.fileId !== null) byFile.put(row, glimpse.fileId);
    if (glimpse.target !== null) targets.add(glimpse.target);
    if (glimpse.chosenTarget !== null) chosen.add(glimpse.chosenTarget);
    size += 1;
    if (!isFiledOne) return;
    filed += 1;
    if (recent !== null && glimpse.stateAt >= recent.since) recent.ats.push(glimpse.stateAt);
  }

  return {
    get size() {
      return size;
    },
    get filed() {
      return filed;
    },
    get ignored() {
      return size - filed;
    },
    get(id) {
      const row = rowOf(id);
      return row < 0 ? undefined : documentIn(row);
    },
    has: (id) => rowOf(id) >= 0,
    *values() {
      yield* documentsIn([...rowsWhere((one) => standing[one] === 1)]);
    },
    put(document) {
      if (holding) held.set(document.id, document);
      putGlimpse(glimpseOf(document));
    },
    putGlimpse,
    take(id) {
      const row = rowOf(id);
      if (row < 0) return undefined;
      const document = documentIn(row);
      for (const look of looks) look.leaves(row, document);
      byId.take(row);
      if (isPresent(row)) byPath.take(row);
      if (document.fileId !== null) byFile.take(row);
      if (document.target !== null) targets.remove(document.target);
      if (document.decisions.target !== undefined) chosen.remove(document.decisions.target);
      shelf.remove(row);
      standing[row] = 0;
      size -= 1;
      if (document.state === 'filed') filed -= 1;
      recent = null;
      return document;
    },
    hold(documents) {
      holding = true;
      for (const document of documents) held.set(document.id, document);
    },
    letGo() {
      holding = false;
      held.clear();
    },
    leftOut: () => documentsIn([...rowsWhere((one) => standing[one] === 1 && !isFiled(one))]),
    filedSince: (at) => documentsIn([...rowsWhere((row) => isFiled(row) && (stateAts[row] ?? 0) >= at)]),
    countFiled(since, counts) {
      if (recent === null || since < recent.since) {
        const ats: number[] = [];
        for (let row = 0; row < shelf.rows; row += 1) {
          const at = stateAts[row] ?? 0;
          if (at >= since && isFiled(row)) ats.push(at);
        }
        recent = { since, ats };
      }
      return recent.ats.filter((at) => at >= since && counts(at)).length;
    },
    hasFile: (fileId) => byFile.find(fileId, (row) => documentIn(row).fileId === fileId) >= 0,
    targets: targets.all,
    chosenTargets: chosen.all,
    look() {
      const look = createLook({
        rows: shelf.rows,
        filedAt: (file) =>
          byPath.find(file.path, (row) => {
            if (!isFiled(row) || !isPresent(row) || !isAt(row, file.path)) return false;
            const from = afterName(row);
            return (
              from.number() === file.size && from.number() === file.mtimeMs && from.isText(file.fileKey, 0)
            );
          }),
        presentAt: (path) => byPath.all(path, (row) => isPresent(row) && isAt(row, path)),
        *presentBelow(folder) {
          const inside = new Uint8Array(folders.size);
          for (let number = 0; number < folders.size; number += 1)
            if (folder === '' || folders.textOf(number).startsWith(`${folder}/`)) inside[number] = 1;
          for (const row of rowsWhere(isPresent)) if (inside[folderOf[row] ?? 0] === 1) yield row;
        },
        documents: documentsIn,
        ended: () => looks.delete(look),
      });
      looks.add(look);
      return look;
    },
  };
}

function glimpseOf(document: Resting): DocumentGlimpse {
  const isFiledOne = document.state === 'filed';
  return {
    ...{ id: document.id, signature: document.signature, stateAt: document.stateAt, state: document.state },
    folder: document.path.slice(0, document.path.length - nameOf(document.path).length),
    name: nameOf(document.path),
    ...{ fileId: document.fileId, target: document.target, reason: reasonOf(document) },
    chosenTarget: document.decisions.target ?? null,
    gone: isFiledOne && document.gone,
    changed: isFiledOne && document.changed !== null,
    putAwayDue: isFiledOne && document.putAwayDue,
  };
}
