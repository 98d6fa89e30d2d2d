/** The terminal program as a process: signals, commands beside a running agent, what a pipe gets. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  office.settings();
});
afterEach(async () => {
  await office.close();
});

const parse = (line: string) => JSON.parse(line) as Readonly<Record<string, unknown>>;
const tells = (event: string, state: string) => (line: string) => {
  const said = parse(line);
  return said['event'] === event && said['state'] === state;
};

test('run works until it is stopped, within five seconds, and ends with what stands', async () => {
  const agent = office.start(['run', '--json']);
  await agent.line(tells('agent', 'idle'));
  const path = office.save(office.people[0]!, 'RIB/rib.pdf');
  expect(parse(await agent.line(tells('document', 'filed')))).toMatchObject({ path, target: 'e_RIB' });
  const begun = Date.now();
  agent.child.kill('SIGTERM');
  expect(await agent.ended()).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  for (const line of agent.lines) {
    const { at, event } = parse(line);
    expect([typeof at, typeof event]).toEqual(['string', 'string']);
  }
  expect(agent.errors()).not.toContain('rib.pdf');
  expect(agent.errors()).not.toContain(office.base);
});

test('stopped in the middle of its work it parks it, and the next run files each document once', async () => {
  office.emulator.faults.add({
    match: { path: '/lucca-files/api/uploads', times: 1 },
    fault: { kind: 'delay', ms: 60_000 },
  });
  office.save(office.people[0]!, 'RIB/rib.pdf');
  const agent = office.start(['run', '--once', '--json']);
  await agent.line(tells('document', 'uploading'));
  const begun = Date.now();
  agent.child.kill('SIGINT');
  expect(await agent.ended()).toBe(3);
  expect(Date.now() - begun).toBeLessThan(6_500);
  expect(parse(agent.lines.at(-1)!)).toMatchObject({ event: 'summary' });
  expect((await office.classeur(['run', '--once'])).code).toBe(0);
  expect(office.emulator.holdings()).toHaveLength(1);
});

test('beside a running agent: a second is refused; questions are seen and answered, and it acts on it', async () => {
  const agent = office.start(['run', '--json']);
  office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
  const asked = parse(await agent.line(tells('document', 'attention')));
  expect(await office.classeur(['run', '--once'])).toMatchObject({
    code: 1,
    errors: [expect.stringContaining('already')],
  });
  const status = await office.classeur(['status', '--json']);
  expect(status.code).toBe(2);
  expect(status.eventsOf('agent')).toMatchObject([{ state: 'idle', pending: 0 }]);
  expect((await office.classeur(['check'])).code).toBe(2);
  expect((await office.classeur(['fields'])).code).toBe(0);
  expect((await office.classeur(['retry'])).code).toBe(0);
  expect((await office.classeur(['forget', '--employee', '1'])).code).toBe(1);
  const id = String(asked['id']);
  const wrong = await office.classeur(['answer', id, '--keep']);
  expect(wrong.code).toBe(1);
  const who = office.people[4]!.id;
  const answered = await office.classeur(['answer', id, '--employee', String(who), '--json']);
  expect(answered).toMatchObject({ code: 0, events: [{ event: 'answer', id, taken: false }] });
  expect(parse(await agent.line(tells('document', 'filed')))).toMatchObject({ id, employeeId: who });
  expect((await office.classeur(['history', '--json'])).events).toHaveLength(1);
  agent.child.kill('SIGTERM');
  expect(await agent.ended()).toBe(0);
});

test('an agent that was killed leaves nothing in the way of the next one', async () => {
  const agent = office.start(['run', '--json']);
  await agent.line(tells('agent', 'idle'));
  agent.child.kill('SIGKILL');
  await agent.ended();
  office.save(office.people[0]!, 'RIB/rib.pdf');
  expect((await office.classeur(['run', '--once', '--wait', '20'])).code).toBe(0);
});

test('a key that is refused while it runs ends the agent with 4', async () => {
  const agent = office.start(['run', '--json']);
  await agent.line(tells('agent', 'idle'));
  office.emulator.revokeKey('Classeur');
  office.save(office.people[0]!, 'RIB/rib.pdf');
  expect(await agent.ended()).toBe(4);
});

test('whoever reads the output may go away: the work goes on', async () => {
  office.save(office.people[0]!, 'RIB/rib.pdf');
  const agent = office.start(['run', '--once', '--json']);
  agent.child.stdout!.destroy();
  expect(await agent.ended()).toBe(0);
  expect(office.emulator.holdings()).toHaveLength(1);
});
