/** `forget`: erases a person from ledger, receipts, journals and logs, and says what it cannot reach. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../adapters/journal/journal.ts';
import { eraseFromLogs } from '../../adapters/log/index.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, readSettings, takeLock } from '../workplace.ts';

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
      const { agentId } = (await ledger.load()).facts;
      const { documents, receipts, identities, traces } = await ledger.forgetEmployee(employeeId);
      const journal = openJournal({ root: settings.root, data: terminal.data, agentId });
      const { lines, unreached } = await journal.erase(identities);
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

/** A ledger that was moved aside holds the person too, and nothing can be erased within it: it goes whole. */
async function removeDamagedLedgers(data: string): Promise<number> {
  const names = (await readdir(data)).filter((name) => damagedLedger.test(name));
  for (const name of names) await rm(join(data, name), { force: true });
  return names.filter((name) => name.endsWith('.db')).length;
}
