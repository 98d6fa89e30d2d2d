import { describe, expect, it } from 'vitest';
import { plan, unknownRestMs, type Action, type Plan } from '../../../../main/core/plan/plan.ts';
import {
  asks,
  attaching,
  contextOf,
  contracts,
  documentId,
  fileId,
  filed,
  incompleteMs,
  inspected,
  jean,
  journalLine,
  marie,
  now,
  placeOf,
  quietMs,
  ready,
  receipt,
  record,
  rib,
  settling,
  sha,
  signature,
  uploaded,
  value,
  waiting,
  type Facts,
} from '../../../support/plan-builders.ts';

const planned = (facts: Facts): Plan => plan(contextOf(facts));
const kinds = ({ actions }: Plan): string[] => actions.map(({ kind }) => kind);
const attaches = ({ actions }: Plan): Extract<Action, { kind: 'attach' }>[] =>
  actions.filter((action) => action.kind === 'attach');
const intoContracts: Pick<Facts, 'place'> = { place: () => placeOf({ target: contracts }) };

describe('the quiet period', () => {
  it('is waited for, and not a millisecond less', () => {
    const fresh = settling({ quietSince: now - quietMs + 1 });
    const early = planned({ documents: [fresh] });
    expect(early.actions).toEqual([]);
    expect(early.wakeAt).toBe(now + 1);
    const due = planned({ documents: [{ ...fresh, quietSince: now - quietMs }] });
    expect(due.actions).toEqual([{ kind: 'inspect', id: fresh.id }]);
  });

  it('nothing unsettled is sent, though everything else is known of it', () => {
    const one = settling({ employeeId: jean, target: rib.key, quietSince: now });
    expect(kinds(planned({ documents: [one] }))).toEqual([]);
  });

  it('what has been read and is whole goes', () => {
    const one = settling({ inspection: inspected(), employeeId: jean, target: rib.key });
    const result = planned({ documents: [one] });
    expect(result.changes).toMatchObject([{ id: one.id, state: 'ready' }]);
    expect(result.actions).toEqual([{ kind: 'upload', id: one.id, employeeId: jean }]);
  });
});

describe('a file that is not whole', () => {
  const finding = () => ({ kind: 'incomplete' as const, inspection: inspected('half') });

  it('waits for its rest, then asks', () => {
    const one = settling({ quietSince: now - incompleteMs + 1, employeeId: jean, target: rib.key });
    const early = planned({ documents: [one], finding });
    expect(early).toMatchObject({ actions: [], changes: [], wakeAt: now + 1 });
    const late = planned({ documents: [{ ...one, quietSince: now - incompleteMs }], finding });
    expect(late.actions).toEqual([]);
    expect(late.changes).toMatchObject([{ state: 'attention', reason: 'incomplete', resume: 'ready' }]);
  });

  it.each(['empty', 'unreadable'] as const)('asks when it is %s', (kind) => {
    const one = settling({ quietSince: now - incompleteMs, employeeId: jean, target: rib.key });
    const { changes, actions } = planned({ documents: [one], finding: () => ({ kind }) });
    expect(changes).toMatchObject([{ state: 'attention', reason: kind, inspection: null }]);
    expect(actions).toEqual([]);
  });

  it('goes where a person said so of these bytes, and of no others', () => {
    const said = (bytes: string) =>
      settling({
        quietSince: now - incompleteMs,
        decisions: { accepted: ['incomplete'], bytes: sha(bytes) },
        employeeId: jean,
        target: rib.key,
      });
    expect(planned({ documents: [said('half')], finding }).changes).toMatchObject([
      { state: 'settling', inspection: inspected('half') },
    ]);
    expect(planned({ documents: [said('other')], finding }).changes).toMatchObject([{ state: 'attention' }]);
  });
});

describe('a filed document whose file was written to', () => {
  const other = signature({ size: 99 });
  it('is read once quiet, and stays filed', () => {
    const one = filed({ changed: { signature: other, since: now - quietMs } });
    expect(planned({ documents: [one] })).toMatchObject({
      actions: [{ kind: 'inspect', id: one.id }],
      changes: [],
    });
  });
  it('asks where its bytes differ, and keeps in mind what it would replace', () => {
    const one = filed({ changed: { signature: other, since: now - incompleteMs } });
    const finding = () => ({ kind: 'incomplete' as const, inspection: inspected('half') });
    expect(planned({ documents: [one], finding }).changes).toMatchObject([
      {
        state: 'attention',
        reason: 'changed-after-filing',
        fileId: null,
        replaces: { fileId: one.fileId },
        signature: other,
      },
    ]);
  });
});

describe('one write for an employee', () => {
  const first = uploaded({ target: contracts.key });
  const second = uploaded({
    id: documentId('d2'),
    target: contracts.key,
    fileId: fileId('up-2'),
    inspection: inspected('b2'),
  });
  const known = [{ key: contracts.key, rows: 'append' as const, subFields: [], stopped: false }];

  it('takes all documents that are uploaded', () => {
    const result = planned({ ...intoContracts, documents: [first, second], knowledge: known });
    expect(result.actions).toEqual([
      { kind: 'attach', employeeId: jean, ids: [first.id, second.id], calibrating: [] },
    ]);
  });

  it('waits for what is about to be uploaded, is being uploaded, or is being read', () => {
    const facts = { ...intoContracts, knowledge: known };
    const about = ready({ id: documentId('d2'), target: contracts.key, inspection: inspected('b2') });
    expect(kinds(planned({ ...facts, documents: [first, about] }))).toEqual(['upload']);
    const busy = { busyDocuments: new Set([second.id]) };
    expect(kinds(planned({ ...facts, documents: [first, second], over: busy }))).toEqual([]);
    const read = settling({ id: documentId('d2'), employeeId: jean, target: contracts.key });
    expect(kinds(planned({ ...facts, documents: [first, read] }))).toEqual(['inspect']);
  });

  it('leaves out who is being written to', () => {
    const over = { busyEmployees: new Set([jean]) };
    expect(attaches(planned({ ...intoContracts, documents: [first], knowledge: known, over }))).toEqual([]);
  });

  it('takes one document where rows are being learnt', () => {
    const result = planned({ ...intoContracts, documents: [first, second] });
    expect(attaches(result)).toEqual([
      { kind: 'attach', employeeId: jean, ids: [first.id], calibrating: [contracts.key] },
    ]);
  });

  it('asks, and sends nothing, beside rows of others where nobody is left to learn on', () => {
    const one = ready({ target: contracts.key });
    const result = planned({
      ...intoContracts,
      documents: [one],
      records: [record(jean, { e_Contrats: [value(1, { '': 'foreign' })] })],
    });
    expect(result.changes).toMatchObject([{ state: 'attention', reason: 'field-filled' }]);
    expect(result.actions).toEqual([]);
  });
});

describe('a write whose outcome is not known', () => {
  const one = attaching({ stateAt: now - unknownRestMs });
  const next = uploaded({ id: documentId('d2'), target: contracts.key, inspection: inspected('b2') });
  const place: Facts['place'] = ({ id }) => placeOf({ target: id === one.id ? rib : contracts });

  it('rests first, and nothing else is written to this employee', () => {
    const resting = { ...one, stateAt: now - unknownRestMs + 1 };
    const result = planned({ place, documents: [resting, next] });
    expect(attaches(result)).toEqual([]);
    expect(result.wakeAt).toBe(now + 1);
  });

  it('is settled alone, before anything new', () => {
    expect(attaches(planned({ place, documents: [one, next] })).map(({ ids }) => ids)).toEqual([[one.id]]);
  });

  it('holds back other writes while it waits to be read', () => {
    const held = waiting({ fileId: fileId('up-1'), resume: 'attaching', until: now + 5_000 });
    const result = planned({ place, documents: [held, next] });
    expect(attaches(result)).toEqual([]);
    expect(result.wakeAt).toBe(now + 5_000);
  });
});

describe('what waits', () => {
  it('sleeps until its time', () => {
    const result = planned({ documents: [waiting({ until: now + 1 })] });
    expect(result).toMatchObject({ changes: [], actions: [], wakeAt: now + 1 });
  });
  it('goes back to where it stood', () => {
    expect(planned({ documents: [waiting()] }).changes).toMatchObject([{ state: 'ready' }]);
  });
  it('says what holds it now', () => {
    const obstacle = { reason: 'lease' as const, until: now + 9_000 };
    const result = planned({ documents: [waiting()], over: { obstacle } });
    expect(result.changes).toMatchObject([{ state: 'waiting', reason: 'lease', until: now + 9_000 }]);
    expect(result.wakeAt).toBe(now + 9_000);
  });
});

describe('what must be read', () => {
  it("is asked for once for all of an employee's documents", () => {
    const documents = [ready(), ready({ id: documentId('d2'), inspection: inspected('b2') })];
    const result = planned({ documents, records: [] });
    expect(result.actions).toEqual([{ kind: 'read-records', employeeIds: [jean] }]);
  });
  it('questions are read again when they are due, not before', () => {
    const documents = [asks('field-filled')];
    const early = planned({ documents, records: [] });
    expect(early).toMatchObject({ actions: [], changes: [], wakeAt: now + 600_000 });
    const due = planned({ documents, records: [], over: { questionsDueAt: now } });
    expect(due.actions).toEqual([{ kind: 'read-records', employeeIds: [jean] }]);
  });
  it.each([
    'incomplete',
    'empty',
    'unreadable',
    'not-permitted',
    'rejected',
    'type-refused',
    'too-large',
  ] as const)('%s stands until it is answered, and costs no request', (reason) => {
    const over = { questionsDueAt: now };
    expect(planned({ documents: [asks(reason)], records: [], over })).toMatchObject({
      actions: [],
      changes: [],
    });
  });
});

describe('receipts and journals', () => {
  it('a receipt follows its file', () => {
    const moved = ready({ path: 'Dupont Jean/RIB/new.pdf' as never });
    const old = filed({ id: documentId('d9'), gone: true });
    const its = receipt({ documentId: old.id });
    const result = planned({ documents: [moved, old], receipts: [its] });
    expect(result.changes).toMatchObject([{ id: moved.id, state: 'filed', fileId: its.fileId }]);
    expect(result.adopted).toMatchObject([{ receipt: { documentId: moved.id, path: moved.path } }]);
    expect(result.actions).toEqual([]);
  });
  it('what is proven is not sent', () => {
    const one = ready({ unproven: true });
    const line = journalLine(jean, rib, 'a1', 'up-5');
    const records = [record(jean, { e_RIB: [value(7, { '': 'up-5' })] })];
    const result = planned({ documents: [one], journal: [line], records });
    expect(result.proven).toMatchObject([{ line, document: { id: one.id } }]);
    expect(result.actions).toEqual([]);
  });
});

it('fresh scans go before a backlog, small employees before large', () => {
  const of = (id: string, employeeId: typeof jean, backlog: boolean) =>
    ready({ id: documentId(id), employeeId, backlog, target: contracts.key, inspection: inspected(id) });
  const documents = [
    of('old', jean, true),
    of('j1', jean, false),
    of('j2', jean, false),
    of('m', marie, false),
  ];
  const place: Facts['place'] = ({ employeeId }) =>
    placeOf({ target: contracts, whose: { kind: 'matched', employeeId: employeeId ?? jean } });
  const knowledge = [{ key: contracts.key, rows: 'append' as const, subFields: [], stopped: false }];
  const result = planned({ documents, place, knowledge });
  expect(result.actions.map((action) => ('id' in action ? action.id : action.kind))).toEqual([
    'm',
    'j1',
    'j2',
    'old',
  ]);
});

describe('who is learnt on', () => {
  const rowsOf = { records: [record(jean), record(marie)], ...intoContracts };
  const four = [
    ready({ id: documentId('j1'), employeeId: jean, inspection: inspected('j1') }),
    ready({ id: documentId('j2'), employeeId: jean, inspection: inspected('j2') }),
    ready({ id: documentId('m1'), employeeId: marie, inspection: inspected('m1') }),
    ready({ id: documentId('m2'), employeeId: marie, inspection: inspected('m2') }),
  ];
  const place = (document: { readonly id: string }): ReturnType<typeof placeOf> =>
    placeOf({
      target: contracts,
      whose: { kind: 'matched', employeeId: document.id.startsWith('j') ? jean : marie },
    });
  const sent = (documents: NonNullable<Facts['documents']>): readonly string[] =>
    planned({ ...rowsOf, place, documents })
      .actions.filter((action) => action.kind === 'upload')
      .map(({ id }) => id);

  it('is the same, in whatever order the documents are known', () => {
    expect(sent(four)).toEqual(['j1', 'j2']);
    expect(sent([...four].reverse()).toSorted()).toEqual(['j1', 'j2']);
  });

  it('is who is furthest on the way', () => {
    const [first, second, third, last] = four;
    if (first === undefined || second === undefined || third === undefined || last === undefined) return;
    const staged = uploaded({ ...third, fileId: fileId('f-m1') });
    expect(sent([first, second, staged, last])).toEqual(['m2']);
  });
});

describe('large and small', () => {
  it('what one sends of many bytes goes after what others send of few', () => {
    const place = (document: { readonly id: string }): ReturnType<typeof placeOf> =>
      placeOf({ whose: { kind: 'matched', employeeId: document.id === 'large' ? jean : marie } });
    const knows = { knowledge: [], records: [record(jean), record(marie)], place };
    const large = ready({
      id: documentId('large'),
      employeeId: jean,
      inspection: inspected('large'),
      signature: signature({ size: 40_000_000 }),
    });
    const small = ready({ id: documentId('small'), employeeId: marie, inspection: inspected('small') });
    const actions = planned({ ...knows, documents: [large, small] }).actions;
    expect(actions.map((action) => ('id' in action ? action.id : ''))).toEqual(['small', 'large']);
  });
});
