/**
 * Plan: from what is known to what is done next. `plan(context)` is pure: the same facts give the same plan,
 * and planning again after the plan was carried into the ledger changes nothing.
 *
 * Invariants: no document is planned twice, none is forgotten (each has an action, a moment to wake at, a
 * question, or a rule that left it out), none that has not settled is sent.
 */
import type { DocumentId, DocumentRecord, EmployeeId, Receipt, TargetKey } from '../model.ts';
import { appendTo } from '../append-to.ts';
import { urgencyOf } from '../urgency.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { Coming } from './coming.ts';
import { calibrate, type Candidate } from './calibrate.ts';
import type { PlanContext } from './context.ts';
import { judge, type Need, type Verdict } from './judge.ts';
import { recordsWanted, stillSought } from './records-wanted.ts';
import { settle, settleChanged } from './settling.ts';
import {
  asking,
  filedAs,
  leftOut,
  onward,
  placed,
  resumed,
  sameStanding,
  settleAgain,
} from './transitions.ts';

export type Action =
  | { readonly kind: 'inspect'; readonly id: DocumentId }
  | { readonly kind: 'read-directory' }
  | { readonly kind: 'read-definitions' }
  | { readonly kind: 'read-records'; readonly employeeIds: readonly EmployeeId[] }
  | { readonly kind: 'upload'; readonly id: DocumentId; readonly employeeId: EmployeeId }
  | {
      readonly kind: 'attach';
      readonly employeeId: EmployeeId;
      readonly ids: readonly DocumentId[];
      /** Targets being learnt on this employee in this write. */
      readonly calibrating: readonly TargetKey[];
    };

export interface Plan {
  readonly changes: readonly DocumentRecord[];
  /** Receipts that now stand for another document: its file moved. */
  readonly adopted: readonly { readonly receipt: Receipt; readonly document: DocumentRecord }[];
  /** Documents that a journal and Lucca's record together prove. */
  readonly proven: readonly (Extract<Verdict, { kind: 'proven' }> & { readonly document: DocumentRecord })[];
  readonly actions: readonly Action[];
  /** When to plan again though nothing happens; `Infinity` for never. */
  readonly wakeAt: number;
}

/** How long after a write of unknown outcome Lucca may still be at it: it aborts what lasts longer than 5 s. */
export const unknownRestMs = 6_000;

/** So many bytes hold up others about as long as one more document does. */
const bytesLikeADocument = 10_000_000;

/** What waits for an obstacle of unknown length gets a new moment this long after the last one passed. */
const staleWaitMs = 5 * 60_000;

export function plan(context: PlanContext): Plan {
  const changes: DocumentRecord[] = [];
  const adopted: { receipt: Receipt; document: DocumentRecord }[] = [];
  const proven: Plan['proven'][number][] = [];
  const actions: Action[] = [];
  const candidates: Candidate[] = [];
  const unread = new Map<EmployeeId, DocumentRecord[]>();
  const asked = new Set<EmployeeId>();
  /** Employees who get another document in an instant: it is only being looked at. */
  const coming = new Coming();
  const inDoubt = new Set<EmployeeId>();
  const attaching = new Map<EmployeeId, DocumentRecord[]>();
  const needs = { directory: false, definitions: false };
  let wakeAt = Infinity;
  const wake = (at: number): void => {
    wakeAt = Math.min(wakeAt, at);
  };

  for (const document of context.live.values()) {
    if (context.busyDocuments.has(document.id)) continue;
    switch (document.state) {
      case 'waiting':
        if (document.resume === 'attaching' && document.employeeId !== null) inDoubt.add(document.employeeId);
        if (document.until > context.now) wake(document.until);
        else if (context.obstacle !== null && document.resume !== 'settling') {
          const { reason, until } = context.obstacle;
          wake(until);
          // It says what holds it now, which need not be what held it first.
          if (document.reason !== reason || document.until + staleWaitMs <= context.now)
            changes.push({ ...document, reason, until });
        } else changes.push(resumed(document, document.resume, context.now));
        break;
      case 'filed':
        if (document.changed !== null) {
          const next = settleChanged(document, document.changed, context);
          if (next.kind === 'inspect') actions.push({ kind: 'inspect', id: document.id });
          else if (next.kind === 'wait') wake(next.until);
          else changes.push(next.document);
        }
        break;
      case 'attaching': {
        // Found so at start, or after an unknown outcome: read first, and not before Lucca is done with it.
        const at = document.stateAt + unknownRestMs;
        if (document.employeeId !== null && at > context.now) inDoubt.add(document.employeeId);
        if (at > context.now) wake(at);
        else if (document.employeeId !== null) appendTo(attaching, document.employeeId, document);
        break;
      }
      case 'uploading':
        break;
      case 'settling':
        if (document.inspection === null) {
          const next = settle(document, context);
          if (next.kind !== 'become') become(placed(document, { place: context.place(document) }), document);
          if (next.kind === 'inspect') {
            actions.push({ kind: 'inspect', id: document.id });
            if (document.employeeId !== null) coming.add(document.employeeId, document);
          } else if (next.kind === 'wait') wake(next.until);
          else changes.push(next.document);
          break;
        }
        consider(document);
        break;
      case 'attention':
        if (document.resume === 'attaching') {
          if (isThereAgain(document, context)) changes.push(resumed(document, 'attaching', context.now));
          break;
        }
        if (standsUntilAnswered(document, context)) break;
        if (document.inspection !== null) consider(document);
        break;
      case 'ignored':
        if (document.reason === 'duplicate' || document.reason === 'skipped') consider(document);
        break;
      case 'ready':
      case 'uploaded':
        if (document.inspection === null)
          changes.push(settleAgain(document, document.signature, context.now));
        else consider(document);
        break;
      default:
        assertNever(document);
    }
  }

  function consider(document: DocumentRecord): void {
    const verdict = judge(document, context);
    switch (verdict.kind) {
      case 'ask':
        become(asking(placed(document, verdict), verdict.reason, context.now), document);
        break;
      case 'leave':
        become(leftOut(placed(document, verdict), verdict.reason, context.now), document);
        break;
      case 'filed': {
        const next = filedAs(document, verdict.receipt, context.now);
        changes.push(next);
        if (verdict.receipt.documentId !== document.id)
          adopted.push({
            receipt: { ...verdict.receipt, documentId: document.id, path: document.path },
            document: next,
          });
        break;
      }
      case 'proven':
        proven.push({ ...verdict, document });
        break;
      case 'need': {
        if (verdict.what === 'directory') needs.directory = true;
        if (verdict.what === 'definitions') needs.definitions = true;
        const next = placed(document, verdict);
        const stands = standsMeanwhile(document, verdict.what);
        // Questions are looked at again now and then, all at once; what a rule left out, when others need it.
        if (verdict.what === 'record' && next.employeeId !== null) {
          if (!stands) {
            appendTo(unread, next.employeeId, next);
            coming.add(next.employeeId, next);
          } else if (document.state === 'attention') asked.add(next.employeeId);
        }
        if (stands) break;
        become(onward(next, context.now), document);
        break;
      }
      case 'go':
        candidates.push({
          document: placed(document, verdict),
          employeeId: verdict.employeeId,
          target: verdict.target,
          record: verdict.record,
        });
        break;
      default:
        assertNever(verdict);
    }
  }

  function become(next: DocumentRecord, from: DocumentRecord): void {
    if (!sameStanding(next, from)) changes.push(next);
  }

  const rows = calibrate(candidates, context);
  const sought = stillSought(rows.ask, unread);
  for (const { document, target } of rows.ask) {
    const next = sought.has(target.key)
      ? onward(document, context.now)
      : asking(document, 'field-filled', context.now);
    become(next, context.documents.get(document.id) ?? document);
  }
  const learners = new Set(rows.calibrating.values());
  for (const { document, employeeId, target } of rows.hold) {
    become(onward(document, context.now), context.documents.get(document.id) ?? document);
    // Learning takes two writes. Who is learnt on does not wait for what is learnt on others.
    if (rows.calibrating.has(target.key) && !learners.has(employeeId)) coming.add(employeeId, document);
  }

  const uploads: Candidate[] = [];
  for (const candidate of rows.go) {
    const { document, employeeId } = candidate;
    become(onward(document, context.now), context.documents.get(document.id) ?? document);
    if (document.fileId === null) {
      uploads.push(candidate);
      coming.add(employeeId, document);
    } else appendTo(attaching, employeeId, document);
  }

  const load = new Map<EmployeeId, number>();
  for (const { employeeId, document } of uploads)
    load.set(employeeId, (load.get(employeeId) ?? 0) + 1 + document.signature.size / bytesLikeADocument);
  // What many wait for first; fresh scans before backlog, small employees before large, older before newer.
  uploads.sort(
    (a, b) =>
      Number(learners.has(b.employeeId)) - Number(learners.has(a.employeeId)) ||
      Number(a.document.backlog) - Number(b.document.backlog) ||
      (load.get(a.employeeId) ?? 0) - (load.get(b.employeeId) ?? 0) ||
      a.employeeId - b.employeeId ||
      a.document.seenAt - b.document.seenAt,
  );

  if (needs.directory) actions.push({ kind: 'read-directory' });
  if (needs.definitions) actions.push({ kind: 'read-definitions' });
  const wanted = new Set(recordsWanted(unread, uploads.length + rows.hold.length, context.readAhead));
  if (asked.size > 0) {
    if (context.questionsDueAt <= context.now) for (const id of asked) wanted.add(id);
    else wake(context.questionsDueAt);
  }
  if (wanted.size > 0) actions.push({ kind: 'read-records', employeeIds: [...wanted] });
  for (const id of context.busyDocuments) {
    const document = context.documents.get(id);
    if (document?.employeeId != null) coming.add(document.employeeId, document);
  }
  for (const [employeeId, documents] of freshFirst(attaching)) {
    // What became of the last write is settled before anything else is written, and for all of it at once.
    if (inDoubt.has(employeeId) || context.busyEmployees.has(employeeId)) continue;
    // One write for all of an employee's documents; what was saved just now waits for no backlog.
    if (coming.has(employeeId, urgencyOf(documents))) continue;
    const recovering = documents.filter((document) => document.state === 'attaching');
    const chosen =
      recovering.length > 0 ? recovering : oneEachWhereLearning(documents, rows.calibrating, employeeId);
    if (chosen.length === 0) continue;
    actions.push({
      kind: 'attach',
      employeeId,
      ids: chosen.map((document) => document.id),
      calibrating: [...rows.calibrating].filter(([, on]) => on === employeeId).map(([key]) => key),
    });
  }
  for (const { document, employeeId } of uploads)
    actions.push({ kind: 'upload', id: document.id, employeeId });
  return { changes, adopted, proven, actions, wakeAt };
}

function freshFirst(
  attaching: ReadonlyMap<EmployeeId, readonly DocumentRecord[]>,
): readonly (readonly [EmployeeId, readonly DocumentRecord[]])[] {
  const rank = (documents: readonly DocumentRecord[]): number => Number(urgencyOf(documents) === 'backlog');
  return [...attaching].sort(([, a], [, b]) => rank(a) - rank(b));
}

/**
 * Questions that only the file itself or a person can settle: they come from the file, or from Lucca's own
 * answer, and asking Lucca again would only cost requests. The others withdraw themselves when judged again.
 */
function standsUntilAnswered(
  document: Extract<DocumentRecord, { state: 'attention' }>,
  context: PlanContext,
): boolean {
  switch (document.reason) {
    case 'incomplete':
    case 'empty':
    case 'unreadable':
    case 'rejected':
    case 'type-refused':
    case 'too-large':
      return true;
    case 'not-permitted':
      // Who has left Lucca is not shown either, and that is another question.
      return context.place(document).whose.kind === 'matched';
    case 'field-unknown':
      // Asked before anything was sent, it is about settings and definitions.
      return document.fileId !== null;
    case 'rows-lost':
      return false;
    default:
      return document.inspection === null;
  }
}

/** Who was gone while a write was in doubt is listed and shown again: its outcome can be read. */
function isThereAgain(document: DocumentRecord, context: PlanContext): boolean {
  const { whose } = context.place(document);
  if (whose.kind !== 'matched' && whose.kind !== 'left') return false;
  return whose.employeeId === document.employeeId && !context.notShown.has(whose.employeeId);
}

function oneEachWhereLearning(
  documents: readonly DocumentRecord[],
  calibrating: ReadonlyMap<TargetKey, EmployeeId>,
  employeeId: EmployeeId,
): DocumentRecord[] {
  const taken = new Set<TargetKey>();
  return documents.filter((document) => {
    if (document.target === null || calibrating.get(document.target) !== employeeId) return true;
    if (taken.has(document.target)) return false;
    taken.add(document.target);
    return true;
  });
}

/** What a rule left out, and a question until it is known that its cause has gone. */
function standsMeanwhile(document: DocumentRecord, need: Need): boolean {
  if (document.state === 'ignored') return true;
  if (document.state !== 'attention') return false;
  // Who needs the record has passed everything that is asked without it.
  return need !== 'record' || document.reason === 'field-filled' || document.reason === 'maybe-filed';
}
