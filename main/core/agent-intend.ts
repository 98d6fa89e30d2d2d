/**
 * The intent of a write, on disk before the write leaves (law 3): journals first, then the ledger, with the rows that
 * stand there (law 5).
 */
import { isStopped, lineOf, targetsWithRows } from './agent-attachments.ts';
import type { World } from './agent-world.ts';
import type { RowSeen } from './file/restore.ts';
import type { Attachment } from './file/write-plan.ts';
import type { EmployeeId, EmployeeRecord, TargetKey } from './model.ts';
import { placeKey } from './plan/context.ts';
import { withoutState } from './plan/transitions.ts';
import type { LedgerChange } from './ports.ts';
import { fileOf, valuesOf } from './record.ts';

/**
 * Those that may still be written: a file may have changed or gone meanwhile, a target may have been stopped. Null when
 * a journal took nothing.
 */
export async function intend(
  world: World,
  employeeId: EmployeeId,
  attachments: readonly Attachment[],
  before: EmployeeRecord,
): Promise<readonly Attachment[] | null> {
  const { memory, ports } = world;
  const mayGo = ({ document, fileId, target }: Attachment): boolean => {
    const current = memory.documents.get(document.id);
    return (
      !isStopped(world, target) &&
      current?.fileId === fileId &&
      current.inspection?.sha256 === document.inspection?.sha256 &&
      (current.state === 'uploaded' || current.state === 'attaching')
    );
  };
  const wished = attachments.filter(mayGo);
  if (wished.length === 0) return [];
  const lines = wished.map((attachment) => lineOf(world, 'attach', employeeId, attachment));
  if (!(await ports.journal.append(lines))) return null;
  const inDoubt = new Map<TargetKey, readonly RowSeen[]>();
  for (const key of targetsWithRows(wished))
    inDoubt.set(key, (await ports.ledger.rowsSeen(employeeId, key)) ?? []);
  let intended: readonly Attachment[] = [];
  await world.transact(() => {
    const now = ports.clock.now();
    const changes: LedgerChange[] = [];
    // While the journals were written, a scan may have seen that a file changed or went.
    intended = wished.filter(mayGo);
    for (const { document, target } of intended) {
      const current = memory.documents.get(document.id) ?? document;
      changes.push({
        kind: 'document',
        document: { ...withoutState(current), state: 'attaching', stateAt: now },
      });
      const values = valuesOf(before, target);
      const standing = values.map((value) => ({ valueId: value.valueId, fileId: fileOf(value, target) }));
      const wrote = intended
        .filter((one) => one.target.key === target.key)
        .map(({ fileId }) => ({ valueId: null, fileId, wrote: true as const }));
      if (target.kind === 'picture' || !target.multiple) {
        // What the write goes over is told by its receipt, also where its answer is lost.
        changes.push({ kind: 'rows-seen', employeeId, target: target.key, rows: [...standing, ...wrote] });
        continue;
      }
      // What an earlier write in doubt may have cost is not forgotten for having gone.
      const stands = new Set(standing.flatMap(({ fileId }) => fileId ?? []));
      const missing = (inDoubt.get(target.key) ?? []).filter(
        (row) => row.wrote !== true && row.fileId !== null && !stands.has(row.fileId),
      );
      const key = placeKey(employeeId, target.key);
      const remembered = (world.rowsRead.get(key) ?? []).filter((value) =>
        missing.some(({ valueId }) => valueId !== null && valueId === value.valueId),
      );
      world.rowsRead.set(key, [...values, ...remembered]);
      const rows = [...standing, ...missing, ...wrote];
      changes.push({ kind: 'rows-seen', employeeId, target: target.key, rows });
    }
    return changes;
  });
  return intended;
}
