/** What follows being filed, on disk: the file stays, goes to `_Filed/`, or to the bin. Never before it is confirmed. */
import type { Vitals } from './agent-vitals.ts';
import type { World } from './agent-world.ts';
import type { DocumentId } from './model.ts';

export interface PuttingAway {
  /** Those of `ids` that are filed. */
  readonly putAway: (ids: readonly DocumentId[]) => Promise<void>;
  /** What is filed and still lies in the tree, once after each look at it: a viewer had it open, or the agent ended. */
  readonly putAwayLeft: () => void;
}

export function createPuttingAway(
  world: World,
  vitals: Vitals,
  run: (task: () => Promise<void>) => void,
): PuttingAway {
  const { memory, options } = world;
  let underWay = false;
  /** Those that stayed where they were since the last look at the tree. */
  const stayed = new Set<DocumentId>();
  let lookedAt: number | null = null;

  async function putAway(ids: readonly DocumentId[]): Promise<void> {
    if (options.settings.afterFiling === 'keep') return;
    for (const id of ids) if ((await afterFiling(world, id)) === 'no-bin') vitals.noBin = true;
  }

  return {
    putAway,
    putAwayLeft() {
      if (options.dryRun === true || underWay || options.settings.afterFiling === 'keep') return;
      if (vitals.lastScanAt !== lookedAt) stayed.clear();
      lookedAt = vitals.lastScanAt;
      const left: DocumentId[] = [];
      for (const document of memory.live.values()) {
        if (document.state !== 'filed' || !document.putAwayDue) continue;
        if (!stayed.has(document.id) && !world.busyDocuments.has(document.id)) left.push(document.id);
      }
      if (left.length === 0) return;
      for (const id of left) stayed.add(id);
      underWay = true;
      run(() =>
        putAway(left).finally(() => {
          underWay = false;
        }),
      );
    },
  };
}

/** Where it does not go (a viewer has it open), it stays due. */
async function afterFiling(world: World, id: DocumentId): Promise<'done' | 'no-bin'> {
  const { memory, ports, options } = world;
  const document = memory.documents.get(id);
  const folder = document === undefined ? null : world.folderOf(document.path);
  if (document?.state !== 'filed' || !document.putAwayDue || document.changed !== null) return 'done';
  if (options.settings.afterFiling === 'archive' && folder !== null) {
    const path = await ports.files.archive(document.path, folder, document.signature);
    if (path !== null)
      await world.transact(() => [{ kind: 'document', document: { ...document, ...away, path } }]);
  } else if (options.settings.afterFiling === 'trash') {
    if (!(await ports.files.trash(document.path, document.signature))) return 'no-bin';
    await world.transact(() => [{ kind: 'document', document: { ...document, ...away } }]);
  }
  return 'done';
}

const away = { gone: true, putAwayDue: false } as const;
