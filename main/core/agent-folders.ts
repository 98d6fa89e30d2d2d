/**
 * Employee folders that are called as their person was before: offered another name, and given it by a person's word
 * alone.
 *
 * Invariant: a folder is somebody's by its binding, under the old name as under the new one. Its documents keep their
 * receipts when it is renamed: a file that has moved is the same file, and a scan of the whole tree sees both ends.
 */
import type { FolderRenaming, RenamableFolder } from '../shared/notices-contract.ts';
import type { Agent } from './agent-api.ts';
import type { Loop } from './agent-loop.ts';
import type { Places } from './agent-places.ts';
import { personOf } from './agent-views.ts';
import type { World } from './agent-world.ts';
import { planFolders, type OutdatedFolder } from './employee-folders.ts';
import { compileFolderPattern } from './match/employee-folder.ts';
import { foldPath } from './match/fold.ts';
import type { Directory } from './model.ts';

type Folders = Pick<Agent, 'renamableFolders' | 'renameFolder' | 'keepFolderName'>;

/** The window asks whenever anything changed; folders are looked at no more often than this. */
const freshMs = 15_000;

export function createFolders(world: World, places: Places, { turn }: Pick<Loop, 'turn'>): Folders {
  const { ports, memory, options } = world;
  const { settings } = options;
  const pattern = compileFolderPattern(settings.employeeFolder);
  let known: {
    readonly directory: Directory;
    readonly at: number;
    readonly found: readonly OutdatedFolder[];
  } | null = null;

  /** Nearly always there is none, and the tree need not be read to know it. */
  function maybeSome(): boolean {
    return [...memory.bindings.values()].some(({ by, folder, employeeId }) => {
      const employee = by === 'match' ? places.matcher().byId(employeeId) : null;
      const now = employee === null ? null : pattern.render(employee);
      return now !== null && foldPath(now) !== folder;
    });
  }

  async function outdated(): Promise<readonly OutdatedFolder[]> {
    const { directory } = memory;
    if (directory === null) return [];
    const now = ports.clock.monotonic();
    if (known?.directory === directory && now < known.at + freshMs) return known.found;
    const found = maybeSome() ? await lookAtTree(directory) : [];
    known = { directory, at: now, found };
    return found;
  }

  async function lookAtTree({ employees }: Directory): Promise<readonly OutdatedFolder[]> {
    const { outdated: found } = await planFolders(
      {
        settings,
        employees,
        bindings: memory.bindings.values(),
        today: ports.clock.localDay(ports.clock.now()),
      },
      ports.files,
    );
    return found;
  }

  /** As it is now, not as it was a while ago. */
  async function find(folder: string): Promise<OutdatedFolder | null> {
    known = null;
    return (await outdated()).find((one) => one.folder === folder) ?? null;
  }

  const isBusy = (folder: string): boolean =>
    [...world.busyDocuments].some((id) => memory.documents.get(id)?.path.startsWith(`${folder}/`) === true);

  return {
    async renamableFolders() {
      return (await outdated()).flatMap(({ employeeId, folder, wouldBe }): RenamableFolder[] => {
        const employee = places.matcher().byId(employeeId);
        return employee === null ? [] : [{ folder, wouldBe, person: personOf(employee) }];
      });
    },
    async renameFolder(folder): Promise<FolderRenaming> {
      // Whoever works on this root elsewhere would look for its documents under the old name.
      if (options.dryRun === true || !ports.lease.mayWork) return { ok: false, why: 'not-now' };
      const found = await find(folder);
      if (found === null) return { ok: false, why: 'gone' };
      if (isBusy(folder)) return { ok: false, why: 'locked' };
      const renamed = await ports.files.renameFolder(found.folder, found.wouldBe);
      known = null;
      if (renamed !== 'renamed') return { ok: false, why: renamed };
      // Of the whole tree: a look at the old folder alone would take its documents for gone.
      world.wantScan('');
      turn();
      return { ok: true };
    },
    async keepFolderName(folder) {
      const key = foldPath(folder);
      await world.transact(() => {
        const binding = memory.bindings.get(key);
        // From here on it is a person's word that the folder is theirs, and no name that could be out of date.
        return binding === undefined
          ? []
          : [{ kind: 'binding', binding: { ...binding, by: 'answer', at: ports.clock.now() } }];
      });
      known = null;
    },
  };
}
