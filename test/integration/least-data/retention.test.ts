/** Receipts come of age: where a document lay and what it was called go, what keeps it from being filed twice stays. */
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDriver, type Row } from '../../../main/adapters/ledger/driver.ts';
import type { Employee } from '../../lucca/index.ts';
import { at, type Said } from '../contract/program.ts';
import { openOffice, type Office } from './office.ts';
import { findings } from './traces.ts';

const dayMs = 86_400_000;

let office: Office;
let who: Employee;
beforeEach(async () => {
  office = await openOffice();
  who = office.person('accents');
  office.settings({ receipts: { keepDays: 365 } });
});
afterEach(async () => {
  await office.close();
});

const runOnce = (): Promise<Said> => office.run(['run', '--once', '--json', '--wait', '20']);

function inLedger<T>(work: (all: (sql: string) => readonly Row[], exec: (sql: string) => void) => T): T {
  const driver = openDriver(join(office.data, 'ledger.db'), 'write');
  const result = work(
    (sql) => driver.all(sql),
    (sql) => driver.exec(sql),
  );
  driver.close();
  return result;
}

/** Everything that the ledger dates lies so much further back. */
function age(days: number): void {
  inLedger((_, exec) => {
    for (const table of ['receipts', 'shown'])
      exec(`UPDATE ${table} SET filed_at = filed_at - ${days * dayMs}`);
    exec(`UPDATE answers SET at = at - ${days * dayMs}`);
    exec(`UPDATE orphans SET at = at - ${days * dayMs}`);
    exec(`UPDATE documents SET seen_at = seen_at - ${days * dayMs}, state_at = state_at - ${days * dayMs}`);
  });
}

const proofs = () =>
  inLedger((all) =>
    all(
      'SELECT hex(identity), employee_id, target, hex(sha256), hex(file_id) FROM receipts ORDER BY identity',
    ),
  );
const found = (kind: 'old' | 'stays') =>
  findings(
    office.data,
    office.fileTraces().filter(({ text }) => text.includes(`-${kind}`)),
  );

test('after the time that receipts are kept, path and name are gone from disk; the same bytes are still known', async () => {
  const copy = join(office.base, 'copy.pdf');
  office.put(who, 'Contrats/contrat-old-zqa.pdf');
  office.put(who, 'RIB/rib-old-zqb.pdf');
  office.put(who, 'Contrats/contrat-stays-zqc.pdf');
  office.put(who, 'Divers/sans-route-old-zqd.pdf');
  const asked = await runOnce();
  const asking = String(asked.byName()['sans-route-old-zqd.pdf']?.['id']);
  await office.run(['answer', asking, '--target', 'e_Contrats']);
  copyFileSync(join(office.root, at(who, 'Contrats/contrat-old-zqa.pdf')), copy);
  expect((await runOnce()).code).toBe(0);
  const held = office.emulator.holdings();
  const uploads = office.emulator.journal.countUploads();
  expect(held).toHaveLength(4);
  for (const name of ['Contrats/contrat-old-zqa.pdf', 'RIB/rib-old-zqb.pdf', 'Divers/sans-route-old-zqd.pdf'])
    rmSync(join(office.root, at(who, name)));
  expect((await runOnce()).code).toBe(0);
  const before = proofs();
  const journal = readFileSync(join(office.data, 'journal.jsonl'), 'utf8');
  age(364);
  await runOnce();
  expect(found('old')).not.toEqual([]);
  expect(inLedger((all) => all('SELECT * FROM answers'))).toHaveLength(1);

  age(2);
  // An agent that goes on: it is gone from the files while it runs, not only once it ends.
  const agent = office.start(['run', '--json']);
  await agent.line(({ event, state }) => event === 'agent' && state === 'idle');
  await expect.poll(() => found('old'), { timeout: 10_000 }).toEqual([]);
  office.put(who, 'Visites médicales/2026-11-02 visite-stays-zqe.pdf');
  await agent.line(({ path, state }) => state === 'filed' && String(path).includes('zqe'));
  await agent.stop();
  expect(found('old')).toEqual([]);
  // What lies in the folders is known by its name, however old its receipt.
  expect(new Set(found('stays').map(({ where }) => where))).toEqual(new Set(['ledger.db']));
  expect(inLedger((all) => all('SELECT * FROM answers'))).toEqual([]);
  expect(
    inLedger((all) =>
      all(`SELECT path, name FROM receipts JOIN folders ON folders.id = folder
        WHERE receipts.seq NOT IN (SELECT seq FROM shown) AND path || name <> ''`),
    ),
  ).toEqual([]);

  expect(proofs()).toEqual(expect.arrayContaining([...before]));
  expect(readFileSync(join(office.data, 'journal.jsonl'), 'utf8').startsWith(journal)).toBe(true);
  const shown = (await office.run(['history', '--json'])).events('receipt');
  expect(shown.map(({ path }) => String(path).split('/').at(-1))).toEqual([
    '2026-11-02 visite-stays-zqe.pdf',
  ]);

  office.put(who, 'Contrats/encore-zqf.pdf', readFileSync(copy));
  const again = await runOnce();
  expect(again.code).toBe(0);
  expect(office.emulator.holdings()).toHaveLength(held.length + 1);
  expect(office.emulator.journal.countUploads()).toBe(uploads + 1);
});

test('a document that asks keeps its question, however long it asks', async () => {
  office.put(who, 'Divers/sans-route-stays-zqa.pdf');
  await runOnce();
  age(3_650);
  const said = await runOnce();
  expect(said.byName()['sans-route-stays-zqa.pdf']).toMatchObject({ state: 'attention', reason: 'no-route' });
});

test('what was asked and withdrawn leaves nothing: a file that went before it was filed is not remembered', async () => {
  office.put(who, 'Divers/erreur-old-zqa.pdf');
  office.putAt('Inconnu-zq/RIB/erreur-old-zqb.pdf');
  await runOnce();
  expect(found('old')).not.toEqual([]);
  rmSync(join(office.root, at(who, 'Divers')), { recursive: true });
  rmSync(join(office.root, 'Inconnu-zq'), { recursive: true });
  office.put(who, 'Contrats/autre-stays-zqc.pdf');
  expect((await runOnce()).code).toBe(0);
  expect(found('old')).toEqual([]);
});
