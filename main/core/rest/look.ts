/**
 * What a scan need not tell, because it is as the ledger has it: filed documents whose file lies where it lay, with the
 * signature that it had. They are marked while the scan runs, and the rest of them is looked at when it is taken in.
 *
 * A scan takes its time, and the ledger goes on meanwhile; what it saw is taken in later, in a transaction. Invariant:
 * what is taken in then is what the whole list of files would have been.
 * - A mark belongs to a row, and a row to one document as it was put at rest. When a document leaves its row, for
 *   whatever reason, its mark becomes a line of the list again, with the path and signature that the scan saw. So a
 *   document that changes state while the scan runs is compared like any other, and never called gone or missed.
 * - One that comes to rest meanwhile has no mark: its file was in the list, or was not there.
 * - A row without a mark that lies in the scan's scope is handed over as a document, so it is compared, found to have
 *   moved, or called gone, as ever.
 */
import type { DocumentId, DocumentRecord, FileSeen, ScanResult } from '../model.ts';
import type { ScanLook } from '../ports.ts';

export interface Look extends ScanLook {
  /** True for a filed document's file that is as it was: the scan may leave it out, and it is remembered as seen. */
  readonly unchanged: (file: FileSeen) => boolean;
  /** The scan as it is to be taken in now, and the documents that it has something to say of. */
  take(
    scan: ScanResult,
    live: ReadonlyMap<DocumentId, DocumentRecord>,
  ): { readonly scan: ScanResult; readonly documents: ReadonlyMap<DocumentId, DocumentRecord> };
  end(): void;
}

export interface OpenLook extends Look {
  leaves(row: number, document: DocumentRecord): void;
}

/** Rows of documents at rest, as a look at them needs them. */
export interface Rows {
  /** Rows have numbers below this. Later ones are not marked. */
  readonly rows: number;
  /** The row of the filed document that this file is, unchanged; -1 where there is none. */
  readonly filedAt: (file: FileSeen) => number;
  /** Rows of documents whose file is to lie there. */
  readonly presentAt: (path: string) => readonly number[];
  readonly presentBelow: (folder: string) => Iterable<number>;
  readonly documents: (rows: readonly number[]) => readonly DocumentRecord[];
  readonly ended: () => void;
}

export function createLook(rows: Rows): OpenLook {
  const marked = new Uint8Array(rows.rows);
  let left: FileSeen[] = [];

  return {
    unchanged(file) {
      const row = rows.filedAt(file);
      if (row < 0 || row >= marked.length) return false;
      marked[row] = 1;
      return true;
    },
    again() {
      marked.fill(0);
      left = [];
    },
    leaves(row, document) {
      if (marked[row] !== 1) return;
      marked[row] = 0;
      left.push(fileOf(document));
    },
    take(scan, live) {
      const documents = new Map(live);
      const add = (some: readonly number[]): void => {
        for (const document of rows.documents(some)) documents.set(document.id, document);
      };
      if (scan.root === 'empty') add([...firstOf(rows.presentBelow(''))]);
      if (scan.root !== 'ok') return { scan, documents };
      const seenAgain = new Set<number>();
      for (const { path } of live.values())
        for (const row of rows.presentAt(path)) if (marked[row] === 1) seenAgain.add(row);
      const again = [...left, ...rows.documents([...seenAgain]).map(fileOf)];
      const unmarked = new Set<number>();
      for (const row of rows.presentBelow(scan.scope)) if (marked[row] !== 1) unmarked.add(row);
      for (const row of rows.presentAt(scan.scope)) if (marked[row] !== 1) unmarked.add(row);
      add([...unmarked]);
      return { scan: again.length === 0 ? scan : { ...scan, files: [...scan.files, ...again] }, documents };
    },
    end: rows.ended,
  };
}

function fileOf({ path, signature }: DocumentRecord): FileSeen {
  return { path, ...signature };
}

function* firstOf<T>(values: Iterable<T>): Generator<T> {
  for (const value of values) {
    yield value;
    return;
  }
}
