/** The same bytes under two ids: two agents may have attached them, one after the other. */
import { expect, it } from 'vitest';
import { alsoAs } from '../../../main/core/agent-attachments.ts';
import type { World } from '../../../main/core/agent-world.ts';
import type {
  DocumentId,
  EmployeeId,
  FileId,
  IdentityKey,
  JournalLine,
  Receipt,
  Sha256,
  TargetKey,
  TreePath,
} from '../../../main/core/model.ts';
import { SharedTenant } from '../../support/shared-tenant.ts';

const identity = 'a'.repeat(64) as IdentityKey;
const [theirs, ours] = ['theirs', 'ours'] as FileId[] as [FileId, FileId];
const line = (fileId: FileId): JournalLine => ({ event: 'attach', identity, fileId, at: 1 });

it('an id under which another agent attached them is known also once they are filed under ours', async () => {
  const tenant = new SharedTenant({
    ...{ seed: 1, limit: 50, window: 'sliding', retryAfter: true, answerMs: [0, 0] },
  });
  const { memory } = await tenant.agent('one', 40);
  const world = { memory } as unknown as World;
  await memory.write([
    { kind: 'proofs', journal: 'journal-two.jsonl', offset: 10, lines: [line(theirs), line(ours)] },
  ]);
  const receipt: Receipt = {
    identity,
    fileId: ours,
    valueId: null,
    replacedFileId: null,
    documentId: 'd_01' as DocumentId,
    employeeId: 7 as EmployeeId,
    target: 'e_Contrats' as TargetKey,
    sha256: 'b'.repeat(64) as Sha256,
    size: 1,
    path: 'Dupont Jean (00001)/Contrats/a.pdf' as TreePath,
    filedAt: 2,
    proof: 'answer',
  };
  await memory.write([
    { kind: 'receipt', receipt },
    { kind: 'proof-settled', identity, fileId: ours },
  ]);
  // Their row may come back by their hand: ours is then not put back beside it.
  expect(alsoAs(world, ours)).toContain(theirs);
  expect(alsoAs(world, theirs)).toContain(ours);
  expect(memory.ownFiles.has(theirs)).toBe(true);
});
