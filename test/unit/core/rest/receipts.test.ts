import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  DocumentId,
  EmployeeId,
  FileId,
  IdentityKey,
  Receipt,
  Sha256,
  TargetKey,
} from '../../../../main/core/model.ts';
import type { ReceiptKey } from '../../../../main/core/ports.ts';
import { createReceipts, type Receipts } from '../../../../main/core/rest/receipts.ts';
import { anyReceipt as anyReceiptAtAll } from './any.ts';

/** An identity is one person's for good: it is made of the person, the target and the bytes. */
const anyReceipt = anyReceiptAtAll.map((receipt) => ({
  ...receipt,
  employeeId: (receipt.identity === 'one' ? 7 : 416) as EmployeeId,
}));

/** A ledger of receipts: one a file and identity, the last one written stands last. */
function ledgerOf() {
  let rows: Receipt[] = [];
  return {
    receipts: (key: ReceiptKey, value: string | number): readonly Receipt[] =>
      rows.filter((receipt) => receipt[key] === value),
    write(receipt: Receipt): void {
      rows = rows.filter((one) => one.identity !== receipt.identity || one.fileId !== receipt.fileId);
      rows.push(receipt);
    },
    rows: () => rows,
  };
}

/** What each question is to be answered with, worked out from the whole list each time. */
function answersTo(rows: readonly Receipt[]) {
  const lastFiled = (some: readonly Receipt[]): Receipt | undefined =>
    [...some].reverse().sort((a, b) => b.filedAt - a.filedAt)[0];
  const stands = (receipt: Receipt): boolean =>
    rows.filter(({ identity }) => identity === receipt.identity).at(-1) === receipt;
  return {
    current: (key: string) => lastFiled(rows.filter(({ identity }) => identity === key)),
    ofSha: (key: string) => rows.filter((receipt) => receipt.sha256 === key && stands(receipt)),
    ofDocument: (id: string) =>
      lastFiled(rows.filter((receipt) => receipt.documentId === id && stands(receipt))),
    ofFile: (id: string) => rows.filter(({ fileId }) => fileId === id).at(-1),
    ofEmployee: (id: number) =>
      rows.filter(
        (receipt) =>
          receipt.employeeId === id &&
          lastFiled(rows.filter(({ identity }) => identity === receipt.identity)) === receipt,
      ),
  };
}

const sorted = (receipts: Iterable<Receipt>): string[] =>
  [...receipts].map((receipt) => JSON.stringify(receipt, Object.keys(receipt).sort())).sort();

function expectAnswers(receipts: Receipts, rows: readonly Receipt[], all: readonly Receipt[]): void {
  const answers = answersTo(rows);
  for (const key of ['one', 'two', 'e'.repeat(64), 'none'])
    expect(receipts.get(key as IdentityKey)).toEqual(answers.current(key));
  for (const key of ['a1', 'b2', 'c'.repeat(64), 'none'])
    expect(sorted(receipts.withSha(key as Sha256))).toEqual(sorted(answers.ofSha(key)));
  for (const { fileId, documentId } of all) {
    expect(receipts.forFile(fileId)).toEqual(answers.ofFile(fileId));
    expect(receipts.hasFile(fileId)).toBe(answers.ofFile(fileId) !== undefined);
    expect(receipts.ofDocument(documentId)).toEqual(answers.ofDocument(documentId) ?? null);
  }
  expect(receipts.hasFile('none' as FileId)).toBe(false);
  expect(receipts.ofDocument('none' as DocumentId)).toBeNull();
  for (const id of [7, 416, 5])
    expect(sorted(receipts.ofEmployee(id as EmployeeId))).toEqual(sorted(answers.ofEmployee(id)));
}

describe('receipts', () => {
  it('answer from what is believed: as the whole list would, and while one is written as if it were not', () => {
    fc.assert(
      fc.property(fc.array(anyReceipt, { maxLength: 12 }), fc.array(fc.boolean()), (all, asks) => {
        const ledger = ledgerOf();
        const receipts = createReceipts(ledger, { filedTargets: [], replacedFiles: [] });
        for (const [at, receipt] of all.entries()) {
          const before = ledger.rows();
          receipts.hold([receipt]);
          ledger.write(receipt);
          // What is asked at any moment must not be remembered beyond it.
          if (asks[at] === true) expectAnswers(receipts, before, all);
          receipts.put(receipt);
          receipts.letGo();
          if (asks[at + all.length] !== false) expectAnswers(receipts, ledger.rows(), all);
        }
        expect(receipts.targets).toEqual(new Set(all.map(({ target }) => target)));
        expect(receipts.replacedFiles).toEqual(
          new Set(all.flatMap(({ replacedFileId }) => replacedFileId ?? [])),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('are what they were where they could not be written', () => {
    fc.assert(
      fc.property(fc.array(anyReceipt, { minLength: 1, maxLength: 8 }), (all) => {
        const ledger = ledgerOf();
        const receipts = createReceipts(ledger, { filedTargets: [], replacedFiles: [] });
        for (const receipt of all) {
          receipts.hold([receipt]);
          receipts.letGo();
          expectAnswers(receipts, ledger.rows(), all);
          receipts.hold([receipt]);
          ledger.write(receipt);
          receipts.put(receipt);
          receipts.letGo();
        }
      }),
    );
  });

  it('know from the ledger what was filed to, and what was replaced, before this start', () => {
    const receipts = createReceipts(ledgerOf(), {
      filedTargets: ['e_RIB' as TargetKey],
      replacedFiles: ['f-1' as FileId],
    });
    expect([...receipts.targets]).toEqual(['e_RIB']);
    expect(receipts.replacedFiles.has('f-1' as FileId)).toBe(true);
  });
});
