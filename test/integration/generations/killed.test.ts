/** The built program, killed (SIGKILL) while Lucca has done what was asked and not said so yet. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrongRequests } from '../../support/lucca-contract/requests.ts';
import { defaultClient } from '../../lucca/index.ts';
import { at, key, openPlace, pdf, type Place } from '../contract/program.ts';
import { tenantOf } from './tenant.ts';

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.close());

const env = { CLASSEUR_API_KEY: key, CLASSEUR_CLIENT_SECRET: defaultClient.secret };

const moments = [
  ['2024-11-01', 'the file is taken', { path: '/lucca-api/files' }],
  ['2024-11-01', 'the first row stands', { method: 'POST', path: '/lucca-api/employee-extensions' }],
  ['2024-11-01', 'the second row stands', { method: 'POST', path: '/lucca-api/employee-extensions', nth: 2 }],
  [
    '2024-11-01',
    'all rows stand, and are read',
    { method: 'GET', path: '/lucca-api/employee-extensions', nth: 2 },
  ],
  ['2024-11-01', 'the first is read back', { method: 'GET', path: '/lucca-api/files/' }],
  ['2024-11-01', 'the last is read back', { method: 'GET', path: '/lucca-api/files/', nth: 3 }],
  ['mixed', 'the file is taken', { path: '/lucca-api/files' }],
  ['mixed', 'the row stands', { method: 'PUT', path: '/api/v3/users/' }],
] as const;

describe.each(moments)('"%s", killed when %s', (api, _, match) => {
  it('files everything once after the restart', async () => {
    const { emulator } = place;
    place.settings({ tenant: tenantOf(api, emulator.url, 1_000), readBack: true });
    const person = place.person('accents');
    for (const name of ['un', 'deux', 'trois'])
      place.save(at(person, `Contrats/${name}.pdf`), pdf(person, name));
    emulator.faults.add({ match, fault: { kind: 'stall', at: 'answer' } });
    const running = place.start(['run', '--once', '--json'], { env });
    const isDone = (): boolean =>
      emulator.journal.requests.some(
        (one) => one.fault === 'stall' && (one.committed || one.method === 'GET'),
      );
    await expect.poll(isDone, { timeout: 30_000 }).toBe(true);
    running.child.kill('SIGKILL');
    await running.ended();
    emulator.faults.clear();

    const said = await place.run(['run', '--once', '--json'], { env });
    expect(said.code, said.err).toBe(0);
    const held = emulator.holdings().map(({ employeeId, field, sha256 }) => ({ employeeId, field, sha256 }));
    expect(held).toHaveLength(3);
    expect(new Set(held.map(({ sha256 }) => sha256)).size).toBe(3);
    expect(held.every(({ employeeId, field }) => employeeId === person.id && field === 'e_Contrats')).toBe(
      true,
    );
    expect(wrongRequests(emulator.journal.requests)).toEqual([]);
    // What was not compared before the end is compared after it: nothing is filed in between.
    const { out } = await place.run(['history', '--json'], { env });
    expect(out.match(/"proof":"bytes"/g) ?? []).toHaveLength(api === '2024-11-01' ? 3 : 0);
  });
});
