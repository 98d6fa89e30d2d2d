/**
 * First run: whose folders are these? The name of an employee folder is found by trying the usual ones on the tree;
 * each folder is then judged by the very matcher of the work.
 */
import { compileFolderPattern } from './match/employee-folder.ts';
import { foldPath } from './match/fold.ts';
import { createMatcher, type Matcher, type MatchResult } from './match/match.ts';
import type { Binding, Directory, Employee, EmployeeId } from './model.ts';

/** From the surest name to the least: of two that know as many folders, the first one is taken. */
export const usualPatterns = [
  '{lastName} {firstName} ({employeeNumber})',
  '{lastName} {firstName} {employeeNumber}',
  '{lastName} {firstName} - {employeeNumber}',
  '{lastName}_{firstName}_{employeeNumber}',
  '{lastName}, {firstName} ({employeeNumber})',
  '{firstName} {lastName} ({employeeNumber})',
  '{firstName} {lastName} {employeeNumber}',
  '{firstName}_{lastName}_{employeeNumber}',
  '{firstName} {lastName} - {employeeNumber}',
  '{employeeNumber} {lastName} {firstName}',
  '{employeeNumber} - {lastName} {firstName}',
  '{employeeNumber}_{lastName}_{firstName}',
  '{employeeNumber} {firstName} {lastName}',
  '{employeeNumber} - {firstName} {lastName}',
  '{lastName} {firstName}',
  '{lastName}, {firstName}',
  '{lastName}_{firstName}',
  '{firstName} {lastName}',
  '{firstName}_{lastName}',
  '{firstName}.{lastName}',
  '{lastName}.{firstName}',
  '{email}',
  '{login}',
  '{employeeNumber}',
] as const;
const above = ['{legalEntity}', '{department}'] as const;

/** What a folder is called where nothing is there yet to learn it from. */
export const usualPattern: string = usualPatterns[0];

/** The usual name that most of these folders have. `levels[0]`: folders below the root, `levels[1]`: below those. */
export function findPattern(
  levels: readonly (readonly string[])[],
  employees: readonly Employee[],
): { readonly pattern: string; readonly matched: number } | null {
  let best: { pattern: string; matched: number } | null = null;
  for (const [depth, folders] of levels.entries()) {
    const there = new Set(folders.map(foldPath));
    if (there.size === 0) continue;
    const patterns =
      depth === 0
        ? usualPatterns
        : above.flatMap((entity) => usualPatterns.map((usual) => `${entity}/${usual}`));
    for (const pattern of patterns) {
      const matched = countMatched(pattern, there, employees);
      if (matched > (best?.matched ?? 0)) best = { pattern, matched };
    }
  }
  return best;
}

/** Folders that stand for exactly one employee. */
function countMatched(pattern: string, there: ReadonlySet<string>, employees: readonly Employee[]): number {
  const compiled = compileFolderPattern(pattern);
  const owners = new Map<string, number>();
  for (const employee of employees) {
    const folder = compiled.render(employee);
    if (folder === null) continue;
    const key = foldPath(folder);
    if (there.has(key)) owners.set(key, (owners.get(key) ?? 0) + 1);
  }
  return [...owners.values()].filter((count) => count === 1).length;
}

export interface FolderJudge {
  judge(folder: string, now: number): MatchResult;
  readonly search: Matcher['search'];
  readonly byId: Matcher['byId'];
}

/** `answers`: whose folder it is, as a person has said, by the folder's path below root. */
export function folderJudge(given: {
  readonly pattern: string;
  readonly directory: Directory;
  readonly answers: Readonly<Record<string, number>>;
  readonly leaverDays: number;
}): FolderJudge {
  const matcher = createMatcher({
    pattern: compileFolderPattern(given.pattern),
    directory: given.directory,
    bindings: new Map(bindingsOf(given.answers, 0).map((one) => [one.folder, one])),
    leaverDays: given.leaverDays,
  });
  return {
    judge: (folder, now) => matcher.match(folder, now),
    search: matcher.search.bind(matcher),
    byId: matcher.byId.bind(matcher),
  };
}

/** What was said of folders, as the ledger keeps it. */
export function bindingsOf(answers: Readonly<Record<string, number>>, at: number): readonly Binding[] {
  return Object.entries(answers).map(([folder, id]) => ({
    folder: foldPath(folder),
    employeeId: id as EmployeeId,
    by: 'answer',
    at,
  }));
}

/** How many folders below one another stand for an employee. */
export const depthOf = (pattern: string): number => compileFolderPattern(pattern).depth;
