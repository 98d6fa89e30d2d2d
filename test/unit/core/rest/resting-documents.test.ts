import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId, DocumentRecord, FileId } from '../../../../main/core/model.ts';
import { createWords } from '../../../../main/core/rest/packing.ts';
import { createRestingDocuments } from '../../../../main/core/rest/resting-documents.ts';
import { documentId, filed, ignored } from '../../../support/plan-builders.ts';
import { anyId, anyResting, byId } from './any.ts';

const rest = () => createRestingDocuments(createWords(), createWords());

describe('documents at rest', () => {
  it('are what a list of them would be, whatever comes and goes', () => {
    const step = fc.oneof(
      anyResting.map((document) => ({ document, id: document.id })),
      anyId.map((id) => ({ document: null, id: id as DocumentId })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const resting = rest();
        const plain = new Map<DocumentId, DocumentRecord>();
        for (const { document, id } of steps) {
          expect(resting.take(id)).toEqual(plain.get(id));
          plain.delete(id);
          if (document === null) continue;
          resting.put(document);
          plain.set(id, document);
          expect(resting.get(id)).toEqual(document);
        }
        const all = [...plain.values()];
        expect(byId(resting.values())).toEqual(byId(all));
        expect(resting.size).toBe(all.length);
        const isFiled = ({ state }: DocumentRecord): boolean => state === 'filed';
        expect(resting.filed).toBe(all.filter(isFiled).length);
        expect(resting.ignored).toBe(all.filter((one) => !isFiled(one)).length);
        expect(byId(resting.leftOut())).toEqual(byId(all.filter((one) => !isFiled(one))));
        expect(byId(resting.filedSince(3))).toEqual(
          byId(all.filter((one) => isFiled(one) && one.stateAt >= 3)),
        );
        expect(resting.countFiled(2, (at) => at !== 4)).toBe(
          all.filter((one) => isFiled(one) && one.stateAt >= 2 && one.stateAt !== 4).length,
        );
        expect(new Set(resting.targets())).toEqual(new Set(all.flatMap(({ target }) => target ?? [])));
        expect(new Set(resting.chosenTargets())).toEqual(
          new Set(all.flatMap(({ decisions }) => decisions.target ?? [])),
        );
        for (const fileId of ['f-00000001', '01234567-89ab-cdef-0123-456789abcdef', 'none'])
          expect(resting.hasFile(fileId as FileId)).toBe(all.some((one) => one.fileId === fileId));
      }),
      { numRuns: 500 },
    );
  });

  it('are counted as they come, go and grow old', () => {
    const resting = rest();
    const one = (number: number) =>
      filed({ id: documentId(`d_${number.toString(16).padStart(16, '0')}`), stateAt: number });
    const since = (at: number): number => resting.countFiled(at, () => true);
    resting.put(one(10));
    expect(since(5)).toBe(1);
    resting.put(one(20));
    resting.put(one(3));
    expect(since(5)).toBe(2);
    expect(resting.countFiled(5, (at) => at !== 10)).toBe(1);
    expect(since(15)).toBe(1);
    expect(since(2)).toBe(3);
    resting.take(one(20).id);
    expect(since(2)).toBe(2);
    resting.put(ignored('pattern', { id: documentId(`d_${'f'.repeat(16)}`), stateAt: 30 }));
    expect(since(2)).toBe(2);
  });

  it('are found among many, also after most have gone', () => {
    const resting = rest();
    const one = (number: number) =>
      filed({ id: documentId(`d_${number.toString(16).padStart(16, '0')}`), stateAt: number });
    for (let number = 0; number < 20_000; number += 1) resting.put(one(number));
    for (let number = 0; number < 19_000; number += 1) resting.take(one(number).id);
    for (let number = 30_000; number < 35_000; number += 1) resting.put(one(number));
    expect(resting.size).toBe(6_000);
    for (const number of [19_000, 19_999, 30_000, 34_999])
      expect(resting.get(one(number).id)).toEqual(one(number));
    for (const number of [0, 18_999, 20_000]) expect(resting.has(one(number).id)).toBe(false);
    expect([...resting.values()]).toHaveLength(6_000);
  });
});
