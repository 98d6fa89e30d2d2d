/**
 * File, second half: what a reading of the record says of each document that is to be attached.
 *
 * Invariants: what stands already is not written again; nobody's document is written over unasked (law 5).
 */
import type { DocumentId, EmployeeRecord, FileId, Target, ValueId } from '../model.ts';
import { fileOf, findFile, valuesOf } from '../record.ts';
import type { AttachFate, AttachPorts } from './attach-ports.ts';
import { inTheWay, shareable, type Attachment } from './write-plan.ts';

/** Those that may be written now, in one write; the fates of the others are told, or they wait for the next. */
export function judge(
  attachments: readonly Attachment[],
  record: EmployeeRecord,
  { isOwn }: Pick<AttachPorts, 'isOwn'>,
  fates: Map<DocumentId, AttachFate>,
): readonly Attachment[] {
  const open: Attachment[] = [];
  for (const attachment of attachments) {
    const { document, target, onlyBesideOwn } = attachment;
    const standing = standingOf(record, attachment);
    if (standing !== null)
      fates.set(document.id, { kind: 'filed', ...standing, proof: 'read', replacedFileId: null });
    else if (inTheWay(record, attachment)) fates.set(document.id, { kind: 'ask', reason: 'field-filled' });
    else if (onlyBesideOwn && hasRowsOfOthers(record, target, isOwn))
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

function hasRowsOfOthers(record: EmployeeRecord, target: Target, isOwn: AttachPorts['isOwn']): boolean {
  return valuesOf(record, target).some((value) => {
    const fileId = fileOf(value, target);
    return fileId === null || !isOwn(fileId);
  });
}
