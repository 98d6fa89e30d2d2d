/**
 * File, second half: rows that a write of unknown outcome may have cost are put back.
 *
 * Invariant (law 5): rows are only put back where that write was done, for nobody else's deletion is undone.
 */
import type { EmployeeRecord, FileId } from '../model.ts';
import type { RecordQuery } from '../ports.ts';
import { filesOf, findFile } from '../record.ts';
import type { AttachPorts } from './attach-ports.ts';
import { restoreSeen, type RowSeen } from './restore.ts';
import { rowReplaced, type Attachment } from './write-plan.ts';

/**
 * A write whose answer was never seen may have cost rows: what the ledger saw before it tells. Null where they
 * should be put back and could not yet.
 */
export async function mendLostRows(
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  query: RecordQuery,
  ports: AttachPorts,
): Promise<EmployeeRecord | null> {
  let record = before;
  const replaced = new Set(attachments.flatMap((attachment) => rowReplaced(attachment) ?? []));
  for (const key of new Set(attachments.map(({ target }) => target.key))) {
    const its = attachments.filter(({ target }) => target.key === key);
    const target = its[0]?.target;
    if (target?.kind !== 'field' || !target.multiple) continue;
    if (!its.some((attachment) => findFile(record, target, attachment.fileId) !== null)) continue;
    const standing = new Set(filesOf(record, target));
    // Replaced on purpose, or there again by another agent's hand: not lost.
    const isLost = (fileId: FileId): boolean =>
      !replaced.has(fileId) && !ports.alsoAs(fileId).some((other) => standing.has(other));
    const seen: RowSeen[] = [];
    for (const row of (await ports.rowsSeen(key)) ?? []) {
      const { fileId } = row;
      if (fileId !== null) {
        // Two of them may be the same bytes, attached by two agents: one comes back.
        const others = ports.alsoAs(fileId);
        if (!isLost(fileId) || seen.some((one) => one.fileId !== null && others.includes(one.fileId)))
          continue;
      }
      seen.push(row);
    }
    const { together } = ports;
    const result = await restoreSeen(seen, record, ports.subFields(key), { query, target, together });
    if (result.kind === 'none-lost') continue;
    await ports.learn({ kind: 'rows-replaced', target: key, restored: result.kind === 'restored' });
    if (result.kind === 'later') return null;
    if (result.kind === 'restored') record = result.record;
  }
  if (record !== before) await ports.learn({ kind: 'record', record });
  return record;
}
