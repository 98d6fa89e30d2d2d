/** `folders`: makes the employee folders that are missing, with one sub-folder a route. */
import { createFiles } from '../../adapters/files/index.ts';
import { systemClock } from '../../adapters/system/index.ts';
import { makeFolders, planFolders } from '../../core/employee-folders.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { notRead, openInquiry } from '../inquiry.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, openTenant, takeLock, entangled, rootRefusal } from '../workplace.ts';

export async function folders(
  terminal: Terminal,
  { dryRun }: Extract<Command, { name: 'folders' }>,
): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const tenant = await openTenant(terminal);
  if (isRefused(tenant)) return tenant;
  const { settings, key } = tenant;
  const away = rootRefusal(settings) ?? entangled(settings, terminal.data);
  if (away !== null) return away;
  const lock = takeLock(terminal);
  if (isRefused(lock)) return lock;
  try {
    const ledger = await openLedgerFor(terminal, 'own');
    if (isRefused(ledger)) return ledger;
    const inquiry = await openInquiry(terminal, settings, key, ledger, true);
    try {
      const directory = await inquiry.directory();
      if (directory.kind !== 'applied') return notRead(directory);
      const files = createFiles({ root: settings.root, ignore: settings.ignore });
      const plan = await planFolders(
        {
          settings,
          employees: directory.value,
          bindings: inquiry.memory.bindings.values(),
          today: systemClock.localDay(terminal.now()),
        },
        files,
      );
      if (!dryRun) await makeFolders(plan, files);
      for (const missing of plan.missing)
        for (const path of [missing.folder, ...missing.subFolders]) {
          emit(terminal, 'folder', { path, employeeId: missing.employeeId, made: !dryRun });
          tell(terminal, terminal.say(dryRun ? 'folders.would-make' : 'folders.made', { path }));
        }
      for (const { employeeId, folder, wouldBe } of plan.outdated) {
        emit(terminal, 'folder-outdated', { path: folder, wouldBe, employeeId });
        tell(terminal, terminal.say('folders.outdated', { path: folder, wouldBe }));
      }
      for (const employeeId of plan.unnamed) emit(terminal, 'folder-unnamed', { employeeId });
      tell(terminal, terminal.say('folders.count', { made: plan.missing.length }));
      if (plan.unnamed.length > 0)
        tell(terminal, terminal.say('folders.unnamed', { n: plan.unnamed.length }));
      return exitCodes.done;
    } finally {
      await inquiry.close();
      await ledger.close();
    }
  } finally {
    lock.release();
  }
}
