/** The agent's eyes: a quiet file is read to its end, and what that showed goes into the ledger. */
import type { World } from './agent-world.ts';
import type { DocumentId, DocumentRecord, Signature } from './model.ts';
import { parentOf, sameSignature } from './document.ts';
import { changedAfterFiling, settleAgain, withoutState } from './plan/transitions.ts';
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
    if (current.state === 'filed') return lookedAgain(world, current, looked, result, now);
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
        world.wantScan(parentOf(current.path));
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

/**
 * What could not be read asks until it can be: rights that are given back show in no signature, so such files are looked
 * at again. One that still cannot be read is asked about as before, and nobody is told anew.
 */
export async function lookAtUnreadable({ memory, ports, transact, findings }: World): Promise<void> {
  for (const { id, path, signature } of [...memory.live.values()].filter(isUnreadable)) {
    const { kind } = await ports.files.inspect(path, signature);
    if (kind === 'unreadable' || kind === 'locked' || kind === 'gone') continue;
    await transact(() => {
      const current = memory.documents.get(id);
      if (current === undefined || !isUnreadable(current)) return [];
      if (!sameSignature(current.signature, signature)) return [];
      findings.delete(id);
      return [{ kind: 'document', document: settleAgain(current, signature, ports.clock.now()) }];
    });
  }
}

function isUnreadable(document: DocumentRecord): boolean {
  return document.state === 'attention' && document.reason === 'unreadable';
}

/** A filed document whose signature changed: touched only, or other bytes. */
function lookedAgain(
  world: World,
  document: Extract<DocumentRecord, { state: 'filed' }>,
  looked: Signature,
  result: Awaited<ReturnType<World['ports']['files']['inspect']>>,
  now: number,
): readonly LedgerChange[] {
  const { changed } = document;
  if (changed === null || !sameSignature(changed.signature, looked)) return [];
  const again = (signature: Signature): readonly LedgerChange[] => [
    { kind: 'document', document: { ...document, changed: { signature, since: now } } },
  ];
  switch (result.kind) {
    case 'changed':
      world.findings.delete(document.id);
      return again(result.signature);
    case 'gone':
      world.wantScan(parentOf(document.path));
      return again(changed.signature);
    case 'locked':
      return again(changed.signature);
    case 'incomplete':
      world.findings.set(document.id, {
        finding: { kind: 'incomplete', inspection: result.inspection },
        at: changed.signature,
      });
      return [];
    case 'empty':
    case 'unreadable':
      world.findings.set(document.id, { finding: { kind: result.kind }, at: changed.signature });
      return [];
    case 'whole':
      break;
  }
  world.findings.delete(document.id);
  const { inspection, signature } = result;
  const receipt = world.memory.receiptOf(document.id);
  // The filed bytes, or those that a person said to leave as they are.
  const known = [receipt?.sha256, document.inspection?.sha256].includes(inspection.sha256);
  if (known) return [{ kind: 'document', document: { ...document, signature, inspection, changed: null } }];
  return [
    {
      kind: 'document',
      document: changedAfterFiling(document, signature, inspection, receipt?.valueId ?? null, now),
    },
  ];
}
