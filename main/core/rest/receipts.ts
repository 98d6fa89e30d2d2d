/**
 * The receipts, as bytes: there is one for each document that was ever filed. A receipt is made of its bytes when it is
 * asked for, by identity, bytes, file or document.
 *
 * Invariant: of several receipts for one identity the last filed one counts; each file id leads to the receipt that
 * was last written for it.
 */
import type { DocumentId, EmployeeId, FileId, IdentityKey, Receipt, Sha256, TargetKey } from '../model.ts';
import { grown } from './grown.ts';
import { Packer, Unpacker, type Words } from './packing.ts';
import { createRowIndex } from './row-index.ts';
import { createShelf } from './shelf.ts';

export interface Receipts {
  get(identity: IdentityKey): Receipt | undefined;
  readonly withSha: (sha256: Sha256) => readonly Receipt[];
  readonly forFile: (fileId: FileId) => Receipt | undefined;
  readonly hasFile: (fileId: FileId) => boolean;
  /** The last one of a document. */
  readonly ofDocument: (id: DocumentId) => Receipt | null;
  readonly ofEmployee: (id: EmployeeId) => readonly Receipt[];
  readonly put: (receipt: Receipt) => void;
  /** Targets that something was filed to. */
  readonly targets: ReadonlySet<TargetKey>;
  /** Files in Lucca that a receipt says were replaced by another. */
  readonly replacedFiles: ReadonlySet<FileId>;
}

/** The indexes in which a row stands; in none of them it is forgotten. */
const by = { identity: 1, sha256: 2, file: 4, document: 8 } as const;
type Key = keyof typeof by;

export function createReceipts(folders: Words, words: Words): Receipts {
  const packer = new Packer();
  const shelf = createShelf(new Unpacker());
  const indexes = {
    identity: createRowIndex(),
    sha256: createRowIndex(),
    file: createRowIndex(),
    document: createRowIndex(),
  };
  let standsIn = new Uint8Array(64);
  let employees = new Float64Array(64);
  let filedAts = new Float64Array(64);
  const targets = new Set<TargetKey>();
  const replacedFiles = new Set<FileId>();

  function pack(receipt: Receipt): Uint8Array {
    const nameFrom = receipt.path.lastIndexOf('/') + 1;
    packer
      .restart()
      .text(receipt.identity)
      .text(receipt.sha256)
      .text(receipt.fileId)
      .text(receipt.documentId);
    packer.word(receipt.target, words).number(receipt.size);
    packer.word(receipt.path.slice(0, nameFrom), folders).text(receipt.path.slice(nameFrom));
    packer.number(receipt.valueId).word(receipt.proof, words).text(receipt.replacedFileId);
    return packer.packed;
  }

  function receiptIn(row: number): Receipt {
    const from = shelf.read(row);
    return {
      identity: from.text(),
      sha256: from.text(),
      fileId: from.text(),
      documentId: from.text(),
      target: from.word(words),
      size: from.number(),
      path: `${from.word(folders) ?? ''}${from.text() ?? ''}`,
      valueId: from.number(),
      proof: from.word(words),
      replacedFileId: from.text(),
      employeeId: employees[row],
      filedAt: filedAts[row],
    } as unknown as Receipt;
  }

  function keyOf(receipt: Receipt, key: Key): string {
    if (key === 'file') return receipt.fileId;
    return key === 'document' ? receipt.documentId : receipt[key];
  }

  const isIn = (row: number, key: Key): boolean => ((standsIn[row] ?? 0) & by[key]) !== 0;

  function find(key: Key, value: string): number {
    return indexes[key].find(value, (row) => keyOf(receiptIn(row), key) === value);
  }

  function set(row: number, receipt: Receipt, key: Key): void {
    indexes[key].put(row, keyOf(receipt, key));
    standsIn[row] = (standsIn[row] ?? 0) | by[key];
  }

  function unset(row: number, key: Key): void {
    if (row < 0 || !isIn(row, key)) return;
    indexes[key].take(row);
    standsIn[row] = (standsIn[row] ?? 0) & ~by[key];
    if (standsIn[row] === 0) shelf.remove(row);
  }

  const found = (row: number): Receipt | undefined => (row < 0 ? undefined : receiptIn(row));

  return {
    targets,
    replacedFiles,
    get: (identity) => found(find('identity', identity)),
    withSha: (sha256) =>
      indexes.sha256
        .all(sha256, () => true)
        .map(receiptIn)
        .filter((receipt) => receipt.sha256 === sha256),
    forFile: (fileId) => found(find('file', fileId)),
    hasFile: (fileId) => find('file', fileId) >= 0,
    ofDocument: (id) => found(find('document', id)) ?? null,
    ofEmployee(id) {
      const rows: Receipt[] = [];
      for (let row = 0; row < shelf.rows; row += 1)
        if (employees[row] === id && isIn(row, 'identity')) rows.push(receiptIn(row));
      return rows;
    },
    put(receipt) {
      const row = shelf.add(pack(receipt));
      standsIn = grown(standsIn, row + 1);
      employees = grown(employees, row + 1);
      filedAts = grown(filedAts, row + 1);
      standsIn[row] = 0;
      employees[row] = receipt.employeeId;
      filedAts[row] = receipt.filedAt;

      const [sameFile, current] = [find('file', receipt.fileId), find('identity', receipt.identity)];
      // What the same identity was filed as before: the new receipt takes its place.
      const old = sameFile >= 0 ? sameFile : current;
      if (old >= 0 && receiptIn(old).identity === receipt.identity) {
        unset(old, 'sha256');
        unset(old, 'document');
      }
      // Filed, replaced, filed again: the last one counts.
      if (current < 0 || (filedAts[current] ?? 0) <= receipt.filedAt) {
        unset(current, 'identity');
        set(row, receipt, 'identity');
      }
      set(row, receipt, 'sha256');
      const latest = find('document', receipt.documentId);
      if (latest < 0 || (filedAts[latest] ?? 0) <= receipt.filedAt) {
        unset(latest, 'document');
        set(row, receipt, 'document');
      }
      unset(sameFile, 'file');
      set(row, receipt, 'file');
      targets.add(receipt.target);
      if (receipt.replacedFileId !== null) replacedFiles.add(receipt.replacedFileId);
    },
  };
}
