/**
 * The first run, from nothing to the settings. It holds what was decided (in the draft, on disk) and what was seen (in
 * memory, looked at anew when somebody comes back). The key is in the keychain and nowhere else.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from '../../adapters/files/index.ts';
import { createKeychain } from '../../adapters/keychain/index.ts';
import type { Keychain } from '../../adapters/keychain/index.ts';
import { createSettingsStore } from '../../adapters/settings/index.ts';
import { systemClock } from '../../adapters/system/index.ts';
import { personOf } from '../../core/agent-views.ts';
import { makeFolders, planFolders } from '../../core/employee-folders.ts';
import { fold } from '../../core/match/fold.ts';
import type { Directory, FieldDefinition } from '../../core/model.ts';
import { failureOf, findingsOf } from '../../core/setup-connect.ts';
import {
  decidedIn,
  drawersFor,
  goTo,
  settingsOfDraft,
  withFolder,
  withTenant,
  type SetupDraft,
} from '../../core/setup-draft.ts';
import { bindingsOf } from '../../core/setup-folders.ts';
import { placesOf, propose } from '../../core/setup-kinds.ts';
import type { Calls, CallInput, CallOutput } from '../../shared/ipc-contract.ts';
import { parseSettings } from '../../shared/settings.ts';
import type { FolderReport, KindRow, PreviewGroup, PreviewLine } from '../../shared/setup-contract.ts';
import { addressOf } from './address.ts';
import { openDraft } from './draft-file.ts';
import { findKinds, placeViews, rowsOf, type KindFound } from './kinds.ts';
import { withLine, withMemory } from './line.ts';
import { startPreview, type Preview } from './preview.ts';
import { readTree, rootTrouble, withoutAnswered, type TreeRead } from './tree.ts';

type SetupCall = Extract<keyof Calls, `setup.${string}`>;
type Call<K extends SetupCall> = (input: CallInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;

/** All that the window may ask of the first run, but the system's dialogue. */
export type SetupSession = { readonly [K in Exclude<SetupCall, 'setup.choose-folder'>]: Call<K> } & {
  /** Resolves once the settings are written. */
  readonly finished: Promise<void>;
  onProgress(listener: (done: number, total: number) => void): void;
  close(): void;
};

export interface SetupOptions {
  /** The data folder, absolute; it is there. */
  readonly data: string;
  readonly keychain?: (origin: string) => Keychain;
  /** Requests a minute; by default what the settings say where nothing is said. */
  readonly requestsPerMinute?: number;
}

interface Seen {
  readonly url: string;
  readonly directory: Directory;
  readonly fields: readonly FieldDefinition[] | null;
}

const usualLimit = 40;
const mostPeople = 9;
const lost = { ok: false, why: 'lost' } as const;

export function openSetup(options: SetupOptions): SetupSession {
  const { data } = options;
  const limit = options.requestsPerMinute ?? usualLimit;
  const keychainFor = options.keychain ?? ((origin) => createKeychain({ origin }));
  const file = openDraft(data);
  let draft = file.read();
  let seen: Seen | null = null;
  let tree: TreeRead | null = null;
  let kinds: readonly KindFound[] = [];
  let preview: Preview | null = null;
  let lines: Readonly<Record<PreviewGroup, readonly PreviewLine[]>> | null = null;
  let tell: (done: number, total: number) => void = () => undefined;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const decide = (next: SetupDraft): void => {
    draft = next;
    file.write(draft);
  };
  const view = (): CallOutput<'setup.get'> => ({
    step: draft.step,
    reached: draft.reached,
    url: draft.url,
    keyKept: draft.keyKept,
    root: draft.root,
    app: { ...draft.app },
    results: { ...draft.results },
  });

  const connect: Call<'setup.connect'> = async (input) => {
    const address = addressOf(input.url);
    if (!address.ok) return { ok: false, why: address.why };
    const keychain = keychainFor(address.url);
    const key = input.key?.trim() ?? (await keptKey(keychain));
    if (typeof key !== 'string') return { ok: false, why: key.why };
    const errand = await withLine({ data, origin: address.url, key, limit }, async (line) => {
      const employees = await line.directory();
      return employees.kind === 'applied' ? { employees, fields: await line.definitions() } : { employees };
    });
    if (errand === null) return { ok: false, why: 'in-use' };
    const { employees, fields } = errand.value;
    if (employees.kind !== 'applied') return { ok: false, why: failureOf(employees) };
    if (employees.value.length === 0) return { ok: false, why: 'nobody' };
    if (input.key !== null) {
      const kept = await keychain.write(key);
      if (kept !== 'kept')
        return { ok: false, why: kept === 'locked' ? 'keychain-locked' : 'keychain-missing' };
    }
    const known = fields?.kind === 'applied' ? fields.value : null;
    seen = {
      url: address.url,
      directory: { employees: employees.value, readAt: systemClock.now() },
      fields: known,
    };
    tree = null;
    decide(withTenant(draft, address.url, employees.value.length));
    const today = systemClock.localDay(systemClock.now());
    return {
      ok: true,
      url: address.url,
      employees: employees.value.length,
      findings: [...findingsOf(employees.value, known, today)],
    };
  };

  /** Whoever comes back has been connected before: the key is in the keychain. */
  async function connected(): Promise<Seen | null> {
    if (seen?.url === draft.url) return seen;
    if (!draft.keyKept) return null;
    await connect({ url: draft.url, key: null });
    return seen;
  }

  async function look(path: string, pattern: string | null): Promise<FolderReport> {
    const why = rootTrouble(path);
    if (why !== null) return { ok: false, why };
    if (pattern !== null && !isPattern(pattern)) return { ok: false, why: 'pattern' };
    const line = await connected();
    if (line === null) return lost;
    const now = systemClock.now();
    tree = await readTree({
      root: path,
      pattern,
      directory: line.directory,
      answers: draft.root === path ? draft.who : {},
      now,
      today: systemClock.localDay(now),
    });
    const { report } = tree;
    decide(withFolder(draft, path, report.pattern, report.matched.count + report.left.count));
    return report;
  }

  /** The tree as it was last read, or read now where somebody came back. */
  async function treeNow(): Promise<TreeRead | FolderReport> {
    if (tree !== null && tree.report.root === draft.root) return tree;
    const report = await look(draft.root, draft.employeeFolder === '' ? null : draft.employeeFolder);
    return report.ok && tree !== null ? tree : report;
  }

  async function planNow(drawers: readonly string[]) {
    const now = await treeNow();
    if (!('folders' in now) || seen === null) return null;
    const files = createFiles({ root: draft.root });
    const plan = await planFolders(
      {
        settings: {
          employeeFolder: draft.employeeFolder,
          routes: drawers.map((drawer) => ({ match: `${drawer}/**` })),
        },
        employees: withoutAnswered(seen.directory.employees, draft.who, now.folders),
        bindings: [],
        today: systemClock.localDay(systemClock.now()),
      },
      files,
    );
    return { plan, files, now };
  }

  function takeRows(rows: readonly KindRow[]): void {
    const names = new Map(kinds.map((kind) => [kind.id, kind.names]));
    const next = rows.map(({ id, name, choice }) => ({ names: names.get(id) ?? [name], choice }));
    const linked = rows.filter(({ choice }) => choice.to === 'field' || choice.to === 'picture').length;
    const changed = JSON.stringify(next) !== JSON.stringify(draft.kinds);
    const known = changed ? decidedIn(draft, 'kinds') : draft;
    decide({ ...known, kinds: next, results: { ...known.results, kinds: linked } });
  }

  const settingsNow = () => {
    const own = options.requestsPerMinute === undefined ? null : options.requestsPerMinute;
    const input = settingsOfDraft(draft, own);
    return { input, parsed: parseSettings(input) };
  };

  return {
    finished,
    onProgress: (listener) => {
      tell = listener;
    },
    close: () => preview?.stop(),

    'setup.get': view,
    'setup.go': ({ step }) => {
      preview?.stop();
      decide(goTo(draft, step));
      return view();
    },
    'setup.connect': connect,
    'setup.read-folder': ({ path, pattern }) => look(path.trim(), pattern),
    'setup.people': async ({ text }) => {
      const now = await treeNow();
      return 'judge' in now ? now.judge.search(text, mostPeople).map(personOf) : [];
    },
    'setup.who': ({ folder, employeeId }) => {
      const others = Object.entries(draft.who).filter(([known]) => known !== folder);
      const who = Object.fromEntries(employeeId === null ? others : [...others, [folder, employeeId]]);
      decide({ ...decidedIn(draft, 'folder'), who });
      return look(draft.root, draft.employeeFolder);
    },
    'setup.plan-folders': async () => {
      const planned = await planNow([]);
      if (planned === null) return { folders: 0, example: '', unnamed: 0, bare: false, drawers: [] };
      const { plan, now } = planned;
      const found = await findKinds(draft.root, now.folders);
      const there = found.flatMap(({ names: [name = ''] }) => (name === '' ? [] : [name]));
      const places = placesOf(seen?.fields ?? []);
      const known = new Set(there.map(fold));
      // A field that a sub-folder is meant for already needs no second one of its own name.
      const served = new Set(
        there.flatMap((name) => {
          const place = propose(name, places)?.place;
          return place === undefined || place === 'picture' ? [] : [place.field];
        }),
      );
      const open = places.filter((place) => !place.readOnly && !served.has(place.field));
      const fields = drawersFor(open.map(({ name }) => name));
      return {
        folders: plan.missing.length,
        example: plan.missing[0]?.folder ?? '',
        unnamed: plan.unnamed.length,
        bare: now.folders.length > 0 && there.length === 0,
        drawers: [
          ...there.map((name) => ({ name, there: true })),
          ...fields.filter((name) => !known.has(fold(name))).map((name) => ({ name, there: false })),
        ],
      };
    },
    'setup.make-folders': async ({ drawers }) => {
      const wanted = drawersFor(drawers);
      const planned = await planNow(wanted);
      if (planned === null) return { made: 0, failed: 0, report: lost };
      const { plan, files, now } = planned;
      const found = await findKinds(draft.root, now.folders);
      const made = await makeFolders(plan, files);
      if (found.every(({ id }) => id === ''))
        for (const folder of now.folders)
          if (now.judge.judge(folder, systemClock.now()).kind === 'matched')
            for (const drawer of wanted) await files.makeFolder(`${folder}/${drawer}`);
      tree = null;
      const report = await look(draft.root, draft.employeeFolder);
      return { made, failed: plan.missing.length - made, report };
    },
    'setup.kinds': async () => {
      const now = await treeNow();
      if (!('folders' in now)) return now.ok ? lost : now;
      kinds = await findKinds(draft.root, now.folders);
      const places = seen?.fields == null ? null : placesOf(seen.fields);
      const rows = rowsOf(kinds, places, draft.kinds);
      takeRows(rows);
      return { ok: true, rows: [...rows], places: places === null ? null : placeViews(places) };
    },
    'setup.choose': ({ id, choice }) => {
      const places = seen?.fields == null ? null : placesOf(seen.fields);
      const rows = rowsOf(kinds, places, draft.kinds);
      if (!rows.some((row) => row.id === id)) return { ok: false };
      takeRows(rows.map((row) => (row.id === id ? { ...row, choice } : row)));
      return { ok: true };
    },
    'setup.preview': async () => {
      preview?.stop();
      const { parsed } = settingsNow();
      if (!parsed.ok) return { ok: false, why: 'settings' };
      // Who a folder belongs to is known to the ledger before the agent asks.
      const at = systemClock.now();
      const changes = bindingsOf(draft.who, at).map((binding) => ({ kind: 'binding' as const, binding }));
      if ((await withMemory(data, (memory) => memory.commit(changes))) === null)
        return { ok: false, why: 'busy' };
      const keychain = keychainFor(draft.url);
      const mine = startPreview({
        data,
        settings: parsed.settings,
        key: async () => {
          const key = await keptKey(keychain);
          return typeof key === 'string' ? key : null;
        },
        onProgress: (done, total) => tell(done, total),
      });
      preview = mine;
      const { report, lines: found, requests } = await mine.done;
      // Another one has begun since, or another step was gone to.
      if (preview !== mine) return { ok: false, why: 'stopped' };
      preview = null;
      await withMemory(data, (memory) =>
        memory.commit(requests.map((request) => ({ kind: 'request' as const, request }))),
      );
      lines = report.ok ? found : null;
      if (report.ok)
        decide({
          ...draft,
          results: { ...draft.results, toFile: report.groups.file, seconds: report.seconds },
        });
      return report;
    },
    'setup.lines': ({ group, offset, limit: most }) => [
      ...(lines?.[group].slice(offset, offset + most) ?? []),
    ],
    'setup.switch': (app) => {
      decide({ ...draft, app });
      return { ok: true };
    },
    'setup.finish': () => {
      const { input, parsed } = settingsNow();
      if (!parsed.ok) return { ok: false };
      const store = createSettingsStore({ folder: data });
      // Somebody has laid one there meanwhile: what it holds is not lost.
      if (existsSync(store.path)) copyFileSync(store.path, join(data, 'settings.previous.json'));
      try {
        if (!store.write(input).ok) return { ok: false };
      } catch {
        return { ok: false };
      }
      file.clear();
      finish();
      return { ok: true };
    },
  };
}

async function keptKey(
  keychain: Keychain,
): Promise<string | { readonly why: 'no-key' | 'keychain-locked' | 'keychain-missing' }> {
  const state = await keychain.read();
  switch (state.kind) {
    case 'found':
      return state.secret;
    case 'missing':
      return { why: 'no-key' };
    case 'locked':
      return { why: 'keychain-locked' };
    case 'unavailable':
      return { why: 'keychain-missing' };
  }
}

/** As the settings would judge it. */
function isPattern(employeeFolder: string): boolean {
  const parsed = parseSettings({
    version: 1,
    tenant: { url: 'http://localhost' },
    root: '/',
    employeeFolder,
    routes: [{ match: '*', target: 'picture' }],
  });
  return parsed.ok;
}
