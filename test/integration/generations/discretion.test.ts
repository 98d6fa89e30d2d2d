/** The newer generation is asked for no more than is needed, and its secrets are nowhere to be read. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultClient } from '../../lucca/index.ts';
import { at, key, openPlace, pdf, type Place } from '../contract/program.ts';
import { tenantOf } from './tenant.ts';

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.close());

const env = { CLASSEUR_API_KEY: key, CLASSEUR_CLIENT_SECRET: defaultClient.secret };

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

describe.each(['2024-11-01', 'mixed'] as const)('"%s"', (api) => {
  it('leaves neither secret nor token on disk, in the record or in what is said', async () => {
    place.settings({ tenant: tenantOf(api, place.emulator.url, 1_000), readBack: true });
    const person = place.person('accents');
    place.save(at(person, 'Contrats/un.pdf'), pdf(person, 'un'));
    const record = join(place.base, 'record.jsonl');
    const said = await place.run(['run', '--once', '--json', '--record', record], { env });
    expect(said.code, said.err).toBe(0);
    const kept = [record, ...filesBelow(place.data), ...filesBelow(join(place.root, '.classeur'))].map(
      (path) => readFileSync(path, 'latin1'),
    );
    // A token of the emulator begins so.
    for (const text of [...kept, said.out, said.err]) {
      expect(text).not.toContain(defaultClient.secret);
      expect(text).not.toContain('eyJ');
    }
    const [recorded = ''] = kept;
    const lines = recorded
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ path }) => path)).toContain('/connect/token');
    // A file's link is a secret, too.
    expect(recorded.match(/files\/[^?"]+\?token=text\(\d+\)/g) ?? []).toHaveLength(api === 'mixed' ? 0 : 1);
    for (const word of [person.lastName, person.mail, place.emulator.url, defaultClient.clientId])
      expect(recorded).not.toContain(word);
  });

  it('reads the values of those with something to file alone', async () => {
    place.settings({ tenant: tenantOf(api, place.emulator.url, 1_000) });
    const [one, other] = [place.person('accents'), place.person('hyphens')];
    for (const person of [one, other]) place.save(at(person, 'RIB/rib.pdf'), pdf(person, `rib ${person.id}`));
    expect((await place.run(['run', '--once', '--json'], { env })).code).toBe(0);
    const asked = place.emulator.journal.requests.flatMap(({ method, query, path }) =>
      method === 'GET'
        ? (query['employee.id'] ?? (path === '/api/v3/users' ? query['id'] : undefined) ?? [])
        : [],
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked.flatMap((ids) => ids.split(',')))).toEqual(new Set([`${one.id}`, `${other.id}`]));
  });

  it('shows the client’s secret to the address of the settings and follows nobody from there', async () => {
    const elsewhere: string[] = [];
    const server = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
      place.settings({ tenant: tenantOf(api, place.emulator.url, 1_000) });
      place.emulator.faults.add({
        match: { path: '/connect/token' },
        fault: { kind: 'refuse', status: 307, headers: { Location: location } },
      });
      const person = place.person('accents');
      place.save(at(person, 'RIB/rib.pdf'), pdf(person, 'rib'));
      expect((await place.run(['run', '--once', '--json'], { env })).code).toBe(0);
      expect(elsewhere).toEqual([]);
      expect(place.emulator.holdings()).toHaveLength(1);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
