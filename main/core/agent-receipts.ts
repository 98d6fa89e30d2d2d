/** What being filed means in the ledger. */
import type { World } from './agent-world.ts';
import { foldPath } from './match/fold.ts';
import type { DocumentRecord, EmployeeId, Receipt, Target } from './model.ts';
import type { Plan } from './plan/plan.ts';
import { filedAs } from './plan/transitions.ts';
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
    { kind: 'proof-settled', identity, fileId: proof.fileId },
    {
      kind: 'document',
      document: {
        ...filedAs(document, receipt, now),
        unproven: false,
        putAwayDue: world.options.settings.afterFiling !== 'keep',
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
