/**
 * The disk under the ledger is full. A limit on the size of this process's files stands for it (`prlimit`, which needs
 * no right to set it, nor to lift it again): a write past it fails as one on a full disk does.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice } from '../agent/office.ts';
import { attachedTo, lesson, peopleOf, scanOf } from '../outcomes/people.ts';

const limit = (bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);

it('stops the work and says so; with room again each document is filed once', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const before = lesson(next());
  await placeAll(office.root, before);
  const running = await office.start();
  await running.quiet();
  const log = path.join(office.data, 'ledger.db-wal');
  onTestFinished(() => limit('unlimited'));
  // Room for a few more changes, and then in the middle of one no more.
  limit(statSync(log).size + 50_000);
  const after = Array.from({ length: 12 }, () => scanOf(next(), 'contracts', 'after'));
  await placeAll(office.root, after);
  await running.agent.syncNow().catch(() => undefined);
  await expect
    .poll(() => running.agent.status().trouble, { timeout: 20_000, interval: 20 })
    .toBe('ledger-unwritable');
  const { requests } = office.sent();
  const known = running.agent.status().counts.filed;
  // It tries the ledger first, and sends nothing while that fails.
  await expect
    .poll(() => running.logged.filter((line) => line.includes('turn-failed')).length, { timeout: 20_000 })
    .toBeGreaterThan(1);
  expect(office.sent().requests - requests).toBeLessThanOrEqual(6);
  expect(running.agent.status()).toMatchObject({ trouble: 'ledger-unwritable', counts: { filed: known } });
  limit('unlimited');
  for (const { path: below } of after) await running.until(below, ({ state }) => state === 'filed', 40_000);
  await running.quiet();
  expect(running.agent.status()).toMatchObject({ agent: 'idle', trouble: null });
  expect(isPerfect(office.compareWith([...before, ...after]))).toBe(true);
  for (const { employeeId, field } of after) expect(attachedTo(office.lucca, employeeId, field)).toBe(1);
  await running.close();
  expect((await office.runOnce()).counts).toEqual({ filed: before.length + after.length });
});
