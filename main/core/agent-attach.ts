/** Attaches what one employee has: journal and ledger before the write, what became of each document after. */
import { alsoAs, attachmentOf, lineOf, rowsSeen, subFieldsOf, targetsWithRows } from './agent-attachments.ts';
import { afterFailure, afterSuccess } from './agent-failures.ts';
import { intend } from './agent-intend.ts';
import { readBack } from './agent-read-back.ts';
import { filedChanges } from './agent-receipts.ts';
import type { Reservation } from './agent-gateway.ts';
import type { World } from './agent-world.ts';
import { parentOf } from './document.ts';
import { attach } from './file/attach.ts';
import type { AttachFate, AttachPorts, Failure, Lesson } from './file/attach-ports.ts';
import type { Together } from './file/restore.ts';
import type { Attachment } from './file/write-plan.ts';
import type { Decisions, DocumentId, DocumentRecord, EmployeeId, JournalLine } from './model.ts';
import { placeKey } from './plan/context.ts';
import { asking, differsInLucca, onward, withoutState } from './plan/transitions.ts';
import type { LedgerChange } from './ports.ts';
import { urgencyOf, type Urgency } from './urgency.ts';

/** An answer that says yes and does not show the file is asked about after so many tries. */
const notShownTries = 3;

export async function attachDocuments(
  world: World,
  employeeId: EmployeeId,
  ids: readonly DocumentId[],
): Promise<void> {
  const urgency = urgencyOf(ids.flatMap((id) => world.memory.documents.get(id) ?? []));
  // What is read must still be so when it is written on: both places are kept before the first leaves.
  const reservation = await world.gateway.reserve(2, urgency);
  try {
    await attachReserved(world, employeeId, ids, reservation, urgency);
  } finally {
    await reservation.giveBack();
  }
}

async function attachReserved(
  world: World,
  employeeId: EmployeeId,
  ids: readonly DocumentId[],
  reservation: Reservation,
  urgency: Urgency,
): Promise<void> {
  const { memory, ports } = world;
  const documents = ids
    .map((id) => memory.documents.get(id))
    .filter((document) => document !== undefined)
    .filter(({ state }) => state === 'uploaded' || state === 'attaching');
  const attachments = documents
    .map((document) => attachmentOf(world, employeeId, document))
    .filter((attachment) => attachment !== null);
  await askAboutLostTargets(
    world,
    documents.map(({ id }) => id),
    attachments,
  );
  if (attachments.length === 0) return;
  const recovering = await isRecovering(world, employeeId, attachments);
  const attached = await attach(
    {
      employeeId,
      attachments,
      recovering,
      wanted: world.wanted(),
      seen: world.records.get(employeeId) ?? null,
      now: ports.clock.now(),
    },
    portsFor(world, employeeId, reservation, urgency),
  );
  // What was not taken may stand otherwise than it was read: the next try does not rest on that reading.
  for (const fate of attached.values())
    if (fate.kind === 'not-applied' && fate.outcome.kind === 'failed') world.records.delete(employeeId);
  const fates = await readBack(world, employeeId, attachments, attached, { reservation, urgency });

  const filed: JournalLine[] = [];
  for (const attachment of attachments) {
    const fate = fates.get(attachment.document.id);
    if (fate?.kind === 'filed')
      filed.push(lineOf(world, 'filed', employeeId, { ...attachment, fileId: fate.fileId }));
  }
  if (filed.length > 0) await ports.journal.append(filed);
  // What the ledger saw of a target is kept until nothing that was written there is in doubt.
  const inDoubt = new Set(
    attachments
      .filter(({ document }) => isInDoubt(fates.get(document.id)))
      .map((attachment) => attachment.target.key),
  );
  await world.transact(() =>
    attachments.flatMap((attachment) =>
      settleFate(world, employeeId, attachment, fates).filter(
        (change) => change.kind !== 'rows-seen' || !inDoubt.has(change.target),
      ),
    ),
  );
  for (const { target } of attachments)
    if (!inDoubt.has(target.key)) world.rowsRead.delete(placeKey(employeeId, target.key));
  for (const { document } of attachments)
    if (world.postponed.delete(document.id)) world.wantScan(parentOf(document.path));
}

/** What filing needs from outside, for one employee and through the places that are kept for it. */
export function portsFor(
  world: World,
  employeeId: EmployeeId,
  reservation: Reservation,
  urgency: Urgency,
): AttachPorts {
  return {
    ...requestsOf(world, reservation),
    async together(work) {
      // Places that are kept meanwhile would be missing here.
      await reservation.giveBack();
      const others = await world.gateway.reserve(2, urgency);
      try {
        return await work(requestsOf(world, others));
      } finally {
        await others.giveBack();
      }
    },
    intend: (intended, before) => intend(world, employeeId, intended, before),
    rowsSeen: (target) => rowsSeen(world, employeeId, target),
    learn: (lesson) => learn(world, lesson),
    subFields: (key) => subFieldsOf(world, key),
    isOwn: (fileId) => world.memory.ownFiles.has(fileId),
    alsoAs: (fileId) => alsoAs(world, fileId),
  };
}

function isInDoubt(fate: AttachFate | undefined): boolean {
  return fate?.kind === 'unknown' || fate?.kind === 'unread' || fate?.kind === 'not-shown';
}

/** A reading and a write through the places that are kept for them. */
function requestsOf({ gateway, ports }: World, reservation: Reservation): Together {
  return {
    read: (query) => gateway.call((signal) => ports.lucca.records(query, signal), { reservation }),
    write: (write, query) =>
      gateway.call((signal) => ports.lucca.write(write, query, signal), { reservation }),
  };
}

/** True where an earlier write is in doubt: the outcome is not known, or what it may have cost could not be read yet. */
async function isRecovering(
  { ports }: World,
  employeeId: EmployeeId,
  attachments: readonly Attachment[],
): Promise<boolean> {
  if (attachments.some(({ document }) => document.state === 'attaching')) return true;
  for (const key of targetsWithRows(attachments))
    if ((await ports.ledger.rowsSeen(employeeId, key)) !== null) return true;
  return false;
}

/** Documents whose target neither the settings nor the tenant know any more: nothing can be read or written for them. */
async function askAboutLostTargets(
  world: World,
  ids: readonly DocumentId[],
  attachments: readonly Attachment[],
): Promise<void> {
  const lost = ids.filter((id) => attachments.every(({ document }) => document.id !== id));
  if (lost.length === 0) return;
  await world.transact(() =>
    lost.flatMap((id): LedgerChange[] => {
      const document = world.memory.documents.get(id);
      if (document === undefined) return [];
      return [{ kind: 'document', document: asking(document, 'field-unknown', world.ports.clock.now()) }];
    }),
  );
}

async function learn(world: World, lesson: Lesson): Promise<void> {
  if (lesson.kind === 'record') {
    world.records.set(lesson.record.employeeId, lesson.record);
    return;
  }
  await world.transact(() => {
    const known = world.memory.knowledge.get(lesson.target);
    const subFields = known?.subFields ?? [];
    if (lesson.kind === 'rows-kept') {
      if (known?.rows === 'append') return [];
      return [{ kind: 'target', target: { key: lesson.target, rows: 'append', subFields, stopped: false } }];
    }
    world.ports.log.warn('rows-replaced', { restored: lesson.restored });
    return [{ kind: 'target', target: { key: lesson.target, rows: 'replace', subFields, stopped: true } }];
  });
}

function settleFate(
  world: World,
  employeeId: EmployeeId,
  attachment: Attachment,
  fates: ReadonlyMap<DocumentId, AttachFate>,
): readonly LedgerChange[] {
  const { memory, ports } = world;
  const now = ports.clock.now();
  const current = memory.documents.get(attachment.document.id);
  const fate = fates.get(attachment.document.id);
  if (current === undefined || fate === undefined) return [];
  // Its file changed while the record was read: what became of the old bytes' turn says nothing of the new.
  if (current.fileId !== attachment.fileId) return [];
  const settled: LedgerChange = { kind: 'rows-seen', employeeId, target: attachment.target.key, rows: null };
  switch (fate.kind) {
    case 'filed':
      return [
        settled,
        ...afterSuccess(world),
        ...filedChanges(world, current, employeeId, attachment.target, {
          fileId: fate.fileId,
          valueId: fate.valueId,
          proof: fate.proof,
          replacedFileId: fate.replacedFileId,
        }),
      ];
    case 'differs': {
      const { fileId, valueId } = fate;
      const identity = world.identity(employeeId, attachment.target.key, current.inspection?.sha256 ?? '');
      return [
        settled,
        ...afterSuccess(world),
        { kind: 'proof-settled', identity, fileId },
        { kind: 'document', document: differsInLucca(current, { fileId, valueId }, now) },
      ];
    }
    case 'ask':
      return [
        settled,
        { kind: 'document', document: asking(askedAnew(current, fate.reason), fate.reason, now) },
      ];
    case 'upload-again': {
      if (current.reuploaded)
        return [settled, { kind: 'document', document: asking(current, 'rejected', now) }];
      const again = { ...withoutState(current), fileId: null, reuploaded: true };
      return [
        settled,
        { kind: 'facts', facts: { orphans: memory.facts.orphans + 1 } },
        { kind: 'document', document: { ...again, state: 'ready', stateAt: now } },
      ];
    }
    case 'not-shown':
      if (current.attempts + 1 >= notShownTries)
        return [settled, { kind: 'document', document: asking(current, 'rejected', now) }];
      return afterFailure(world, current, { kind: 'unknown', code: 'not-shown' }, 'attaching');
    case 'unknown':
      world.records.delete(employeeId);
      return afterFailure(world, current, { kind: 'unknown', code: fate.code }, 'attaching');
    case 'held':
      return [settled, { kind: 'document', document: onward(current, now) }];
    case 'unread':
      notShown(world, employeeId, fate.outcome);
      return afterFailure(world, current, fate.outcome, 'attaching');
    case 'not-applied':
      notShown(world, employeeId, fate.outcome);
      return [settled, ...afterFailure(world, current, fate.outcome, 'uploaded')];
  }
}

/** An employee whom Lucca does not know any more, or does not show. */
function notShown({ records, notShown, ports }: World, employeeId: EmployeeId, outcome: Failure): void {
  if (outcome.kind !== 'refused' || outcome.refusal.kind !== 'not-found') return;
  records.delete(employeeId);
  notShown.set(employeeId, ports.clock.now());
}

/** "Replace" was said of what stood there then; what stands there now is another question. */
function askedAnew(document: DocumentRecord, reason: string): DocumentRecord {
  if (reason !== 'field-filled') return document;
  const decisions: { -readonly [K in keyof Decisions]: Decisions[K] } = { ...document.decisions };
  delete decisions.whenFilled;
  return { ...document, decisions, replaces: null };
}
