/** The first run, from nothing to the settings: what the window may ask of it, step by step. */
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
import { targetKey } from '../../core/route/routes.ts';
import { decidedIn, drawersFor, goTo } from '../../core/setup-draft.ts';
import { bindingsOf } from '../../core/setup-folders.ts';
import { placesOf, propose, type FilePlace } from '../../core/setup-kinds.ts';
import { fileOfDraft, switchesDecided, wayDecided } from '../../core/setup-policy.ts';
import type { Calls, CallInput, CallOutput } from '../../shared/ipc-contract.ts';
import { isLocked, withPolicy } from '../../shared/policy-merge.ts';
import type { Policy } from '../../shared/policy.ts';
import { parseSettings } from '../../shared/settings.ts';
import type { FieldPlace, KindRow, PreviewGroup, PreviewLine } from '../../shared/setup-contract.ts';
import { findKinds, placeViews, rowsOf, type KindFound } from './kinds.ts';
import { withMemory } from './line.ts';
import { startPreview, type Preview } from './preview.ts';
import { withoutAnswered } from './tree.ts';
import { createWorld, lost } from './world.ts';

type SetupCall = Extract<keyof Calls, `setup.${string}`>;
type Call<K extends SetupCall> = (input: CallInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;

/** All that the window may ask of the first run, but the system's dialogue. */
export type SetupSession = { readonly [K in SetupCall]: Call<K> } & {
  /** Resolves once the settings are written. */
  readonly finished: Promise<void>;
  onProgress(listener: (done: number, total: number) => void): void;
  close(): void;
};

export interface SetupOptions {
  /** The data folder, absolute; it is there. */
  readonly data: string;
  /** What the organisation has decided: it is shown, not asked. */
  readonly policy: Policy;
  readonly keychain?: (origin: string) => Keychain;
  /** Requests a minute; by default what the settings say where nothing is said. */
  readonly requestsPerMinute?: number;
}

const usualLimit = 40;
const mostPeople = 9;

export function openSetup(options: SetupOptions): SetupSession {
  const { data, policy } = options;
  const limit = options.requestsPerMinute ?? usualLimit;
  const keychainFor = options.keychain ?? ((origin) => createKeychain({ origin }));
  const world = createWorld({ data, limit, policy, keychainFor });
  const { decide, look, treeNow } = world;
  let kinds: readonly KindFound[] = [];
  let preview: Preview | null = null;
  let lines: Readonly<Record<PreviewGroup, readonly PreviewLine[]>> | null = null;
  let tell: (done: number, total: number) => void = () => undefined;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const view = (): CallOutput<'setup.get'> => {
    const { step, reached, url, way, keyKept, root, app, results } = world.draft();
    const known = {
      ...{ step, reached, url, keyKept, root, app: { ...app }, results: { ...results } },
      otherWay: wayDecided({ api: 'mixed', clientId: '', tokenUrl: '' }, policy),
      locked: [...policy.locked],
    };
    return way === null ? known : { ...known, way: { ...way } };
  };

  async function planNow(drawers: readonly string[]) {
    const now = await treeNow();
    const seen = world.seen();
    if (!('folders' in now) || seen === null) return null;
    const files = createFiles({ root: world.draft().root });
    const plan = await planFolders(
      {
        settings: {
          employeeFolder: world.draft().employeeFolder,
          routes: drawers.map((drawer) => ({ match: `${drawer}/**` })),
        },
        employees: withoutAnswered(seen.directory.employees, world.draft().who, now.folders),
        bindings: [],
        today: systemClock.localDay(systemClock.now()),
      },
      files,
    );
    return { plan, files, now };
  }

  const fieldsNow = () => world.seen()?.fields ?? null;
  const placesNow = (): readonly FilePlace[] | null => {
    const fields = fieldsNow();
    return fields === null ? null : placesOf(fields);
  };

  function takeRows(rows: readonly KindRow[]): void {
    const names = new Map(kinds.map((kind) => [kind.id, kind.names]));
    const next = rows.map(({ id, name, choice }) => ({ names: names.get(id) ?? [name], choice }));
    const linked = rows.filter(({ choice }) => choice.to === 'field' || choice.to === 'picture').length;
    const changed = JSON.stringify(next) !== JSON.stringify(world.draft().kinds);
    const known = changed ? decidedIn(world.draft(), 'kinds') : world.draft();
    decide({ ...known, kinds: next, results: { ...known.results, kinds: linked } });
  }

  const settingsNow = () => {
    const own = options.requestsPerMinute === undefined ? null : options.requestsPerMinute;
    const input = fileOfDraft(world.draft(), policy, own);
    return { input, parsed: parseSettings(withPolicy(input, policy.settings), policy.allowedHosts) };
  };

  /** Nothing is asked: where each kind goes is decided. */
  function kindsGiven(places: FieldPlace[] | null): CallOutput<'setup.kinds'> {
    const { parsed } = settingsNow();
    const routes = parsed.ok ? parsed.settings.routes : [];
    decide({ ...world.draft(), kinds: [], results: { ...world.draft().results, kinds: routes.length } });
    const given = routes.map(({ match, target }) => ({
      match,
      place: target === 'picture' ? target : targetKey(target.field, target.file ?? null),
    }));
    return { ok: true, rows: [], places, given };
  }

  return {
    finished,
    onProgress: (listener) => {
      tell = listener;
    },
    close: () => preview?.stop(),

    'setup.get': view,
    'setup.go': ({ step }) => {
      preview?.stop();
      decide(goTo(world.draft(), step));
      return view();
    },
    'setup.connect': world.connect,
    'setup.read-folder': ({ path, pattern }) => look(path.trim(), pattern),
    'setup.people': async ({ text }) => {
      const now = await treeNow();
      return 'judge' in now ? now.judge.search(text, mostPeople).map(personOf) : [];
    },
    'setup.who': ({ folder, employeeId }) => {
      const others = Object.entries(world.draft().who).filter(([known]) => known !== folder);
      const who = Object.fromEntries(employeeId === null ? others : [...others, [folder, employeeId]]);
      decide({ ...decidedIn(world.draft(), 'folder'), who });
      return look(world.draft().root, world.draft().employeeFolder);
    },
    'setup.plan-folders': async () => {
      const planned = await planNow([]);
      if (planned === null) return { folders: 0, example: '', unnamed: 0, bare: false, drawers: [] };
      const { plan, now } = planned;
      const found = await findKinds(world.draft().root, now.folders);
      const there = found.flatMap(({ names: [name = ''] }) => (name === '' ? [] : [name]));
      const places = placesNow() ?? [];
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
      const found = await findKinds(world.draft().root, now.folders);
      const made = await makeFolders(plan, files);
      if (found.every(({ id }) => id === ''))
        for (const folder of now.folders)
          if (now.judge.judge(folder, systemClock.now()).kind === 'matched')
            for (const drawer of wanted) await files.makeFolder(`${folder}/${drawer}`);
      world.forgetTree();
      const report = await look(world.draft().root, world.draft().employeeFolder);
      return { made, failed: plan.missing.length - made, report };
    },
    'setup.kinds': async () => {
      const now = await treeNow();
      if (!('folders' in now)) return now.ok ? lost : now;
      kinds = await findKinds(world.draft().root, now.folders);
      const places = placesNow();
      const views = places === null ? null : placeViews(places);
      if (isLocked(policy.locked, 'routes')) return kindsGiven(views);
      const rows = rowsOf(kinds, fieldsNow(), world.draft().kinds);
      takeRows(rows);
      return { ok: true, rows: [...rows], places: views, given: null };
    },
    'setup.choose': ({ id, choice }) => {
      const rows = rowsOf(kinds, fieldsNow(), world.draft().kinds);
      if (!rows.some((row) => row.id === id)) return { ok: false };
      // What is left out for good is the organisation's word.
      if (choice.to === 'nothing' && isLocked(policy.locked, 'ignore')) return { ok: false };
      takeRows(rows.map((row) => (row.id === id ? { ...row, choice } : row)));
      return { ok: true };
    },
    'setup.preview': async () => {
      preview?.stop();
      const { parsed } = settingsNow();
      if (!parsed.ok) return { ok: false, why: 'settings' };
      // Who a folder belongs to is known to the ledger before the agent asks.
      const at = systemClock.now();
      const changes = bindingsOf(world.draft().who, at).map((binding) => ({
        kind: 'binding' as const,
        binding,
      }));
      if ((await withMemory(data, (memory) => memory.write(changes))) === null)
        return { ok: false, why: 'busy' };
      const mine = startPreview({
        data,
        settings: parsed.settings,
        key: world.key,
        onProgress: (done, total) => tell(done, total),
      });
      preview = mine;
      const { report, lines: found, requests } = await mine.done;
      // Another one has begun since, or another step was gone to.
      if (preview !== mine) return { ok: false, why: 'stopped' };
      preview = null;
      await withMemory(data, (memory) =>
        memory.write(requests.map((request) => ({ kind: 'request' as const, request }))),
      );
      lines = report.ok ? found : null;
      if (report.ok)
        decide({
          ...world.draft(),
          results: { ...world.draft().results, toFile: report.groups.file, seconds: report.seconds },
        });
      return report;
    },
    'setup.lines': ({ group, offset, limit: most }) => [
      ...(lines?.[group].slice(offset, offset + most) ?? []),
    ],
    'setup.switch': (app) => {
      decide({ ...world.draft(), app: switchesDecided(app, policy) });
      return { ok: true };
    },
    'setup.finish': () => {
      const { input, parsed } = settingsNow();
      if (!parsed.ok) return { ok: false };
      const store = createSettingsStore({ folder: data, policy });
      // Somebody has laid one there meanwhile: what it holds is not lost.
      if (existsSync(store.path)) copyFileSync(store.path, join(data, 'settings.previous.json'));
      try {
        if (!store.write(input).ok) return { ok: false };
      } catch {
        return { ok: false };
      }
      world.forgetDraft();
      finish();
      return { ok: true };
    },
  };
}
