/** Looking at the folder that a person has chosen: which folders are there, and whose they are. */
import { accessSync, constants, statSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { liesApart } from '../../adapters/data-folder/lies-apart.ts';
import { createFiles } from '../../adapters/files/index.ts';
import { mayWrite } from '../../adapters/files/may-write.ts';
import { isCloudRoot } from '../../adapters/lease/cloud-root.ts';
import { personOf } from '../../core/agent-views.ts';
import { planFolders } from '../../core/employee-folders.ts';
import type { Directory, Employee } from '../../core/model.ts';
import type { Files } from '../../core/ports.ts';
import { compileFolderPattern } from '../../core/match/employee-folder.ts';
import { depthOf, findPattern, folderJudge, usualPattern, usualPatterns } from '../../core/setup-folders.ts';
import type { FolderJudge } from '../../core/setup-folders.ts';
import type { FolderFailure, FolderReport, JudgedFolder } from '../../shared/setup-contract.ts';

/** Names that the window shows of a list; the count says how many there are. */
const mostShown = 300;
/** Folders that are looked into for the level below, before their number speaks for itself. */
const mostLookedInto = 400;
/** The matcher compares an unknown folder with everybody: other work goes on between so many of them. */
const atOnce = 10;

const absolutePath = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

/** Null where the folder can be listed, and is not entangled with the data folder. */
export function rootTrouble(path: string, data: string): FolderFailure | null {
  if (path === '') return 'no-path';
  if (!absolutePath.test(path)) return 'not-absolute';
  try {
    if (!statSync(path).isDirectory()) return 'not-a-folder';
    accessSync(path, constants.R_OK | constants.X_OK);
    return liesApart(path, data) ? null : 'data-folder';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'missing';
  }
}

export interface TreeRead {
  readonly report: Extract<FolderReport, { ok: true }>;
  readonly judge: FolderJudge;
  /** Employee folders, whoever they belong to. */
  readonly folders: readonly string[];
}

export async function readTree(given: {
  readonly root: string;
  /** Null: find it. */
  readonly pattern: string | null;
  readonly directory: Directory;
  readonly answers: Readonly<Record<string, number>>;
  /** Folders of those who left not longer ago are theirs still. */
  readonly leaverDays: number;
  readonly now: number;
  readonly today: string;
}): Promise<TreeRead> {
  const { root, directory, answers, leaverDays, now, today } = given;
  const files = createFiles({ root });
  const top = await files.folders('');
  const found = given.pattern === null ? await lookForPattern(files, top, directory.employees) : null;
  const pattern = given.pattern ?? found ?? usualPattern;
  const folders = await foldersAt(files, top, depthOf(pattern));
  const judge = folderJudge({ pattern, directory, answers, leaverDays });
  const lists = { matched: list(), unknown: list(), ambiguous: list(), left: list() };
  const employees = new Map(directory.employees.map((one) => [one.id, one]));
  for (const [index, folder] of folders.entries()) {
    const verdict = judge.judge(folder, now);
    const person = verdict.kind === 'matched' || verdict.kind === 'left' ? personOf(verdict.employee) : null;
    const guesses =
      'guesses' in verdict
        ? verdict.guesses.flatMap((id) => {
            const employee = employees.get(id);
            return employee === undefined ? [] : [personOf(employee)];
          })
        : [];
    lists[verdict.kind].add({ folder, person, guesses, answered: folder in answers });
    if (index % atOnce === atOnce - 1) await breathe();
  }
  const plan = await planFolders(
    {
      settings: { employeeFolder: pattern, routes: [] },
      employees: withoutAnswered(directory.employees, answers, folders),
      bindings: [],
      today,
    },
    files,
  );
  const report = {
    ok: true as const,
    root,
    pattern,
    patterns: examplesOf(pattern, directory.employees),
    found: found !== null,
    matched: lists.matched.done(),
    unknown: lists.unknown.done(),
    ambiguous: lists.ambiguous.done(),
    left: lists.left.done(),
    missing: plan.missing.length,
    cloud: isCloudRoot(root, process.env),
    writable: mayWrite(root),
  };
  return { report, judge, folders };
}

/** What each usual pattern makes of one person, whose every part is known. */
export function examplesOf(pattern: string, employees: readonly Employee[]) {
  const whole = employees.find(
    (one) => one.lastName !== '' && one.firstName !== '' && one.employeeNumber !== '',
  );
  const one = whole ?? employees[0];
  return [...new Set([pattern, ...usualPatterns])].map((usual) => ({
    pattern: usual,
    example: one === undefined ? '' : (compileFolderPattern(usual).render(one) ?? ''),
  }));
}

/** Whoever has a folder by a person's word lacks none. */
export function withoutAnswered(
  employees: readonly Employee[],
  answers: Readonly<Record<string, number>>,
  folders: readonly string[],
): readonly Employee[] {
  const there = new Set(folders);
  const placed = new Set(
    Object.entries(answers)
      .filter(([folder]) => there.has(folder))
      .map(([, id]) => id),
  );
  return employees.filter((one) => !placed.has(one.id));
}

async function lookForPattern(
  files: Files,
  top: readonly string[],
  employees: readonly Employee[],
): Promise<string | null> {
  const first = findPattern([top], employees);
  if (first !== null && first.matched * 2 >= top.length) return first.pattern;
  const below = await foldersAt(files, top.slice(0, mostLookedInto), 2);
  const best = findPattern([top, below], employees);
  return best?.pattern ?? null;
}

async function foldersAt(files: Files, top: readonly string[], depth: number): Promise<readonly string[]> {
  let level = top;
  for (let step = 1; step < depth; step += 1) {
    const next: string[] = [];
    for (const scope of level) for (const name of await files.folders(scope)) next.push(`${scope}/${name}`);
    level = next;
  }
  return level;
}

function list() {
  const first: JudgedFolder[] = [];
  let count = 0;
  return {
    add(one: JudgedFolder) {
      count += 1;
      if (first.length < mostShown) first.push(one);
    },
    done: () => ({ count, first }),
  };
}
