/** Whose a document is that nobody has been named for: what `forget` takes along, and what it must leave. */
import { expect, test } from 'vitest';
import type { Binding, DocumentRecord, Employee, TreePath } from '../../../main/core/model.ts';
import { straysOf } from '../../../main/terminal/commands/forget-strays.ts';
import { baseOf, employee, person, receipt } from '../ledger/examples.ts';

const who = person(416, {
  lastName: 'Lefèvre',
  firstName: 'Noémie',
  employeeNumber: '00416',
  email: 'noemie.l@example.test',
  login: 'nlefevre',
});
const other = person(417, { lastName: 'Moreau', firstName: 'Hervé', employeeNumber: '00417' });
const namesake = person(418, { lastName: 'Lefèvre', firstName: 'Paul', employeeNumber: '00418' });
const settings = {
  employeeFolder: '{lastName} {firstName} ({employeeNumber})',
  leavers: { fileForDays: 90 },
};

function isTheirs(
  path: string,
  over: {
    readonly document?: Partial<DocumentRecord>;
    readonly bindings?: readonly Binding[];
    readonly employees?: readonly Employee[];
    readonly receipts?: Parameters<typeof straysOf>[1]['receipts'];
  } = {},
): boolean {
  const document = {
    ...baseOf('d_1'),
    ...over.document,
    path: path as TreePath,
    state: 'settling',
  } as DocumentRecord;
  const directory = { employees: over.employees ?? [who, other, namesake], readAt: 1 };
  const { bindings = [], receipts = [] } = over;
  const state = { documents: [document], receipts, bindings, directory };
  return straysOf(employee(416), state, settings, 1).length === 1;
}

const bound = (folder: string, id: number): Binding => ({
  folder,
  employeeId: employee(id),
  by: 'answer',
  at: 1,
});

test.each([
  ['their own folder', 'Lefèvre Noémie (00416)/Contrats/.hidden.pdf'],
  ['spelt otherwise', 'LEFEVRE  Noemie (00416)/~$open.docx'],
  ['without the number', 'Lefèvre Noémie/RIB/a.pdf'],
  ['another number', 'Lefèvre Noémie (00417)/RIB/a.pdf'],
  ['the number alone', 'Dossier 00416/RIB/a.pdf'],
  ['the last name alone', 'Lefèvre/a.pdf'],
  ['no folder at all', 'contrat lefevre.pdf'],
  ['the address', 'Mails/noemie.l@example.test.eml'],
  ['the login', 'Scans/nlefevre/a.pdf'],
])('%s leads to them: %s', (_, path) => {
  expect(isTheirs(path)).toBe(true);
});

test.each([
  ['a colleague’s folder', 'Moreau Hervé (00417)/RIB/lefevre.pdf'],
  ['a namesake’s folder', 'Lefèvre Paul (00418)/RIB/a.pdf'],
  ['nobody’s', 'Divers/RIB/a.pdf'],
  ['part of a word', 'Lefèvres/RIB/a.pdf'],
  ['part of a number', 'Dossier 100416/RIB/a.pdf'],
])('%s does not: %s', (_, path) => {
  expect(isTheirs(path)).toBe(false);
});

test('a folder that stands for them by an answer or a receipt is theirs, whatever its name, in Lucca or not', () => {
  const path = 'Noémie née Durand/RIB/.a.pdf';
  expect(isTheirs(path)).toBe(false);
  expect(isTheirs(path, { bindings: [bound('noemie nee durand', 416)] })).toBe(true);
  expect(isTheirs(path, { bindings: [bound('noemie nee durand', 416)], employees: [other] })).toBe(true);
  expect(isTheirs(path, { bindings: [bound('noemie nee durand', 417)] })).toBe(false);
  const filed = receipt('d_9', { path: 'Noémie née Durand/RIB/b.pdf' as TreePath });
  expect(isTheirs(path, { receipts: [filed], employees: [other] })).toBe(true);
});

test('what is known as somebody’s, or on its way, is not touched', () => {
  const path = 'Lefèvre Noémie/RIB/a.pdf';
  expect(isTheirs(path, { document: { employeeId: employee(417) } })).toBe(false);
  expect(isTheirs(path, { document: { decisions: { employeeId: employee(417) } } })).toBe(false);
});
