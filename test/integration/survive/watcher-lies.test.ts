/** The watcher is a hint: whatever it drops, doubles, mixes up or makes up, the scans find what is there, once. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../main/adapters/system/index.ts';
import { assemble } from '../../../main/assemble.ts';
import type { Watcher } from '../../../main/core/ports.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { defaultKey } from '../../lucca/index.ts';
import { isPerfect, placeAll, settingsOf } from '../../support/tree/index.ts';
import { openOffice, type Office } from '../agent/office.ts';
import { peopleOf, scanOf } from '../outcomes/people.ts';

interface Liar extends Watcher {
  alive: boolean;
  hint(folder: string): void;
}

function liar(): Liar {
  let onHint: (folder: string) => void = () => undefined;
  return {
    alive: true,
    hint: (folder) => onHint(folder),
    start(listener) {
      onHint = listener;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
}

/** The agent with this watcher, and nothing else that looks at the tree. */
async function watchedBy(watcher: Watcher, office: Office, rescanMinutes: number) {
  await mkdir(office.data, { recursive: true, mode: 0o700 });
  const parsed = parseSettings(
    settingsOf({
      root: office.root,
      tenantUrl: office.lucca.url,
      quietSeconds: 0.2,
      requestsPerMinute: 10_000,
      more: { rescanMinutes },
    }),
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const assembled = await assemble({
    data: office.data,
    settings: parsed.settings,
    key: () => Promise.resolve(defaultKey.key),
    log: { info: () => undefined, warn: () => undefined },
    watcher,
  });
  onTestFinished(() => assembled.close());
  await assembled.agent.start();
  await assembled.agent.whenQuiet();
  return assembled.agent;
}

it('finds by the next scan what no event told, and files once what ten events told', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const plan = Array.from({ length: 6 }, (_, index) => scanOf(next(), 'contracts', `scan ${index}`));
  await placeAll(office.root, plan.slice(0, 1));
  const watcher = liar();
  const agent = await watchedBy(watcher, office, 0.05);
  await placeAll(office.root, plan.slice(1, 3));
  // No event at all.
  const filed = (count: number) =>
    expect.poll(() => agent.status().counts.filed, { timeout: 15_000 }).toBe(count);
  await filed(3);
  // Before anything is there, doubled, out of order, of folders that never were, and far too many.
  const folders = plan.slice(3).map((document) => path.posix.dirname(document.path));
  for (const folder of folders.toReversed()) watcher.hint(folder);
  await placeAll(office.root, plan.slice(3));
  for (let round = 0; round < 10; round += 1) {
    for (const folder of folders) watcher.hint(folder);
    for (let made = 0; made < 100; made += 1) watcher.hint(`Personne ${made} (9)/Contrats`);
    watcher.hint(path.posix.dirname(folders[0] ?? ''));
  }
  await filed(plan.length);
  await agent.whenQuiet();
  expect(agent.status().trouble).toBeNull();
  expect(isPerfect(office.compareWith(plan))).toBe(true);
  expect(office.sent()).toMatchObject({ uploads: plan.length, writes: plan.length });
});

it.each([
  ['hears nothing: scans take its place, and it is told', false, 'watcher-down', 2],
  ['is believed: the next scan is as far away as the settings say', true, null, 1],
] as const)('a watcher that %s', async (_, alive, trouble, found) => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const [first, late] = [scanOf(next(), 'contracts', 'first'), scanOf(next(), 'contracts', 'late')];
  await placeAll(office.root, [first]);
  const watcher = liar();
  watcher.alive = alive;
  const agent = await watchedBy(watcher, office, 120);
  expect(agent.status().trouble).toBe(trouble);
  await placeAll(office.root, [late]);
  // Forty seconds later: more than half a minute, jitter and all, and far less than two hours.
  const now = Date.now;
  const clocks = [
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 40_000),
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 40_000),
  ];
  onTestFinished(() => clocks.forEach((clock) => clock.mockRestore()));
  const beats = agent.status().revision;
  if (alive) await expect.poll(() => agent.status().revision - beats, { timeout: 12_000 }).toBeGreaterThan(0);
  await expect.poll(() => agent.status().counts.filed, { timeout: 15_000 }).toBe(found);
  await agent.whenQuiet();
  expect(agent.documents()).toHaveLength(found);
  watcher.alive = true;
  expect(agent.status().trouble).toBeNull();
});
