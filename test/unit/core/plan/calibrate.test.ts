import { describe, expect, it } from 'vitest';
import type { EmployeeId, FieldValue, Target, TargetKnowledge } from '../../../../main/core/model.ts';
import {
  calibrate,
  isUntried,
  type Calibration,
  type Candidate,
} from '../../../../main/core/plan/calibrate.ts';
import {
  contextOf,
  contracts,
  documentId,
  employeeId,
  fieldTarget,
  fileId,
  inspected,
  jean,
  marie,
  picture,
  ready,
  receipt,
  record,
  rib,
  value,
} from '../../../support/plan-builders.ts';

const paul = employeeId(418);
const foreign = [value(1, { '': 'foreign' })];
const own = [value(2, { '': 'own-1' })];
const receipts = [
  receipt({ target: contracts.key, fileId: fileId('own-1'), documentId: documentId('d-own') }),
];

function candidate(
  id: string,
  of: EmployeeId,
  rows: readonly FieldValue[],
  { target = contracts, add = false }: { target?: Target; add?: boolean } = {},
): Candidate {
  return {
    document: ready({
      id: documentId(id),
      employeeId: of,
      target: target.key,
      inspection: inspected(id),
      decisions: add ? { whenFilled: 'add' } : {},
    }),
    employeeId: of,
    target,
    record: record(of, { e_Contrats: rows }),
  };
}

function run(candidates: readonly Candidate[], knowledge: readonly TargetKnowledge[] = []): Calibration {
  return calibrate(candidates, contextOf({ receipts, knowledge }));
}
const ids = (candidates: readonly Candidate[]): string[] => candidates.map(({ document }) => document.id);

describe('while it is not known what a write does to rows', () => {
  it('nobody is left to learn on: who has rows of others is asked', () => {
    const { go, hold, ask } = run([candidate('a', jean, foreign), candidate('b', marie, foreign)]);
    expect({ go: ids(go), hold: ids(hold), ask: ids(ask) }).toEqual({ go: [], hold: [], ask: ['a', 'b'] });
  });

  it('it is learnt where nothing but own documents stand, and everybody else waits', () => {
    const { go, hold, ask, calibrating } = run([
      candidate('a', jean, foreign),
      candidate('b', marie, own),
      candidate('c', paul, []),
      candidate('d', paul, []),
    ]);
    expect({ go: ids(go), hold: ids(hold), ask: ids(ask) }).toEqual({
      go: ['b'],
      hold: ['a', 'c', 'd'],
      ask: [],
    });
    expect([...calibrating]).toEqual([[contracts.key, marie]]);
  });

  it('it is learnt on an empty field with two documents to go', () => {
    const { go, hold, calibrating } = run([
      candidate('a', jean, foreign),
      candidate('b', marie, []),
      candidate('c', paul, []),
      candidate('d', paul, []),
    ]);
    expect([...calibrating]).toEqual([[contracts.key, paul]]);
    expect({ go: ids(go), hold: ids(hold) }).toEqual({ go: ['c', 'd'], hold: ['a', 'b'] });
  });

  it('a single document for an empty field goes; those beside rows of others wait for what it teaches', () => {
    const { go, hold, ask, calibrating } = run([candidate('a', jean, foreign), candidate('b', marie, [])]);
    expect({ go: ids(go), hold: ids(hold), ask: ids(ask) }).toEqual({ go: ['b'], hold: ['a'], ask: [] });
    expect(calibrating.size).toBe(0);
  });

  it('one row of others among own ones is a row of others', () => {
    expect(ids(run([candidate('a', jean, [...own, ...foreign])]).ask)).toEqual(['a']);
  });

  it("a row without any file is somebody else's", () => {
    const text: FieldValue = { ...value(9, {}), empty: false };
    expect(ids(run([candidate('a', jean, [...own, text])]).ask)).toEqual(['a']);
  });

  it('a person who says "add" opens the way, where nobody safer can be learnt on', () => {
    const alone = run([candidate('a', jean, foreign, { add: true }), candidate('b', marie, foreign)]);
    expect([...alone.calibrating]).toEqual([[contracts.key, jean]]);
    expect({ go: ids(alone.go), hold: ids(alone.hold) }).toEqual({ go: ['a'], hold: ['b'] });
    const safer = run([candidate('a', jean, foreign, { add: true }), candidate('b', marie, own)]);
    expect([...safer.calibrating]).toEqual([[contracts.key, marie]]);
  });

  it('targets are learnt apart from each other', () => {
    const others = fieldTarget('e_Diplomes', { multiple: true });
    const { calibrating, hold } = run([
      candidate('a', jean, own),
      candidate('b', marie, [], { target: others }),
      candidate('c', marie, [], { target: others }),
    ]);
    expect(new Map(calibrating)).toEqual(
      new Map([
        [contracts.key, jean],
        [others.key, marie],
      ]),
    );
    expect(hold).toEqual([]);
  });
});

describe('what needs no learning', () => {
  const known = (rows: TargetKnowledge['rows']): TargetKnowledge => ({
    key: contracts.key,
    rows,
    subFields: [],
    stopped: false,
  });

  it('goes beside rows of others once it is known that they stay', () => {
    expect(ids(run([candidate('a', jean, foreign)], [known('append')]).go)).toEqual(['a']);
  });

  it('single values, the picture, and rows that are sent back', () => {
    expect(isUntried(rib, undefined)).toBe(false);
    expect(isUntried(picture, undefined)).toBe(false);
    expect(isUntried(fieldTarget('e_Contrats', { multiple: true, rows: 'resend' }), undefined)).toBe(false);
    expect(isUntried(contracts, undefined)).toBe(true);
    expect(isUntried(contracts, known('unknown'))).toBe(true);
    expect(isUntried(contracts, known('append'))).toBe(false);
  });
});

describe('leave to write beside rows of others', () => {
  it("is this document's alone: another of the same person waits", () => {
    const { go, hold } = run([candidate('a', jean, foreign, { add: true }), candidate('b', jean, foreign)]);
    expect({ go: ids(go), hold: ids(hold) }).toEqual({ go: ['a'], hold: ['b'] });
  });
});
