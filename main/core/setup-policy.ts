/**
 * First run: what the organisation has decided already stands in the draft, whatever was decided before. Nothing of it
 * is asked, and nothing else is written.
 */
import { valueAt, withoutPolicy } from '../shared/policy-merge.ts';
import type { Policy } from '../shared/policy.ts';
import { originOf } from '../shared/settings.ts';
import { decidedIn, settingsOfDraft } from './setup-draft.ts';
import type { DraftWay, SetupDraft } from './setup-draft.ts';

type Decided = Pick<Policy, 'settings'>;

/** The draft with the policy's answers in it. Another tenant or folder than before is looked at anew. */
export function withDecided(draft: SetupDraft, policy: Decided): SetupDraft {
  const said = (place: string, otherwise: string): string => textAt(policy, place) ?? otherwise;
  const url = textAt(policy, 'tenant.url');
  const known = {
    url: url === null ? draft.url : originOf(url),
    way: wayDecided(draft.way, policy),
    root: said('root', draft.root),
    employeeFolder: said('employeeFolder', draft.employeeFolder),
    app: switchesDecided(draft.app, policy),
    ...(valueAt(policy.settings, 'routes') === undefined ? {} : { kinds: [] }),
  };
  const here = JSON.stringify([known.url, known.way]) === JSON.stringify([draft.url, draft.way]);
  if (!here) {
    const anew = decidedIn({ ...draft, step: 'connect' }, 'connect');
    return { ...anew, ...known, keyKept: false, who: {}, kinds: [] };
  }
  const stayed = known.root === draft.root && known.employeeFolder === draft.employeeFolder;
  // Before the folder was ever looked at there is nothing to look at anew.
  if (stayed || draft.reached === 'connect') return { ...draft, ...known };
  return { ...decidedIn({ ...draft, step: 'folder' }, 'folder'), ...known, who: {}, kinds: [] };
}

/** The generation that is spoken, where a person has chosen one and the policy may say another. */
export function wayDecided(chosen: DraftWay | null, policy: Decided): DraftWay | null {
  const api = textAt(policy, 'tenant.api') ?? chosen?.api;
  if (api !== 'mixed' && api !== '2024-11-01') return null;
  return {
    api,
    clientId: textAt(policy, 'tenant.oauth.clientId') ?? chosen?.clientId ?? '',
    tokenUrl: textAt(policy, 'tenant.oauth.tokenUrl') ?? chosen?.tokenUrl ?? '',
  };
}

export function switchesDecided(chosen: SetupDraft['app'], { settings }: Decided): SetupDraft['app'] {
  const on = (name: keyof SetupDraft['app']): boolean => {
    const said = valueAt(settings, `app.${name}`);
    return typeof said === 'boolean' ? said : chosen[name];
  };
  return { openAtLogin: on('openAtLogin'), tray: on('tray'), notifications: on('notifications') };
}

/** The settings as they are written: without what the policy says. */
export function fileOfDraft(
  draft: SetupDraft,
  policy: Decided,
  requestsPerMinute: number | null,
): Record<string, unknown> {
  return withoutPolicy(settingsOfDraft(draft, requestsPerMinute), {}, policy.settings);
}

export function numberAt({ settings }: Decided, place: string): number | null {
  const value = valueAt(settings, place);
  return typeof value === 'number' ? value : null;
}

function textAt({ settings }: Decided, place: string): string | null {
  const value = valueAt(settings, place);
  return typeof value === 'string' ? value : null;
}
