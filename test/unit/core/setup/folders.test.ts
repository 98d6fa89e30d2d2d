import { describe, expect, it } from 'vitest';
import { findPattern, folderJudge, usualPatterns } from '../../../../main/core/setup-folders.ts';
import type { Employee, EmployeeId } from '../../../../main/core/model.ts';

const employee = (id: number, lastName: string, firstName: string, employeeNumber: string): Employee => ({
  id: id as EmployeeId,
  firstName,
  lastName,
  employeeNumber,
  email: `${firstName}.${lastName}@brevanne.example`.toLowerCase(),
  login: `${firstName.slice(0, 1)}${lastName}`.toLowerCase(),
  legalEntity: 'Nantes',
  department: 'Atelier',
  contractStart: null,
  contractEnd: null,
});
const employees = [
  employee(1, 'Rousseau', 'Amélie', '004217'),
  employee(2, 'Rousseau', 'Alain', '004218'),
  employee(3, 'Martin', 'Camille', '000008'),
  employee(4, 'Martin', 'Camille', '000021'),
];

describe('what folders are called', () => {
  it.each([
    ['ROUSSEAU Amélie (004217)', '{lastName} {firstName} ({employeeNumber})'],
    ['Rousseau Amelie', '{lastName} {firstName}'],
    ['Amélie ROUSSEAU', '{firstName} {lastName}'],
    ['Rousseau_Amelie', '{lastName}_{firstName}'],
    ['004217 - Rousseau Amélie', '{employeeNumber} {lastName} {firstName}'],
    ['004217', '{employeeNumber}'],
    ['arousseau', null],
    ['Divers', null],
  ])('%s: %s', (folder, pattern) => {
    const found = findPattern([[folder, 'Intérimaires']], employees);
    const same = (one: string) => folderJudgeOf(one).judge(folder, 0).kind === 'matched';
    expect(found === null ? null : same(found.pattern)).toBe(pattern === null ? null : true);
    if (pattern !== null) expect(same(pattern)).toBe(true);
  });

  it('is what most of them say, and a name that two people share is no sign', () => {
    expect(findPattern([['Martin Camille', '000008', '000021']], employees)?.pattern).toBe(
      '{employeeNumber}',
    );
    expect(findPattern([['Martin Camille']], employees)).toBeNull();
  });

  it('may be a folder below that of an establishment', () => {
    expect(findPattern([['Nantes'], ['Nantes/Rousseau Alain']], employees)?.pattern).toBe(
      '{legalEntity}/{lastName} {firstName}',
    );
  });
});

it('every usual name holds the person’s own, or a key that is one person’s alone', () => {
  for (const pattern of usualPatterns) expect(pattern).toMatch(/lastName|employeeNumber|email|login/);
});

it('a person’s word stands where the name says nothing', () => {
  const judge = folderJudgeOf('{lastName} {firstName}', { 'Al R': 2 });
  expect(judge.judge('al r', 0)).toMatchObject({ kind: 'matched', employee: { id: 2 } });
  expect(judge.judge('Martin Camille', 0)).toMatchObject({ kind: 'ambiguous', guesses: [3, 4] });
});

function folderJudgeOf(pattern: string, answers: Readonly<Record<string, number>> = {}) {
  return folderJudge({ pattern, directory: { employees, readAt: 0 }, answers, leaverDays: 90 });
}
