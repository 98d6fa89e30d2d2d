/**
 * The way to Lucca is closed: no name, no trust, a machine that slept. Nothing has left, so nothing is asked and
 * nothing is counted as sent; what waits goes on by itself.
 */
import dns from 'node:dns';
import { writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLuccaV3 } from '../../../main/adapters/lucca/v3/index.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice, pause, reasonOf } from '../agent/office.ts';
import { at, openPlace, type Line } from '../contract/program.ts';
import { certificate, type Certificate } from './certificate.ts';
import { attachedTo, peopleOf, scanOf, writesTo } from './people.ts';

it('a name that does not resolve is a way that is closed, for whatever was asked', async () => {
  const lucca = createLuccaV3({
    origin: 'http://tenant.invalid',
    key: () => Promise.resolve('key'),
  });
  onTestFinished(() => lucca.close());
  const never = new AbortController().signal;
  const outcomes = [
    await lucca.directoryPage(0, 1, never),
    await lucca.write(
      { employeeId: 416 as never, picture: 'x' as never, fields: [] },
      { employeeIds: [], fields: [], picture: true },
      never,
    ),
  ];
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable']);
});

it('waits offline while the name does not resolve, and goes on by itself when it does', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const plan = [scanOf(next(), 'bank', 'a'), scanOf(next(), 'contracts', 'b')];
  await placeAll(office.root, plan);
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((host: string, ...rest: unknown[]) => {
    const tell = rest.at(-1) as (error: Error) => void;
    queueMicrotask(() => tell(Object.assign(new Error('no such name'), { code: 'ENOTFOUND', host })));
  });
  onTestFinished(() => lookup.mockRestore());
  const url = `http://localhost:${office.lucca.port}`;
  const running = await office.start({ more: { tenant: { url, requestsPerMinute: 10_000 } } });
  await running.until(plan[0]?.path ?? '', (document) => reasonOf(document) === 'offline');
  expect(running.agent.status()).toMatchObject({ agent: 'offline', trouble: 'offline', orphans: 0 });
  expect(lookup).toHaveBeenCalled();
  expect(office.sent().requests).toBe(0);
  lookup.mockRestore();
  await running.quiet();
  expect(isPerfect(office.compareWith(plan))).toBe(true);
  await expect
    .poll(() => running.agent.status(), { timeout: 5_000 })
    .toMatchObject({ agent: 'idle', trouble: null });
});

/** Why a client that trusts this authority turns away. */
function refusalOf(port: number, { cert }: Certificate): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTls({ port, host: 'localhost', ca: cert }, () => {
      socket.destroy();
      resolve('none');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
  });
}

it('sends nothing to a server that it does not trust, and goes on by itself once it does', async () => {
  const place = await openPlace();
  try {
    const authority = certificate({ host: 'Test authority', authority: true });
    const trusted = join(place.base, 'authority.pem');
    writeFileSync(trusted, authority.cert);
    const yesterday = new Date(Date.now() - 86_400_000);
    const phases: readonly (readonly [string, Certificate])[] = [
      ['DEPTH_ZERO_SELF_SIGNED_CERT', certificate({ host: 'localhost' })],
      ['CERT_HAS_EXPIRED', certificate({ host: 'localhost', by: authority, until: yesterday })],
      ['ERR_TLS_CERT_ALTNAME_INVALID', certificate({ host: 'other.example', by: authority })],
    ];
    let handshakes = 0;
    const server = createTlsServer((client) => {
      const upstream = connect(place.emulator.port, '127.0.0.1');
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      client.pipe(upstream).pipe(client);
    });
    server.on('connection', () => (handshakes += 1)).on('tlsClientError', () => undefined);
    const show = ({ cert, key }: Certificate) => server.setSecureContext({ cert, key });
    const [first] = phases;
    if (first !== undefined) show(first[1]);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    place.settings({ tenant: { url: `https://localhost:${port}`, requestsPerMinute: 1_000 } });
    place.save(at(place.people[0]!, 'RIB/a.pdf'));
    const agent = place.start(['run', '--json'], { env: { NODE_EXTRA_CA_CERTS: trusted } });
    const waits = (line: Line) => line['state'] === 'waiting' && line['reason'] === 'offline';
    await agent.line(waits);
    expect((await place.run(['status', '--json'])).events('agent')).toMatchObject([{ state: 'offline' }]);
    for (const [name, shown] of phases) {
      show(shown);
      expect(await refusalOf(port, authority)).toBe(name);
      const before = handshakes;
      await expect.poll(() => handshakes, { timeout: 20_000 }).toBeGreaterThan(before);
      await pause(50);
      expect({ name, requests: place.emulator.journal.requests.length }).toEqual({ name, requests: 0 });
    }
    show(certificate({ host: 'localhost', by: authority }));
    await agent.line((line) => line['state'] === 'filed');
    expect((await agent.stop()).code).toBe(0);
    expect(place.emulator.holdings()).toHaveLength(1);
  } finally {
    await place.close();
  }
});

it.each([
  ['ahead, as after sleep', 10 * 60_000],
  ['back', -10 * 60_000],
])('a clock that jumps ten minutes %s in the middle of a write costs nothing', async (_, jump) => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const [done, notDone] = [scanOf(next(), 'contracts', 'done'), scanOf(next(), 'contracts', 'not done')];
  lucca.faults.add({
    match: { method: 'PUT', path: `/api/v3/users/${done.employeeId}` },
    fault: { kind: 'stall', at: 'answer' },
  });
  lucca.faults.add({
    match: { method: 'PUT', path: `/api/v3/users/${notDone.employeeId}` },
    fault: { kind: 'stall', at: 'work' },
  });
  await placeAll(office.root, [done, notDone]);
  const running = await office.start();
  await expect
    .poll(() => lucca.faults.list().every(({ struck }) => struck === 1), { timeout: 10_000 })
    .toBe(true);
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + jump);
  onTestFinished(() => clock.mockRestore());
  // What was under way is abandoned, its outcome unknown: it is read, once the lease is confirmed again.
  await running.until(done.path, ({ state }) => state === 'waiting', 10_000);
  for (const { path } of [done, notDone]) await running.until(path, ({ state }) => state === 'filed', 30_000);
  await running.quiet();
  for (const { employeeId, field } of [done, notDone]) expect(attachedTo(lucca, employeeId, field)).toBe(1);
  expect(writesTo(lucca, done.employeeId)).toHaveLength(1);
  expect(isPerfect(office.compareWith([done, notDone]))).toBe(true);
});
