/** What being filed means in the ledger, and what follows it on disk. */
import type { World } from './agent-world.ts';
import { foldPath } from './match/fold.ts';
import type { DocumentId, DocumentRecord, EmployeeId, Receipt, Target } from './model.ts';
import type { Plan } from './plan/plan.ts';
import { withoutState } from './plan/transitions.ts';
import type { LedgerChange } from './ports.ts';

/** The receipt, the binding of the folder, and the document at its end. */
export function filedChanges(
  world: World,
  document: DocumentRecord,
  employeeId: EmployeeId,
  target: Target,
  proof: Pick<Receipt, 'fileId' | 'valueId' | 'proof' | 'replacedFileId'>,
): readonly LedgerChange[] {
  const now = world.ports.clock.now();
  const sha256 = document.inspection?.sha256;
  if (sha256 === undefined) return [];
  const identity = world.identity(employeeId, target.key, sha256);
  const receipt: Receipt = {
    identity,
    documentId: document.id,
    employeeId,
    target: target.key,
    sha256,
    size: document.signature.size,
    path: document.path,
    filedAt: now,
    ...proof,
  };
  const changes: LedgerChange[] = [
    { kind: 'receipt', receipt },
    { kind: 'proof-settled', identity },
    {
      kind: 'document',
      document: {
        ...withoutState(document),
        employeeId,
        target: target.key,
        fileId: proof.fileId,
        attempts: 0,
        replaces: null,
        unproven: false,
        state: 'filed',
        gone: false,
        changed: null,
        putAwayDue: world.options.settings.afterFiling !== 'keep',
        stateAt: now,
      },
    },
  ];
  const folder = world.folderOf(document.path);
  if (folder !== null && document.decisions.employeeId === undefined) {
    const key = foldPath(folder);
    if (!world.memory.bindings.has(key))
      changes.push({ kind: 'binding', binding: { folder: key, employeeId, by: 'match', at: now } });
  }
  return changes;
}

/** A journal and Lucca's record agree: filed, without sending anything. */
export function provenChanges(world: World, proven: Plan['proven'][number]): readonly LedgerChange[] {
  const { document, line, employeeId, target } = proven;
  return filedChanges(world, document, employeeId, target, {
    fileId: line.fileId,
    valueId: null,
    proof: 'journal',
    replacedFileId: null,
  });
}

/**
 * What follows confirmation: the file stays, goes to `_Filed/`, or to the bin. Never before. Where it does not go (a
 * viewer has it open), it stays due.
 */
export async function afterFiling(world: World, id: DocumentId): Promise<'done' | 'no-bin'> {
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
