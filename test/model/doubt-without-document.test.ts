/**
 * A write whose answer was lost may have cost rows, and its employee leaves Lucca before it can be read. The document is
 * directed to somebody else meanwhile: what the write cost comes back all the same, once the employee does.
 */
import { expect, it } from 'vitest';
import type { AnswerOfPerson, DocumentId } from '../../main/core/model.ts';
import { Desk, SimOffice } from '../support/sim/office.ts';
import { folderOf, settingsOf } from '../support/sim/company.ts';
import { chanceOf } from '../support/sim/random.ts';
import { shaOf } from '../support/sim/tree.ts';

const minute = 60_000;

it.each([
  ['directed to somebody else', { kind: 'employee', employeeId: 400, always: false }],
  ['left aside', { kind: 'ignore' }],
] as const)('rows come back though the document was %s', async (_, answer) => {
  const office = new SimOffice({
    chance: chanceOf(1),
    settings: settingsOf({ requestsPerMinute: 40, rows: 'append', afterFiling: 'keep' }),
    people: 3,
    hintsLost: 0,
  });
  const { clock, lucca, tree } = office;
  lucca.mode = 'replace';
  const [, jean] = lucca.employees;
  if (jean === undefined) throw new Error('nobody works there');
  const [first, second] = ['first%%EOF', 'second%%EOF'];
  const path = (name: string): string => `${folderOf(jean)}/Contrats/${name}.pdf`;
  tree.write(path('first'), first);
  const desk = new Desk('one');
  office.start(desk);
  const stands = (text: string): boolean =>
    lucca.rows(jean.id, 'e_Contrats').some(({ files }) => lucca.files.get(files[''] ?? '') === shaOf(text));
  expect(await clock.run(() => stands(first), 10 * minute)).toBe(true);

  // The second write costs the first row, and the employee is gone before anybody can put it back.
  lucca.onChange = () => {
    if (stands(second)) lucca.employees = lucca.employees.filter((one) => one !== jean);
  };
  tree.write(path('second'), second);
  expect(await clock.run(() => !lucca.employees.includes(jean), 30 * minute)).toBe(true);
  lucca.onChange = () => undefined;
  const question = () => desk.agent?.questions().find(({ reason }) => reason === 'employee-unknown');
  expect(await clock.run(() => question() !== undefined, 3 * 60 * minute)).toBe(true);
  // Once the agent is no longer busy with it.
  const said = { ok: false };
  while (!said.ok) {
    const ids = (question()?.documents ?? []).map(({ id }) => id) as unknown as DocumentId[];
    void desk.agent?.answer(ids, answer as AnswerOfPerson).then(({ ok }) => {
      said.ok ||= ok && ids.length > 0;
    });
    await clock.run(() => said.ok, minute);
  }
  await clock.run(() => false, 5 * minute);
  expect(stands(first)).toBe(false);

  // A restart in between forgets nothing.
  office.crash(desk);
  office.start(desk);
  lucca.employees = [...lucca.employees, jean];
  expect(await clock.run(() => stands(first) && stands(second), 3 * 60 * minute)).toBe(true);
});
