/**
 * The agent's hands: one function for each kind of action of the plan. Each looks its document up again at
 * every step, since a scan or a person may have changed it meanwhile, and puts what happened in the ledger.
 */
import { afterFailure, afterSuccess } from './agent-failures.ts';
import type { World } from './agent-world.ts';
import { attach, type AttachFate, type Lesson } from './file/attach.ts';
import { upload } from './file/upload.ts';
import { subFieldsSeen, type Attachment } from './file/write-plan.ts';
import { foldPath } from './match/fold.ts';
import type {
  DocumentId,
  DocumentRecord,
  Employee,
  EmployeeId,
  EmployeeRecord,
  FileId,
  JournalLine,
  Receipt,
  Target,
  TargetKey,
} from './model.ts';
import { asking, withoutState, type Plan } from './plan/plan.ts';
import { sameSignature, settleAgain } from './plan/observe.ts';
import type { LedgerChange } from './ports.ts';
import { fillValues } from './route/routes.ts';

const directoryPage = 1_000;
const recordsPage = 50;
/** An answer that says yes and does not show the file is asked about after so many tries. */
const notShownTries = 3;
const lockedRetryMs = 5_000;

export async function inspect(world: World, id: DocumentId): Promise<void> {
  const { memory, ports } = world;
  const document = memory.documents.get(id);
  if (document === undefined) return;
  const looked =
    document.state === 'filed' ? (document.changed?.signature ?? document.signature) : document.signature;
  const result = await ports.files.inspect(document.path, looked);
  await world.transact(() => {
    const now = ports.clock.now();
    const current = memory.documents.get(id);
    if (current === undefined) return [];
    if (current.state === 'filed') return lookedAgain(world, current, result, now);
    if (current.state !== 'settling' || !sameSignature(current.signature, looked)) return [];
    switch (result.kind) {
      case 'whole':
        world.findings.delete(id);
        return [{ kind: 'document', document: { ...current, inspection: result.inspection } }];
      case 'changed':
        world.findings.delete(id);
        return [{ kind: 'document', document: settleAgain(current, result.signature, now) }];
      case 'gone':
        // The next scan says whether it moved.
        return [{ kind: 'document', document: { ...current, quietSince: now } }];
      case 'locked':
        return [
          {
            kind: 'document',
            document: {
              ...withoutState(current),
              state: 'waiting',
              reason: 'locked',
              until: now + lockedRetryMs,
              resume: 'settling',
              stateAt: now,
            },
          },
        ];
      case 'incomplete':
        world.findings.set(id, {
          finding: { kind: 'incomplete', inspection: result.inspection },
          at: looked,
        });
        return [];
      case 'empty':
      case 'unreadable':
        world.findings.set(id, { finding: { kind: result.kind }, at: looked });
        return [];
    }
  });
}

/** A filed document whose signature changed: touched only, or other bytes. */
function lookedAgain(
  world: World,
  document: Extract<DocumentRecord, { state: 'filed' }>,
  result: Awaited<ReturnType<World['ports']['files']['inspect']>>,
  now: number,
): readonly LedgerChange[] {
  if (document.changed === null) return [];
  const again = { ...document, changed: { signature: document.changed.signature, since: now } };
  if (result.kind === 'changed')
    return [
      { kind: 'document', document: { ...again, changed: { signature: result.signature, since: now } } },
    ];
  if (result.kind !== 'whole') return [{ kind: 'document', document: again }];
  const receipt = world.memory.receiptOf(document.id);
  if (receipt === null || receipt.sha256 === result.inspection.sha256)
    return [{ kind: 'document', document: { ...document, signature: result.signature, changed: null } }];
  const other: DocumentRecord = {
    ...withoutState(document),
    signature: result.signature,
    inspection: result.inspection,
    fileId: null,
    decisions: {},
    replaces: { valueId: receipt.valueId, fileId: receipt.fileId },
    state: 'settling',
  };
  return [{ kind: 'document', document: asking(other, 'changed-after-filing', now) }];
}

/** Reads the whole directory, page by page, and keeps it. False where it could not be read. */
export async function readDirectory(world: World): Promise<boolean> {
  const { ports, memory } = world;
  await world.transact(() => [{ kind: 'facts', facts: { directoryAskedAt: ports.clock.now() } }]);
  const employees: Employee[] = [];
  for (let offset = 0; ; offset += directoryPage) {
    const outcome = await world.gateway.call((signal) =>
      ports.lucca.directoryPage(offset, directoryPage, signal),
    );
    if (outcome.kind !== 'applied') {
      await notRead(world, outcome);
      return false;
    }
    employees.push(...outcome.value.employees);
    if (!outcome.value.more) break;
  }
  const unique = [...new Map(employees.map((employee) => [employee.id, employee])).values()];
  await world.transact(() => [
    ...afterSuccess(world),
    { kind: 'directory', directory: { employees: unique, readAt: ports.clock.now() } },
  ]);
  ports.log.info('directory-read', { employees: memory.directory?.employees.length ?? 0 });
  return true;
}

/** Reads the definitions where the key may; without them, settings and answers say what is needed. */
export async function readFields(world: World): Promise<void> {
  const outcome = await world.gateway.call((signal) => world.ports.lucca.definitions(signal));
  if (outcome.kind !== 'applied') {
    world.ports.log.info('definitions-not-read', { outcome: outcome.kind });
    if (
      outcome.kind === 'unreachable' ||
      (outcome.kind === 'refused' && outcome.refusal.kind === 'unauthorized')
    )
      await notRead(world, outcome);
    return;
  }
  await world.transact(() => [...afterSuccess(world), { kind: 'fields', fields: outcome.value }]);
}

/** A reading failed: no document is to blame, but the way to Lucca is. */
async function notRead(world: World, outcome: Parameters<typeof afterFailure>[2]): Promise<void> {
  await world.transact(() => {
    const nobody = { attempts: 0 } as DocumentRecord;
    return afterFailure(world, nobody, outcome, 'ready').filter((change) => change.kind === 'facts');
  });
  if (outcome.kind === 'failed' || outcome.kind === 'unknown') {
    await world.transact(() => {
      const { failures } = world.memory.facts;
      const until =
        world.ports.clock.now() + Math.min(1_000 * 2 ** failures, world.options.backoffCapMs ?? 900_000);
      return [{ kind: 'facts', facts: { failures: failures + 1, backoffUntil: until } }];
    });
  }
}

export async function readRecords(world: World, employeeIds: readonly EmployeeId[]): Promise<void> {
  const { ports, memory } = world;
  for (let start = 0; start < employeeIds.length; start += recordsPage) {
    const ids = employeeIds.slice(start, start + recordsPage);
    const query = { employeeIds: ids, ...world.wanted() };
    const outcome = await world.gateway.call((signal) => ports.lucca.records(query, signal));
    if (outcome.kind !== 'applied') {
      if (outcome.kind === 'refused' && outcome.refusal.kind !== 'unauthorized') await notShown(world, ids);
      else await notRead(world, outcome);
      return;
    }
    for (const record of outcome.value) keepRecord(world, record);
    const missing = ids.filter((id) => !outcome.value.some((record) => record.employeeId === id));
    if (missing.length > 0) await notShown(world, missing);
    await world.transact(() => [...afterSuccess(world), ...lessonsOf(world, outcome.value)]);
  }

  /** The directory lists them, but the key may not see their record. */
  async function notShown(target: World, ids: readonly EmployeeId[]): Promise<void> {
    await target.transact(() =>
      [...memory.documents.values()]
        .filter(
          (document) =>
            document.employeeId !== null &&
            ids.includes(document.employeeId) &&
            (document.state === 'ready' || document.state === 'uploaded'),
        )
        .map((document) => ({
          kind: 'document',
          document: asking(document, 'not-permitted', ports.clock.now()),
        })),
    );
  }
}

function keepRecord(world: World, record: EmployeeRecord): void {
  world.records.set(record.employeeId, record);
}

/** Sub-fields that rows showed, kept so that new rows name them all. */
function lessonsOf(world: World, records: readonly EmployeeRecord[]): LedgerChange[] {
  const changes: LedgerChange[] = [];
  for (const document of world.memory.documents.values()) {
    const target = document.target === null ? null : world.targetOf(document.target);
    if (target?.kind !== 'field' || target.file === null) continue;
    const known = world.memory.knowledge.get(target.key);
    const seen = new Set(known?.subFields ?? []);
    const before = seen.size;
    for (const record of records) for (const key of subFieldsSeen(record, target.field)) seen.add(key);
    if (
      seen.size === before ||
      changes.some((change) => change.kind === 'target' && change.target.key === target.key)
    )
      continue;
    changes.push({
      kind: 'target',
      target: {
        key: target.key,
        rows: known?.rows ?? 'unknown',
        stopped: known?.stopped ?? false,
        subFields: [...seen],
      },
    });
  }
  return changes;
}

export async function uploadDocument(world: World, id: DocumentId): Promise<void> {
  const { memory, ports } = world;
  const document = memory.documents.get(id);
  if (document?.state !== 'ready' || document.inspection === null) return;
  const { inspection } = document;

  const today = ports.clock.localDay(ports.clock.now());
  const spare = memory.orphans.find(
    (orphan) =>
      orphan.sha256 === inspection.sha256 &&
      orphan.fileId !== null &&
      ports.clock.localDay(orphan.at) === today,
  );
  if (spare?.fileId != null) {
    const { fileId } = spare;
    await world.transact(() => [
      { kind: 'orphan-used', fileId },
      {
        kind: 'document',
        document: { ...withoutState(document), fileId, state: 'uploaded', stateAt: ports.clock.now() },
      },
    ]);
    return;
  }

  await world.transact(() => [
    {
      kind: 'document',
      document: { ...withoutState(document), state: 'uploading', stateAt: ports.clock.now() },
    },
  ]);
  const result = await upload(
    {
      path: document.path,
      signature: document.signature,
      inspection,
      onProgress: (sentBytes) => {
        world.onProgress(id, sentBytes);
      },
    },
    ports.files,
    (request) => world.gateway.call((signal) => ports.lucca.upload(request, signal)),
  );
  world.progress.delete(id);
  await world.transact(() => {
    const now = ports.clock.now();
    const current = memory.documents.get(id);
    const orphan = (fileId: FileId | null, sha256 = inspection.sha256): LedgerChange => ({
      kind: 'orphan',
      orphan: { fileId, sha256, at: now },
    });
    const counted: LedgerChange = { kind: 'facts', facts: { orphans: memory.facts.orphans + 1 } };
    if (result.kind === 'uploaded') {
      // Taken away while it was on its way: nobody will attach it.
      if (current?.state !== 'uploading') return [orphan(result.fileId), counted];
      return [
        ...afterSuccess(world),
        {
          kind: 'document',
          document: {
            ...withoutState(current),
            fileId: result.fileId,
            attempts: 0,
            state: 'uploaded',
            stateAt: now,
          },
        },
      ];
    }
    const lost: LedgerChange[] = [];
    if (result.kind === 'changed' && result.orphan !== null)
      lost.push(orphan(result.orphan.fileId, result.orphan.sha256), counted);
    if (result.kind === 'outcome' && result.outcome.kind === 'unknown') lost.push(orphan(null), counted);
    if (current?.state !== 'uploading') return lost;
    if (result.kind === 'changed')
      return [...lost, { kind: 'document', document: settleAgain(current, current.signature, now) }];
    return [...lost, ...afterFailure(world, current, result.outcome, 'ready')];
  });
}

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
    keepRecord(world, lesson.record);
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

/** The receipt, the binding of the folder, and the document at its end. */
export function filedChanges(
  world: World,
  document: DocumentRecord,
  employeeId: EmployeeId,
  target: Target,
  proof: Pick<Receipt, 'fileId' | 'valueId' | 'proof' | 'replacedFileId'>,
): readonly LedgerChange[] {
  const now = world.ports.clock.now();
  const sha256 = document.inspection?.sha256;
  if (sha256 === undefined) return [];
  const identity = world.identity(employeeId, target.key, sha256);
  const receipt: Receipt = {
    identity,
    documentId: document.id,
    employeeId,
    target: target.key,
    sha256,
    size: document.signature.size,
    path: document.path,
    filedAt: now,
    ...proof,
  };
  const changes: LedgerChange[] = [
    { kind: 'receipt', receipt },
    { kind: 'proof-settled', identity },
    {
      kind: 'document',
      document: {
        ...withoutState(document),
        employeeId,
        target: target.key,
        fileId: proof.fileId,
        attempts: 0,
        replaces: null,
        unproven: false,
        state: 'filed',
        gone: false,
        changed: null,
        stateAt: now,
      },
    },
  ];
  const folder = world.folderOf(document.path);
  if (folder !== null && document.decisions.employeeId === undefined) {
    const key = foldPath(folder);
    if (!world.memory.bindings.has(key))
      changes.push({ kind: 'binding', binding: { folder: key, employeeId, by: 'match', at: now } });
  }
  return changes;
}

/** A journal and Lucca's record agree: filed, without sending anything. */
export function provenChanges(world: World, proven: Plan['proven'][number]): readonly LedgerChange[] {
  const { document, line, employeeId, target } = proven;
  return filedChanges(world, document, employeeId, target, {
    fileId: line.fileId,
    valueId: null,
    proof: 'journal',
    replacedFileId: null,
  });
}

/** What follows confirmation: the file stays, goes to `_Filed/`, or to the bin. Never before. */
export async function afterFiling(world: World, id: DocumentId): Promise<'done' | 'no-bin'> {
  const { memory, ports, options } = world;
  const document = memory.documents.get(id);
  const folder = document === undefined ? null : world.folderOf(document.path);
  if (document?.state !== 'filed' || document.gone || document.changed !== null) return 'done';
  if (options.settings.afterFiling === 'archive' && folder !== null) {
    const path = await ports.files.archive(document.path, folder, document.signature);
    if (path !== null)
      await world.transact(() => [{ kind: 'document', document: { ...document, path, gone: true } }]);
  } else if (options.settings.afterFiling === 'trash') {
    if (!(await ports.files.trash(document.path, document.signature))) return 'no-bin';
    await world.transact(() => [{ kind: 'document', document: { ...document, gone: true } }]);
  }
  return 'done';
}
