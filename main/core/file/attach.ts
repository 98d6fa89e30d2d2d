/**
 * File, second half: attach commits.
 *
 * Everything of one employee goes in one write. Invariants: a write of unknown outcome is settled by reading the
 * record, never by repeating (law 3); nothing that stands in the way is written over unasked (law 5).
 */
import type { DocumentId, EmployeeId, EmployeeRecord, TargetKey } from '../model.ts';
import type { RecordQuery } from '../ports.ts';
import type { AttachFate, AttachPorts } from './attach-ports.ts';
import { judge, needsFreshReading } from './judge.ts';
import { doubtsOf, mendLostRows } from './mend.ts';
import type { RowSeen } from './restore.ts';
import { writeAll } from './write-all.ts';
import type { Attachment } from './write-plan.ts';

/**
 * How old a reading may be where a write could go over what another editor just put there: a single value that was
 * seen empty, rows that are all sent back. Not every tenant has conditional writes, so a moment remains; this one spares
 * a lone scan its second reading.
 */
const freshMs = { value: 5_000, rows: 1_000 };

export interface AttachInput {
  readonly employeeId: EmployeeId;
  readonly attachments: readonly Attachment[];
  /** The configured targets: what a reading covers. */
  readonly wanted: Pick<RecordQuery, 'fields' | 'picture'>;
  /** A write may have left before: its outcome is read first. */
  readonly recovering: boolean;
  /** The last reading, good enough where rows are only added. */
  readonly seen: EmployeeRecord | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Attaches, and says of each document what became of it. Documents not in the answer wait for the next write. */
export async function attach(
  input: AttachInput,
  ports: AttachPorts,
): Promise<ReadonlyMap<DocumentId, AttachFate>> {
  const { attachments, recovering, employeeId } = input;
  const fates = new Map<DocumentId, AttachFate>();
  const query: RecordQuery = { ...input.wanted, employeeIds: [employeeId] };
  const all = (fate: AttachFate): typeof fates => {
    for (const { document } of attachments) fates.set(document.id, fate);
    return fates;
  };
  /** What the targets held before a write of unknown outcome. */
  const seen = new Map<TargetKey, readonly RowSeen[]>();
  let before = input.seen;
  const age = before === null ? Infinity : input.now - before.readAt;
  const mayBeStale = (attachment: Attachment): boolean =>
    needsFreshReading(attachment) && age > (resends(attachment) ? freshMs.rows : freshMs.value);
  if (before === null || recovering || attachments.some(mayBeStale)) {
    const reading = await ports.read(query);
    if (reading.kind === 'unknown') return all({ kind: 'unknown', code: reading.code });
    if (reading.kind !== 'applied')
      return all({ kind: recovering ? 'unread' : 'not-applied', outcome: reading });
    const record = reading.value.find((one) => one.employeeId === employeeId);
    if (record === undefined) return all({ kind: recovering ? 'unread' : 'not-applied', outcome: gone });
    before = record;
    await ports.learn({ kind: 'record', record });
    if (recovering) {
      for (const { target } of attachments) seen.set(target.key, (await ports.rowsSeen(target.key)) ?? []);
      const mended = await mendLostRows(doubtsOf(attachments), record, query, ports);
      if (mended === null) return all({ kind: 'unknown', code: 'rows-not-restored' });
      if (mended !== record) {
        // Putting back waited for its turn: before anything else is written there, it is read again.
        judge(attachments, mended, ports, fates, seen);
        return fates;
      }
    }
  }
  const open = judge(attachments, before, ports, fates, seen);
  await writeAll(open, before, { query, employeeId, ports, fates });
  return fates;
}

const gone = { kind: 'refused', status: 404, refusal: { kind: 'not-found' } } as const;

function resends({ target }: Attachment): boolean {
  return target.kind === 'field' && target.rows === 'resend';
}
