/**
 * File, second half: what a reading of the record says of each document that is to be attached.
 *
 * Invariants: what stands already is not written again; nobody's document is written over unasked (law 5).
 */
import type { DocumentId, EmployeeRecord, FileId, Target, TargetKey, ValueId } from '../model.ts';
import { fileOf, filesOf, findFile, valuesOf } from '../record.ts';
import type { AttachFate, AttachPorts } from './attach-ports.ts';
import type { RowSeen } from './restore.ts';
import { inTheWay, rowReplaced, shareable, type Attachment } from './write-plan.ts';

/**
 * Those that may be written now, in one write; the fates of the others are told, or they wait for the next.
 * `seen`: what a target held before a write of unknown outcome; what that write replaced is no longer held there.
 */
export function judge(
  attachments: readonly Attachment[],
  record: EmployeeRecord,
  { isOwn }: Pick<AttachPorts, 'isOwn'>,
  fates: Map<DocumentId, AttachFate>,
  seen: ReadonlyMap<TargetKey, readonly RowSeen[]> = new Map(),
): readonly Attachment[] {
  const open: Attachment[] = [];
  for (const attachment of attachments) {
    const { document, target, onlyBesideOwn, stopped } = attachment;
    const standing = standingOf(record, attachment);
    if (standing !== null) {
      const replacedFileId = replacedSince(seen.get(target.key) ?? [], record, attachment);
      fates.set(document.id, { kind: 'filed', ...standing, proof: 'read', replacedFileId });
    } else if (inTheWay(record, attachment)) fates.set(document.id, { kind: 'ask', reason: 'field-filled' });
    else if (stopped || (onlyBesideOwn && hasRowsOfOthers(record, target, isOwn)))
      fates.set(document.id, { kind: 'held' });
    else open.push(attachment);
  }
  return shareable(open);
}

/** A single value must be seen empty at the last moment, and rows sent back must be the present ones. */
export function needsFreshReading({ target, untried }: Attachment): boolean {
  return target.kind === 'picture' || !target.multiple || target.rows === 'resend' || untried;
}

/** Where these bytes stand already, under this agent's id or under one that a journal tells. */
function standingOf(
  record: EmployeeRecord,
  { target, fileId, alsoAs }: Attachment,
): { readonly fileId: FileId; readonly valueId: ValueId | null } | null {
  for (const id of [fileId, ...alsoAs]) {
    const found = findFile(record, target, id);
    if (found !== null) return { fileId: id, ...found };
  }
  return null;
}

/** The file that a write took the place of, told by what stood before it and what stands now. */
function replacedSince(
  seen: readonly RowSeen[],
  record: EmployeeRecord,
  attachment: Attachment,
): FileId | null {
  const { target, fileId } = attachment;
  const standing = filesOf(record, target);
  const stood = seen.filter((row) => row.wrote !== true);
  const taken = (one: FileId | null): one is FileId =>
    one !== null && one !== fileId && !standing.includes(one);
  if (target.kind === 'picture' || !target.multiple)
    return stood.map((row) => row.fileId).find(taken) ?? null;
  const row = rowReplaced(attachment);
  return stood.some((one) => one.fileId === row) && taken(row) ? row : null;
}

function hasRowsOfOthers(record: EmployeeRecord, target: Target, isOwn: AttachPorts['isOwn']): boolean {
  return valuesOf(record, target).some((value) => {
    const fileId = fileOf(value, target);
    return fileId === null || !isOwn(fileId);
  });
}
