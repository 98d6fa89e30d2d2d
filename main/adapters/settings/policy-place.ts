/**
 * Where an administrator lays the policy down for the whole machine. A fixed place, and no variable that whoever starts
 * the program could set: `%ProgramData%` is one of those.
 */
import { realpathSync } from 'node:fs';

export interface PolicyPlace {
  readonly path: string;
  /** The only accounts that may be able to write it, by number; null where rights are told in another way (Windows). */
  readonly owners: readonly number[] | null;
}

/** Nothing is there: for what is tried without a machine's policy. */
export const nowhere: PolicyPlace = { path: '', owners: null };

const root = 0;

export function machinePolicy(
  platform: NodeJS.Platform = process.platform,
  realPath: (path: string) => string = (path) => realpathSync.native(path),
): PolicyPlace {
  if (platform === 'win32')
    return { path: `${systemDrive(realPath)}\\ProgramData\\Classeur\\policy.json`, owners: null };
  const path =
    platform === 'darwin' ? '/Library/Application Support/Classeur/policy.json' : '/etc/classeur/policy.json';
  return { path, owners: [root] };
}

/** The drive that Windows itself lies on, by the kernel's word; `C:` on all but a few machines. */
function systemDrive(realPath: (path: string) => string): string {
  try {
    return /^[A-Z]:/i.exec(realPath('\\\\?\\GLOBALROOT\\SystemRoot'))?.[0] ?? 'C:';
  } catch {
    return 'C:';
  }
}
