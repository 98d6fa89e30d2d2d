/** Attaches what one employee has: journal and ledger before the write, what became of each document after. */
import { afterFailure, afterSuccess } from './agent-failures.ts';
import { filedChanges } from './agent-receipts.ts';
import type { World } from './agent-world.ts';
import { attach, type AttachFate, type Lesson } from './file/attach.ts';
import type { Attachment } from './file/write-plan.ts';
import type {
  DocumentId,
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  JournalLine,
  TargetKey,
} from './model.ts';
import { asking, withoutState } from './plan/plan.ts';
import type { LedgerChange } from './ports.ts';
import { fillValues } from './route/routes.ts';

/** An answer that says yes and does not show the file is asked about after so many tries. */
const notShownTries = 3;

export async function attachDocuments(
  world: World,
  employeeId: EmployeeId,
  ids: readonly DocumentId[],
): Promise<void> {
  const { memory, ports } = world;
  const attachments = ids
    .map((id) => memory.documents.get(id))
    .filter((document) => document !== undefined)
    .map((document) => attachmentOf(world, document))
    .filter((attachment) => attachment !== null);
  if (attachments.length === 0) return;
  const recovering = attachments.some(({ document }) => document.state === 'attaching');
  const fates = await attach(
    {
      employeeId,
      attachments,
      recovering,
      wanted: world.wanted(),
      seen: world.records.get(employeeId) ?? null,
    },
    {
      read: (query) => world.gateway.call((signal) => ports.lucca.records(query, signal)),
      write: (write, query) => world.gateway.call((signal) => ports.lucca.write(write, query, signal)),
      intend: (intended, before) => intend(world, employeeId, intended, before),
      learn: (lesson) => learn(world, lesson),
      subFields: (key) => subFieldsOf(world, key),
    },
  );

  const filed: JournalLine[] = [];
  for (const attachment of attachments) {
    const fate = fates.get(attachment.document.id);
    if (fate?.kind === 'filed') filed.push(lineOf(world, 'filed', employeeId, attachment));
  }
  if (filed.length > 0) await ports.journal.append(filed);
  await world.transact(() =>
    attachments.flatMap((attachment) => settleFate(world, employeeId, attachment, fates)),
  );
}

function attachmentOf(world: World, document: DocumentRecord): Attachment | null {
  const { fileId } = document;
  const target = document.target === null ? null : world.targetOf(document.target);
  if (fileId === null || target === null) return null;
  const { clock } = world.ports;
  const fileName = document.path.slice(document.path.lastIndexOf('/') + 1);
  const facts = {
    fileName,
    writtenOn: clock.localDay(document.signature.mtimeMs),
    today: clock.localDay(clock.now()),
  };
  const values = target.kind === 'field' ? fillValues(target.values, facts) : {};
  const mayReplace =
    document.decisions.whenFilled === 'replace' || world.place(document).whenFilled === 'replace';
  return { document, fileId, target, values, mayReplace };
}

function subFieldsOf(world: World, key: TargetKey): readonly string[] {
  const target = world.targetOf(key);
  if (target?.kind !== 'field') return [];
  const defined = world.memory.fields.find((field) => field.field === target.field)?.subFields ?? [];
  const seen = world.memory.knowledge.get(key)?.subFields ?? [];
  return [...new Set([...defined.map((sub) => sub.key), ...seen, ...Object.keys(target.values)])];
}

function lineOf(
  world: World,
  event: JournalLine['event'],
  employeeId: EmployeeId,
  { document, target, fileId }: Attachment,
): JournalLine {
  const identity = world.identity(employeeId, target.key, document.inspection?.sha256 ?? '');
  return { event, identity, fileId, at: world.ports.clock.now() };
}

async function intend(
  world: World,
  employeeId: EmployeeId,
  attachments: readonly Attachment[],
  before: EmployeeRecord,
): Promise<boolean> {
  const lines = attachments.map((attachment) => lineOf(world, 'attach', employeeId, attachment));
  if (!(await world.ports.journal.append(lines))) return false;
  await world.transact(() => {
    const now = world.ports.clock.now();
    const changes: LedgerChange[] = [];
    for (const { document, target } of attachments) {
      const current = world.memory.documents.get(document.id);
      if (current === undefined) continue;
      changes.push({
        kind: 'document',
        document: { ...withoutState(current), state: 'attaching', stateAt: now },
      });
      if (target.kind !== 'field' || !target.multiple) continue;
      const rows = (before.fields[target.field] ?? [])
        .filter((value) => !value.empty)
        .map((value) => ({ valueId: value.valueId, fileId: value.files[target.file ?? ''] ?? null }));
      changes.push({ kind: 'rows-seen', employeeId, target: target.key, rows });
    }
    return changes;
  });
  return true;
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
  const settled: LedgerChange = { kind: 'rows-seen', employeeId, target: attachment.target.key, rows: null };
  switch (fate.kind) {
    case 'filed':
      return [
        settled,
        ...afterSuccess(world),
        ...filedChanges(world, current, employeeId, attachment.target, {
          fileId: attachment.fileId,
          valueId: fate.valueId,
          proof: fate.proof,
          replacedFileId: fate.replacedFileId,
        }),
      ];
    case 'ask':
      return [settled, { kind: 'document', document: asking(current, fate.reason, now) }];
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
      return afterFailure(world, current, { kind: 'unknown', code: fate.code }, 'attaching');
    case 'not-applied':
      return [settled, ...afterFailure(world, current, fate.outcome, 'uploaded')];
  }
}
