/**
 * File, second half: attach commits.
 *
 * Everything of one employee goes in one write. Invariants: the intent is in the ledger and in the journal
 * before the write leaves (law 3); a write of unknown outcome is settled by reading the record, never by
 * repeating; a write of several that is refused is split until the refused one stands alone (law 6);
 * rows that vanished are put back and the target stops (law 5).
 */
import type { DocumentId, EmployeeId, EmployeeRecord, FileId, Target, TargetKey, ValueId } from '../model.ts';
import type { Outcome, RecordQuery, RecordWrite, Refusal } from '../ports.ts';
import { fileOf, filesOf, findFile, isHidden, valuesOf } from '../record.ts';
import { restoreRows, restoreSeen, type RestoreInput, type RowSeen } from './restore.ts';
import { composeWrite, inTheWay, lostRows, replacedFile, shareable, type Attachment } from './write-plan.ts';

/** Why a document did not get further, and where it stands now. */
export type AttachFate =
  | {
      readonly kind: 'filed';
      /** Another agent may have filed these bytes under an id of its own. */
      readonly fileId: FileId;
      readonly valueId: ValueId | null;
      readonly proof: 'answer' | 'read';
      readonly replacedFileId: FileId | null;
    }
  | { readonly kind: 'ask'; readonly reason: 'field-filled' | 'not-permitted' | 'rejected' | 'field-unknown' }
  /** Lucca does not know the uploaded file any more. */
  | { readonly kind: 'upload-again' }
  /** Somebody's rows came there since it was planned, and nobody knows what a write would do to them. */
  | { readonly kind: 'held' }
  /** The write answered yes, but does not show the file. */
  | { readonly kind: 'not-shown' }
  /** Nothing was done: as before, for the reason that the outcome gives. */
  | { readonly kind: 'not-applied'; readonly outcome: Failure }
  /** What became of an earlier write could not be read: it is still not known. */
  | { readonly kind: 'unread'; readonly outcome: Failure }
  | { readonly kind: 'unknown'; readonly code: string };

export type Failure = Exclude<Outcome<unknown>, { kind: 'applied' } | { kind: 'unknown' }>;

export interface AttachPorts {
  /** A fresh reading of this employee. */
  readonly read: (query: RecordQuery) => Promise<Outcome<readonly EmployeeRecord[]>>;
  readonly write: (write: RecordWrite, query: RecordQuery) => Promise<Outcome<EmployeeRecord>>;
  /** A reading and a write that leave one right after the other, whatever the budget. */
  readonly together: RestoreInput['together'];
  /**
   * Puts the intent on disk: journals first, then the ledger with the rows seen. Those come back that may still
   * be written (a file may have changed or gone meanwhile); null when the intent could not be put on disk.
   */
  readonly intend: (
    attachments: readonly Attachment[],
    before: EmployeeRecord,
  ) => Promise<readonly Attachment[] | null>;
  /** What a target held before the last write whose outcome is not settled; null where there is none. */
  readonly rowsSeen: (target: TargetKey) => Promise<readonly RowSeen[] | null>;
  readonly learn: (lesson: Lesson) => Promise<void>;
  readonly subFields: (target: TargetKey) => readonly string[];
  /** True for the files that receipts, journals or the ledger explain. */
  readonly isOwn: (fileId: FileId) => boolean;
  /** Other ids under which the same bytes were attached to the same target. */
  readonly alsoAs: (fileId: FileId) => readonly FileId[];
}

export type Lesson =
  | { readonly kind: 'rows-kept'; readonly target: TargetKey }
  | { readonly kind: 'rows-replaced'; readonly target: TargetKey; readonly restored: boolean }
  | { readonly kind: 'record'; readonly record: EmployeeRecord };

/**
 * How old a reading may be where a write could go over what another editor just put there. Lucca has no
 * conditional write, so a moment always remains; this one spares a lone scan its second reading.
 */
const freshMs = 15_000;

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
  const fates = new Map<DocumentId, AttachFate>();
  const query: RecordQuery = { ...input.wanted, employeeIds: [input.employeeId] };
  const all = (fate: AttachFate): typeof fates => {
    for (const { document } of input.attachments) fates.set(document.id, fate);
    return fates;
  };
  let before = input.seen;
  const age = before === null ? Infinity : input.now - before.readAt;
  const mayBeStale = (attachment: Attachment): boolean => needsFreshReading(attachment) && age > freshMs;
  if (before === null || input.recovering || input.attachments.some(mayBeStale)) {
    const reading = await ports.read(query);
    if (reading.kind === 'unknown') return all({ kind: 'unknown', code: reading.code });
    if (reading.kind !== 'applied')
      return all({ kind: input.recovering ? 'unread' : 'not-applied', outcome: reading });
    const record = reading.value.find((one) => one.employeeId === input.employeeId);
    if (record === undefined)
      return all({
        kind: 'not-applied',
        outcome: { kind: 'refused', status: 404, refusal: { kind: 'not-found' } },
      });
    before = record;
    await ports.learn({ kind: 'record', record });
    if (input.recovering) {
      const mended = await mendLostRows(input.attachments, before, query, ports);
      if (mended === null) return all({ kind: 'unknown', code: 'rows-not-restored' });
      before = mended;
    }
  }

  const open: Attachment[] = [];
  for (const attachment of input.attachments) {
    const standing = standingOf(before, attachment);
    if (standing !== null) {
      fates.set(attachment.document.id, { kind: 'filed', ...standing, proof: 'read', replacedFileId: null });
    } else if (inTheWay(before, attachment)) {
      fates.set(attachment.document.id, { kind: 'ask', reason: 'field-filled' });
    } else if (attachment.onlyBesideOwn && hasRowsOfOthers(before, attachment.target, ports.isOwn)) {
      fates.set(attachment.document.id, { kind: 'held' });
    } else open.push(attachment);
  }
  await writeAll(shareable(open), before, { query, ports, fates, employeeId: input.employeeId });
  return fates;
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

/**
 * A write whose answer was never seen may have cost rows: what the ledger saw before it tells. Rows are only put
 * back where that write was done, for nobody else's deletion is undone. Null where they should be put back and
 * could not yet.
 */
async function mendLostRows(
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  query: RecordQuery,
  ports: AttachPorts,
): Promise<EmployeeRecord | null> {
  let record = before;
  const replaced = new Set(attachments.flatMap(({ document }) => document.replaces?.fileId ?? []));
  for (const key of new Set(attachments.map(({ target }) => target.key))) {
    const its = attachments.filter(({ target }) => target.key === key);
    const target = its[0]?.target;
    if (target?.kind !== 'field' || !target.multiple) continue;
    if (!its.some((attachment) => findFile(record, target, attachment.fileId) !== null)) continue;
    const standing = new Set(filesOf(record, target));
    // Replaced on purpose, or there again by another agent's hand: not lost.
    const isLost = (fileId: FileId): boolean =>
      !replaced.has(fileId) && !ports.alsoAs(fileId).some((other) => standing.has(other));
    const seen = ((await ports.rowsSeen(key)) ?? []).filter(
      ({ fileId }) => fileId === null || isLost(fileId),
    );
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

interface Writing {
  readonly query: RecordQuery;
  readonly employeeId: EmployeeId;
  readonly ports: AttachPorts;
  readonly fates: Map<DocumentId, AttachFate>;
}

/** The record as it stands afterwards; null where nothing more should be written now. */
async function writeAll(
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

  const outcome = await ports.write(composeWrite(employeeId, attachments, before, ports.subFields), query);
  switch (outcome.kind) {
    case 'applied':
      return confirm(attachments, before, outcome.value, writing);
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
    each(attachments, fateOfRefusedAlone(only, refusal));
    return before;
  }
  // Refused as a whole: nothing of it was done. Each half is tried until the refused one stands alone.
  const half = Math.ceil(attachments.length / 2);
  const rest = attachments.slice(half);
  const after = await writeAll(attachments.slice(0, half), before, writing);
  if (after !== null) return writeAll(rest, after, writing);
  // What became of the first half is not known, or the way is closed: no other write may overtake it.
  return each(rest, { kind: 'not-applied', outcome: { kind: 'failed', status: 0, code: 'held-back' } });
}

function fateOfRefusedAlone(attachment: Attachment, refusal: Refusal): AttachFate {
  if (refusal.kind === 'forbidden') return { kind: 'ask', reason: 'not-permitted' };
  if (refusal.kind === 'invalid' && refusal.unknownFileId === attachment.fileId)
    return { kind: 'upload-again' };
  return { kind: 'ask', reason: 'rejected' };
}

async function confirm(
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  answer: EmployeeRecord,
  { query, ports, fates }: Writing,
): Promise<EmployeeRecord | null> {
  let after = answer;
  let later = false;
  const replaced = new Set<ValueId>();
  for (const { document } of attachments) {
    const valueId = document.decisions.whenFilled === 'replace' ? document.replaces?.valueId : undefined;
    if (valueId !== undefined && valueId !== null) replaced.add(valueId);
  }
  for (const target of new Map(attachments.map((one) => [one.target.key, one.target])).values()) {
    if (target.kind !== 'field' || !target.multiple) continue;
    const stood = (before.fields[target.field] ?? []).filter((value) => !value.empty);
    if (stood.length === 0) continue;
    const lost = lostRows(before, after, target.field, replaced);
    if (lost.length === 0) {
      if (after.fields[target.field] !== undefined && target.rows === 'append')
        await ports.learn({ kind: 'rows-kept', target: target.key });
      continue;
    }
    const { together } = ports;
    const result = await restoreRows(lost, { query, target, together });
    if (result.kind === 'restored') after = result.record;
    later ||= result.kind === 'later';
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

/** A single value must be seen empty at the last moment, and rows sent back must be the present ones. */
function needsFreshReading({ target, untried }: Attachment): boolean {
  return target.kind === 'picture' || !target.multiple || target.rows === 'resend' || untried;
}

function hasRowsOfOthers(record: EmployeeRecord, target: Target, isOwn: AttachPorts['isOwn']): boolean {
  return valuesOf(record, target).some((value) => {
    const fileId = fileOf(value, target);
    return fileId === null || !isOwn(fileId);
  });
}
