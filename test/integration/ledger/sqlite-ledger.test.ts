import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDriver } from '../../../main/adapters/ledger/driver.ts';
import { openLedger } from '../../../main/adapters/ledger/open-ledger.ts';
import type { DocumentRecord, TreePath } from '../../../main/core/model.ts';
import { builtWorker } from '../../support/built-worker.ts';
import { ledgerContract } from './contract.ts';
import { baseOf, document, employee, identity, person, receipt, settling, sha, target } from './examples.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'classeur-ledger-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const own = async () => (await openLedger({ folder, mode: 'own' })).ledger;

ledgerContract('the ledger on SQLite', async () => {
  let ledger = await own();
  return {
    ledger,
    async reopen() {
      await ledger.close();
      ledger = await own();
      return ledger;
    },
  };
});

/**
 * Everything in the folder by name, time and content: what "nothing was written" is measured by. Not the index of the
 * log, which readers within one process share.
 */
function picture(): string[] {
  return readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return `${name} ${statSync(path).mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    });
}

describe('the file of the ledger', () => {
  test('is readable by its owner only, with all that lies beside it', async () => {
    const ledger = await own();
    await ledger.commit([{ kind: 'document', document: settling('d_1') }]);
    for (const name of readdirSync(folder))
      expect(`${name} ${(statSync(join(folder, name)).mode & 0o077).toString(8)}`).toBe(`${name} 0`);
    await ledger.close();
  });

  test('says whether it was born now or before', async () => {
    const first = await openLedger({ folder, mode: 'own' });
    await first.ledger.close();
    const second = await openLedger({ folder, mode: 'own' });
    expect([first.born, second.born]).toEqual(['new', 'existing']);
    await second.ledger.close();
  });

  test('commits survive the death of the process at any moment', async () => {
    await (await own()).close();
    const url = new URL('../../../main/adapters/ledger/open-ledger.ts', import.meta.url).href;
    const script = `
      const { openLedger } = await import(${JSON.stringify(url)});
      const { ledger } = await openLedger({ folder: ${JSON.stringify(folder)}, mode: 'own' });
      await ledger.commit([{ kind: 'facts', facts: { requests: 41 } }]);
      void ledger.commit(Array.from({ length: 5000 }, () => ({ kind: 'facts', facts: { requests: 99 } })));
      setImmediate(() => process.kill(process.pid, 'SIGKILL'));`;
    expect(() =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: 'pipe',
      }),
    ).toThrow();
    const ledger = await own();
    expect((await ledger.load()).facts.requests).toBe(41);
    await ledger.close();
  });

  test.each([
    ['a page overwritten', (path: string) => overwrite(path, 8_192)],
    ['its end cut off', (path: string) => truncateSync(path, 12_345)],
    ['something else in its place', (path: string) => writeFileSync(path, 'not a ledger\n'.repeat(1_000))],
  ])('with %s it is moved aside and a new one begins', async (_, damage) => {
    const ledger = await own();
    await ledger.commit(
      Array.from({ length: 300 }, (_unused, index) => ({
        kind: 'document',
        document: settling(`d_${index}`),
      })),
    );
    const before = (await ledger.load()).facts;
    await ledger.close();
    damage(join(folder, 'ledger.db'));
    const opened = await openLedger({ folder, mode: 'own', now: () => Date.UTC(2026, 10, 22, 9, 41) });
    expect(opened.born).toBe('after-damage');
    const after = await opened.ledger.load();
    expect(after.documents).toEqual([]);
    expect(after.facts.ledgerId).not.toBe(before.ledgerId);
    expect(readdirSync(folder)).toContain('ledger.damaged-2026-11-22T09-41-00-000Z.db');
    await opened.ledger.close();
  });

  test.each([
    ['in a thread of its own', () => builtWorker('checkWorker')],
    ['here, where there is no such thread', () => Promise.resolve('/nowhere/check-worker.cjs')],
  ])('its file is checked while it is read, %s', async (_, program) => {
    const aside = () => readdirSync(folder).filter((name) => /^ledger\.damaged-.*\.db$/.test(name));
    const ledger = await own();
    await ledger.commit(
      Array.from({ length: 300 }, (_unused, index) => ({
        kind: 'document',
        document: settling(`d_${index}`),
      })),
    );
    await ledger.close();
    const checkWorker = await program();
    const whole = await openLedger({ folder, mode: 'own', checkWorker });
    expect([whole.born, await whole.damaged]).toEqual(['existing', false]);
    await whole.ledger.close();

    // A page that is no root of anything: nothing is wrong before it is read.
    overwrite(join(folder, 'ledger.db'), statSync(join(folder, 'ledger.db')).size - 4_096);
    const opened = await openLedger({ folder, mode: 'own', checkWorker });
    expect([opened.born, await opened.damaged]).toEqual(['existing', true]);
    await opened.ledger.close();
    const anew = await openLedger({ folder, mode: 'own' });
    expect([anew.born, await anew.damaged]).toEqual(['after-damage', false]);
    await anew.ledger.close();
    expect(aside()).toHaveLength(1);

    // One that is needed to open it: it is moved aside at once.
    overwrite(join(folder, 'ledger.db'), 4_096);
    const begun = await openLedger({ folder, mode: 'own', checkWorker });
    expect([begun.born, await begun.damaged]).toEqual(['after-damage', false]);
    await begun.ledger.close();
    expect(aside()).toHaveLength(2);
  });

  test.each([
    ['a file name that is no text', "UPDATE documents SET name = CAST(x'41ff42' AS TEXT)"],
    ['a path that is no text', "UPDATE folders SET path = CAST(x'41ff42' AS TEXT)"],
    ['a folder that is missing', 'DELETE FROM folders'],
    ['a folder that is no text', "UPDATE bindings SET folder = CAST(x'c328' AS TEXT)"],
    ['decisions that say nothing', "UPDATE documents SET decisions = '{'"],
    ['a replaced row that says nothing', "UPDATE documents SET replaces = '{'"],
    ['a receipt whose name is no text', "UPDATE receipts SET name = CAST(x'41ff42' AS TEXT)"],
    ['a receipt whose file id is no text', "UPDATE receipts SET file_id = CAST(x'41ff42' AS TEXT)"],
    ['a receipt whose folder is missing', 'UPDATE receipts SET folder = 4711'],
    ['a receipt whose field is missing', 'UPDATE receipts SET target = 4711'],
  ])('with %s it cannot be read, and begins anew in the same file, thread or not', async (_, broken) => {
    const ledger = await own();
    await ledger.commit([
      { kind: 'document', document: settling('d_1') },
      { kind: 'receipt', receipt: receipt('d_1') },
      { kind: 'binding', binding: { folder: 'a', employeeId: person(416).id, by: 'match', at: 1 } },
    ]);
    const before = (await ledger.load()).facts;
    await ledger.close();
    const driver = openDriver(join(folder, 'ledger.db'), 'write');
    driver.exec(broken);
    driver.close();
    let opened = await openLedger({ folder, mode: 'own', now: () => Date.UTC(2026, 10, 22, 9, 41) });
    await expect(opened.ledger.load()).rejects.toMatchObject({ why: 'damaged' });
    // The agent reads less, and must find it all the same: later nothing could be done about it.
    const glimpses = opened.ledger.load({ documents: () => undefined });
    await expect(glimpses).rejects.toMatchObject({ why: 'damaged' });
    await opened.ledger.close();
    for (const checkWorker of [await builtWorker('checkWorker'), '/nowhere/check-worker.cjs']) {
      const apart = await openLedger({ folder, mode: 'own', checkWorker });
      const loaded = apart.ledger.load({ documents: () => undefined });
      await expect(loaded).rejects.toMatchObject({ why: 'damaged' });
      expect(await apart.damaged).toBe(false);
      await apart.ledger.close();
    }
    opened = await openLedger({ folder, mode: 'own', now: () => Date.UTC(2026, 10, 22, 9, 41) });
    await opened.beginAnew();
    const after = await opened.ledger.load();
    expect([after.documents, after.bindings]).toEqual([[], []]);
    expect(after.facts.ledgerId).not.toBe(before.ledgerId);
    expect(await opened.agentId()).toBe(after.facts.agentId);
    await opened.ledger.commit([{ kind: 'document', document: settling('d_2') }]);
    await opened.ledger.close();
    const aside = join(folder, 'ledger.damaged-2026-11-22T09-41-00-000Z.db');
    expect(statSync(aside).size).toBeGreaterThan(0);
    if (process.platform !== 'win32') expect(statSync(aside).mode & 0o777).toBe(0o600);
    const again = await own();
    expect((await again.load()).documents).toEqual([settling('d_2')]);
    await again.close();
  });

  test('a life whose words are none is not shown, and does not end the program', async () => {
    const ledger = await own();
    await ledger.commit([{ kind: 'document', document: settling('d_1') }]);
    await ledger.close();
    const driver = openDriver(join(folder, 'ledger.db'), 'write');
    driver.exec("UPDATE life SET steps = CAST(x'53ff' AS TEXT)");
    driver.close();
    const again = await own();
    await expect(again.life(settling('d_1').id)).rejects.toMatchObject({ why: 'damaged' });
    await again.close();
  });

  test('a process beside the agent never moves a damaged ledger away', async () => {
    await (await own()).close();
    writeFileSync(join(folder, 'ledger.db'), 'not a ledger\n'.repeat(1_000));
    await expect(openLedger({ folder, mode: 'beside' })).rejects.toMatchObject({ why: 'damaged' });
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('a ledger of a later version is left alone', async () => {
    await (await own()).close();
    const driver = openDriver(join(folder, 'ledger.db'), 'write');
    driver.exec('PRAGMA user_version = 99');
    driver.close();
    await expect(openLedger({ folder, mode: 'own' })).rejects.toMatchObject({ why: 'newer' });
    await expect(openLedger({ folder, mode: 'read' })).rejects.toMatchObject({ why: 'newer' });
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('a second process posts and reads while the agent works', async () => {
    const agent = await own();
    const terminal = (await openLedger({ folder, mode: 'beside' })).ledger;
    await agent.commit([{ kind: 'document', document: settling('d_1') }]);
    expect((await terminal.load()).documents).toHaveLength(1);
    await terminal.post({ kind: 'retry', documentIds: 'all' }, 5);
    expect(await agent.inbox()).toHaveLength(1);
    const reader = (await openLedger({ folder, mode: 'read' })).ledger;
    await agent.commit([{ kind: 'document', document: settling('d_2') }]);
    expect((await reader.load()).documents).toHaveLength(2);
    await expect(reader.commit([{ kind: 'facts', facts: { requests: 1 } }])).rejects.toThrow();
    await Promise.all([agent.close(), terminal.close(), reader.close()]);
  });

  test.each(['read', 'scratch'] as const)('opened to %s, nothing at all is written', async (mode) => {
    expect((await openLedger({ folder, mode })).born).toBe('new');
    expect(picture()).toEqual([]);
    const agent = await own();
    await agent.commit([
      { kind: 'document', document: settling('d_1') },
      { kind: 'receipt', receipt: receipt('d_1') },
    ]);
    const running = picture();
    const beside = (await openLedger({ folder, mode })).ledger;
    expect((await beside.load()).documents).toEqual([settling('d_1')]);
    if (mode === 'scratch') {
      await beside.commit([{ kind: 'document', document: settling('d_2') }]);
      expect((await beside.load()).documents).toHaveLength(2);
    }
    await beside.close();
    expect(picture()).toEqual(running);
    await agent.close();
  });

  test('read after a crash, what stands in the write-ahead log only is seen, and nothing is written', async () => {
    const url = new URL('../../../main/adapters/ledger/open-ledger.ts', import.meta.url).href;
    const script = `
      const { openLedger } = await import(${JSON.stringify(url)});
      const { ledger } = await openLedger({ folder: ${JSON.stringify(folder)}, mode: 'own' });
      await ledger.commit([{ kind: 'facts', facts: { requests: 41 } }]);
      process.kill(process.pid, 'SIGKILL');`;
    expect(() =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: 'pipe',
      }),
    ).toThrow();
    const before = picture();
    expect(before.some((line) => line.startsWith('ledger.db-wal'))).toBe(true);
    for (const mode of ['read', 'scratch'] as const) {
      const { ledger } = await openLedger({ folder, mode });
      expect((await ledger.load()).facts.requests).toBe(41);
      await ledger.close();
    }
    expect(picture()).toEqual(before);
  });
});

describe('who answered', () => {
  test('is kept with the time: the poster of the message, else who runs the agent', async () => {
    const { ledger } = await openLedger({ folder, mode: 'own', account: 'service' });
    const terminal = (await openLedger({ folder, mode: 'beside', account: 'helene' })).ledger;
    await terminal.post({ kind: 'answer', documentId: document('d_1'), answer: { kind: 'ignore' } }, 10);
    const answered = (id: string, answeredAt: number): DocumentRecord => ({
      ...baseOf(id),
      decisions: { answeredAt },
      state: 'ignored',
      reason: 'skipped',
    });
    await ledger.commit([{ kind: 'document', document: answered('d_1', 10) }]);
    await ledger.commit([{ kind: 'inbox-taken', id: (await ledger.inbox())[0]!.id }]);
    await ledger.commit([{ kind: 'document', document: answered('d_1', 10) }]);
    await ledger.commit([{ kind: 'document', document: answered('d_2', 20) }]);
    await terminal.close();
    await ledger.close();
    const driver = openDriver(join(folder, 'ledger.db'), 'write');
    expect(driver.all('SELECT document_id, at, account FROM answers ORDER BY seq')).toEqual([
      { document_id: 'd_1', at: 10, account: 'helene' },
      { document_id: 'd_2', at: 20, account: 'service' },
    ]);
    driver.close();
  });
});

describe('retention', () => {
  test('erases paths of old receipts and keeps what prevents filing twice', async () => {
    const ledger = await own();
    const filed: DocumentRecord = {
      ...baseOf('d_old'),
      state: 'filed',
      gone: true,
      changed: null,
      putAwayDue: false,
    };
    await ledger.commit([
      { kind: 'document', document: filed },
      { kind: 'receipt', receipt: receipt('d_old', { filedAt: 100 }) },
      { kind: 'receipt', receipt: receipt('d_new', { filedAt: 200 }) },
    ]);
    expect(await ledger.eraseReceiptsBefore(200)).toBe(1);
    expect(await ledger.eraseReceiptsBefore(200)).toBe(0);
    const state = await ledger.load();
    expect(state.receipts.find((one) => one.documentId === 'd_old')).toMatchObject({
      identity: identity('d_old'),
      fileId: 'file-d_old',
      path: '',
    });
    expect(state.documents[0]?.path).toBe('');
    expect(
      (await ledger.receipts({ text: '', employeeIds: [], offset: 0, limit: 9 })).items.map(
        (one) => one.documentId,
      ),
    ).toEqual(['d_new']);
    await ledger.close();
  });

  test('forgetting a person leaves nothing of them in the file', async () => {
    const ledger = await own();
    const who = person(416, { lastName: 'Inoubliable', email: 'inoubliable@example.test' });
    const path = 'Inoubliable Zoé/RIB/inoubliable.pdf' as TreePath;
    await ledger.commit([
      { kind: 'directory', directory: { employees: [who, person(7)], readAt: 1 } },
      {
        kind: 'binding',
        binding: { folder: 'inoubliable zoe', employeeId: employee(416), by: 'answer', at: 1 },
      },
      {
        kind: 'document',
        document: {
          ...baseOf('d_1'),
          path,
          employeeId: employee(416),
          state: 'filed',
          gone: false,
          changed: null,
          putAwayDue: false,
        },
      },
      {
        kind: 'document',
        document: {
          ...baseOf('d_2'),
          path,
          decisions: { employeeId: employee(416), answeredAt: 3 },
          state: 'ready',
        },
      },
      { kind: 'document', document: settling('d_3') },
      { kind: 'receipt', receipt: receipt('d_1', { path }) },
      { kind: 'receipt', receipt: receipt('d_9', { employeeId: employee(7) }) },
      { kind: 'rows-seen', employeeId: employee(416), target: target('e_C'), rows: [] },
      { kind: 'orphan', orphan: { fileId: null, sha256: sha('d_1'), at: 1 } },
    ]);
    const forgotten = await ledger.forgetEmployee(employee(416));
    expect(forgotten).toEqual({
      documents: 2,
      receipts: 1,
      traces: ['d_1', 'd_2', 'file-d_1'],
      identities: [identity('d_1')],
    });
    const state = await ledger.load();
    expect(state.documents.map((one) => one.id)).toEqual(['d_3']);
    expect(state.receipts.map((one) => one.documentId)).toEqual(['d_9']);
    expect(state.directory?.employees.map((one) => one.id)).toEqual([7]);
    expect(state.orphans).toEqual([]);
    await ledger.close();
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).toString('latin1').toLowerCase()).not.toContain('inoubliable');
  });
});

test('a life that has lasted for months keeps its newest two hundred steps', async () => {
  const ledger = await own();
  const attempts = Array.from({ length: 300 }, (_, attempt): DocumentRecord[] => [
    {
      ...baseOf('d_1'),
      attempts: attempt,
      stateAt: attempt,
      state: 'waiting',
      reason: 'offline',
      until: 1,
      resume: 'ready',
    },
    { ...baseOf('d_1'), attempts: attempt, stateAt: attempt, state: 'uploading' },
  ]);
  await ledger.commit(attempts.flat().map((one) => ({ kind: 'document', document: one })));
  const life = await ledger.life(document('d_1'));
  expect(life).toHaveLength(200);
  expect(life.at(-1)).toEqual({ state: 'uploading', reason: null, at: 299 });
  await ledger.close();
});

function overwrite(path: string, from: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x41, from, from + 4_096);
  writeFileSync(path, bytes);
}
