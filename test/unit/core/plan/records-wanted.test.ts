import { describe, expect, it } from 'vitest';
import type { DocumentRecord, EmployeeId } from '../../../../main/core/model.ts';
import { recordsWanted } from '../../../../main/core/plan/records-wanted.ts';
import { documentId, fileId, ready, uploaded } from '../../../support/plan-builders.ts';

const ahead = { atLeast: 20, employees: 50, documents: 200 };
const employee = (id: number): EmployeeId => id as EmployeeId;
const backlog = (id: number, count: number): readonly [EmployeeId, DocumentRecord[]] => [
  employee(id),
  Array.from({ length: count }, (_, index) => ready({ id: documentId(`d${id}-${index}`), backlog: true })),
];

describe('records are read', () => {
  it('for no more of a backlog than leaves before the reading is old, small employees first', () => {
    const unread = new Map([backlog(1, 150), backlog(2, 3), backlog(3, 60), backlog(4, 90)]);
    expect(recordsWanted(unread, 0, ahead)).toEqual([2, 3, 4, 1]);
    const many = new Map(Array.from({ length: 1_000 }, (_, index) => backlog(index + 1, 1)));
    expect(recordsWanted(many, 0, ahead)).toHaveLength(50);
    const large = new Map([backlog(1, 190), backlog(2, 190), backlog(3, 190)]);
    expect(recordsWanted(large, 0, ahead)).toEqual([1, 2]);
  });

  it('not before what may go runs out', () => {
    expect(recordsWanted(new Map([backlog(1, 5)]), 20, ahead)).toEqual([]);
    expect(recordsWanted(new Map([backlog(1, 5)]), 19, ahead)).toEqual([1]);
  });

  it('at once for fresh scans, and for what is uploaded and waits for its write', () => {
    const unread = new Map<EmployeeId, DocumentRecord[]>([
      backlog(1, 5),
      [employee(2), [ready({ backlog: false })]],
      [employee(3), [uploaded({ backlog: true, fileId: fileId('up-3') })]],
    ]);
    expect(recordsWanted(unread, 500, ahead)).toEqual([2, 3]);
  });

  it('for all where nothing is sent', () => {
    const everything = { atLeast: Infinity, employees: Infinity, documents: Infinity };
    const many = new Map(Array.from({ length: 1_000 }, (_, index) => backlog(index + 1, 1)));
    expect(recordsWanted(many, 1_000, everything)).toHaveLength(1_000);
  });
});
