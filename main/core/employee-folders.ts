/** The employee folders that are missing from the tree, and making them: by command, or for new arrivals. */
import type { Settings } from '../shared/settings.ts';
import { compileFolderPattern, safeFolderName } from './match/employee-folder.ts';
import { foldPath } from './match/fold.ts';
import type { Binding, Employee, EmployeeId } from './model.ts';
import type { Files } from './ports.ts';

export interface MissingFolder {
  readonly employeeId: EmployeeId;
  /** Below root, safe for every file system. */
  readonly folder: string;
  /** One for each route, below root. */
  readonly subFolders: readonly string[];
}

export interface FolderPlan {
  readonly missing: readonly MissingFolder[];
  /** Employees whose folder would be somebody else's too, or who lack what the pattern needs: a person names these. */
  readonly unnamed: readonly EmployeeId[];
}

export interface FolderPlanInput {
  readonly settings: Pick<Settings, 'employeeFolder'> & {
    readonly routes: readonly { readonly match: string }[];
  };
  readonly employees: readonly Employee[];
  readonly bindings: Iterable<Binding>;
  /** Calendar day, `YYYY-MM-DD`: who left before it gets no folder. */
  readonly today: string;
}

/** Reads the tree as deep as the pattern goes; makes nothing. */
export async function planFolders(
  input: FolderPlanInput,
  files: Pick<Files, 'folders'>,
): Promise<FolderPlan> {
  const { settings, employees, today } = input;
  const pattern = compileFolderPattern(settings.employeeFolder);
  const there = new Set((await foldersAt(pattern.depth, files)).map(foldPath));
  const bound = new Set(
    [...input.bindings].filter((one) => there.has(one.folder)).map((one) => one.employeeId),
  );
  const owners = new Map<string, number>();
  for (const employee of employees) {
    const folder = pattern.render(employee);
    if (folder !== null) owners.set(foldPath(folder), (owners.get(foldPath(folder)) ?? 0) + 1);
  }
  const drawers = drawersOf(settings);
  const missing: MissingFolder[] = [];
  const unnamed: EmployeeId[] = [];
  for (const employee of employees) {
    if (employee.contractEnd !== null && employee.contractEnd.slice(0, 10) < today) continue;
    const folder = pattern.render(employee);
    const key = folder === null ? null : foldPath(folder);
    if (folder === null || key === null || (owners.get(key) ?? 0) > 1) {
      unnamed.push(employee.id);
      continue;
    }
    if (there.has(key) || bound.has(employee.id)) continue;
    missing.push({
      employeeId: employee.id,
      folder,
      subFolders: drawers.map((drawer) => `${folder}/${drawer}`),
    });
  }
  return { missing, unnamed };
}

/** Makes what is missing. Returns how many employee folders were made. */
export async function makeFolders(plan: FolderPlan, files: Pick<Files, 'makeFolder'>): Promise<number> {
  let made = 0;
  for (const { folder, subFolders } of plan.missing) {
    if (await files.makeFolder(folder)) made += 1;
    for (const drawer of subFolders) await files.makeFolder(drawer);
  }
  return made;
}

async function foldersAt(depth: number, files: Pick<Files, 'folders'>): Promise<readonly string[]> {
  let level: readonly string[] = [''];
  for (let step = 0; step < depth; step += 1) {
    const next: string[] = [];
    for (const scope of level)
      for (const name of await files.folders(scope)) next.push(scope === '' ? name : `${scope}/${name}`);
    level = next;
  }
  return level;
}

/** The plain folders that routes begin with: `Visites médicales` of `Visites médicales/**`. */
function drawersOf(settings: FolderPlanInput['settings']): readonly string[] {
  const drawers = new Set<string>();
  for (const { match } of settings.routes) {
    const segments = match.split('/').slice(0, -1);
    const glob = segments.findIndex((segment) => /[*?[\]{}()!+@]/.test(segment));
    const plain = (glob < 0 ? segments : segments.slice(0, glob)).map(safeFolderName);
    if (plain.length > 0 && plain.every((segment) => segment !== '')) drawers.add(plain.join('/'));
  }
  return [...drawers];
}
