/**
 * Documents that have come to rest: what is filed and stands, and what is left out by a name. They are nearly all that
 * a ledger knows, and no plan looks at them; so they are kept as bytes, and made into documents when one is asked for.
 *
 * Invariant: what comes out is what was put in, member by member.
 */
import type { DocumentId, DocumentRecord, FileId, TargetKey } from '../model.ts';
import { nameOf, sameSignature } from '../document.ts';
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
  /** It must not be there yet. */
  put(document: Resting): void;
  /** Takes it out. */
  take(id: DocumentId): DocumentRecord | undefined;
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
const marks = { unproven: 1, backlog: 2, reuploaded: 4, more: 8 } as const;

export function createRestingDocuments(folders: Words, words: Words): RestingDocuments {
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

  /** In this order: path, signature and id first, for what is compared without making a document of it. */
  function pack(document: Resting): Uint8Array {
    const { signature, inspection, decisions, attempts, replaces } = document;
    const more = Object.keys(decisions).length > 0 || attempts !== 0 || replaces !== null;
    packer.restart().text(nameOf(document.path)).number(signature.size).number(signature.mtimeMs);
    packer.text(signature.fileKey).text(document.id);
    packer.number(document.quietSince).number(document.seenAt).number(document.employeeId);
    packer.word(document.target, words).text(inspection?.sha256 ?? null);
    packer.word(inspection?.contentType ?? null, words).text(document.fileId);
    packer.word(document.state === 'ignored' ? document.reason : null, words);
    packer.number(
      (document.unproven ? marks.unproven : 0) +
        (document.backlog ? marks.backlog : 0) +
        (document.reuploaded ? marks.reuploaded : 0) +
        (more ? marks.more : 0),
    );
    if (more) packer.number(attempts).text(JSON.stringify({ decisions, replaces }));
    return packer.packed;
  }

  function documentIn(row: number): DocumentRecord {
    const from = shelf.read(row);
    const folder = folders.textOf(folderOf[row] ?? 0);
    const name = from.text() ?? '';
    const signature = { size: from.number() ?? 0, mtimeMs: from.number() ?? 0, fileKey: from.text() ?? '' };
    const id = from.text();
    const [quietSince, seenAt, employeeId] = [from.number(), from.number(), from.number()];
    const [target, sha256] = [from.word(words), from.text()];
    const [contentType, fileId, reason] = [from.word(words), from.text(), from.word(words)];
    const marked = from.number() ?? 0;
    const more = (marked & marks.more) !== 0;
    const attempts = more ? from.number() : 0;
    const rest = more ? (JSON.parse(from.text() ?? '') as object) : { decisions: {}, replaces: null };
    const state = states[row] ?? 0;
    return {
      id,
      path: `${folder}${name}`,
      signature,
      quietSince,
      seenAt,
      stateAt: stateAts[row],
      employeeId,
      target,
      inspection: sha256 === null ? null : { sha256, contentType },
      fileId,
      unproven: (marked & marks.unproven) !== 0,
      backlog: (marked & marks.backlog) !== 0,
      attempts,
      reuploaded: (marked & marks.reuploaded) !== 0,
      ...rest,
      ...((state & flags.filed) !== 0
        ? { state: 'filed', gone: (state & flags.gone) !== 0, changed: null, putAwayDue: false }
        : { state: 'ignored', reason }),
    } as DocumentRecord;
  }

  function rowOf(id: DocumentId): number {
    return byId.find(id, (row) => {
      const from = shelf.read(row);
      from.text();
      from.number();
      from.number();
      from.text();
      return from.text() === id;
    });
  }

  function isAt(row: number, path: string): boolean {
    const name = shelf.read(row).text() ?? '';
    return `${folders.textOf(folderOf[row] ?? 0)}${name}` === path;
  }

  const isPresent = (row: number): boolean => standing[row] === 1 && ((states[row] ?? 0) & flags.gone) === 0;
  const isFiled = (row: number): boolean => standing[row] === 1 && ((states[row] ?? 0) & flags.filed) !== 0;

  function* rowsWhere(is: (row: number) => boolean): Generator<number> {
    for (let row = 0; row < shelf.rows; row += 1) if (is(row)) yield row;
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
      for (const row of rowsWhere((one) => standing[one] === 1)) yield documentIn(row);
    },
    put(document) {
      const row = shelf.add(pack(document));
      states = grown(states, row + 1);
      stateAts = grown(stateAts, row + 1);
      folderOf = grown(folderOf, row + 1);
      standing = grown(standing, row + 1);
      const isGone = document.state === 'filed' && document.gone;
      states[row] = (document.state === 'filed' ? flags.filed : 0) + (isGone ? flags.gone : 0);
      stateAts[row] = document.stateAt;
      folderOf[row] = folders.numberOf(document.path.slice(0, document.path.lastIndexOf('/') + 1));
      standing[row] = 1;
      byId.put(row, document.id);
      // What is gone lies nowhere; many of those may have lost their path.
      if (!isGone) byPath.put(row, document.path);
      if (document.fileId !== null) byFile.put(row, document.fileId);
      if (document.target !== null) targets.add(document.target);
      if (document.decisions.target !== undefined) chosen.add(document.decisions.target);
      size += 1;
      if (document.state === 'filed') {
        filed += 1;
        if (recent !== null && document.stateAt >= recent.since) recent.ats.push(document.stateAt);
      }
    },
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
    *leftOut() {
      for (const row of rowsWhere((one) => standing[one] === 1 && !isFiled(one))) yield documentIn(row);
    },
    filedSince: (at) =>
      [...rowsWhere((row) => isFiled(row) && (stateAts[row] ?? 0) >= at)].map((row) => documentIn(row)),
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
            const from = shelf.read(row);
            from.text();
            const signature = {
              size: from.number() ?? 0,
              mtimeMs: from.number() ?? 0,
              fileKey: from.text() ?? '',
            };
            return sameSignature(signature, file);
          }),
        presentAt: (path) => byPath.all(path, (row) => isPresent(row) && isAt(row, path)),
        *presentBelow(folder) {
          const inside = new Uint8Array(folders.size);
          for (let number = 0; number < folders.size; number += 1)
            if (folder === '' || folders.textOf(number).startsWith(`${folder}/`)) inside[number] = 1;
          for (const row of rowsWhere(isPresent)) if (inside[folderOf[row] ?? 0] === 1) yield row;
        },
        document: documentIn,
        ended: () => looks.delete(look),
      });
      looks.add(look);
      return look;
    },
  };
}
