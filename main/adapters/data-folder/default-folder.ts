/** Where the data folder is when nobody says: local to the machine, never roaming. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

export const thisMachine = (): Machine => ({ platform: process.platform, env: process.env, home: homedir() });

/** Whole path of the default data folder. */
export function defaultDataFolder({ platform, env, home }: Machine = thisMachine()): string {
  if (platform === 'win32')
    return win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Classeur');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Classeur');
  // The XDG specification: a path that is not whole is to be ignored.
  const xdg = env['XDG_DATA_HOME'];
  const base = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share');
  return posix.join(base, 'classeur');
}
