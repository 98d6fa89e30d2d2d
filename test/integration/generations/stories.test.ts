/** The same morning before each generation, and between the two: each document once, byte for byte. */
import { describe, expect, it } from 'vitest';
import { wrongRequests } from '../../support/lucca-contract/requests.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { apis, documentsFor, openGeneration, type GenerationOffice } from './tenant.ts';

function expectPerfect(office: GenerationOffice, plan: Parameters<GenerationOffice['compareWith']>[0]): void {
  const comparison = office.compareWith(plan);
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
  expect(wrongRequests(office.lucca.journal.requests)).toEqual([]);
}

describe.each(apis)('"api": "%s"', (api) => {
  it('files sixty documents over every kind of field, and has nothing to do the second time', async () => {
    const office = await openGeneration(api);
    const plan = documentsFor(api, office, 60);
    await placeAll(office.root, plan);
    const first = await office.runOnce(office.wishes());
    expect(first.counts, first.logged.join('\n')).toEqual({ filed: 60 });
    expectPerfect(office, plan);
    expect(office.lucca.journal.countUploads()).toBe(60);
    const before = office.lucca.journal.countWrites();

    const second = await office.runOnce(office.wishes());
    expect(second.counts).toEqual({ filed: 60 });
    expect(office.lucca.journal.countUploads()).toBe(60);
    expect(office.lucca.journal.countWrites()).toBe(before);
  });

  it('settles lost answers by reading: uploads, writes and readings that vanish file nothing twice', async () => {
    const office = await openGeneration(api);
    const plan = documentsFor(api, office, 16);
    await placeAll(office.root, plan);
    const { uploads, writes } = office;
    const { faults } = office.lucca;
    faults.add({ match: { path: uploads, nth: 3 }, fault: { kind: 'commit-then-cut' } });
    faults.add({ match: { ...writes, nth: 2 }, fault: { kind: 'commit-then-cut' } });
    faults.add({ match: { ...writes, nth: 4 }, fault: { kind: 'commit-then-refuse', status: 500 } });
    faults.add({ match: { ...writes, nth: 5 }, fault: { kind: 'cut', when: 'after-body' } });
    faults.add({ match: { ...writes, nth: 7 }, fault: { kind: 'cut-in-body', of: 'answer', afterBytes: 9 } });
    const ran = await office.runOnce(office.wishes());
    expect(ran.counts, ran.logged.join('\n')).toEqual({ filed: 16 });
    expectPerfect(office, plan);
  });

  it('goes on after a stop in the middle of a write, and after the loss of the ledger', async () => {
    const office = await openGeneration(api);
    const plan = documentsFor(api, office, 12);
    await placeAll(office.root, plan);
    office.lucca.faults.add({ match: { ...office.writes, nth: 2 }, fault: { kind: 'stall', at: 'answer' } });
    const running = await office.start(office.wishes());
    const isDone = (): boolean =>
      office.lucca.journal.requests.some(({ fault, committed }) => fault === 'stall' && committed);
    await expect.poll(isDone, { timeout: 30_000 }).toBe(true);
    await running.close();
    const elsewhere = `${office.data}-new`;
    const ran = await office.runOnce({ ...office.wishes(), data: elsewhere });
    expect(ran.counts, ran.logged.join('\n')).toEqual({ filed: 12 });
    expectPerfect(office, plan);
  });

  it('replaces a single value where the route says so, and asks where it does not', async () => {
    const office = await openGeneration(api);
    const [document] = documentsFor(api, office, 60).filter(({ drawer }) => drawer === 'bank');
    const old = office.lucca.addFile({ name: 'old.pdf', bytes: Buffer.from('%PDF old') });
    office.lucca.setValue(document!.employeeId, 'e_RIB', { id: old.id });
    // Seen by an agent that knows its office: what stands there is nobody's of ours.
    await office.save('Dupont Jean (00001)/.gitkeep', Buffer.from(''));
    await office.runOnce(office.wishes());
    await placeAll(office.root, [document!]);
    const asked = await office.runOnce(office.wishes());
    expect(asked.documents.get(document!.path)).toMatchObject({ reason: 'field-filled' });
    expect(office.lucca.holdings().map(({ fileId }) => fileId)).toEqual([old.id]);

    const running = await office.start(office.wishes());
    await running.agent.answer([running.at(document!.path)!.id], { kind: 'replace' });
    await running.until(document!.path, ({ state }) => state === 'filed');
    expectPerfect(office, [document!]);
    expect(office.lucca.holdings()).toHaveLength(1);
  });

  it('keeps the tenant’s minute, whatever a write takes', async () => {
    const office = await openGeneration(api, { switches: { rateLimit: 50 } });
    const plan = documentsFor(api, office, 5);
    await placeAll(office.root, plan);
    const running = await office.start(office.wishes({}, 40));
    await running.quiet(150_000);
    await running.close();
    expect(office.lucca.journal.countThrottled()).toBe(0);
    expect(office.lucca.journal.busiest()).toBeLessThanOrEqual(40);
    const counted = office.lucca.journal.requests.filter(({ path }) => path !== '/connect/token');
    expect(running.agent.status().requests).toBe(counted.length);
    expectPerfect(office, plan);
  });
});
