/**
 * Settings while they are being changed: what a draft would do to the tree, by a dry run of the agent itself beside the
 * one that works, and the writing of it. Requests of the dry run wait in the queue of the one that works.
 */
import { readFileSync } from 'node:fs';
import { liesApart } from '../../adapters/data-folder/lies-apart.ts';
import type { Keychain } from '../../adapters/keychain/index.ts';
import { luccaThrough } from '../../adapters/lucca/through.ts';
import { createSettingsStore } from '../../adapters/settings/index.ts';
import { withoutMark } from '../../adapters/settings/json-place.ts';
import type { PolicyPlace } from '../../adapters/settings/policy-place.ts';
import { readPolicy } from '../../adapters/settings/read-policy.ts';
import { systemClock } from '../../adapters/system/index.ts';
import type { Agent } from '../../core/agent-api.ts';
import { timeLeft } from '../../core/budget/time-left.ts';
import type { Directory, DocumentRecord } from '../../core/model.ts';
import { compareRuns } from '../../core/settings-effect.ts';
import { placesOf } from '../../core/setup-kinds.ts';
import type { Calls, CallInput, CallOutput } from '../../shared/ipc-contract.ts';
import type { EffectGroup, EffectReport, SaveResult } from '../../shared/settings-contract.ts';
import { effectGroups } from '../../shared/settings-contract.ts';
import { withoutPolicy, withPolicy } from '../../shared/policy-merge.ts';
import type { Policy } from '../../shared/policy.ts';
import { sameJson } from '../../shared/same-json.ts';
import { settingsFileOf } from '../../shared/settings-file.ts';
import { parseSettings } from '../../shared/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import type { PreviewLine } from '../../shared/setup-contract.ts';
import { dryRun, lineOf, type DryRun } from '../dry-run.ts';
import { placeViews } from '../setup/kinds.ts';
import { examplesOf, readTree, rootTrouble } from '../setup/tree.ts';

type SettingsCall = Extract<keyof Calls, `settings.${string}`>;
type Call<K extends SettingsCall> = (input: CallInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;

export type SettingsEditor = { readonly [K in SettingsCall]: Call<K> } & {
  /** Resolves once other settings are written, here or by another hand. */
  readonly renewed: Promise<void>;
  onProgress(listener: (done: number, total: number) => void): void;
  close(): void;
};

export interface EditorNeeds {
  /** The data folder, absolute. */
  readonly data: string;
  /** Where the policy lies, and what it said when the settings were read. */
  readonly place: PolicyPlace;
  readonly policy: Policy;
  /** Those that the agent works by. */
  readonly settings: Settings;
  readonly agent: Agent;
  readonly keychainFor: (origin: string) => Keychain;
  readonly version: string;
}

type Lines = Readonly<Record<EffectGroup, readonly PreviewLine[]>>;

/** Names that the window shows of folders. */
const mostNamed = 50;
const mostUnrouted = 50;
const lookEveryMs = 3_000;

export function openSettingsEditor(needs: EditorNeeds): SettingsEditor {
  const { data, place, policy, settings, agent, keychainFor } = needs;
  const store = createSettingsStore({ folder: data, policy });
  const textAtStart = textOf(store.path);
  const policyNow = () => {
    const laid = readPolicy(place);
    return { laid, changed: !sameJson(laid, { ok: true, policy }) };
  };
  let running: DryRun | null = null;
  let round = 0;
  let lines: Lines | null = null;
  /** The window's page goes half a minute after it is closed; what was typed there does not. */
  let begun: Settings | null = null;
  let tell: (done: number, total: number) => void = () => undefined;
  let renew = (): void => undefined;
  const renewed = new Promise<void>((resolve) => {
    renew = resolve;
  });
  // Another hand may write the file, or the policy: what is right is at work some seconds later, as after the first run.
  const looking = setInterval(() => {
    const { laid, changed } = policyNow();
    if (!laid.ok || (!changed && textOf(store.path) === textAtStart)) return;
    if (createSettingsStore({ folder: data, policy: laid.policy }).read().ok) renew();
  }, lookEveryMs);
  looking.unref();
  const originOf = (draft: Settings): string => new URL(draft.tenant.url).origin;
  const sameTenant = (draft: Settings): boolean =>
    originOf(draft) === originOf(settings) && draft.tenant.api === settings.tenant.api;

  async function keyFor(draft: Settings, typed: string | null): Promise<string | null> {
    if (typed !== null) return typed;
    const state = await keychainFor(originOf(draft)).read();
    return state.kind === 'found' ? state.secret : null;
  }

  async function effectOf(draft: Settings, typed: string | null, mine: number): Promise<EffectReport> {
    const trouble = rootTrouble(draft.root, data);
    if (trouble !== null) return { ok: false, why: trouble };
    const key = await keyFor(draft, typed);
    if (key === null) return { ok: false, why: 'key-missing' };
    const run = dryRun({
      data,
      settings: draft,
      key: () => Promise.resolve(key),
      onProgress: (done, total) => {
        if (round === mine) tell(done, total);
      },
      // The same tenant has one minute for both; with another way to it there is nothing to share.
      ...(sameTenant(draft) && agent.status().agent !== 'standing-by'
        ? { through: (lucca) => luccaThrough(lucca, (send) => agent.ask(send)) }
        : {}),
    });
    running = run;
    const ended = await run.ended;
    if (round !== mine) return { ok: false, why: 'stopped' };
    running = null;
    if (!ended.ok) return { ok: false, why: ended.why === 'root-missing' ? 'missing' : ended.why };
    const { groups, documents } = compareRuns(agent.documents(), ended.documents);
    const told = (group: EffectGroup): readonly PreviewLine[] =>
      // What would not be looked at any more is only known to the agent that works.
      groups[group].map(group === 'gone' ? (one) => lineOf(agent, one, settings) : ended.lineOf);
    lines = Object.fromEntries(effectGroups.map((group) => [group, told(group)])) as unknown as Lines;
    const folders = await foldersOf(draft, ended.directory);
    const writes = new Set(groups.file.map(({ employeeId }) => employeeId)).size;
    return {
      ok: true,
      folders,
      documents,
      groups: Object.fromEntries(effectGroups.map((group) => [group, groups[group].length])) as Record<
        EffectGroup,
        number
      >,
      seconds: Math.ceil(
        timeLeft(groups.file.length + writes, [], draft.tenant.requestsPerMinute, 0) / 1_000,
      ),
    };
  }

  async function foldersOf(draft: Settings, directory: Directory | null) {
    const none = { count: 0, first: [] };
    if (directory === null) return { known: 0, unknown: none, ambiguous: none };
    const now = systemClock.now();
    const { report } = await readTree({
      root: draft.root,
      pattern: draft.employeeFolder,
      directory,
      answers: Object.fromEntries(
        agent.known().bindings.map(({ folder, employeeId }) => [folder, employeeId]),
      ),
      leaverDays: draft.leavers.fileForDays,
      now,
      today: systemClock.localDay(now),
    });
    const named = ({ count, first }: typeof report.unknown) => ({
      count,
      first: first.slice(0, mostNamed).map(({ folder }) => folder),
    });
    return {
      known: report.matched.count + report.left.count,
      unknown: named(report.unknown),
      ambiguous: named(report.ambiguous),
    };
  }

  /** Whatever the window says of what is locked, the policy has said it already. */
  const judge = (draft: Settings) => parseSettings(withPolicy(draft, policy.settings), policy.allowedHosts);

  /** Null where it is none. */
  const parsed = (draft: Settings): Settings | null => {
    const result = judge(draft);
    return result.ok ? result.settings : null;
  };

  async function save(draft: Settings, key: string | null): Promise<SaveResult> {
    const text = textOf(store.path);
    if (text !== textAtStart || policyNow().changed) return { ok: false, why: 'changed' };
    if (key !== null && (await keychainFor(originOf(draft)).write(key)) !== 'kept')
      return { ok: false, why: 'keychain' };
    const before = JSON.parse(withoutMark(text)) as Record<string, unknown>;
    const next = withoutPolicy(settingsFileOf(draft, before), before, policy.settings);
    try {
      if (!store.write(next).ok) return { ok: false, why: 'wrong' };
    } catch {
      return { ok: false, why: 'unwritable' };
    }
    renew();
    return { ok: true };
  }

  return {
    renewed,
    onProgress: (listener) => {
      tell = listener;
    },
    close: () => {
      clearInterval(looking);
      round += 1;
      running?.stop();
    },
    'settings.get': () => {
      const { fields, directory } = agent.known();
      return {
        settings,
        locked: [...policy.locked],
        places: fields.length === 0 ? null : placeViews(placesOf(fields)),
        patterns: examplesOf(settings.employeeFolder, directory?.employees ?? []),
        unrouted: unroutedOf(agent.living(), settings),
        version: needs.version,
        requests: agent.status().requests,
        begun,
      };
    },
    'settings.check': ({ draft }) => {
      const result = judge(draft);
      if (!result.ok) return { wrong: result.problem.path, routes: [] };
      if (!liesApart(result.settings.root, data)) return { wrong: 'root.data-folder', routes: [] };
      // What is known of one tenant's fields says nothing of another's.
      const found = sameTenant(result.settings) ? agent.routeProblems(result.settings) : [];
      return { wrong: null, routes: found.map(({ route, why }) => ({ route, why })) };
    },
    'settings.effect': async ({ draft, key }) => {
      round += 1;
      const mine = round;
      running?.stop();
      running = null;
      if (draft === null) return { ok: false, why: 'stopped' };
      const wanted = parsed(draft);
      return wanted === null ? { ok: false, why: 'wrong' } : effectOf(wanted, key, mine);
    },
    'settings.lines': ({ group, offset, limit }) => [...(lines?.[group].slice(offset, offset + limit) ?? [])],
    'settings.begin': ({ draft }) => {
      begun = draft;
      return { ok: true };
    },
    'settings.save': ({ draft, key }) => {
      const wanted = parsed(draft);
      if (wanted === null || !liesApart(wanted.root, data)) return { ok: false, why: 'wrong' };
      return save(wanted, key);
    },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Sub-folders of employee folders whose documents ask where they belong. */
function unroutedOf(documents: readonly DocumentRecord[], { employeeFolder }: Settings) {
  const depth = employeeFolder.split('/').length;
  const found = new Map<string, number>();
  for (const document of documents) {
    if (document.state !== 'attention' || document.reason !== 'no-route') continue;
    const parts = document.path.split('/');
    const name = parts.length > depth + 1 ? (parts[depth] ?? '') : '';
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return [...found]
    .map(([name, count]) => ({ name, documents: count }))
    .sort((a, b) => b.documents - a.documents)
    .slice(0, mostUnrouted);
}
