/** Settings as the window shows them. */
import type { CallOutput, SettingsView } from '../shared/ipc-contract.ts';
import type { Words } from '../shared/messages/format.ts';
import type { RouteSettings, Settings } from '../shared/settings.ts';

/** `picture`, `e_RIB`, or `e_Visite-medicale/e_Attestation` where a sub-field holds the file. */
function keyOf(target: RouteSettings['target']): string {
  if (target === 'picture') return 'picture';
  return target.file === undefined ? target.field : `${target.field}/${target.file}`;
}

export function viewOfSettings(given: {
  readonly settings: Settings;
  readonly targets: CallOutput<'targets.get'>;
  readonly words: Words;
  readonly version: string;
  readonly requests: number;
}): SettingsView {
  const { settings, targets, words } = given;
  return {
    tenantUrl: settings.tenant.url,
    root: settings.root,
    employeeFolder: settings.employeeFolder,
    routes: settings.routes.map(({ match, target, whenFilled }) => {
      const key = keyOf(target);
      const known = targets.find((candidate) => candidate.target === key);
      return {
        match,
        target: key,
        targetName: known?.name ?? key,
        multiple: known?.multiple ?? (target !== 'picture' && target.multiple === true),
        whenFilled,
      };
    }),
    requestsPerMinute: settings.tenant.requestsPerMinute,
    afterFiling: settings.afterFiling,
    openAtLogin: settings.app.openAtLogin,
    tray: settings.app.tray,
    notifications: settings.app.notifications,
    language: words.language,
    version: given.version,
    quietSeconds: settings.settle.quietSeconds,
    requests: given.requests,
  };
}
