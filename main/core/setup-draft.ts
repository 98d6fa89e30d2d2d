/**
 * First run: what has been decided so far, and the settings that it makes. No key is in it, nor what Lucca told.
 * `undefined` never stands in it: it is kept as JSON.
 */
import { matchOfFolder } from '../shared/folder-glob.ts';
import { safeFolderName } from './match/employee-folder.ts';

export const setupSteps = ['connect', 'folder', 'kinds', 'preview', 'start'] as const;
export type SetupStep = (typeof setupSteps)[number];

/** Where the documents of one kind go. */
export type KindChoice =
  | {
      readonly to: 'field';
      readonly field: string;
      readonly file: string | null;
      readonly multiple: boolean;
      readonly values: Readonly<Record<string, string | null>>;
      readonly whenFilled: 'ask' | 'replace' | 'skip';
    }
  | { readonly to: 'picture'; readonly whenFilled: 'ask' | 'replace' | 'skip' }
  /** Left out for good. */
  | { readonly to: 'nothing' }
  /** No route: each document asks. */
  | { readonly to: 'later' };

/** A sub-folder, as it is spelt in the tree; '' stands for files directly in the employee folder. */
export interface DraftKind {
  readonly names: readonly string[];
  readonly choice: KindChoice;
}

/** The newer generation, alone or with v3. */
export interface DraftWay {
  readonly api: '2024-11-01' | 'mixed';
  readonly clientId: string;
  readonly tokenUrl: string;
}

export interface SetupDraft {
  readonly version: 1;
  readonly step: SetupStep;
  /** The furthest step that what is decided allows. */
  readonly reached: SetupStep;
  readonly url: string;
  /** Null: v3. */
  readonly way: DraftWay | null;
  /** The keychain has taken a key for this address. */
  readonly keyKept: boolean;
  readonly root: string;
  readonly employeeFolder: string;
  /** Whose folder it is, where a person has said so: path below root to the employee's id. */
  readonly who: Readonly<Record<string, number>>;
  readonly kinds: readonly DraftKind[];
  readonly app: { readonly openAtLogin: boolean; readonly tray: boolean; readonly notifications: boolean };
  /** What each step came to, as it is told beside it. */
  readonly results: SetupResults;
}

export interface SetupResults {
  readonly employees: number | null;
  readonly folders: number | null;
  readonly kinds: number | null;
  readonly toFile: number | null;
  readonly seconds: number | null;
}

export const emptyDraft: SetupDraft = {
  version: 1,
  step: 'connect',
  reached: 'connect',
  url: '',
  way: null,
  keyKept: false,
  root: '',
  employeeFolder: '',
  who: {},
  kinds: [],
  app: { openAtLogin: true, tray: true, notifications: true },
  results: { employees: null, folders: null, kinds: null, toFile: null, seconds: null },
};

const order = (step: SetupStep): number => setupSteps.indexOf(step);

/** Where one may go: never beyond what is decided, but for the very next step. */
export function goTo(draft: SetupDraft, step: SetupStep): SetupDraft {
  if (order(step) > order(draft.reached) + 1) return draft;
  return { ...draft, step, reached: order(step) > order(draft.reached) ? step : draft.reached };
}

/** Something was decided anew in a step: what was seen after it is no longer so. */
export function decidedIn(draft: SetupDraft, step: SetupStep): SetupDraft {
  const results = { ...draft.results };
  if (order(step) < order('kinds')) results.kinds = null;
  results.toFile = null;
  results.seconds = null;
  return { ...draft, results, reached: order(draft.reached) > order(step) ? step : draft.reached };
}

/** Another tenant has other people and fields; of the folder and the switches nothing changes. */
export function withTenant(
  draft: SetupDraft,
  url: string,
  employees: number,
  way: DraftWay | null = null,
): SetupDraft {
  const same = draft.url === url && JSON.stringify(draft.way) === JSON.stringify(way);
  const known = same ? draft : { ...decidedIn(draft, 'connect'), who: {}, kinds: [] };
  return { ...known, url, way, keyKept: true, results: { ...known.results, employees } };
}

/** Another folder has other sub-folders. */
export function withFolder(draft: SetupDraft, root: string, pattern: string, folders: number): SetupDraft {
  const same = draft.root === root && draft.employeeFolder === pattern && draft.results.folders === folders;
  const known = same ? draft : decidedIn(draft, 'folder');
  return {
    ...known,
    root,
    employeeFolder: pattern,
    ...(draft.root === root ? {} : { who: {}, kinds: [] }),
    results: { ...known.results, folders },
  };
}

/** The settings, as they are written: nothing that is a default anyway. They are parsed before anything uses them. */
export function settingsOfDraft(
  draft: SetupDraft,
  requestsPerMinute: number | null = null,
): Record<string, unknown> {
  const depth = draft.employeeFolder.split('/').length;
  const ignore = draft.kinds.flatMap(({ names, choice }) =>
    choice.to === 'nothing' ? names.filter((name) => name !== '').map((name) => leaveOut(name, depth)) : [],
  );
  const { openAtLogin, tray, notifications } = draft.app;
  return {
    version: 1,
    tenant: tenantOf(draft, requestsPerMinute),
    root: draft.root,
    employeeFolder: draft.employeeFolder,
    routes: draft.kinds.flatMap(routesOf),
    ...(ignore.length > 0 ? { ignore } : {}),
    app: { openAtLogin, notifications, ...(tray ? {} : { tray }) },
  };
}

/** As the settings have it. */
export function tenantOf(
  { url, way }: Pick<SetupDraft, 'url' | 'way'>,
  requestsPerMinute: number | null = null,
): Record<string, unknown> {
  const newer =
    way === null ? {} : { api: way.api, oauth: { clientId: way.clientId, tokenUrl: way.tokenUrl } };
  return { url, ...newer, ...(requestsPerMinute === null ? {} : { requestsPerMinute }) };
}

function routesOf({ names, choice }: DraftKind): readonly object[] {
  if (choice.to !== 'field' && choice.to !== 'picture') return [];
  const target =
    choice.to === 'picture'
      ? 'picture'
      : {
          field: choice.field,
          ...(choice.file === null ? {} : { file: choice.file }),
          multiple: choice.multiple,
          ...(Object.keys(choice.values).length > 0 ? { values: choice.values } : {}),
        };
  const single = choice.to === 'picture' || !choice.multiple;
  const more = single && choice.whenFilled !== 'ask' ? { whenFilled: choice.whenFilled } : {};
  // Spellings differ in what is folded away before a pattern is compared: one will do.
  const [name = ''] = names;
  return [{ match: matchOfFolder(name), target, ...more }];
}

/** A `.gitignore` line for a sub-folder of every employee folder. */
function leaveOut(name: string, depth: number): string {
  return `/${'*/'.repeat(depth)}${name.replace(/[\\*?[\]]/g, (letter) => `\\${letter}`)}/**`;
}

/** Names of fields as names of sub-folders. */
export function drawersFor(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(safeFolderName).filter((name) => name !== ''))];
}
