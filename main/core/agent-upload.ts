/** Uploads one document: intent before, result after, each in the ledger. */
import { afterFailure, afterSuccess } from './agent-failures.ts';
import type { World } from './agent-world.ts';
import { upload } from './file/upload.ts';
import type { DocumentId, FileId } from './model.ts';
import { settleAgain } from './plan/observe.ts';
import { withoutState } from './plan/plan.ts';
import type { LedgerChange } from './ports.ts';

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
