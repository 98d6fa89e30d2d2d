/** What the app understands on its command line. */
import { resolve } from 'node:path';

export interface Switches {
  /** Data folder; null where the default one is meant. */
  readonly data: string | null;
  /** Start without a window: as at login. */
  readonly hidden: boolean;
  /** Expose the tray's state to end-to-end tests, which cannot see a tray. */
  readonly e2e: boolean;
  /** A policy to be tested, with `--e2e` (policy-switch.ts). */
  readonly policy: string | null;
}

/** Reads them from all arguments: Electron and Chromium put theirs in between, and do not mind ours. */
export function readSwitches(args: readonly string[]): Switches {
  return {
    data: valueOf(args, '--data'),
    hidden: args.includes('--hidden'),
    e2e: args.includes('--e2e'),
    policy: valueOf(args, '--policy'),
  };
}

function valueOf(args: readonly string[], name: string): string | null {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  if (found === undefined) return null;
  const value = found === name ? args[at + 1] : found.slice(name.length + 1);
  return value === undefined || value === '' || value.startsWith('--') ? null : resolve(value);
}
