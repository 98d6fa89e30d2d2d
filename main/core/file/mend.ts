/**
 * File, second half: rows that a write of unknown outcome may have cost are put back.
 *
 * Invariant (law 5): rows are only put back where that write was done, for nobody else's deletion is undone; and where
 * writes are known to cost rows, whoever did the last one.
 */
import type { EmployeeRecord, FileId, Target } from '../model.ts';
import type { RecordQuery } from '../ports.ts';
import { filesOf, findFile } from '../record.ts';
import type { AttachPorts } from './attach-ports.ts';
import { restoreSeen, type RowSeen } from './restore.ts';
import { rowReplaced, type Attachment } from './write-plan.ts';

/** A target that a write of unknown outcome went to. */
export interface Doubt {
  readonly target: Target;
  /** What it was to put there, beside what the ledger tells. */
  readonly wrote: readonly FileId[];
  /** Files whose rows it was to take. */
  readonly replaced: readonly FileId[];
  /** Rows have gone missing there before, and nothing is written any more. */
  readonly stopped: boolean;
}

type MendPorts = Pick<AttachPorts, 'alsoAs' | 'rowsSeen' | 'subFields' | 'together' | 'learn'>;

export function doubtsOf(attachments: readonly Attachment[]): readonly Doubt[] {
  const targets = new Map(attachments.map(({ target }) => [target.key, target]));
  const replaced = attachments.flatMap((attachment) => rowReplaced(attachment) ?? []);
  return [...targets.values()].map((target) => {
    const its = attachments.filter((one) => one.target.key === target.key);
    const wrote = its.map(({ fileId }) => fileId);
    return { target, wrote, replaced, stopped: its.some(({ stopped }) => stopped) };
  });
}

/**
 * A write whose answer was never seen may have cost rows: what the ledger saw before it tells. Null where they
 * should be put back and could not yet.
 */
export async function mendLostRows(
  doubts: readonly Doubt[],
  before: EmployeeRecord,
  query: RecordQuery,
  ports: MendPorts,
): Promise<EmployeeRecord | null> {
  let record = before;
  for (const { target, wrote, replaced, stopped } of doubts) {
    if (target.kind !== 'field' || !target.multiple) continue;
    const known = (await ports.rowsSeen(target.key)) ?? [];
    const files = [...wrote, ...known.flatMap((row) => (row.wrote === true ? (row.fileId ?? []) : []))];
    const done = files.some((fileId) => findFile(record, target, fileId) !== null);
    if (!done && !stopped) continue;
    const standing = new Set(filesOf(record, target));
    // Replaced on purpose, or there again by another agent's hand: not lost.
    const isLost = (fileId: FileId): boolean =>
      !replaced.includes(fileId) && !ports.alsoAs(fileId).some((other) => standing.has(other));
    const seen: RowSeen[] = [];
    for (const row of known) {
      const { fileId } = row;
      if (row.wrote === true) continue;
      if (fileId !== null) {
        // Two of them may be the same bytes, attached by two agents: one comes back.
        const others = ports.alsoAs(fileId);
        if (!isLost(fileId) || seen.some((one) => one.fileId !== null && others.includes(one.fileId)))
          continue;
      }
      seen.push(row);
    }
    const { together } = ports;
    const subFields = ports.subFields(target.key);
    const result = await restoreSeen(seen, record, subFields, { query, target, together });
    if (result.kind === 'none-lost') continue;
    await ports.learn({ kind: 'rows-replaced', target: target.key, restored: result.kind === 'restored' });
    if (result.kind === 'later') return null;
    if (result.kind === 'restored') record = result.record;
  }
  if (record !== before) await ports.learn({ kind: 'record', record });
  return record;
}
