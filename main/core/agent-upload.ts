/** Uploads one document: intent before, result after, each in the ledger. */
import { afterFailure, afterSuccess } from './agent-failures.ts';
import type { World } from './agent-world.ts';
import { parentOf } from './document.ts';
import { upload } from './file/upload.ts';
import type { DocumentId, DocumentRecord, FileId, Inspection } from './model.ts';
import { settleAgain, withoutState } from './plan/transitions.ts';
import type { LedgerChange } from './ports.ts';
import { urgencyOf } from './urgency.ts';

export async function uploadDocument(world: World, id: DocumentId): Promise<void> {
  const { memory, ports } = world;
  const begun: { readonly document: DocumentRecord; readonly inspection: Inspection }[] = [];
  await world.transact(() => {
    const now = ports.clock.now();
    const current = memory.documents.get(id);
    if (current?.state !== 'ready' || current.inspection === null) return [];
    const { sha256 } = current.inspection;
    const today = ports.clock.localDay(now);
    const spare = memory.orphans.find(
      (orphan) =>
        orphan.sha256 === sha256 && orphan.fileId !== null && ports.clock.localDay(orphan.at) === today,
    );
    const next = { ...withoutState(current), stateAt: now };
    if (spare?.fileId != null) {
      const { fileId } = spare;
      return [
        { kind: 'orphan-used', fileId },
        { kind: 'document', document: { ...next, fileId, state: 'uploaded' } },
      ];
    }
    begun.push({ document: current, inspection: current.inspection });
    return [{ kind: 'document', document: { ...next, state: 'uploading' } }];
  });
  for (const { document, inspection } of begun) await send(world, document, inspection);
}

async function send(world: World, document: DocumentRecord, inspection: Inspection): Promise<void> {
  const { memory, ports } = world;
  const { id } = document;
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
    (request) =>
      world.gateway.call((signal) => ports.lucca.upload(request, signal), { urgency: urgencyOf([document]) }),
  );
  world.progress.delete(id);
  // A look at the tree saw it change meanwhile: what it is now, the next one says.
  if (world.postponed.delete(id)) world.wantScan(parentOf(document.path));
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
