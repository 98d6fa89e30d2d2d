/** Between the generations: what the one says of a person, the other must say too. */
import { describe, expect, it } from 'vitest';
import { defaultClient, everyRight } from '../../lucca/index.ts';
import { placeAll } from '../../support/tree/index.ts';
import { documentsFor, openGeneration } from './tenant.ts';

describe('"mixed"', () => {
  it('files nothing where the generations number people differently', async () => {
    const office = await openGeneration('mixed', { switches: { employeeIds: 'different' } });
    const plan = documentsFor('mixed', office, 6);
    await placeAll(office.root, plan);
    const running = await office.start(office.wishes());
    // Read again and again: it is never taken.
    const readings = (): number => office.lucca.journal.find({ path: '/lucca-api/employees' }).length;
    await expect.poll(readings, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(running.agent.documents().every(({ state }) => state !== 'filed')).toBe(true);
    expect(office.lucca.files.size).toBe(0);
    expect(office.lucca.holdings()).toEqual([]);
  });

  it.each([
    ['the old generation', everyRight, { ...everyRight, legalEntities: [1] }],
    ['the newer one', { ...everyRight, legalEntities: [1] }, everyRight],
  ])('leaves out whom %s does not show: nobody said that it is the same person', async (_, newer, old) => {
    const office = await openGeneration('mixed', { clients: [{ ...defaultClient, rights: newer }] });
    office.lucca.setRights('Classeur', old);
    const lyon = office.lucca.company.cast['sharedNumberLyon'];
    const plan = documentsFor('mixed', office, 60).filter(({ employeeId }) => employeeId === lyon);
    await placeAll(office.root, plan);
    const ran = await office.runOnce(office.wishes());
    expect(plan.length).toBeGreaterThan(0);
    expect([...ran.documents.values()].map((one) => 'reason' in one && one.reason)).toEqual(
      plan.map(() => 'employee-unknown'),
    );
    expect(office.lucca.files.size).toBe(0);
  });

  it('asks where a file of the one is no file to the other, and sends it no more than twice', async () => {
    const office = await openGeneration('mixed', { switches: { mixedFileIds: 'separate' } });
    const [document] = documentsFor('mixed', office, 1);
    await placeAll(office.root, [document!]);
    const ran = await office.runOnce(office.wishes());
    expect(ran.documents.get(document!.path)).toMatchObject({ state: 'attention', reason: 'rejected' });
    expect(office.lucca.files.size).toBe(2);
    expect(office.lucca.holdings()).toEqual([]);
  });

  it('asks for no more scopes than people and files need', async () => {
    const office = await openGeneration('mixed');
    await placeAll(office.root, documentsFor('mixed', office, 1));
    await office.runOnce(office.wishes());
    const [asked] = office.lucca.journal.find({ path: '/connect/token' });
    expect(new URLSearchParams(asked?.body?.toString()).get('scope')).toBe(
      'employees.readonly employments.readonly files.readwrite',
    );
  });
});
