/**
 * Match, second half: whose folder is this?
 *
 * Invariant (law 12): an employee comes out only when the folder's whole path equals the pattern rendered
 * for exactly one person. Everything else is a doubt, and a doubt asks.
 */
import { appendTo } from '../append-to.ts';
import type { Binding, Directory, Employee, EmployeeId } from '../model.ts';
import { fold, foldPath } from './fold.ts';
import { valueOf, type FolderPattern } from './employee-folder.ts';

export type MatchResult =
  | { readonly kind: 'matched'; readonly employee: Employee }
  | { readonly kind: 'unknown'; readonly guesses: readonly EmployeeId[] }
  | { readonly kind: 'ambiguous'; readonly guesses: readonly EmployeeId[] }
  | { readonly kind: 'left'; readonly employee: Employee };

export interface Matcher {
  /** `folder`: the employee folder's path below root, as on disk; null for a file outside any. */
  match(folder: string | null, now: number): MatchResult;
  /** A person known by id, as an answer gives one. */
  byId(id: EmployeeId): Employee | null;
  /** Whole-directory search: every word of the text begins a word of the person. Best first. */
  search(text: string, limit: number): readonly Employee[];
}

const dayMs = 86_400_000;

export interface MatcherInput {
  readonly pattern: FolderPattern;
  readonly directory: Directory | null;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Documents of someone who left not longer ago than this are filed. */
  readonly leaverDays: number;
}

export function createMatcher(input: MatcherInput): Matcher {
  const { pattern, bindings, leaverDays } = input;
  const employees = input.directory?.employees ?? [];
  const people = new Map(employees.map((employee) => [employee.id, employee]));
  const byFolder = new Map<string, Employee[]>();
  for (const employee of employees) {
    const folder = pattern.render(employee);
    if (folder !== null) appendTo(byFolder, foldPath(folder), employee);
  }

  function hasLeft(employee: Employee, now: number): boolean {
    if (employee.contractEnd === null) return false;
    const lastDay = Date.parse(`${employee.contractEnd.slice(0, 10)}T00:00:00Z`);
    return Number.isFinite(lastDay) && now > lastDay + (leaverDays + 1) * dayMs;
  }

  function found(employee: Employee, now: number): MatchResult {
    return hasLeft(employee, now) ? { kind: 'left', employee } : { kind: 'matched', employee };
  }

  return {
    match(folder, now) {
      if (folder === null) return { kind: 'unknown', guesses: [] };
      const key = foldPath(folder);
      const direct = byFolder.get(key) ?? [];
      const binding = bindings.get(key);
      if (binding !== undefined) {
        const bound = people.get(binding.employeeId);
        if (bound === undefined) return { kind: 'unknown', guesses: direct.map((employee) => employee.id) };
        const agrees = direct.length === 0 || direct.some((employee) => employee.id === bound.id);
        if (!agrees)
          return { kind: 'ambiguous', guesses: [bound.id, ...direct.map((employee) => employee.id)] };
        // A person once said who this is; a match alone does not outlive a new homonym.
        if (direct.length <= 1 || binding.by === 'answer') return found(bound, now);
      }
      const [first, ...others] = direct;
      if (first !== undefined && others.length === 0) return found(first, now);
      if (first !== undefined) return { kind: 'ambiguous', guesses: direct.map((employee) => employee.id) };
      return nearMiss(key, employees, pattern);
    },
    byId: (id) => people.get(id) ?? null,
    search(text, limit) {
      const words = wordsOf(text);
      if (words.length === 0) return [];
      const hits: { employee: Employee; score: number }[] = [];
      for (const employee of employees) {
        const own = wordsOf(
          `${employee.lastName} ${employee.firstName} ${employee.employeeNumber} ${employee.email} ${employee.department}`,
        );
        if (!words.every((word) => own.some((part) => part.startsWith(word)))) continue;
        hits.push({ employee, score: words.filter((word) => own.includes(word)).length });
      }
      hits.sort((a, b) => b.score - a.score || a.employee.lastName.localeCompare(b.employee.lastName));
      return hits.slice(0, limit).map((hit) => hit.employee);
    },
  };
}

/** Nobody types the particle of « L'Hostis » to find her: an apostrophe divides as a blank does. */
function wordsOf(text: string): readonly string[] {
  return fold(text).split(/[' ]/).filter(Boolean);
}

/** Nobody's folder by the pattern. Do its parts point to people, and to the same one? */
function nearMiss(folderKey: string, employees: readonly Employee[], pattern: FolderPattern): MatchResult {
  const text = ` ${folderKey.replace(/[^\p{L}\p{N}@.']+/gu, ' ')} `;
  const says = (value: string): boolean => {
    const words = fold(value)
      .replace(/[^\p{L}\p{N}@.']+/gu, ' ')
      .trim();
    return words !== '' && text.includes(` ${words} `);
  };
  const names = pattern.placeholders.filter((name) => name === 'lastName' || name === 'firstName');
  const keys = pattern.placeholders.filter(
    (name) => name === 'employeeNumber' || name === 'email' || name === 'login' || name === 'id',
  );
  const byName =
    names.length === 0 ? [] : employees.filter((one) => names.every((name) => says(valueOf(one, name))));
  const byKey = employees.filter((one) => keys.some((name) => says(valueOf(one, name))));
  const both = byKey.filter((one) => byName.includes(one));
  const guesses = [...new Set([...both, ...byName, ...byKey])].slice(0, 9).map((one) => one.id);
  const disagree = byName.length > 0 && byKey.length > 0 && both.length === 0;
  return disagree ? { kind: 'ambiguous', guesses } : { kind: 'unknown', guesses };
}
