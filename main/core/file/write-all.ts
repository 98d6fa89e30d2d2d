/**
 * File, second half: the write, and what its answer proves.
 *
 * Invariants: the intent is in the ledger and in the journal before the write leaves (law 3); *filed* is said only
 * of what the answer shows (law 1); rows that vanished are put back and the target stops (law 5); a write of
 * several that is refused is split until the refused one stands alone (law 6).
 */
import type { DocumentId, EmployeeId, EmployeeRecord, ValueId } from '../model.ts';
import type { RecordQuery, RecordWrite, Refusal, ValueWrite } from '../ports.ts';
import { findFile, isHidden } from '../record.ts';
import type { AttachFate, AttachPorts } from './attach-ports.ts';
import { judge, needsFreshReading } from './judge.ts';
import { doubtsOf, mendLostRows } from './mend.ts';
import { restoreRows } from './restore.ts';
import { composeWrite, lostRows, replacedFile, type Attachment } from './write-plan.ts';

export interface Writing {
  readonly query: RecordQuery;
  readonly employeeId: EmployeeId;
  readonly ports: AttachPorts;
  readonly fates: Map<DocumentId, AttachFate>;
}

/** The record as it stands afterwards; null where nothing more should be written now. */
export async function writeAll(
  wished: readonly Attachment[],
  before: EmployeeRecord,
  writing: Writing,
): Promise<EmployeeRecord | null> {
  if (wished.length === 0) return before;
  const { query, employeeId, ports, fates } = writing;
  const each = (attachments: readonly Attachment[], fate: AttachFate): null => {
    for (const { document } of attachments) fates.set(document.id, fate);
    return null;
  };
  const attachments = await ports.intend(wished, before);
  if (attachments === null)
    return each(wished, { kind: 'not-applied', outcome: { kind: 'unreachable', code: 'lease' } });
  if (attachments.length === 0) return before;

  const write = composeWrite(employeeId, attachments, before, ports.subFields);
  const outcome = await ports.write(write, query);
  switch (outcome.kind) {
    case 'applied':
      return confirm(attachments, write, before, outcome.value, writing);
    case 'unknown':
      return each(attachments, { kind: 'unknown', code: outcome.code });
    case 'throttled':
    case 'unreachable':
    case 'failed':
      return each(attachments, { kind: 'not-applied', outcome });
    case 'refused':
      break;
  }
  const { refusal } = outcome;
  if (refusal.kind === 'unauthorized' || refusal.kind === 'not-found')
    return each(attachments, { kind: 'not-applied', outcome });
  const [only, ...others] = attachments;
  if (only !== undefined && others.length === 0) {
    if (refusal.kind === 'invalid' && refusal.unknownFileId === null && needsFreshReading(only)) {
      // Somebody may have put something there in that very moment: that is a question of its own.
      const now = await readAfresh(ports.read, query, employeeId);
      if (now !== null && judge(attachments, now, ports, fates).length === 0) return now;
    }
    each(attachments, fateOfRefusedAlone(only, refusal));
    return before;
  }
  // Refused as a whole: nothing of it was done. Each half is tried until the refused one stands alone.
  const half = Math.ceil(attachments.length / 2);
  const rest = attachments.slice(half);
  const after = await writePart(attachments.slice(0, half), before, writing);
  if (after !== null) return writePart(rest, after, writing);
  // What became of the first half is not known, or the way is closed: no other write may overtake it.
  return each(rest, { kind: 'not-applied', outcome: heldBack });
}

/** A part of what was refused as a whole. Its turn may have been long in coming: what must be fresh is read again. */
async function writePart(
  part: readonly Attachment[],
  before: EmployeeRecord,
  writing: Writing,
): Promise<EmployeeRecord | null> {
  const { query, employeeId, ports, fates } = writing;
  if (!part.some(needsFreshReading)) return writeAll(part, before, writing);
  return ports.together(async (close) => {
    const record = await readAfresh(close.read, query, employeeId);
    if (record !== null)
      return writeAll(judge(part, record, ports, fates), record, {
        ...writing,
        ports: { ...ports, ...close },
      });
    for (const { document } of part) fates.set(document.id, { kind: 'not-applied', outcome: heldBack });
    return null;
  });
}

async function readAfresh(
  read: AttachPorts['read'],
  query: RecordQuery,
  employeeId: EmployeeId,
): Promise<EmployeeRecord | null> {
  const reading = await read(query);
  if (reading.kind !== 'applied') return null;
  return reading.value.find((one) => one.employeeId === employeeId) ?? null;
}

const heldBack = { kind: 'failed', status: 0, code: 'held-back' } as const;

function fateOfRefusedAlone(attachment: Attachment, refusal: Refusal): AttachFate {
  if (refusal.kind === 'forbidden') return { kind: 'ask', reason: 'not-permitted' };
  if (refusal.kind === 'invalid' && refusal.unknownFileId === attachment.fileId)
    return { kind: 'upload-again' };
  return { kind: 'ask', reason: 'rejected' };
}

async function confirm(
  attachments: readonly Attachment[],
  write: RecordWrite,
  before: EmployeeRecord,
  answer: EmployeeRecord,
  { query, ports, fates }: Writing,
): Promise<EmployeeRecord | null> {
  let after = answer;
  let later = false;
  const sent = write.fields.flatMap(({ rows }) => rows);
  const replaced = idsOf(sent.filter(({ fileId }) => fileId !== null));
  const touched = idsOf(sent);
  for (const target of new Map(attachments.map((one) => [one.target.key, one.target])).values()) {
    if (target.kind !== 'field' || !target.multiple) continue;
    const its = attachments.filter((one) => one.target.key === target.key);
    const stood = (before.fields[target.field] ?? []).filter((value) => !value.empty);
    if (stood.length === 0) {
      // Nothing stood there that tells how rows are treated. What an earlier write in doubt may have cost comes back.
      const mended = its.some(({ untried }) => untried)
        ? await mendLostRows(doubtsOf(its), after, query, ports)
        : after;
      if (mended === null) later = true;
      else after = mended;
      continue;
    }
    const lost = lostRows(before, after, target.field, replaced);
    // Where a row that was not sent still stands, rows are kept: one that is gone was taken away by somebody.
    const kept = stood.some(
      (value) => !lost.includes(value) && (value.valueId === null || !touched.has(value.valueId)),
    );
    if (lost.length === 0 || (target.rows === 'append' && kept)) {
      if (after.fields[target.field] !== undefined && target.rows === 'append')
        await ports.learn({ kind: 'rows-kept', target: target.key });
      continue;
    }
    const { together } = ports;
    const result = await restoreRows(lost, { query, target, together });
    // Rows are replaced here: what an earlier write in doubt had cost comes back too.
    const mended =
      result.kind === 'restored' ? await mendLostRows(doubtsOf(its), result.record, query, ports) : null;
    if (mended !== null) after = mended;
    later ||= result.kind === 'later' || (result.kind === 'restored' && mended === null);
    await ports.learn({
      kind: 'rows-replaced',
      target: target.key,
      restored: result.kind === 'restored',
    });
  }
  await ports.learn({ kind: 'record', record: after });
  for (const attachment of attachments) {
    const { document, target, fileId } = attachment;
    const standing = findFile(after, target, fileId);
    if (later) {
      // Filed or not is read again, with the rows that the ledger saw before.
      fates.set(document.id, { kind: 'unknown', code: 'rows-not-restored' });
    } else if (standing !== null) {
      const replacedFileId = replacedFile(before, attachment);
      fates.set(document.id, { kind: 'filed', fileId, ...standing, proof: 'answer', replacedFileId });
    } else if (isHidden(after, target)) fates.set(document.id, { kind: 'ask', reason: 'field-unknown' });
    else fates.set(document.id, { kind: 'not-shown' });
  }
  return later ? null : after;
}

function idsOf(rows: readonly ValueWrite[]): ReadonlySet<ValueId> {
  return new Set(rows.flatMap(({ valueId }) => valueId ?? []));
}
