/** What is confirmed is on disk: the log is synced before, together with what others wrote meanwhile. */
import type * as nodeFs from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLedger, type OpenedLedger } from '../../../main/adapters/ledger/open-ledger.ts';

/** Syncings that were asked for and are not done yet. */
const asked = vi.hoisted(() => ({ done: [] as ((error: Error | null) => void)[], held: false }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof nodeFs>();
  const fdatasync = (descriptor: number, done: (error: Error | null) => void): void => {
    if (asked.held) asked.done.push(done);
    else fs.fdatasync(descriptor, done);
  };
  return { ...fs, fdatasync };
});

let folder = '';
let ledger: OpenedLedger['ledger'];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'classeur-flush-'));
  ({ ledger } = await openLedger({ folder, mode: 'own' }));
  asked.done = [];
  asked.held = true;
});
afterEach(async () => {
  asked.held = false;
  for (const done of asked.done.splice(0)) done(null);
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const requests = (count: number) => [{ kind: 'facts', facts: { requests: count } } as const];
const askedFor = (count: number) => expect.poll(() => asked.done.length).toBe(count);

/** Whether it has resolved or rejected by now. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  const soon = new Promise((resolve) => setImmediate(() => resolve(open)));
  return (await Promise.race([promise.catch(() => undefined), soon])) !== open;
}

test('what is committed is confirmed once it is on disk, and seen before', async () => {
  const commit = ledger.commit(requests(1));
  await askedFor(1);
  expect((await ledger.load()).facts.requests).toBe(1);
  expect(await isOver(commit)).toBe(false);
  asked.done[0]?.(null);
  await commit;
});

test('what is written while the disk is busy waits for the next syncing, all of it for the same', async () => {
  const first = ledger.commit(requests(1));
  await askedFor(1);
  const others = [2, 3, 4].map((count) => ledger.commit(requests(count)));
  await ledger.load();
  expect(asked.done).toHaveLength(1);
  asked.done[0]?.(null);
  await first;
  await askedFor(2);
  for (const other of others) expect(await isOver(other)).toBe(false);
  asked.done[1]?.(null);
  await Promise.all(others);
  expect(asked.done).toHaveLength(2);
});

test('who has nothing to write waits for what was written before', async () => {
  await ledger.write(requests(1));
  const flush = ledger.flush();
  await askedFor(1);
  expect(await isOver(flush)).toBe(false);
  asked.done[0]?.(null);
  await flush;
  await ledger.flush();
  expect(asked.done).toHaveLength(1);
});

test('a syncing that fails is told to those it was for, and tried again for the next', async () => {
  const lost = ledger.commit(requests(1));
  await askedFor(1);
  const next = ledger.commit(requests(2));
  await ledger.load();
  asked.done[0]?.(Object.assign(new Error('the disk is gone'), { code: 'EIO' }));
  await expect(lost).rejects.toThrow('the disk is gone');
  await askedFor(2);
  asked.done[1]?.(null);
  await next;
});
