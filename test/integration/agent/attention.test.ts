/** Every question that there is: reached by its document alone, the others filed; then answered. */
import { expect, it } from 'vitest';
import type { AnswerOfPerson, DocumentId, EmployeeId, TargetKey } from '../../../main/core/model.ts';
import { attentionReasons } from '../../../main/shared/reasons.ts';
import type { Emulator } from '../../lucca/index.ts';
import {
  isPerfect,
  placeAll,
  play,
  troubleDocuments,
  troubleRoutes,
  twoHundredDocuments,
  type Prelude,
  type Trouble,
} from '../../support/tree/index.ts';
import { openOffice, reasonOf, type Office, type Running } from './office.ts';

const superuser = process.getuid?.() === 0;

function prepare(lucca: Emulator, prelude: Prelude): void {
  switch (prelude.kind) {
    case 'holds': {
      const { id } = lucca.addFile({
        name: 'deja la.pdf',
        bytes: Buffer.from(`%PDF there ${prelude.employeeId}`),
      });
      lucca.setValue(
        prelude.employeeId,
        prelude.field,
        lucca.store.fields.get(prelude.field)?.multiple === true ? [{ id }] : { id },
      );
      return;
    }
    case 'right': {
      const [key] = lucca.keys;
      if (key === undefined) throw new Error('no key');
      lucca.setRights(key.name, { sections: { ...key.rights.sections, [prelude.section]: prelude.right } });
      return;
    }
    case 'switch':
      Object.assign(lucca.switches, { [prelude.name]: prelude.setting });
  }
}

async function tell(
  office: Office,
  stories: readonly Trouble[],
  running: () => Promise<Running>,
): Promise<Running> {
  const at = async (when: string): Promise<void> => {
    for (const { steps } of stories)
      for (const step of steps) if (step.when === when) await play(office.root, step);
  };
  for (const { lucca } of stories) for (const prelude of lucca) prepare(office.lucca, prelude);
  await at('before-start');
  const agent = await running();
  await agent.quiet();
  await at('running');
  await agent.agent.syncNow();
  await agent.quiet();
  for (const { filed } of stories)
    for (const below of filed) await agent.until(below, ({ state }) => state === 'filed');
  await at('after-filing');
  await agent.agent.syncNow();
  await agent.quiet();
  return agent;
}

it('asks what only a person can say, of the document concerned and of no other', async () => {
  const office = await openOffice();
  const { company } = office.lucca;
  const stories = troubleDocuments(company).filter(
    (one) => !one.alone && !(one.needsOrdinaryUser && superuser),
  );
  const touched = new Set(stories.flatMap(({ steps }) => steps.map(({ path }) => path.split('/')[0])));
  const good = twoHundredDocuments(company)
    .filter((one) => !touched.has(one.path.split('/')[0]))
    .slice(0, 12);
  await placeAll(office.root, good);
  const running = await tell(office, stories, () =>
    office.start({
      moreRoutes: troubleRoutes,
      more: { settle: { quietSeconds: 0.2, incompleteSeconds: 0.6 } },
    }),
  );

  const asked = Object.fromEntries(stories.map(({ path }) => [path, reasonOf(running.at(path))]));
  expect(asked).toEqual(Object.fromEntries(stories.map(({ path, reason }) => [path, reason])));
  const reached = new Set<string>(stories.map(({ reason }) => reason));
  const apart = ['rows-lost', ...(superuser ? ['unreadable'] : [])];
  expect(attentionReasons.filter((reason) => !reached.has(reason)).sort()).toEqual(apart.sort());
  for (const { path } of good) expect(running.at(path)?.state).toBe('filed');
  const comparison = office.compareWith(good);
  expect([comparison.missing, comparison.doubled, comparison.misplaced]).toEqual([[], [], []]);
  // Nothing that asks has reached anybody.
  const filedFiles = running.agent.documents().filter(({ state }) => state === 'filed').length;
  const filedOnTheWay = stories.flatMap(({ filed, path }) => filed.filter((one) => one !== path));
  expect(filedFiles).toBe(good.length + filedOnTheWay.length);

  // What would be refused is not offered: a field that keeps one document takes no second beside it.
  for (const question of running.agent.questions()) {
    expect(question.differs, question.reason).toBe(false);
    const [{ target } = { target: null }] = question.documents;
    if (question.reason === 'field-filled' || question.reason === 'changed-after-filing')
      expect(question.answers.includes('add'), `${question.reason} ${String(target)}`).toBe(
        target !== 'e_RIB',
      );
  }

  // Each answer leads where it should.
  const path = (reason: string): string => stories.find((one) => one.reason === reason)?.path ?? '';
  const id = (reason: string): DocumentId => running.at(path(reason))?.id ?? ('' as DocumentId);
  const answer = async (reason: string, said: AnswerOfPerson): Promise<void> => {
    expect(await running.agent.answer([id(reason)], said), reason).toEqual({ ok: true });
  };
  const someone = company.cast['fixedTerm'] as unknown as EmployeeId;
  await answer('employee-unknown', { kind: 'employee', employeeId: someone, always: false });
  await answer('employee-left', {
    kind: 'employee',
    employeeId: company.cast['oldLeaver'] as unknown as EmployeeId,
    always: false,
  });
  await answer('employee-ambiguous', { kind: 'ignore' });
  await answer('no-route', { kind: 'target', target: 'e_Contrats' as TargetKey });
  const replacedBefore = office.lucca.holdings();
  await answer('field-filled', { kind: 'replace' });
  await answer('changed-after-filing', { kind: 'replace' });
  await answer('duplicate-elsewhere', { kind: 'accept' });
  await answer('maybe-filed', { kind: 'accept' });
  await answer('incomplete', { kind: 'accept' });
  await answer('type-refused', { kind: 'accept' });
  for (const reason of ['too-large', 'empty'] as const) await answer(reason, { kind: 'ignore' });
  await running.quiet();

  const state = (reason: string): string => {
    const document = running.at(path(reason));
    return `${reason}: ${document?.state ?? 'gone'} ${reasonOf(document) ?? ''}`.trim();
  };
  expect(
    [
      'employee-unknown',
      'employee-left',
      'no-route',
      'field-filled',
      'changed-after-filing',
      'duplicate-elsewhere',
      'maybe-filed',
      'incomplete',
      'type-refused',
    ].map(state),
  ).toEqual([
    'employee-unknown: filed',
    'employee-left: filed',
    'no-route: filed',
    'field-filled: filed',
    'changed-after-filing: filed',
    'duplicate-elsewhere: filed',
    'maybe-filed: filed',
    'incomplete: filed',
    'type-refused: filed',
  ]);
  expect(['employee-ambiguous', 'too-large', 'empty'].map(state)).toEqual([
    'employee-ambiguous: ignored skipped',
    'too-large: ignored skipped',
    'empty: ignored skipped',
  ]);
  // What was replaced is told by the receipt, and it is what stood there.
  for (const reason of ['field-filled', 'changed-after-filing']) {
    const document = running.at(path(reason));
    const receipt = (await running.agent.documentPage(id(reason)))?.receipt;
    const before = replacedBefore.find(
      (one) => one.employeeId === document?.employeeId && one.field === document.target,
    );
    expect(receipt?.replacedFileId, reason).toBe(before?.fileId);
    expect(office.lucca.holdings().filter((one) => one.fileId === before?.fileId)).toEqual([]);
  }

  // The administrator mends what was his to mend.
  const [key] = office.lucca.keys;
  office.lucca.setRights(key?.name ?? '', {
    sections: { ...key?.rights.sections, Discipline: 'write' },
  } as never);
  await running.agent.retry([id('not-permitted'), id('rejected'), id('field-unknown')]);
  await running.quiet();
  expect(['not-permitted', 'rejected', 'field-unknown'].map(state)).toEqual([
    'not-permitted: filed',
    'rejected: attention rejected',
    'field-unknown: attention field-unknown',
  ]);

  // What was left aside is taken back, by name alone, and asks what it asked before.
  await running.agent.retry('all');
  await running.quiet();
  expect(state('employee-ambiguous')).toBe('employee-ambiguous: ignored skipped');
  const takenBack = ['employee-ambiguous', 'too-large', 'empty'];
  await running.agent.retry(takenBack.map(id));
  await running.quiet();
  expect(takenBack.map(state)).toEqual(takenBack.map((reason) => `${reason}: attention ${reason}`));
});

it('stops a target whose rows a write has cost, puts them back, and learns anew when told', async () => {
  const office = await openOffice();
  const stories = troubleDocuments(office.lucca.company).filter(({ reason }) => reason === 'rows-lost');
  const [story] = stories;
  if (story === undefined) throw new Error('no story');
  const running = await tell(office, stories, () => office.start());
  const waiting = running.agent.documents().filter((document) => reasonOf(document) === 'rows-lost');
  expect(waiting.length).toBeGreaterThan(0);
  expect(running.agent.status().trouble).toBe('rows-lost');
  // All that was there stands there still, once.
  const filed = running.agent.documents().filter(({ state }) => state === 'filed');
  const held = office.lucca.holdings().filter(({ field }) => field === 'e_Contrats');
  expect(held.map(({ sha256 }) => sha256).sort()).toEqual(
    filed.map(({ inspection }) => inspection?.sha256).sort(),
  );
  await running.close();

  // With all rows sent back, the same tenant takes them all.
  const more = {
    routes: [{ match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true, rows: 'resend' } }],
  };
  const again = await office.start({ more });
  await again.quiet();
  expect(again.agent.documents().map(({ state }) => state)).toEqual(['filed', 'filed', 'filed']);
  expect(again.agent.status().trouble).toBeNull();
  const all = office.lucca.holdings().filter(({ field }) => field === 'e_Contrats');
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(3);
  expect(all).toHaveLength(3);
  expect(isPerfect(office.compareWith([], []))).toBe(false);
});

it('takes an answer in the very moment of the question', async () => {
  const office = await openOffice();
  const [document] = twoHundredDocuments(office.lucca.company).filter(({ drawer }) => drawer === 'bank');
  await placeAll(office.root, [document!]);
  const running = await office.start();
  await running.quiet();
  const refused: unknown[] = [];
  let asked = 0;
  running.agent.on((event) => {
    if (event.kind !== 'document' || event.document.state !== 'attention') return;
    asked += 1;
    void running.agent
      .answer([event.document.id], { kind: 'replace' })
      .then((result) => (result.ok ? undefined : refused.push(result)));
  });
  for (const change of ['one', 'two', 'three', 'four', 'five']) {
    const before = running.at(document!.path)?.stateAt ?? 0;
    await office.save(
      document!.path,
      Buffer.concat([document!.make().bytes, Buffer.from(`% ${change}\n%%EOF\n`)]),
    );
    await running.agent.syncNow();
    await running.until(document!.path, ({ state, stateAt }) => state === 'filed' && stateAt > before);
  }
  expect(refused).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(5);
  expect(office.lucca.holdings()).toHaveLength(1);
});
