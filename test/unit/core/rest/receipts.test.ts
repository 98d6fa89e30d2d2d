import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  DocumentId,
  EmployeeId,
  FileId,
  IdentityKey,
  Receipt,
  Sha256,
} from '../../../../main/core/model.ts';
import { createWords } from '../../../../main/core/rest/packing.ts';
import { createReceipts } from '../../../../main/core/rest/receipts.ts';
import { anyReceipt } from './any.ts';

/** The same with objects in lists and maps: what each question is to be answered with. */
function plainReceipts() {
  const current = new Map<string, Receipt>();
  const ofSha: Receipt[] = [];
  const ofDocument = new Map<string, Receipt>();
  const ofFile = new Map<string, Receipt>();
  return {
    current,
    ofSha,
    ofDocument,
    ofFile,
    put(receipt: Receipt): void {
      const old = ofFile.get(receipt.fileId) ?? current.get(receipt.identity);
      if (old?.identity === receipt.identity) {
        const at = ofSha.indexOf(old);
        if (at >= 0) ofSha.splice(at, 1);
        if (ofDocument.get(old.documentId) === old) ofDocument.delete(old.documentId);
      }
      if ((current.get(receipt.identity)?.filedAt ?? 0) <= receipt.filedAt)
        current.set(receipt.identity, receipt);
      ofSha.push(receipt);
      const latest = ofDocument.get(receipt.documentId);
      if (latest === undefined || latest.filedAt <= receipt.filedAt)
        ofDocument.set(receipt.documentId, receipt);
      ofFile.set(receipt.fileId, receipt);
    },
  };
}

const sorted = (receipts: Iterable<Receipt>): string[] =>
  [...receipts].map((receipt) => JSON.stringify(receipt, Object.keys(receipt).sort())).sort();

describe('receipts', () => {
  it('answer as plain lists of them would', () => {
    fc.assert(
      fc.property(fc.array(anyReceipt, { maxLength: 40 }), (all) => {
        const receipts = createReceipts(createWords(), createWords());
        const plain = plainReceipts();
        for (const receipt of all) {
          // Each one is an object of its own, as they are when they are read.
          receipts.put({ ...receipt });
          plain.put({ ...receipt });
        }
        for (const key of ['one', 'two', 'e'.repeat(64), 'none'])
          expect(receipts.get(key as IdentityKey)).toEqual(plain.current.get(key));
        for (const key of ['a1', 'b2', 'c'.repeat(64), 'none'])
          expect(sorted(receipts.withSha(key as Sha256))).toEqual(
            sorted(plain.ofSha.filter(({ sha256 }) => sha256 === key)),
          );
        for (const { fileId, documentId } of all) {
          expect(receipts.forFile(fileId)).toEqual(plain.ofFile.get(fileId));
          expect(receipts.hasFile(fileId)).toBe(true);
          expect(receipts.ofDocument(documentId)).toEqual(plain.ofDocument.get(documentId) ?? null);
        }
        expect(receipts.hasFile('none' as FileId)).toBe(false);
        expect(receipts.ofDocument('none' as DocumentId)).toBeNull();
        for (const id of [7, 416, 5])
          expect(sorted(receipts.ofEmployee(id as EmployeeId))).toEqual(
            sorted([...plain.current.values()].filter(({ employeeId }) => employeeId === id)),
          );
        expect(receipts.targets).toEqual(new Set(all.map(({ target }) => target)));
        expect(receipts.replacedFiles).toEqual(
          new Set(all.flatMap(({ replacedFileId }) => replacedFileId ?? [])),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
