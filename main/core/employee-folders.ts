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

/** A folder that keeps to its person, and is called as the person was before: by another name or number. */
export interface OutdatedFolder {
  readonly employeeId: EmployeeId;
  /** Below root, as on disk. */
  readonly folder: string;
  /** As the pattern has it now, safe for every file system. */
  readonly wouldBe: string;
}

export interface FolderPlan {
  readonly missing: readonly MissingFolder[];
  /** To be renamed by a person, or left: a file that is moved with its folder stays the same document. */
  readonly outdated: readonly OutdatedFolder[];
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
  const there = new Map((await foldersAt(pattern.depth, files)).map((folder) => [foldPath(folder), folder]));
  const bindings = [...input.bindings].filter((one) => there.has(one.folder));
  const bound = new Set(bindings.map((one) => one.employeeId));
  // What a person said of a folder was never its name.
  const named = new Map(
    bindings.filter(({ by }) => by === 'match').map((one) => [one.employeeId, one.folder]),
  );
  const owners = new Map<string, number>();
  for (const employee of employees) {
    const folder = pattern.render(employee);
    if (folder !== null) owners.set(foldPath(folder), (owners.get(foldPath(folder)) ?? 0) + 1);
  }
  const drawers = drawersOf(settings);
  const missing: MissingFolder[] = [];
  const outdated: OutdatedFolder[] = [];
  const unnamed: EmployeeId[] = [];
  for (const employee of employees) {
    if (employee.contractEnd !== null && employee.contractEnd.slice(0, 10) < today) continue;
    const folder = pattern.render(employee);
    const key = folder === null ? null : foldPath(folder);
    if (folder === null || key === null || (owners.get(key) ?? 0) > 1) {
      unnamed.push(employee.id);
      continue;
    }
    if (there.has(key)) continue;
    if (bound.has(employee.id)) {
      const old = there.get(named.get(employee.id) ?? '');
      if (old !== undefined) outdated.push({ employeeId: employee.id, folder: old, wouldBe: folder });
      continue;
    }
    missing.push({
      employeeId: employee.id,
      folder,
      subFolders: drawers.map((drawer) => `${folder}/${drawer}`),
    });
  }
  return { missing, outdated, unnamed };
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
