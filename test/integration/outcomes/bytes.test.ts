/** A connection that is reset at any byte, of what is sent and of what is answered. */
import { expect, it, onTestFinished } from 'vitest';
import { createLuccaV3 } from '../../../main/adapters/lucca/v3/index.ts';
import type { EmployeeId, FileId } from '../../../main/core/model.ts';
import type { Lucca, Outcome } from '../../../main/core/ports.ts';
import { defaultKey, startEmulator, type Emulator } from '../../lucca/index.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice } from '../agent/office.ts';
import { cuttingProxy, type Cut, type CuttingProxy } from './cutting-proxy.ts';
import { attachedTo, lesson, peopleOf, scanOf, writesTo } from './people.ts';
import { openDocumentOf } from '../../support/open-document.ts';

const never = new AbortController().signal;
const bytes = Buffer.from('%PDF-1.4 a scan %%EOF');

interface Step {
  readonly name: string;
  /** Which exchange is cut. */
  readonly where: string;
  readonly call: (lucca: Lucca) => Promise<Outcome<unknown>>;
  /** Bytes between two cuts. */
  readonly every: number;
  /** How often Lucca has done it so far. */
  readonly done: () => number;
}

async function tenant(): Promise<{ emulator: Emulator; proxy: CuttingProxy; lucca: Lucca }> {
  const emulator = await startEmulator({ switches: { rateLimit: 0 } });
  onTestFinished(() => emulator.stop());
  const proxy = await cuttingProxy(emulator.port);
  const lucca = createLuccaV3({ origin: proxy.url, key: () => Promise.resolve(defaultKey.key) });
  onTestFinished(() => lucca.close());
  return { emulator, proxy, lucca };
}

function stepsOf(emulator: Emulator): readonly Step[] {
  const [person] = emulator.company.employees;
  if (person === undefined) throw new Error('nobody');
  const employeeId = person.id as EmployeeId;
  const query = { employeeIds: [employeeId], fields: ['e_RIB'], picture: false };
  const { id: fileId } = emulator.addFile({ name: 'rib.pdf', bytes });
  const rows = [{ valueId: null, fileId: fileId as FileId, values: {} }];
  return [
    {
      name: 'an upload',
      where: 'POST /lucca-files',
      call: (lucca) =>
        lucca.upload(
          {
            document: openDocumentOf(bytes),
            fileName: 'a.pdf',
            contentType: 'application/pdf',
            onProgress: () => undefined,
          },
          never,
        ),
      every: 1,
      done: () => emulator.journal.countUploads(),
    },
    {
      name: 'a write',
      where: 'PUT /api/v3',
      call: (lucca) => {
        emulator.setValue(employeeId, 'e_RIB', null);
        const fields = [{ field: 'e_RIB', file: null, multiple: false, rows }];
        return lucca.write({ employeeId, picture: null, fields }, query, never);
      },
      every: 1,
      done: () => emulator.journal.countWrites(),
    },
    {
      name: 'a reading',
      where: 'GET /api/v3',
      call: (lucca) => lucca.records(query, never),
      // Nothing hangs on it but time.
      every: 7,
      done: () => 0,
    },
  ];
}

it.each(['an upload', 'a write', 'a reading'])(
  '%s is known for what became of it, whichever byte was the last',
  async (name) => {
    const { emulator, proxy, lucca } = await tenant();
    const step = stepsOf(emulator).find((one) => one.name === name);
    if (step === undefined) throw new Error('no step');
    const cut = (of: Cut['of'], after: number): void => proxy.next({ of, after, where: step.where });
    // Never reached: this one only measures how long both ways are.
    cut('answer', 1e9);
    expect((await step.call(lucca)).kind).toBe('applied');
    const { request, answer } = { ...proxy.measured };
    expect(Math.min(request, answer)).toBeGreaterThan(100);
    for (const [of, length] of [
      ['request', request],
      ['answer', answer],
    ] as const)
      for (let after = 0; after < length; after += step.every) {
        const [cuts, done] = [proxy.cuts, step.done()];
        cut(of, after);
        const { kind } = await step.call(lucca);
        const did = step.done() - done;
        const at = `${step.name}, ${of}, ${after} of ${length}`;
        expect({ at, cut: proxy.cuts - cuts }).toEqual({ at, cut: 1 });
        // Never "not done" of what was done, never "done" of what was not, and never done twice.
        if (step.name === 'a reading') expect({ at, kind }).toEqual({ at, kind: 'failed' });
        else expect({ at, kind, did }).toEqual({ at, kind: 'unknown', did: of === 'answer' ? 1 : 0 });
      }
    expect((await step.call(lucca)).kind).toBe('applied');
  },
);

it('costs no document and doubles none, wherever the cut falls', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const proxy = await cuttingProxy(lucca.port);
  const next = peopleOf(lucca);
  const taught = lesson(next());
  await placeAll(office.root, taught);
  const running = await office.start({ more: { tenant: { url: proxy.url, requestsPerMinute: 10_000 } } });
  await running.quiet();
  // One person after the other, each cut at another byte of the write or of its answer.
  const positions = [0, 1, 200, 350].flatMap((after) => [
    { of: 'request' as const, after },
    { of: 'answer' as const, after },
  ]);
  const plan = [];
  for (const cut of positions) {
    const employee = next();
    proxy.next({ ...cut, where: `PUT /api/v3/users/${employee.id}?` });
    const document = scanOf(employee, 'contracts', `${cut.of} ${cut.after}`);
    plan.push(document);
    const cuts = proxy.cuts;
    await placeAll(office.root, [document]);
    await running.agent.syncNow();
    await expect.poll(() => proxy.cuts, { timeout: 10_000 }).toBe(cuts + 1);
  }
  await running.quiet();
  const comparison = office.compareWith([...taught, ...plan]);
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
  for (const [index, { employeeId, field }] of plan.entries()) {
    const { of } = positions[index] ?? {};
    const committed = writesTo(lucca, employeeId).filter((one) => one.committed).length;
    expect({ of, committed, attached: attachedTo(lucca, employeeId, field) }).toEqual({
      of,
      committed: 1,
      attached: 1,
    });
  }
  expect(running.agent.documents().map(({ state }) => state)).toEqual(
    [...taught, ...plan].map(() => 'filed'),
  );
});
