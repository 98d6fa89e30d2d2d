import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId, DocumentRecord, FileId } from '../../../../main/core/model.ts';
import type { Resting } from '../../../../main/core/rest/resting-documents.ts';
import { documentId, filed, ignored } from '../../../support/plan-builders.ts';
import { anyId, anyResting, byId, restBesideLedger } from './any.ts';

describe('documents at rest', () => {
  it('are what a list of them would be, whatever comes and goes', () => {
    const step = fc.oneof(
      anyResting.map((document) => ({ document, id: document.id })),
      anyId.map((id) => ({ document: null, id: id as DocumentId })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { resting, write } = restBesideLedger();
        const plain = new Map<DocumentId, DocumentRecord>();
        for (const { document, id } of steps) {
          // The ledger shows what is being written; nobody is told before it is believed.
          const between = () => expect(resting.get(id)).toEqual(plain.get(id));
          expect(write(id, document, between)).toEqual(plain.get(id));
          plain.delete(id);
          if (document !== null) plain.set(id, document);
          expect(resting.get(id)).toEqual(document ?? undefined);
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
    const { resting, write } = restBesideLedger();
    const one = (number: number) =>
      filed({ id: documentId(`d_${number.toString(16).padStart(16, '0')}`), stateAt: number }) as Resting;
    const put = (document: Resting) => write(document.id, document);
    const since = (at: number): number => resting.countFiled(at, () => true);
    put(one(10));
    expect(since(5)).toBe(1);
    put(one(20));
    put(one(3));
    expect(since(5)).toBe(2);
    expect(resting.countFiled(5, (at) => at !== 10)).toBe(1);
    expect(since(15)).toBe(1);
    expect(since(2)).toBe(3);
    write(one(20).id, null);
    expect(since(2)).toBe(2);
    put(ignored('pattern', { id: documentId(`d_${'f'.repeat(16)}`), stateAt: 30 }));
    expect(since(2)).toBe(2);
  });

  it('are found among many, also after most have gone', () => {
    const { resting, write } = restBesideLedger();
    const one = (number: number) =>
      filed({ id: documentId(`d_${number.toString(16).padStart(16, '0')}`), stateAt: number }) as Resting;
    const put = (document: Resting) => write(document.id, document);
    for (let number = 0; number < 20_000; number += 1) put(one(number));
    for (let number = 0; number < 19_000; number += 1) write(one(number).id, null);
    for (let number = 30_000; number < 35_000; number += 1) put(one(number));
    expect(resting.size).toBe(6_000);
    for (const number of [19_000, 19_999, 30_000, 34_999])
      expect(resting.get(one(number).id)).toEqual(one(number));
    for (const number of [0, 18_999, 20_000]) expect(resting.has(one(number).id)).toBe(false);
    expect([...resting.values()]).toHaveLength(6_000);
  });
});
