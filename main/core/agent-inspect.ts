/** The agent's eyes: a quiet file is read to its end, and what that showed goes into the ledger. */
import type { World } from './agent-world.ts';
import type { DocumentId, DocumentRecord } from './model.ts';
import { sameSignature, settleAgain } from './plan/observe.ts';
import { asking, withoutState } from './plan/plan.ts';
import type { LedgerChange } from './ports.ts';

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
