/** `forget`: erases a person from ledger, receipts, journals and logs, and says what it cannot reach. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../adapters/journal/journal.ts';
import { eraseFromLogs } from '../../adapters/log/index.ts';
import { hasher } from '../../adapters/system/index.ts';
import { identityOf } from '../../core/identity.ts';
import type { EmployeeId, IdentityKey } from '../../core/model.ts';
import type { LedgerState } from '../../core/ports.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, readSettings, takeLock } from '../workplace.ts';
import { straysOf } from './forget-strays.ts';

/** Names that facts in the logs have where they stand for a person, a document or a file. */
const factNames = ['employee', 'employeeId', 'document', 'documentId', 'id', 'file', 'fileId'];
const damagedLedger = /^ledger\.damaged-.*\.db(-wal|-shm)?$/;

export async function forget(
  terminal: Terminal,
  { employeeId }: Extract<Command, { name: 'forget' }>,
): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const settings = readSettings(terminal);
  if (isRefused(settings)) return settings;
  const lock = takeLock(terminal);
  if (isRefused(lock)) return lock;
  try {
    const ledger = await openLedgerFor(terminal, 'own');
    if (isRefused(ledger)) return ledger;
    try {
      const state = await ledger.load();
      // What leads to the person becomes theirs, and goes with them.
      const strays = straysOf(employeeId, state, settings, terminal.now());
      await ledger.commit(strays.map((stray) => ({ kind: 'document', document: { ...stray, employeeId } })));
      // The journals first: cut short here, the ledger still knows which lines are theirs, and `forget` can be repeated.
      const identities = identitiesOf(employeeId, state);
      const journal = openJournal({ root: settings.root, data: terminal.data, agentId: state.facts.agentId });
      const { lines, unreached } = await journal.erase(identities);
      await ledger.commit(identities.map((identity) => ({ kind: 'proof-settled', identity, fileId: null })));
      const { documents, receipts, traces } = await ledger.forgetEmployee(employeeId);
      const values = [String(employeeId), ...traces];
      const facts = factNames.flatMap((name) => values.map((value) => ({ name, value })));
      const logLines = await eraseFromLogs(terminal.data, facts);
      const damaged = await removeDamagedLedgers(terminal.data);
      const always = ['lucca', 'tree', 'backups', 'records'] as const;
      const notReached = unreached.length === 0 ? always : ([...always, 'journals'] as const);
      emit(terminal, 'forgotten', {
        employeeId,
        documents,
        receipts,
        journalLines: lines,
        logLines,
        damagedLedgers: damaged,
        notReached,
      });
      tell(terminal, terminal.say('forget.done', { documents, receipts, lines, logLines }));
      for (const what of notReached)
        tell(
          terminal,
          terminal.say('forget.unreached', {
            what: terminal.say(`forget.unreached.${what}`, { n: unreached.length }),
          }),
        );
      return exitCodes.done;
    } finally {
      await ledger.close();
    }
  } finally {
    lock.release();
  }
}

/** Of all that was filed, and of what was under way: a journal has a line before the receipt is there. */
function identitiesOf(id: EmployeeId, { documents, receipts }: LedgerState): readonly IdentityKey[] {
  const filed = receipts.filter(({ employeeId }) => employeeId === id).map(({ identity }) => identity);
  const begun = documents.flatMap(({ employeeId, target, inspection }) =>
    employeeId === id && target !== null && inspection !== null
      ? [identityOf(hasher, id, target, inspection.sha256)]
      : [],
  );
  return [...new Set([...filed, ...begun])];
}

/** A ledger that was moved aside holds the person too, and nothing can be erased within it: it goes whole. */
async function removeDamagedLedgers(data: string): Promise<number> {
  const names = (await readdir(data)).filter((name) => damagedLedger.test(name));
  for (const name of names) await rm(join(data, name), { force: true });
  return names.filter((name) => name.endsWith('.db')).length;
}
