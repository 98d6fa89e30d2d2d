/** Documents as they are attached: with the person, the target, the values and what is known of their bytes. */
import type { World } from './agent-world.ts';
import { nameOf } from './document.ts';
import type { Attachment } from './file/write-plan.ts';
import type { RowSeen } from './file/restore.ts';
import type { DocumentRecord, EmployeeId, FileId, JournalLine, Target, TargetKey } from './model.ts';
import { isUntried, mayJoinOthers } from './plan/calibrate.ts';
import { decisionsFor, placeKey } from './plan/context.ts';
import { fillValues } from './route/routes.ts';

/** Null where neither the settings nor the tenant know the document's target any more. */
export function attachmentOf(
  world: World,
  employeeId: EmployeeId,
  document: DocumentRecord,
): Attachment | null {
  const { fileId } = document;
  const target = document.target === null ? null : world.targetOf(document.target);
  if (fileId === null || target === null) return null;
  const values = valuesOf(world, target, document, world.ports.clock.now());
  const identity = world.identity(employeeId, target.key, document.inspection?.sha256 ?? '');
  const alsoAs = (world.memory.proofs.get(identity) ?? [])
    .map((line) => line.fileId)
    // What gave back other bytes does not stand for these.
    .filter((id) => id !== document.replaces?.fileId);
  const decisions = decisionsFor(document);
  const mayReplace = decisions.whenFilled === 'replace' || world.place(document).whenFilled === 'replace';
  // While it is not known how rows are treated, others' rows are not written beside unless a person said so.
  const untried = isUntried(target, world.memory.knowledge.get(target.key));
  const onlyBesideOwn = untried && !mayJoinOthers(document);
  const stopped = isStopped(world, target);
  return {
    document: { ...document, decisions },
    ...{ fileId, alsoAs, target, values, mayReplace, untried, onlyBesideOwn, stopped },
  };
}

/** Rows went missing there, and nobody has said yet how to go on. It may be so since this moment. */
export function isStopped({ memory }: World, target: Target): boolean {
  if (target.kind === 'field' && target.rows === 'resend') return false;
  return memory.knowledge.get(target.key)?.stopped === true;
}

/** What stands beside the file of a document that is attached at this moment, as the settings say. */
function valuesOf(
  { ports: { clock } }: World,
  target: Target,
  document: DocumentRecord,
  at: number,
): Attachment['values'] {
  if (target.kind !== 'field') return {};
  return fillValues(target.values, {
    fileName: nameOf(document.path),
    writtenOn: clock.localDay(document.signature.mtimeMs),
    today: clock.localDay(at),
  });
}

/** Targets whose rows a write could cost. */
export function targetsWithRows(attachments: readonly Attachment[]): ReadonlySet<TargetKey> {
  return new Set(
    attachments.flatMap(({ target }) => (target.kind === 'field' && target.multiple ? target.key : [])),
  );
}

/** The rows that a target held before a write that is in doubt, with all that is still known of them. */
export async function rowsSeen(
  world: World,
  employeeId: EmployeeId,
  key: TargetKey,
): Promise<readonly RowSeen[] | null> {
  const { memory, ports } = world;
  const target = world.targetOf(key);
  const seen = await ports.ledger.rowsSeen(employeeId, key);
  const whole = world.rowsRead.get(placeKey(employeeId, key)) ?? [];
  return (
    seen?.map((row) => {
      const receipt = row.fileId === null ? undefined : memory.receiptsByFile.get(row.fileId);
      const own = receipt === undefined ? undefined : memory.documents.get(receipt.documentId);
      return {
        ...row,
        value: whole.find(({ valueId }) => valueId !== null && valueId === row.valueId),
        values:
          receipt === undefined || own === undefined || target === null
            ? undefined
            : valuesOf(world, target, own, receipt.filedAt),
      };
    }) ?? null
  );
}

/** Ids under which, by receipts and journals, the same bytes were attached to the same target. */
export function alsoAs({ memory }: World, fileId: FileId): readonly FileId[] {
  const identity =
    memory.receiptsByFile.get(fileId)?.identity ??
    [...memory.proofs].find(([, lines]) => lines.some((line) => line.fileId === fileId))?.[0];
  if (identity === undefined) return [];
  const filed = memory.receipts.get(identity)?.fileId;
  const told = (memory.proofs.get(identity) ?? []).map((line) => line.fileId);
  return filed === undefined ? told : [filed, ...told];
}

/** Sub-fields known of a target's field: by definitions, by rows seen, by settings. */
export function subFieldsOf(world: World, key: TargetKey): readonly string[] {
  const target = world.targetOf(key);
  if (target?.kind !== 'field') return [];
  const defined = world.memory.fields.find((field) => field.field === target.field)?.subFields ?? [];
  const seen = world.memory.knowledge.get(key)?.subFields ?? [];
  return [...new Set([...defined.map((sub) => sub.key), ...seen, ...Object.keys(target.values)])];
}

/** A line of the journal about an attachment. */
export function lineOf(
  world: World,
  event: JournalLine['event'],
  employeeId: EmployeeId,
  { document, target, fileId }: Attachment,
): JournalLine {
  const identity = world.identity(employeeId, target.key, document.inspection?.sha256 ?? '');
  return { event, identity, fileId, at: world.ports.clock.now() };
}
