/** A folder that is called as its person was before: renamed by a word, or left, and nothing is sent for it. */
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/adapters/system/index.ts';
import type { Clock } from '../../../main/core/ports.ts';
import type { Employee } from '../../lucca/index.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf } from '../../support/tree/index.ts';
import { openOffice, pause, type Office, type Running } from './office.ts';

/** The directory is read every hour. */
const later: Clock = { ...systemClock, now: () => systemClock.now() + 2 * 3_600_000 };

const scan = (seed: string): Buffer =>
  makeDocument({
    kind: 'contract',
    subject: { firstName: 'Jean', lastName: 'Dupont', employeeNumber: '00001' },
    format: 'pdf',
    seed,
  }).bytes;

interface Wedding {
  readonly office: Office;
  readonly old: string;
  readonly now: string;
  readonly who: Employee;
}

/** Somebody with filed documents, one that asks and one that was left aside, who is then called otherwise. */
async function wedding(): Promise<Wedding> {
  const office = await openOffice();
  const before = office.lucca.company.employees.find(({ id }) => id === office.lucca.company.cast['first'])!;
  const old = folderOf(before);
  for (const name of ['un', 'deux', 'trois']) await office.save(`${old}/Contrats/${name}.pdf`, scan(name));
  await office.save(`${old}/Divers/quoi.pdf`, scan('what'));
  await office.save(`${old}/Divers/rien.pdf`, scan('nothing'));
  const running = await office.start();
  await running.quiet();
  const { id } = running.at(`${old}/Divers/rien.pdf`)!;
  expect(await running.agent.answer([id], { kind: 'ignore' })).toEqual({ ok: true });
  expect(await running.agent.renamableFolders()).toEqual([]);
  await running.close();
  const who = office.lucca.setEmployee(before.id, { lastName: 'Durand-Martin' });
  return { office, old, now: folderOf(who), who };
}

/** What stands in the ledger, by what comes after the employee folder. */
const stand = (running: Running): readonly string[] =>
  running.agent
    .documents()
    .map(({ id, path, state }) => `${id} ${path.slice(path.indexOf('/'))} ${state}`)
    .sort();

async function offered(running: Running): Promise<readonly { folder: string; wouldBe: string }[]> {
  for (let left = 200; left > 0; left -= 1) {
    const folders = await running.agent.renamableFolders();
    if (folders.length > 0) return folders;
    await pause(20);
  }
  return [];
}

async function until(what: () => boolean, said: string): Promise<void> {
  for (let left = 500; !what(); left -= 1) {
    if (left === 0) throw new Error(said);
    await pause(20);
  }
}

describe('a folder that is called as its person was before', () => {
  it.each([false, true])('is renamed: nothing is sent, nothing new asks (watched: %s)', async (watched) => {
    const { office, old, now, who } = await wedding();
    const running = await office.start({ clock: later, watched });
    await running.quiet();
    expect(await offered(running)).toEqual([
      { folder: old, wouldBe: now, person: expect.objectContaining({ id: who.id }) as unknown },
    ]);
    const [before, sent] = [stand(running), office.sent()];
    expect(await running.agent.renameFolder(old)).toEqual({ ok: true });
    await until(
      () => running.agent.documents().every(({ path }) => path.startsWith(`${now}/`)),
      `still ${stand(running).join('\n')}`,
    );
    await running.quiet();
    expect(stand(running)).toEqual(before);
    expect(await readdir(office.root)).toEqual(expect.arrayContaining([now]));
    expect(await readdir(office.root)).not.toContain(old);
    expect(await running.agent.renamableFolders()).toEqual([]);
    await running.close();

    const again = await office.start({ clock: later });
    await again.quiet();
    expect(stand(again)).toEqual(before);
    expect(office.sent()).toMatchObject({ uploads: sent.uploads, writes: sent.writes });
    // It is still theirs, under its new name and under the old one.
    await office.save(`${now}/Contrats/quatre.pdf`, scan('four'));
    await office.save(`${old}/Contrats/cinq.pdf`, scan('five'));
    await again.agent.syncNow();
    for (const path of [`${now}/Contrats/quatre.pdf`, `${old}/Contrats/cinq.pdf`])
      expect((await again.until(path, ({ state }) => state === 'filed')).employeeId).toBe(who.id);
  });

  it('keeps its name by a person’s word, and is not offered another again', async () => {
    const { office, old, who } = await wedding();
    const running = await office.start({ clock: later });
    await running.quiet();
    expect(await offered(running)).toHaveLength(1);
    await running.agent.keepFolderName(old);
    expect(await running.agent.renamableFolders()).toEqual([]);
    expect(await running.agent.renameFolder(old)).toEqual({ ok: false, why: 'gone' });
    await running.close();

    const again = await office.start({ clock: later });
    await office.save(`${old}/Contrats/quatre.pdf`, scan('four'));
    expect(
      (await again.until(`${old}/Contrats/quatre.pdf`, ({ state }) => state === 'filed')).employeeId,
    ).toBe(who.id);
    expect(await again.agent.renamableFolders()).toEqual([]);
  });

  it('is not offered the name of a folder that is there, nor given it when that comes meanwhile', async () => {
    const { office, old, now } = await wedding();
    const running = await office.start({ clock: later });
    await running.quiet();
    expect(await offered(running)).toHaveLength(1);
    await mkdir(join(office.root, now));
    expect(await running.agent.renameFolder(old)).toEqual({ ok: false, why: 'gone' });
    expect(await readdir(join(office.root, old, 'Contrats'))).toHaveLength(3);
    expect(await running.agent.renamableFolders()).toEqual([]);
  });

  it('is left alone while a document of it is being sent', async () => {
    const { office, old } = await wedding();
    const running = await office.start({ clock: later });
    await running.quiet();
    expect(await offered(running)).toHaveLength(1);
    office.lucca.faults.add({ match: { method: 'POST' }, fault: { kind: 'delay', ms: 1_500 } });
    await office.save(`${old}/Contrats/quatre.pdf`, scan('four'));
    await running.agent.syncNow();
    await running.until(`${old}/Contrats/quatre.pdf`, ({ state }) => state === 'uploading');
    expect(await running.agent.renameFolder(old)).toEqual({ ok: false, why: 'locked' });
    await running.until(`${old}/Contrats/quatre.pdf`, ({ state }) => state === 'filed');
    await running.quiet();
    expect(await running.agent.renameFolder(old)).toEqual({ ok: true });
  });

  it('may be renamed by hand while it is offered', async () => {
    const { office, old, now } = await wedding();
    const running = await office.start({ clock: later });
    await running.quiet();
    expect(await offered(running)).toHaveLength(1);
    await rename(join(office.root, old), join(office.root, now));
    expect(await running.agent.renameFolder(old)).toEqual({ ok: false, why: 'gone' });
    expect(await running.agent.renamableFolders()).toEqual([]);
  });
});
