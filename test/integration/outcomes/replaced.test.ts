/**
 * A write that replaced what stood there, and whose answer was lost: what was replaced is told by the receipt, and a
 * copy of the replaced scan is never called filed by the receipt of bytes that Lucca no longer holds.
 */
import { expect, it } from 'vitest';
import { openOffice, reasonOf } from '../agent/office.ts';
import { planned } from '../../support/tree/index.ts';
import { peopleOf } from './people.ts';

const lost = { kind: 'commit-then-cut' } as const;

for (const drawer of ['bank', 'picture', 'contracts'] as const) {
  it(`${drawer}: the receipt tells what was replaced, and the replaced scan is judged anew`, async () => {
    const office = await openOffice();
    const { lucca } = office;
    const employee = peopleOf(lucca)();
    const format = drawer === 'picture' ? 'jpeg' : 'pdf';
    const [document, other, again] = ['scan', 'the new one', 'scan (copie)'].map((name) =>
      planned({ employee, drawer, format, seed: `${employee.id} ${name}`, name }),
    );
    if (document === undefined || other === undefined || again === undefined) throw new Error('no document');
    const first = document.make().bytes;
    await office.save(document.path, first);
    const running = await office.start();
    const filed = await running.until(document.path, ({ state }) => state === 'filed');

    await office.save(document.path, other.make().bytes);
    await running.agent.syncNow();
    await running.until(document.path, (one) => reasonOf(one) === 'changed-after-filing');
    lucca.faults.add({ match: { method: 'PUT', path: `/api/v3/users/${employee.id}` }, fault: lost });
    // Once the agent has let go of it.
    await expect.poll(() => running.agent.answer([filed.id], { kind: 'replace' })).toEqual({ ok: true });
    await running.until(document.path, ({ state, fileId }) => state === 'filed' && fileId !== filed.fileId);
    const page = await running.agent.documentPage(filed.id);
    expect(page?.receipt).toMatchObject({ proof: 'read', replacedFileId: filed.fileId });

    // Saved once more, the first version is not what Lucca holds.
    const copy = again.path;
    await office.save(copy, first);
    await running.agent.syncNow();
    const judged = await running.until(copy, ({ state }) => state === 'filed' || state === 'attention');
    await running.quiet();
    const standing = lucca.holdings().filter(({ employeeId }) => employeeId === employee.id);
    const sums = standing.map(({ sha256 }) => sha256);
    if (drawer === 'bank') expect(reasonOf(running.at(copy))).toBe('field-filled');
    // A route that replaces pictures does so; a row joins the others.
    else expect(sums).toContain(judged.inspection?.sha256);
    expect(sums).toHaveLength(drawer === 'contracts' ? 2 : 1);
  });
}
