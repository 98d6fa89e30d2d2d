/**
 * The one door for end-to-end tests, which cannot see or click a tray: only with `--e2e`, only in the main process, and
 * nothing that the tray's menu does not offer anyway.
 */
import type { MenuAct } from './tray/menu-for.ts';
import type { TrayFacts } from './tray/tray.ts';

export interface E2eHook {
  tray(): TrayFacts;
  act(act: MenuAct): Promise<void>;
}

export function exposeForE2e(hook: E2eHook): void {
  Object.assign(globalThis, { classeurE2e: hook });
}
