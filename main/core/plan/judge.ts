/**
 * Plan, second part: what stands between one settled document and Lucca.
 *
 * Pure. Invariants: doubt asks before anything is sent (law 12); what Lucca holds already is never sent
 * again (law 4); nothing is written over unasked (law 5); the answer is the same for the same facts.
 */
import type { AttentionReason, IgnoredReason } from '../../shared/reasons.ts';
import type {
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  Inspection,
  JournalLine,
  Receipt,
  Target,
} from '../model.ts';
import { fileOf, filesOf, occupant } from '../record.ts';
import { decisionsFor, placeKey, type Place, type PlanContext } from './context.ts';
import { placed } from './transitions.ts';

export type Need = 'directory' | 'definitions' | 'record' | 'turn';

export type Verdict = Judgement & {
  /** It needs proof that Lucca lacks it. */
  readonly unproven: boolean;
};

type Judgement =
  | { readonly kind: 'ask'; readonly reason: AttentionReason; readonly place: Place }
  | { readonly kind: 'leave'; readonly reason: IgnoredReason; readonly place: Place }
  /** Already filed: the receipt is this document's, wherever its file lies now. */
  | { readonly kind: 'filed'; readonly receipt: Receipt }
  /** A journal says so and Lucca's record agrees. */
  | {
      readonly kind: 'proven';
      readonly line: JournalLine;
      readonly employeeId: EmployeeId;
      readonly target: Target;
      readonly record: EmployeeRecord;
    }
  /** Something must be known first, or another document goes first. */
  | { readonly kind: 'need'; readonly what: Need; readonly place: Place }
  | {
      readonly kind: 'go';
      readonly place: Place;
      readonly employeeId: EmployeeId;
      readonly target: Target;
      readonly record: EmployeeRecord;
    };

/** `document` is settled: its inspection is known. */
export function judge(document: DocumentRecord, context: PlanContext): Verdict {
  const place = context.place(document);
  const unproven = document.unproven || isCopyOfUnproven(document, place, context);
  return { ...judgeAt(place, { ...document, unproven }, context), unproven };
}

function judgeAt(place: Place, document: DocumentRecord, context: PlanContext): Judgement {
  const { inspection } = document;
  const ask = (reason: AttentionReason): Judgement => ({ kind: 'ask', reason, place });
  const leave = (reason: IgnoredReason): Judgement => ({ kind: 'leave', reason, place });
  const need = (what: Need): Judgement => ({ kind: 'need', what, place });
  if (inspection === null) return need('turn');

  const decisions = decisionsFor(placed(document, { place }));
  const accepted = (reason: AttentionReason): boolean => decisions.accepted?.includes(reason) ?? false;

  if (decisions.skipped === true) return leave('skipped');

  const whose = place.whose;
  if (whose.kind === 'unknown') return context.directoryFresh ? ask('employee-unknown') : need('directory');
  if (whose.kind === 'ambiguous') return ask('employee-ambiguous');
  if (whose.kind === 'left') return ask('employee-left');
  const { employeeId } = whose;

  if (place.target === null) return ask('no-route');
  const target = place.target;
  if (place.unclear) return context.definitionsKnown ? ask('field-unknown') : need('definitions');
  if (context.typeRefused(document) && !accepted('type-refused')) return ask('type-refused');
  if (document.signature.size > context.maxBytes) return ask('too-large');

  const receipt = context.receipts.get(context.identity(employeeId, target.key, inspection.sha256));
  if (receipt !== undefined && !context.replacedFiles.has(receipt.fileId)) {
    if (receipt.documentId === document.id) return { kind: 'filed', receipt };
    const holder = context.documents.get(receipt.documentId);
    const holderStands =
      holder !== undefined &&
      !(holder.state === 'filed' && holder.gone) &&
      !hasMovedOn(holder, employeeId, target, inspection, context);
    return holderStands ? leave('duplicate') : { kind: 'filed', receipt };
  }

  // What the route skips is skipped, whatever else could be asked of it.
  const skips = place.whenFilled === 'skip' && !(target.kind === 'field' && target.multiple);
  if (skips && decisions.whenFilled === undefined) {
    const known = context.records.get(employeeId);
    if (known !== undefined && occupant(known, target) !== null) return leave('skipped');
    if (known === undefined && document.state === 'ignored' && document.reason === 'skipped')
      return need('record');
  }

  const twins = (context.bySha.get(inspection.sha256) ?? []).filter((twin) => twin.id !== document.id);
  const samePlace = twins.some(
    (twin) =>
      twin.employeeId === employeeId &&
      twin.target === target.key &&
      isPending(twin) &&
      isAheadOf(twin, document),
  );
  if (samePlace) return leave('duplicate');

  if (!accepted('duplicate-elsewhere')) {
    const filedElsewhere = (context.receiptsBySha.get(inspection.sha256) ?? []).some(
      (other) => other.employeeId !== employeeId && !context.replacedFiles.has(other.fileId),
    );
    const pendingElsewhere = twins.some(
      (twin) => twin.employeeId !== null && twin.employeeId !== employeeId && isPending(twin),
    );
    if (filedElsewhere || pendingElsewhere) return ask('duplicate-elsewhere');
  }

  if (document.replaces !== null && decisions.whenFilled === undefined) return ask('changed-after-filing');

  const knowledge = context.knowledge.get(target.key);
  const resends = target.kind === 'field' && target.rows === 'resend';
  if (knowledge?.stopped === true && !resends) return ask('rows-lost');

  const record = context.records.get(employeeId);
  if (record === undefined) {
    if (!context.notShown.has(employeeId)) return need('record');
    // The directory lists this person, but the key may not see the record. Or the person has just gone.
    return context.directoryFresh ? ask('not-permitted') : need('directory');
  }

  const standing = filesOf(record, target);
  const lines = context.proofs.get(context.identity(employeeId, target.key, inspection.sha256)) ?? [];
  // What gave back other bytes is no proof of these.
  const line = lines.find(({ fileId }) => standing.includes(fileId) && fileId !== document.replaces?.fileId);
  if (line !== undefined) return { kind: 'proven', line, employeeId, target, record };

  const go: Judgement = { kind: 'go', place, employeeId, target, record };
  if (document.fileId !== null && standing.includes(document.fileId)) return go;

  const unexplained = standing.some((fileId) => !context.ownFiles.has(fileId));
  if (document.unproven && unexplained && !accepted('maybe-filed') && decisions.whenFilled === undefined)
    return ask('maybe-filed');

  if (target.kind === 'field' && target.multiple) return go;

  const others = (context.byPlace.get(placeKey(employeeId, target.key)) ?? []).filter(
    (other) => other.id !== document.id,
  );
  const standsThere = occupant(record, target);
  if (others.some((other) => goesBefore(other, document))) return need('turn');
  const standingFile = standsThere === null ? null : fileOf(standsThere, target);
  const filedAt = standingFile === null ? undefined : context.receiptsByFile.get(standingFile)?.filedAt;
  if (decisions.whenFilled === 'replace') {
    // Said of what stood there then; what was filed since is another question.
    const since = decisions.answeredAt !== undefined && (filedAt ?? 0) >= decisions.answeredAt;
    return since ? ask('field-filled') : go;
  }
  if (others.some(isSettling)) return need('turn');
  if (others.some(mayStillGo)) return ask('field-filled');
  if (standsThere === null) return go;
  if (place.whenFilled === 'ask') return ask('field-filled');
  // Filed while this one lay here already: which of the two is meant is not for a rule to say.
  return filedAt !== undefined && filedAt >= document.quietSince ? ask('field-filled') : go;
}

/** The same bytes lie there under another name, and of those it is not known whether Lucca has them. */
function isCopyOfUnproven(document: DocumentRecord, { whose, target }: Place, context: PlanContext): boolean {
  if (document.inspection === null || whose.kind !== 'matched' || target === null) return false;
  return (context.bySha.get(document.inspection.sha256) ?? []).some(
    (twin) =>
      twin.unproven &&
      twin.state !== 'filed' &&
      twin.employeeId === whose.employeeId &&
      twin.target === target.key,
  );
}

/** Names were exchanged: the file that a receipt was written for now holds what another receipt is for, and rests. */
function hasMovedOn(
  holder: DocumentRecord,
  employeeId: EmployeeId,
  target: Target,
  { sha256 }: Inspection,
  context: PlanContext,
): boolean {
  const now = holder.inspection?.sha256;
  if (now === undefined || now === sha256) return false;
  if (holder.state === 'ignored') return holder.reason === 'duplicate';
  if (holder.state !== 'filed' || holder.changed !== null) return false;
  return context.receipts.get(context.identity(employeeId, target.key, now))?.documentId === holder.id;
}

/** One after the other: who is on the way goes first; of two on the way, who was seen first. */
function goesBefore(other: DocumentRecord, document: DocumentRecord): boolean {
  if (!isOnItsWay(other)) return false;
  if (!isOnItsWay(document)) return true;
  return wasFirst(other, document);
}

/** Seen in one look, the path decides: a dry run and the run after it choose the same. */
function wasFirst(one: DocumentRecord, other: DocumentRecord): boolean {
  return one.seenAt < other.seenAt || (one.seenAt === other.seenAt && one.path < other.path);
}

/** Of equal scans the one that got furthest goes, of two as far the one that was seen first: always the same one. */
function isAheadOf(twin: DocumentRecord, document: DocumentRecord): boolean {
  const ahead = stepsDone(twin) - stepsDone(document);
  return ahead > 0 || (ahead === 0 && wasFirst(twin, document));
}

function stepsDone(document: DocumentRecord): number {
  const state = document.state === 'waiting' ? document.resume : document.state;
  if (state === 'attaching') return 2;
  return document.fileId !== null || state === 'uploading' ? 1 : 0;
}

/** Sent, being sent, or its outcome is not known yet. */
export function isOnItsWay(document: DocumentRecord): boolean {
  const state = document.state === 'waiting' ? document.resume : document.state;
  return state === 'uploading' || state === 'uploaded' || state === 'attaching';
}

function isSettling(document: DocumentRecord): boolean {
  return document.state === 'settling' || (document.state === 'waiting' && document.resume === 'settling');
}

/** Neither filed nor left aside: it may still reach Lucca. */
function isPending(document: DocumentRecord): boolean {
  return document.state !== 'filed' && document.state !== 'ignored';
}

/** A rival for a single-valued target: it would go, or asks whether it may. */
function mayStillGo(document: DocumentRecord): boolean {
  if (decisionsFor(document).whenFilled === 'replace') return false;
  if (document.state === 'attention')
    return (
      document.reason === 'field-filled' ||
      document.reason === 'maybe-filed' ||
      document.reason === 'changed-after-filing'
    );
  return document.state === 'ready' || (document.state === 'waiting' && document.resume === 'ready');
}
