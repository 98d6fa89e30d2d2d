import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../main/adapters/journal/journal.ts';
import { isCloudRoot, retiredAfter } from '../../../main/adapters/lease/cloud-root.ts';
import { thisHolder } from '../../../main/adapters/lease/holder.ts';
import { openLease } from '../../../main/adapters/lease/lease.ts';
import type { FileId, IdentityKey, JournalLine } from '../../../main/core/model.ts';
import type { Lease } from '../../../main/core/ports.ts';

test.each([
  ['C:\\Users\\h\\OneDrive - Exemple SA\\RH', {}, true],
  ['C:\\Users\\h\\OneDrive\\RH', {}, true],
  ['D:\\Nuage\\RH', { OneDriveCommercial: 'D:\\Nuage' }, true],
  ['D:\\Nuages\\RH', { OneDriveCommercial: 'D:\\Nuage' }, false],
  ['/Users/h/Library/CloudStorage/OneDrive-ExempleSA/RH', {}, true],
  ['/Users/h/Library/CloudStorage/GoogleDrive-h@example.test/Mon Drive/RH', {}, true],
  ['/Users/h/Library/Mobile Documents/com~apple~CloudDocs/RH', {}, true],
  ['G:\\Mon Drive\\RH', {}, true],
  ['/home/h/Dropbox/RH', {}, true],
  ['C:\\Users\\h\\Exemple SA\\RH - SharePoint\\Scans', {}, true],
  ['/srv/hr/Employees', {}, false],
  ['\\\\serveur\\rh\\Dossiers du personnel', {}, false],
])('a folder of a cloud drive is known by its path: %s', (root, env, expected) => {
  expect(isCloudRoot(root, env)).toBe(expected);
});

describe('on a cloud drive two agents are refused', () => {
  const now = Date.UTC(2026, 10, 22);
  let base = '';
  let root = '';
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'classeur-cloud-'));
    root = join(base, 'OneDrive - Exemple', 'RH');
    mkdirSync(root, { recursive: true });
  });
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  const dataOf = (host: string) => {
    const data = join(base, `data-${host}`);
    mkdirSync(data, { recursive: true });
    return data;
  };
  const on = async (host: string, agentId = `agent-${host}`, at = now): Promise<Lease> => {
    const data = dataOf(host);
    const holder = {
      ...(await thisHolder(agentId, data)),
      host,
      machine: host,
      boot: host,
      pid: 999_999_999,
    };
    return openLease({ root, data, agentId, holder, env: {}, clock: { now: () => at, monotonic: () => 0 } });
  };
  const refused = { kind: 'refused', why: 'cloud-root' };
  const line: JournalLine = {
    event: 'attach',
    identity: 'a'.repeat(64) as IdentityKey,
    fileId: 'f' as FileId,
    at: now,
  };

  test('by the lease of the other, held or released', async () => {
    const a = await on('A');
    expect(await a.beat()).toEqual({ kind: 'held' });
    expect(await (await on('B')).beat()).toEqual(refused);
    await a.release();
    expect(await (await on('B')).beat()).toEqual(refused);
    expect(await (await on('A')).beat()).toEqual({ kind: 'held' });
  });

  test('by the copy that the drive makes of a lease that two created', async () => {
    const a = await on('A');
    await a.beat();
    await a.release();
    const b = await on('B');
    writeFileSync(join(root, '.classeur', 'lease-1-PC-B'), 'x');
    expect(await b.beat()).toEqual(refused);
  });

  test('by its journal', async () => {
    await openJournal({ root, data: dataOf('A'), agentId: 'agent-A' }).append([line]);
    expect(await (await on('B')).beat()).toEqual(refused);
  });

  test('one whose ledger was lost, and its id with it, is still itself', async () => {
    const first = await on('A', 'agent-first');
    await first.beat();
    await openJournal({ root, data: dataOf('A'), agentId: 'agent-first' }).append([line]);
    expect(await (await on('A', 'agent-second')).beat()).toEqual({ kind: 'held' });
    expect(await (await on('A', 'agent-third')).beat()).toEqual({ kind: 'held' });
    rmSync(join(root, '.classeur', 'lease-1'), { force: true });
    expect(await (await on('A', 'agent-third')).beat()).toEqual({ kind: 'held' });
  });

  test('a computer that was replaced a month ago no longer stands in the way', async () => {
    await (await on('A')).beat();
    await openJournal({ root, data: dataOf('A'), agentId: 'agent-A' }).append([line]);
    const later = now + retiredAfter + 1;
    const journal = join(root, '.classeur', 'journal-agent-A.jsonl');
    utimesSync(journal, new Date(now), new Date(now));
    expect(await (await on('B', 'agent-B', later - 2)).beat()).toEqual(refused);
    const stale = new Date(Date.now() - 91_000);
    utimesSync(join(root, '.classeur', 'lease-1'), stale, stale);
    expect(await (await on('B', 'agent-B', later)).beat()).toEqual({ kind: 'held' });
  });
});
