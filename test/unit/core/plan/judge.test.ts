import { describe, expect, it } from 'vitest';
import type { DocumentRecord } from '../../../../main/core/model.ts';
import type { Place } from '../../../../main/core/plan/context.ts';
import { judge, type Verdict } from '../../../../main/core/plan/judge.ts';
import {
  asks,
  contextOf,
  contracts,
  documentId,
  fileId,
  filed,
  identityCard,
  ignored,
  inspected,
  jean,
  journalLine,
  marie,
  now,
  placeOf,
  ready,
  receipt,
  record,
  rib,
  settling,
  sha,
  signature,
  uploaded,
  value,
  valueId,
  type Facts,
} from '../../../support/plan-builders.ts';

const document = ready();
const ribFilledBy = (file: string): Facts => ({
  records: [record(jean, { e_RIB: [value(7, { '': file })] })],
});
const at = (over: Partial<Place>): Pick<Facts, 'place'> => ({ place: () => placeOf(over) });

/** `document` judged beside what else is known; the documents always hold it. */
function verdict(one: DocumentRecord, facts: Facts = {}): Verdict {
  return judge(one, contextOf({ ...facts, documents: [one, ...(facts.documents ?? [])] }));
}
function told(one: DocumentRecord, facts: Facts = {}): string {
  const answer = verdict(one, facts);
  switch (answer.kind) {
    case 'ask':
    case 'leave':
      return `${answer.kind} ${answer.reason}`;
    case 'need':
      return `need ${answer.what}`;
    default:
      return answer.kind;
  }
}

const stopped = { key: contracts.key, rows: 'replace' as const, subFields: [], stopped: true };
const rival = ready({
  id: documentId('d2'),
  path: 'Dupont Jean/RIB/z.pdf' as never,
  inspection: inspected('b2'),
});

describe('one question a reason', () => {
  it.each<[string, DocumentRecord, Facts]>([
    ['employee-unknown', document, at({ whose: { kind: 'unknown' } })],
    ['employee-ambiguous', document, at({ whose: { kind: 'ambiguous' } })],
    ['employee-left', document, at({ whose: { kind: 'left', employeeId: jean } })],
    ['no-route', document, at({ target: null })],
    ['field-unknown', document, at({ unclear: true })],
    ['type-refused', document, { over: { typeRefused: () => true } }],
    ['too-large', ready({ signature: signature({ size: 50_000_001 }) }), {}],
    [
      'duplicate-elsewhere',
      document,
      { receipts: [receipt({ employeeId: marie, documentId: documentId('d9') })] },
    ],
    [
      'changed-after-filing',
      ready({ replaces: { valueId: valueId(7), fileId: fileId('old') } }),
      ribFilledBy('old'),
    ],
    ['rows-lost', ready({ target: contracts.key }), { ...at({ target: contracts }), knowledge: [stopped] }],
    ['not-permitted', document, { records: [], over: { notShown: new Map([[jean, now]]) } }],
    ['maybe-filed', ready({ unproven: true }), ribFilledBy('somebody')],
    ['field-filled', document, ribFilledBy('somebody')],
  ])('asks %s', (reason, one, facts) => {
    expect(told(one, facts)).toBe(`ask ${reason}`);
  });

  it('asks nothing where nothing is in the way', () => {
    expect(verdict(document)).toMatchObject({ kind: 'go', employeeId: jean, target: rib });
  });
});

describe('what must be known first', () => {
  it.each<[string, Facts]>([
    ['directory', { ...at({ whose: { kind: 'unknown' } }), over: { directoryFresh: false } }],
    ['definitions', { ...at({ unclear: true }), over: { definitionsKnown: false } }],
    ['record', { records: [] }],
    ['directory', { records: [], over: { notShown: new Map([[jean, now]]), directoryFresh: false } }],
  ])('%s', (what, facts) => {
    expect(told(document, facts)).toBe(`need ${what}`);
  });
});

describe('answers that were given', () => {
  it('are not asked for again', () => {
    const decisions = {
      accepted: ['type-refused', 'duplicate-elsewhere', 'maybe-filed'] as const,
      bytes: sha('a1'),
    };
    const one = ready({ decisions, unproven: true, target: contracts.key });
    const facts: Facts = {
      ...at({ target: contracts }),
      over: { typeRefused: () => true },
      receipts: [receipt({ employeeId: marie, documentId: documentId('d9') })],
      records: [record(jean, { e_Contrats: [value(1, { '': 'somebody' })] })],
    };
    expect(told(one, facts)).toBe('go');
    expect(told({ ...one, decisions: {} }, facts)).toBe('ask type-refused');
  });

  it('do not count for other bytes', () => {
    const said = { whenFilled: 'replace' as const, bytes: sha('a1') };
    expect(told(ready({ decisions: said }), ribFilledBy('somebody'))).toBe('go');
    expect(told(ready({ decisions: said, inspection: inspected('b2') }), ribFilledBy('somebody'))).toBe(
      'ask field-filled',
    );
    expect(told(ready({ decisions: { skipped: true, bytes: sha('a1') } }))).toBe('leave skipped');
    expect(told(ready({ decisions: { skipped: true, bytes: sha('a1') }, inspection: inspected('b2') }))).toBe(
      'go',
    );
  });

  it('"replace" was said of what stood there then, not of what was filed since', () => {
    const one = ready({ decisions: { whenFilled: 'replace', answeredAt: now - 1_000 } });
    const since = (filedAt: number): Facts => ({
      ...ribFilledBy('up-9'),
      receipts: [
        receipt({ sha256: sha('b2'), documentId: documentId('d9'), fileId: fileId('up-9'), filedAt }),
      ],
    });
    expect(told(one, since(now - 2_000))).toBe('go');
    expect(told(one, since(now - 500))).toBe('ask field-filled');
  });
});

describe('the same bytes', () => {
  it('filed already are filed, wherever the file lies now', () => {
    const its = receipt();
    expect(verdict(document, { receipts: [its] })).toMatchObject({ kind: 'filed', receipt: its });
    const moved = receipt({ documentId: documentId('d9') });
    const old = filed({ id: documentId('d9'), gone: true });
    expect(verdict(document, { receipts: [moved], documents: [old] })).toMatchObject({
      kind: 'filed',
      receipt: moved,
    });
  });

  it('filed for a document that still lies there are a duplicate', () => {
    const holder = filed({ id: documentId('d9') });
    expect(told(document, { receipts: [receipt({ documentId: holder.id })], documents: [holder] })).toBe(
      'leave duplicate',
    );
  });

  it('may go again where what was filed has been replaced', () => {
    const first = receipt({ documentId: documentId('d9') });
    const second = receipt({
      documentId: documentId('d8'),
      sha256: sha('b2'),
      fileId: fileId('up-2'),
      replacedFileId: first.fileId,
    });
    expect(told(document, { receipts: [first, second] })).toBe('go');
  });

  it('twice for one place go once: the first one seen', () => {
    const twin = settling({
      ...{ id: documentId('d2'), seenAt: document.seenAt + 1, inspection: inspected() },
      ...{ employeeId: jean, target: contracts.key },
    });
    const first = ready({ target: contracts.key });
    const facts = at({ target: contracts });
    expect(told(first, { ...facts, documents: [twin] })).toBe('go');
    expect(told(twin, { ...facts, documents: [first] })).toBe('leave duplicate');
  });

  it('pending for a colleague ask before anything is sent', () => {
    const twin = settling({ id: documentId('d2'), employeeId: marie, inspection: inspected() });
    expect(told(document, { documents: [twin] })).toBe('ask duplicate-elsewhere');
  });
});

describe('after the ledger was lost', () => {
  it('a journal and the record together prove; either alone does not', () => {
    const line = journalLine(jean, rib, 'a1', 'up-5');
    const one = ready({ unproven: true });
    expect(verdict(one, { ...ribFilledBy('up-5'), journal: [line] })).toMatchObject({ kind: 'proven', line });
    expect(told(one, { journal: [line] })).toBe('go');
    expect(told(one, ribFilledBy('up-5'))).toBe('ask maybe-filed');
  });

  it('a copy saved since needs proof as well, also when somebody left the first one as it is', () => {
    const copy = ready({ target: contracts.key });
    const kept = ignored('skipped', {
      ...{ id: documentId('d2'), employeeId: jean, target: contracts.key },
      ...{ inspection: inspected(), unproven: true },
    });
    const facts: Facts = {
      ...at({ target: contracts }),
      documents: [kept],
      records: [record(jean, { e_Contrats: [value(7, { '': 'somebody' })] })],
    };
    expect(verdict(copy, facts)).toMatchObject({ kind: 'ask', reason: 'maybe-filed', unproven: true });
    expect(told(copy, { ...facts, documents: [{ ...kept, unproven: false }] })).toBe('go');
  });

  it('a line for other bytes, or for a colleague, proves nothing', () => {
    const facts = ribFilledBy('up-5');
    const one = ready();
    expect(told(one, { ...facts, journal: [journalLine(jean, rib, 'b2', 'up-5')] })).toBe('ask field-filled');
    expect(told(one, { ...facts, journal: [journalLine(marie, rib, 'a1', 'up-5')] })).toBe(
      'ask field-filled',
    );
  });
});

describe('a field that takes one value', () => {
  it('two rivals both ask, even where the route replaces', () => {
    for (const whenFilled of ['ask', 'replace'] as const) {
      expect(told(document, { ...at({ whenFilled }), documents: [rival] })).toBe('ask field-filled');
      expect(told(rival, { ...at({ whenFilled }), documents: [document] })).toBe('ask field-filled');
    }
  });

  it('waits for a file that still settles beside it', () => {
    const other = settling({ id: documentId('d2'), employeeId: jean, target: rib.key });
    expect(told(document, { documents: [other] })).toBe('need turn');
  });

  it('lets the one that a person chose go', () => {
    const chosen = ready({ decisions: { whenFilled: 'replace' } });
    expect(told(chosen, { documents: [rival] })).toBe('go');
  });

  it('gives way to the one that is on its way', () => {
    expect(
      told(document, { documents: [uploaded({ id: documentId('d2'), inspection: inspected('b2') })] }),
    ).toBe('need turn');
  });

  it('is replaced or skipped where the route says so', () => {
    const facts = ribFilledBy('somebody');
    expect(told(document, { ...facts, ...at({ whenFilled: 'replace' }) })).toBe('go');
    expect(told(document, { ...facts, ...at({ whenFilled: 'skip' }) })).toBe('leave skipped');
    expect(told(document, at({ whenFilled: 'skip' }))).toBe('go');
    expect(told(ignored('skipped'), at({ whenFilled: 'skip' }))).toBe('go');
  });

  it('is not replaced by a rule where what stands there was filed while this lay beside it', () => {
    const filedAt = document.quietSince + 1;
    const facts: Facts = {
      ...ribFilledBy('up-9'),
      ...at({ whenFilled: 'replace' }),
      receipts: [
        receipt({ sha256: sha('b2'), documentId: documentId('d9'), fileId: fileId('up-9'), filedAt }),
      ],
    };
    expect(told(document, facts)).toBe('ask field-filled');
  });

  it('of several sub-fields is only filled where its own holds a file', () => {
    const with_ = (files: Record<string, string>): Facts => ({
      ...at({ target: identityCard }),
      records: [record(jean, { e_Identite: [value(3, files)] })],
    });
    expect(told(document, with_({ 'e_Autre-piece': 'x' }))).toBe('go');
    expect(told(document, with_({ e_Piece: 'x' }))).toBe('ask field-filled');
  });

  it('that shows the uploaded file already only needs its confirmation', () => {
    expect(told(uploaded({ fileId: fileId('up-5') }), ribFilledBy('up-5'))).toBe('go');
  });
});

describe('a question', () => {
  it('withdraws when its cause goes', () => {
    expect(told(asks('field-filled'))).toBe('go');
    expect(told(asks('duplicate-elsewhere'))).toBe('go');
    expect(told(asks('employee-unknown'))).toBe('go');
  });
  it('stands while its cause stands', () => {
    expect(told(asks('field-filled'), ribFilledBy('somebody'))).toBe('ask field-filled');
  });
});
