/**
 * What the first run has decided (the draft, on disk at once) and what it has seen of Lucca and of the folders (in
 * memory: looked at anew when somebody comes back). The key passes through to the keychain and stays nowhere.
 */
import type { Keychain } from '../../adapters/keychain/index.ts';
import { systemClock } from '../../adapters/system/index.ts';
import type { Directory, FieldDefinition } from '../../core/model.ts';
import { failureOf, findingsOf } from '../../core/setup-connect.ts';
import { tenantOf, withFolder, withTenant, type SetupDraft } from '../../core/setup-draft.ts';
import { numberAt, wayDecided, withDecided } from '../../core/setup-policy.ts';
import type { CallInput } from '../../shared/ipc-contract.ts';
import { isLocked } from '../../shared/policy-merge.ts';
import type { Policy } from '../../shared/policy.ts';
import { isSafeForSecrets, parseSettings } from '../../shared/settings.ts';
import type { ParsedSettings, Settings } from '../../shared/settings.ts';
import type { ConnectResult, FolderReport } from '../../shared/setup-contract.ts';
import { addressOf } from './address.ts';
import { openDraft } from './draft-file.ts';
import { withLine } from './line.ts';
import { readTree, rootTrouble, type TreeRead } from './tree.ts';

export interface Seen {
  readonly url: string;
  readonly directory: Directory;
  /** Null where the key may not read them. */
  readonly fields: readonly FieldDefinition[] | null;
}

export interface SetupWorld {
  readonly draft: () => SetupDraft;
  readonly decide: (next: SetupDraft) => void;
  /** The draft is no longer needed. */
  readonly forgetDraft: () => void;
  readonly seen: () => Seen | null;
  readonly connect: (input: CallInput<'setup.connect'>) => Promise<ConnectResult>;
  /** Null where the keychain gives none. */
  readonly key: () => Promise<string | null>;
  /** Reads a folder and decides for it. */
  readonly look: (path: string, pattern: string | null) => Promise<FolderReport>;
  /** The tree as it was last read, or read now where somebody came back. */
  readonly treeNow: () => Promise<TreeRead | FolderReport>;
  /** The tree was changed by ourselves. */
  readonly forgetTree: () => void;
}

/** As settings have it where nothing is said. */
const usualLeaverDays = 90;

export const lost = { ok: false, why: 'lost' } as const;

export function createWorld(given: {
  readonly data: string;
  readonly limit: number;
  /** What the organisation has decided: it is never asked, whatever the window says. */
  readonly policy: Policy;
  readonly keychainFor: (origin: string) => Keychain;
}): SetupWorld {
  const { data, policy, keychainFor } = given;
  const { allowedHosts, locked } = policy;
  const limit = numberAt(policy, 'tenant.requestsPerMinute') ?? given.limit;
  const leaverDays = numberAt(policy, 'leavers.fileForDays') ?? usualLeaverDays;
  const file = openDraft(data);
  let draft = withDecided(file.read(), policy);
  let seen: Seen | null = null;
  let tree: TreeRead | null = null;
  /** Of several folders named in a row the last one counts, whichever is read first. */
  let round = 0;

  const decide = (next: SetupDraft): void => {
    draft = next;
    file.write(draft);
  };

  async function connect(input: CallInput<'setup.connect'>): Promise<ConnectResult> {
    const address = addressOf(isLocked(locked, 'tenant.url') ? draft.url : input.url, allowedHosts);
    if (!address.ok) return { ok: false, why: address.why };
    const keychain = keychainFor(address.url);
    const key = input.key?.trim() ?? (await keptKey(keychain));
    if (typeof key !== 'string') return { ok: false, why: key.why };
    const way = wayDecided(input.way ?? null, policy);
    if (way?.clientId === '') return { ok: false, why: 'no-key' };
    // The client's secret goes to that address.
    if (way !== null && !isSafeForSecrets(way.tokenUrl, allowedHosts)) return { ok: false, why: 'not-lucca' };
    const errand = await readPeople({ url: address.url, way }, key);
    if (errand === null) return { ok: false, why: 'in-use' };
    const { employees, fields } = errand;
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
    decide(withTenant(draft, address.url, employees.value.length, way));
    const today = systemClock.localDay(systemClock.now());
    return {
      ok: true,
      url: address.url,
      employees: employees.value.length,
      findings: [...findingsOf(employees.value, known, today)],
    };
  }

  /**
   * Which names the folders' pattern will need is not known yet: all are asked for, and where the client lacks the
   * scopes of some, none.
   */
  async function readPeople(line: Pick<SetupDraft, 'url' | 'way'>, key: string) {
    let why = '';
    const read = async (employeeFolder: string) => {
      const settings = settingsWith(tenantOf(line, limit), employeeFolder, allowedHosts);
      const onSignInRefused = (code: string): void => {
        why = code;
      };
      return withLine({ data, settings, key, onSignInRefused }, async (asked) => {
        const employees = await asked.directory();
        return employees.kind === 'applied'
          ? { employees, fields: await asked.definitions() }
          : { employees };
      });
    };
    const first = await read('{legalEntity}/{department}');
    const errand = why === 'invalid_scope' ? await read('{employeeNumber}') : first;
    return errand === null ? null : errand.value;
  }

  /** Whoever comes back has been connected before: the key is in the keychain. */
  async function connected(): Promise<Seen | null> {
    if (seen?.url === draft.url) return seen;
    if (!draft.keyKept) return null;
    await connect({ url: draft.url, key: null, ...(draft.way === null ? {} : { way: draft.way }) });
    return seen;
  }

  async function look(asked: string, named: string | null): Promise<FolderReport> {
    const path = isLocked(locked, 'root') ? draft.root : asked;
    const pattern = isLocked(locked, 'employeeFolder') ? draft.employeeFolder : named;
    const why = rootTrouble(path, data);
    if (why !== null) return { ok: false, why };
    if (pattern !== null && !isPattern(pattern)) return { ok: false, why: 'pattern' };
    const line = await connected();
    if (line === null) return lost;
    const now = systemClock.now();
    round += 1;
    const mine = round;
    const read = await readTree({
      root: path,
      pattern,
      directory: line.directory,
      answers: draft.root === path ? draft.who : {},
      leaverDays,
      now,
      today: systemClock.localDay(now),
    });
    const { report } = read;
    // Another folder was named meanwhile: that one counts.
    if (mine !== round) return report;
    tree = read;
    decide(withFolder(draft, path, report.pattern, report.matched.count + report.left.count));
    return report;
  }

  async function treeNow(): Promise<TreeRead | FolderReport> {
    if (tree !== null && tree.report.root === draft.root) return tree;
    const report = await look(draft.root, draft.employeeFolder === '' ? null : draft.employeeFolder);
    return report.ok && tree !== null ? tree : report;
  }

  return {
    draft: () => draft,
    decide,
    forgetDraft: () => file.clear(),
    seen: () => seen,
    connect,
    key: async () => {
      const key = await keptKey(keychainFor(draft.url));
      return typeof key === 'string' ? key : null;
    },
    look,
    treeNow,
    forgetTree: () => {
      tree = null;
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

const parsedWith = (
  tenant: object,
  employeeFolder: string,
  allowedHosts: readonly string[] = [],
): ParsedSettings =>
  parseSettings(
    {
      version: 1,
      tenant,
      root: '/',
      employeeFolder,
      routes: [{ match: '*', target: 'picture' }],
    },
    allowedHosts,
  );

/** As the settings would judge it. */
const isPattern = (employeeFolder: string): boolean =>
  parsedWith({ url: 'http://localhost' }, employeeFolder).ok;

/** Throws where the address was not looked at before. */
function settingsWith(tenant: object, employeeFolder: string, allowedHosts: readonly string[]): Settings {
  const parsed = parsedWith(tenant, employeeFolder, allowedHosts);
  if (!parsed.ok) throw new Error(`Not a tenant: ${parsed.problem.path}`);
  return parsed.settings;
}
