/**
 * Reads back what was just confirmed, where the settings want it and Lucca gives a link: the receipt then says that
 * the bytes are those that were sent (decision 0020).
 *
 * Invariant: only bytes that differ keep a document from being filed. What cannot be read back is filed all the same,
 * with the proof that it has.
 */
import type { Reservation } from './agent-gateway.ts';
import type { World } from './agent-world.ts';
import type { AttachFate } from './file/attach-ports.ts';
import type { Attachment } from './file/write-plan.ts';
import type { DocumentId, EmployeeId } from './model.ts';
import type { FileExpected } from './ports.ts';
import { linkOf } from './record.ts';
import { readsBack } from './route/routes.ts';
import type { Urgency } from './urgency.ts';

type Fates = ReadonlyMap<DocumentId, AttachFate>;

interface ToCompare {
  readonly id: DocumentId;
  readonly fate: Extract<AttachFate, { kind: 'filed' }>;
  readonly expected: FileExpected;
}

/** The fates, with what reading back says of those that are filed. One request for each. */
export async function readBack(
  world: World,
  employeeId: EmployeeId,
  attachments: readonly Attachment[],
  fates: Fates,
  { reservation, urgency }: { readonly reservation: Reservation; readonly urgency: Urgency },
): Promise<Fates> {
  const { gateway, ports } = world;
  const { compare } = ports.lucca;
  if (compare === undefined) return fates;
  const wanted = attachments.flatMap((attachment) => toCompare(world, employeeId, attachment, fates) ?? []);
  if (wanted.length === 0) return fates;
  // Nothing more is written: a place that is still kept would be missing here.
  await reservation.giveBack();
  const result = new Map(fates);
  for (const { id, fate, expected } of wanted) {
    const outcome = await gateway.call((signal) => compare(expected, signal), { urgency });
    if (outcome.kind !== 'applied') {
      ports.log.info('read-back-missed', {
        outcome: outcome.kind,
        code: 'code' in outcome ? outcome.code : null,
      });
    } else if (outcome.value === 'same') result.set(id, { ...fate, proof: 'bytes' });
    else {
      ports.log.warn('read-back-differs', { bytes: expected.size });
      result.set(id, { kind: 'differs', fileId: fate.fileId, valueId: fate.valueId });
    }
  }
  return result;
}

function toCompare(
  { options, records }: World,
  employeeId: EmployeeId,
  { document, target }: Attachment,
  fates: Fates,
): ToCompare | null {
  const fate = fates.get(document.id);
  const record = records.get(employeeId);
  if (fate?.kind !== 'filed' || document.inspection === null || record === undefined) return null;
  const link = readsBack(options.settings, target.key) ? linkOf(record, target, fate.fileId) : null;
  if (link === null) return null;
  const { sha256 } = document.inspection;
  return { id: document.id, fate, expected: { link, sha256, size: document.signature.size } };
}
