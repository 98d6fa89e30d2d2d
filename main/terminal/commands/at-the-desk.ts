/** The agent's desk without the agent's work: for commands that give answers, whether an agent runs or not. */
import { createLog } from '../../adapters/log/index.ts';
import { assemble, type Assembled } from '../../assemble.ts';
import { isRefused, type Refused, type Terminal } from '../terminal.ts';
import { openDataFolder, openOrRefuse, readSettings, tryLock } from '../workplace.ts';

export interface Desk {
  readonly assembled: Assembled;
  /** An agent is running: what is done here is done on a copy, to see whether it fits, and must be handed to it. */
  readonly beside: boolean;
}

/** Opens the desk, does `work` at it, closes it. The agent is not started: nothing is scanned and nothing is sent. */
export async function atTheDesk<T>(
  terminal: Terminal,
  work: (desk: Desk) => Promise<T>,
): Promise<T | Refused> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const settings = readSettings(terminal);
  if (isRefused(settings)) return settings;
  const lock = tryLock(terminal);
  if (isRefused(lock)) return lock;
  const beside = lock === null;
  try {
    const assembled = await openOrRefuse(() =>
      assemble({
        data: terminal.data,
        settings,
        key: () => Promise.resolve(null),
        log: createLog({ folder: null, alsoTo: (line) => terminal.io.err(line) }),
        dryRun: beside,
      }),
    );
    if (isRefused(assembled)) return assembled;
    try {
      return await work({ assembled, beside });
    } finally {
      await assembled.close();
    }
  } finally {
    lock?.release();
  }
}
