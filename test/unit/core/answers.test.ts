import { describe, expect, it } from 'vitest';
import { applyAnswer, type AnswerEffect, type AnswerInput } from '../../../main/core/agent-answers.ts';
import { decisionsFor, placeOf } from '../../../main/core/plan/context.ts';
import type { AnswerOfPerson, DocumentRecord, Employee, Target } from '../../../main/core/model.ts';
import {
  answerKinds,
  answersByReason,
  attentionReasons,
  type AnswerKind,
  type AttentionReason,
} from '../../../main/shared/reasons.ts';
import {
  asks,
  contracts,
  fileId,
  jean,
  marie,
  now,
  picture,
  ready,
  receipt,
  rib,
  sha,
  targetKey,
  valueId,
  waiting,
} from '../../support/plan-builders.ts';

const targets: readonly Target[] = [rib, contracts, picture];
const someone = (id: number): Employee => ({
  id: id as Employee['id'],
  ...{
    firstName: '',
    lastName: '',
    employeeNumber: '',
    email: '',
    login: '',
    legalEntity: '',
    department: '',
  },
  ...{ contractStart: null, contractEnd: null },
});

function answer(
  document: DocumentRecord | undefined,
  said: AnswerOfPerson,
  over: Partial<AnswerInput> = {},
): AnswerEffect {
  return applyAnswer({
    document,
    answer: said,
    now,
    employee: (id) => (id === jean || id === marie ? someone(id) : null),
    target: (key) => targets.find((target) => target.key === key) ?? null,
    receipt: null,
    folder: 'dupont jean',
    ...over,
  });
}

/** The document afterwards; fails where the answer was refused. */
function next(effect: AnswerEffect): DocumentRecord {
  if (!effect.ok) throw new Error(effect.why);
  const change = effect.changes.find((one) => one.kind === 'document');
  if (change === undefined) throw new Error('no document');
  return change.document;
}

function of(kind: AnswerKind): AnswerOfPerson {
  if (kind === 'employee') return { kind, employeeId: marie, always: false };
  if (kind === 'target') return { kind, target: rib.key };
  return { kind };
}

/** The table of the outside contract, written out once more. */
const table: Readonly<Record<AttentionReason, readonly AnswerKind[]>> = {
  'employee-unknown': ['employee', 'ignore'],
  'employee-ambiguous': ['employee', 'ignore'],
  'employee-left': ['employee', 'ignore'],
  'no-route': ['target', 'ignore'],
  'field-filled': ['replace', 'add', 'keep'],
  'changed-after-filing': ['replace', 'add', 'keep'],
  'duplicate-elsewhere': ['accept', 'ignore'],
  'maybe-filed': ['accept', 'keep'],
  incomplete: ['accept', 'ignore'],
  'type-refused': ['accept', 'ignore'],
  'too-large': ['ignore'],
  empty: ['ignore'],
  unreadable: ['ignore'],
  'field-unknown': ['retry', 'ignore'],
  'not-permitted': ['retry', 'ignore'],
  rejected: ['retry', 'ignore'],
  'rows-lost': ['retry', 'ignore'],
};

describe.each(attentionReasons)('%s', (reason) => {
  const asking = asks(reason, {
    target: contracts.key,
    replaces: { valueId: valueId(1), fileId: fileId('old') },
  });

  it('takes the answers of the table, and those alone', () => {
    for (const kind of answerKinds) {
      const effect = answer(asking, of(kind), { receipt: receipt() });
      if (table[reason].includes(kind)) expect(effect, kind).toMatchObject({ ok: true });
      else expect(effect, kind).toEqual({ ok: false, why: 'answer-does-not-fit' });
    }
    expect(answersByReason[reason]).toEqual(table[reason]);
  });
});

describe('who it is', () => {
  const asking = asks('employee-unknown', { employeeId: null });

  it('is kept with the document', () => {
    const effect = answer(asking, of('employee'));
    expect(next(effect)).toMatchObject({ state: 'ready', decisions: { employeeId: marie, answeredAt: now } });
    expect(effect.ok && effect.changes).toHaveLength(1);
  });
  it('is kept with the folder where a person says always', () => {
    const effect = answer(asking, { kind: 'employee', employeeId: marie, always: true });
    expect(effect.ok && effect.changes[1]).toEqual({
      kind: 'binding',
      binding: { folder: 'dupont jean', employeeId: marie, by: 'answer', at: now },
    });
  });
  it('binds nothing where there is no folder', () => {
    const effect = answer(asking, { kind: 'employee', employeeId: marie, always: true }, { folder: null });
    expect(effect.ok && effect.changes).toHaveLength(1);
  });
  it('must be somebody whom Lucca lists', () => {
    expect(answer(asking, { kind: 'employee', employeeId: 999 as never, always: true })).toEqual({
      ok: false,
      why: 'unknown-employee',
    });
  });
});

describe('where it goes', () => {
  it('is kept, and does not undo whose it is', () => {
    const asking = asks('no-route', { target: null, decisions: { employeeId: marie } });
    expect(next(answer(asking, of('target')))).toMatchObject({
      state: 'ready',
      decisions: { target: rib.key, employeeId: marie },
    });
  });
  it('must be a field that is configured', () => {
    const effect = answer(asks('no-route'), { kind: 'target', target: targetKey('e_Rien') });
    expect(effect).toEqual({ ok: false, why: 'unknown-target' });
  });
});

describe('what to do with what stands there', () => {
  it('replace is said of these bytes', () => {
    expect(next(answer(asks('field-filled'), of('replace')))).toMatchObject({
      state: 'ready',
      decisions: { whenFilled: 'replace', bytes: sha('a1'), answeredAt: now },
    });
  });
  it.each([rib, picture])('add is refused where $key takes one value', (target) => {
    const asking = asks('field-filled', { target: target.key });
    expect(answer(asking, of('add'))).toEqual({ ok: false, why: 'single-valued' });
  });
  it('replace is refused among rows where there is none to replace', () => {
    const asking = asks('field-filled', { target: contracts.key });
    expect(answer(asking, of('replace'))).toEqual({ ok: false, why: 'answer-does-not-fit' });
  });
  it('goes on from where it stood: an uploaded file is not sent again', () => {
    const asking = asks('field-filled', { fileId: fileId('up-1'), resume: 'uploaded' });
    expect(next(answer(asking, of('replace')))).toMatchObject({ state: 'uploaded', fileId: 'up-1' });
  });
  it('keep leaves the document aside', () => {
    expect(next(answer(asks('field-filled'), of('keep')))).toMatchObject({
      state: 'ignored',
      reason: 'skipped',
      decisions: { skipped: true, bytes: sha('a1') },
    });
  });
  it('keep of a changed one leaves it filed, as its receipt says', () => {
    const asking = asks('changed-after-filing', { replaces: { valueId: null, fileId: fileId('up-1') } });
    expect(next(answer(asking, of('keep'), { receipt: receipt() }))).toMatchObject({
      state: 'filed',
      fileId: 'up-1',
      replaces: null,
      changed: null,
    });
  });
});

describe('other answers', () => {
  it('accept is added to what was accepted of the same bytes', () => {
    const before = { accepted: ['type-refused'] as const, bytes: sha('a1') };
    const { decisions } = next(answer(asks('duplicate-elsewhere', { decisions: before }), of('accept')));
    expect(decisions).toMatchObject({ accepted: ['type-refused', 'duplicate-elsewhere'], bytes: sha('a1') });
  });
  it('ignore leaves the document aside, for these bytes', () => {
    expect(next(answer(asks('employee-unknown'), of('ignore')))).toMatchObject({
      state: 'ignored',
      reason: 'skipped',
      decisions: { skipped: true, bytes: sha('a1') },
    });
  });
  it('retry goes back to where it stood, and forgets nothing of what was said', () => {
    const asking = asks('rejected', {
      fileId: fileId('up-1'),
      resume: 'uploaded',
      decisions: { employeeId: marie },
    });
    expect(next(answer(asking, of('retry')))).toMatchObject({
      state: 'uploaded',
      fileId: 'up-1',
      decisions: { employeeId: marie },
    });
  });
  it('retry of lost rows opens the target and has it learnt anew', () => {
    const effect = answer(asks('rows-lost', { target: contracts.key }), of('retry'));
    expect(effect.ok && effect.changes[1]).toEqual({
      kind: 'target',
      target: { key: contracts.key, rows: 'unknown', subFields: [], stopped: false },
    });
  });
  it('retry takes back what was left aside, and forgets what was said of it', () => {
    const aside = next(answer(asks('field-filled', { decisions: { employeeId: marie } }), of('keep')));
    expect(next(answer(aside, of('retry')))).toMatchObject({
      state: 'settling',
      quietSince: aside.quietSince,
      inspection: null,
      decisions: { answeredAt: now },
    });
    expect(Object.keys(next(answer(aside, of('retry'))).decisions)).toEqual(['answeredAt']);
    const left = { ...aside, reason: 'pattern' } as DocumentRecord;
    expect(answer(left, of('retry'))).toEqual({ ok: false, why: 'not-asking' });
  });
  it('retry takes up what waits now', () => {
    expect(next(answer(waiting({ until: now + 60_000 }), of('retry')))).toMatchObject({
      state: 'waiting',
      until: now,
    });
  });
});

describe('refusals', () => {
  it('of a document that is not there', () => {
    expect(answer(undefined, of('ignore'))).toEqual({ ok: false, why: 'unknown-document' });
  });
  it('of a document that asks nothing', () => {
    expect(answer(ready(), of('ignore'))).toEqual({ ok: false, why: 'not-asking' });
    expect(answer(waiting(), of('ignore'))).toEqual({ ok: false, why: 'not-asking' });
  });
});
it.each(['replace', 'add'] as const)(
  '%s of a changed file waits until the file is known to be whole',
  (kind) => {
    const asking = asks('changed-after-filing', {
      target: contracts.key,
      replaces: { valueId: null, fileId: fileId('up-1') },
    });
    const settling = next(answer(asking, of(kind)));
    expect(settling).toMatchObject({ state: 'settling', inspection: null, replaces: { fileId: 'up-1' } });
    expect(settling.decisions).toMatchObject({ whenFilled: kind, bytes: asking.inspection?.sha256 });
  },
);

it('replace, said of one person, is not said of another', () => {
  const said = next(answer(asks('field-filled', { employeeId: jean, target: rib.key }), of('replace')));
  expect(decisionsFor(said).whenFilled).toBe('replace');
  expect(decisionsFor({ ...said, employeeId: marie }).whenFilled).toBeUndefined();
  const asked = { ...said, state: 'attention', reason: 'employee-unknown', resume: 'ready' } as const;
  const directed = next(
    answer({ ...asked, employeeId: null }, { kind: 'employee', employeeId: marie, always: false }),
  );
  expect(directed.decisions.whenFilled).toBeUndefined();
});

it('an answer for other bytes takes nothing along that was said of the old ones', () => {
  const before = { accepted: ['incomplete'] as const, bytes: sha('old'), employeeId: marie };
  const { decisions } = next(answer(asks('type-refused', { decisions: before }), of('accept')));
  expect(decisions).toEqual({
    employeeId: marie,
    accepted: ['type-refused'],
    bytes: sha('a1'),
    place: placeOf(asks('type-refused')),
    answeredAt: now,
  });
});
