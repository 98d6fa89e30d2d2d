/** Plan: the arrows of a document's life. Pure: a document goes in, the document as it stands next comes out. */
import { reasonOf } from '../document.ts';
import type { Decisions, DocumentRecord, Inspection, Receipt, Signature, ValueId } from '../model.ts';
import type { Place } from './context.ts';

/** A write is under way, or its outcome is not known: it is finished whatever becomes of the file. */
export function isAttaching(document: DocumentRecord): boolean {
  return document.state === 'attaching' || (document.state === 'waiting' && document.resume === 'attaching');
}

/** Back to the beginning: other bytes are another document. What was said of its person and field stands. */
export function settleAgain(document: DocumentRecord, signature: Signature, now: number): DocumentRecord {
  return {
    ...withoutState(document),
    signature,
    quietSince: now,
    inspection: null,
    fileId: null,
    reuploaded: false,
    attempts: 0,
    state: 'settling',
    stateAt: now,
  };
}

type Stateless = Omit<Extract<DocumentRecord, { state: 'settling' }>, 'state'>;

/** A document without what belongs to its state only. */
export function withoutState(document: DocumentRecord): Stateless {
  // Member by member: planning does this for every open document, and spreading costs ten times that.
  return {
    id: document.id,
    path: document.path,
    signature: document.signature,
    quietSince: document.quietSince,
    seenAt: document.seenAt,
    stateAt: document.stateAt,
    employeeId: document.employeeId,
    target: document.target,
    inspection: document.inspection,
    fileId: document.fileId,
    unproven: document.unproven,
    backlog: document.backlog,
    decisions: document.decisions,
    attempts: document.attempts,
    reuploaded: document.reuploaded,
    replaces: document.replaces,
  };
}

/** The document with the person and target that it was judged for, and whether it still needs proof. */
export function placed(
  document: DocumentRecord,
  verdict: { readonly place: Place; readonly unproven?: boolean },
): DocumentRecord {
  const { whose, target } = verdict.place;
  const employeeId = whose.kind === 'matched' || whose.kind === 'left' ? whose.employeeId : null;
  const key = target?.key ?? null;
  const unproven = verdict.unproven ?? document.unproven;
  const same = document.employeeId === employeeId && document.target === key;
  if (same && document.unproven === unproven) return document;
  return { ...document, employeeId, target: key, unproven };
}

/** On its way: what is uploaded is attached, what is not is uploaded. */
export function onward(document: DocumentRecord, now: number): DocumentRecord {
  const state = document.fileId === null ? 'ready' : 'uploaded';
  if (document.state === state) return document;
  return { ...withoutState(document), state, stateAt: now };
}

export function asking(
  document: DocumentRecord,
  reason: Extract<DocumentRecord, { state: 'attention' }>['reason'],
  now: number,
): DocumentRecord {
  const same = document.state === 'attention' && document.reason === reason;
  const resume =
    document.fileId === null ? (document.inspection === null ? 'settling' : 'ready') : 'uploaded';
  if (same && document.resume === resume) return document;
  return {
    ...withoutState(document),
    state: 'attention',
    reason,
    resume,
    stateAt: same ? document.stateAt : now,
  };
}

export function leftOut(
  document: DocumentRecord,
  reason: Extract<DocumentRecord, { state: 'ignored' }>['reason'],
  now: number,
): DocumentRecord {
  if (document.state === 'ignored' && document.reason === reason) return document;
  return { ...withoutState(document), state: 'ignored', reason, stateAt: now };
}

export function filedAs(
  document: DocumentRecord,
  receipt: Receipt,
  now: number,
): Extract<DocumentRecord, { state: 'filed' }> {
  return {
    ...withoutState(document),
    employeeId: receipt.employeeId,
    target: receipt.target,
    fileId: receipt.fileId,
    replaces: null,
    attempts: 0,
    state: 'filed',
    gone: false,
    changed: null,
    putAwayDue: false,
    stateAt: now,
  };
}

export function resumed(
  document: DocumentRecord,
  state: Extract<DocumentRecord, { state: 'waiting' }>['resume'],
  now: number,
): DocumentRecord {
  if (state === 'settling' && document.inspection === null)
    return settleAgain(document, document.signature, now);
  // The rest after a write of unknown outcome is counted from the write, not from the waiting.
  return { ...withoutState(document), state, stateAt: state === 'attaching' ? document.stateAt : now };
}

export function sameStanding(a: DocumentRecord, b: DocumentRecord): boolean {
  if (a.state !== b.state || a.employeeId !== b.employeeId || a.target !== b.target) return false;
  return reasonOf(a) === reasonOf(b) && a.inspection?.sha256 === b.inspection?.sha256;
}

/**
 * What Lucca gives back is not what was sent (decision 0020). There is no receipt, and nothing is sent again unasked:
 * a person says whether Lucca's stays or is replaced.
 */
export function differsInLucca(
  document: DocumentRecord,
  where: NonNullable<DocumentRecord['replaces']>,
  now: number,
): DocumentRecord {
  const decisions: { -readonly [K in keyof Decisions]: Decisions[K] } = { ...document.decisions };
  delete decisions.whenFilled;
  const other: DocumentRecord = {
    ...withoutState(document),
    fileId: null,
    unproven: false,
    decisions,
    attempts: 0,
    reuploaded: false,
    replaces: where,
    state: 'ready',
  };
  return asking(other, 'changed-after-filing', now);
}

/** Other bytes in the place of filed ones: a question. `valueId`: where they stand in Lucca, if that is known. */
export function changedAfterFiling(
  document: DocumentRecord,
  signature: Signature,
  inspection: Inspection,
  valueId: ValueId | null,
  now: number,
): DocumentRecord {
  const { fileId } = document;
  const other: DocumentRecord = {
    ...withoutState(document),
    signature,
    quietSince: now,
    inspection,
    fileId: null,
    decisions: {},
    reuploaded: false,
    replaces: fileId === null ? null : { valueId, fileId },
    state: 'settling',
  };
  return asking(other, 'changed-after-filing', now);
}
