/** The part of the contract that the first run speaks. A key goes in once and nothing of it comes out. */
import { z } from 'zod';
import { routeFaults } from './route-faults.ts';
import { attentionReasons, ignoredReasons, waitingReasons } from './reasons.ts';
import { person } from './status.ts';

export const setupStep = z.enum(['connect', 'folder', 'kinds', 'preview', 'start']);
export type SetupStep = z.output<typeof setupStep>;

const appSwitches = z.strictObject({
  openAtLogin: z.boolean(),
  tray: z.boolean(),
  notifications: z.boolean(),
});
export type AppSwitches = z.output<typeof appSwitches>;

/** Why there is no connection. Each has its own words. */
export const connectFailures = [
  'no-address',
  'not-an-address',
  'not-lucca',
  'no-key',
  'key-refused',
  'not-permitted',
  'not-found',
  'offline',
  'unknown-host',
  'tls',
  'web-page',
  'proxy',
  'busy',
  'in-use',
  'trouble',
  'keychain-locked',
  'keychain-missing',
  'nobody',
] as const;
export const connectFailure = z.enum(connectFailures);
export type ConnectFailure = z.output<typeof connectFailure>;

/** What the key may not do, or what could not be found out. */
export const keyFinding = z.discriminatedUnion('what', [
  z.object({ what: z.literal('fields-unseen') }),
  z.object({ what: z.literal('no-fields') }),
  z.object({ what: z.literal('fields'), n: z.int() }),
  z.object({ what: z.literal('read-only'), names: z.array(z.string()) }),
  z.object({ what: z.literal('former-hidden') }),
]);
export type KeyFinding = z.output<typeof keyFinding>;

export const connectResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    url: z.string(),
    employees: z.int(),
    findings: z.array(keyFinding),
  }),
  z.object({ ok: z.literal(false), why: connectFailure }),
]);
export type ConnectResult = z.output<typeof connectResult>;

/** Which generation is spoken, where it is not v3 alone. The client's secret goes in as the key does. */
export const setupWay = z.strictObject({
  api: z.enum(['2024-11-01', 'mixed']),
  clientId: z.string().trim().min(1).max(500),
  tokenUrl: z.string().max(2_000),
});
export type SetupWay = z.output<typeof setupWay>;

/** The same while something of it is still to be said. */
export const setupWayBegun = setupWay.extend({ clientId: z.string().max(500) });

export const setupView = z.object({
  step: setupStep,
  /** The furthest step that was reached: up to there one may go back and forth. */
  reached: setupStep,
  url: z.string(),
  way: setupWayBegun.optional(),
  /** Where a person begins who says that there is another way than v3. Null where the organisation says v3. */
  otherWay: setupWayBegun.nullable(),
  /** Places in the settings that the organisation has set, as `tenant.url`: they are not asked. */
  locked: z.array(z.string()),
  /** A key for this address is in the keychain. */
  keyKept: z.boolean(),
  root: z.string(),
  app: appSwitches,
  /** What each step came to, for the rail; null while it is not known. */
  results: z.object({
    employees: z.int().nullable(),
    folders: z.int().nullable(),
    kinds: z.int().nullable(),
    toFile: z.int().nullable(),
    seconds: z.number().nullable(),
  }),
});
export type SetupView = z.output<typeof setupView>;

const judgedFolder = z.object({
  folder: z.string(),
  person: person.nullable(),
  guesses: z.array(person),
  /** A person has said who it is. */
  answered: z.boolean(),
});
export type JudgedFolder = z.output<typeof judgedFolder>;

const judgedFolders = z.object({ count: z.int(), first: z.array(judgedFolder) });

/** Also `lost`: the connection of step 1 is no longer there. */
export const folderFailure = z.enum([
  'no-path',
  'not-absolute',
  'missing',
  'not-a-folder',
  'unreadable',
  'data-folder',
  'pattern',
  'lost',
]);
export type FolderFailure = z.output<typeof folderFailure>;

export const folderReport = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    root: z.string(),
    pattern: z.string(),
    /** Usual ones to choose from, with an example each. */
    patterns: z.array(z.object({ pattern: z.string(), example: z.string() })),
    /** It was found by looking at the folders, not said by a person. */
    found: z.boolean(),
    matched: judgedFolders,
    unknown: judgedFolders,
    ambiguous: judgedFolders,
    left: judgedFolders,
    /** Employees who are at work and have no folder. */
    missing: z.int(),
    /** A cloud drive keeps this folder; or it may not be written. */
    cloud: z.boolean(),
    writable: z.boolean(),
  }),
  z.object({ ok: z.literal(false), why: folderFailure }),
]);
export type FolderReport = z.output<typeof folderReport>;

export const folderPlanView = z.object({
  folders: z.int(),
  /** Name of the first one; '' where there is none. */
  example: z.string(),
  /** Employees for whom no folder name can be made, or the same as another's. */
  unnamed: z.int(),
  /** No employee folder has a sub-folder yet: those that are there get theirs, too. */
  bare: z.boolean(),
  /** Sub-folders that could be made in each, and whether they are in the tree already. */
  drawers: z.array(z.object({ name: z.string(), there: z.boolean() })),
});
export type FolderPlanView = z.output<typeof folderPlanView>;

const whenFilled = z.enum(['ask', 'replace', 'skip']);
const fieldKey = z.string().regex(/^e_\S{1,253}$/);

export const kindChoice = z.discriminatedUnion('to', [
  z.strictObject({
    to: z.literal('field'),
    field: fieldKey,
    file: fieldKey.nullable(),
    multiple: z.boolean(),
    values: z.record(fieldKey, z.string().max(500).nullable()),
    whenFilled,
  }),
  z.strictObject({ to: z.literal('picture'), whenFilled }),
  z.strictObject({ to: z.literal('nothing') }),
  z.strictObject({ to: z.literal('later') }),
]);
export type KindChoice = z.output<typeof kindChoice>;

export const kindRow = z.object({
  /** Folded name: the same for all spellings. '' for files directly in the employee folders. */
  id: z.string(),
  name: z.string(),
  documents: z.int(),
  choice: kindChoice,
  /** Proposed, and no more than alike: a person should look. */
  check: z.boolean(),
  /** What Lucca's fields say against a choice that was made before; null where they say nothing. */
  fault: z.enum(routeFaults).nullable(),
});
export type KindRow = z.output<typeof kindRow>;

export const fieldPlace = z.object({
  /** `e_RIB`, or `e_Visite-medicale/e_Attestation`. */
  id: z.string(),
  field: z.string(),
  file: z.string().nullable(),
  name: z.string(),
  section: z.string().nullable(),
  multiple: z.boolean(),
  readOnly: z.boolean(),
  others: z.array(z.object({ field: z.string(), name: z.string(), isDate: z.boolean() })),
  /** What `others` get unless somebody says otherwise. */
  usual: z.record(z.string(), z.string().nullable()),
});
export type FieldPlace = z.output<typeof fieldPlace>;

export const kindsReport = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    rows: z.array(kindRow),
    /** Null where the key may not read the list: field keys are then typed. */
    places: z.array(fieldPlace).nullable(),
    /** The routes that the organisation has set, where it has; nothing is asked then. `place` is a field's id, or `picture`. */
    given: z.array(z.object({ match: z.string(), place: z.string() })).nullable(),
  }),
  z.object({ ok: z.literal(false), why: folderFailure }),
]);
export type KindsReport = z.output<typeof kindsReport>;

/** `settle`: not whole yet, or being written at that moment; it is filed, or asks, once that is known. */
export const previewGroups = ['file', 'there', 'ask', 'settle', 'wait', 'aside'] as const;
export const previewGroup = z.enum(previewGroups);
export type PreviewGroup = z.output<typeof previewGroup>;

export const previewReport = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    documents: z.int(),
    people: z.int(),
    seconds: z.number(),
    groups: z.record(previewGroup, z.int()),
    /** Folders that nobody is known of, and that may be several people's, among those that ask. */
    unknownFolders: z.int(),
    ambiguousFolders: z.int(),
    /** A person has said of some kind that what is there is replaced. */
    replaces: z.boolean(),
  }),
  z.object({
    ok: z.literal(false),
    why: z.enum(['offline', 'key-refused', 'root-missing', 'root-empty', 'settings', 'busy', 'stopped']),
  }),
]);
export type PreviewReport = z.output<typeof previewReport>;

export const previewLine = z.object({
  id: z.string(),
  fileName: z.string(),
  folder: z.string(),
  /** The employee folder that it lies in. */
  owner: z.string(),
  person: z.string().nullable(),
  targetName: z.string(),
  reason: z.enum([...attentionReasons, ...waitingReasons, ...ignoredReasons]).nullable(),
  size: z.int(),
});
export type PreviewLine = z.output<typeof previewLine>;

const done = z.object({ ok: z.boolean() });
const nothing = z.undefined();

export const setupCalls = {
  'setup.get': { in: nothing, out: setupView },
  'setup.go': { in: z.strictObject({ step: setupStep }), out: setupView },
  /** Null key: the one that the keychain holds for this address. */
  'setup.connect': {
    in: z.strictObject({
      url: z.string().max(2_000),
      /** With `way` the client's secret; between the generations the API key, a blank, and that secret. */
      key: z.string().trim().min(1).max(4_096).nullable(),
      /** Absent: v3. */
      way: setupWay.optional(),
    }),
    out: connectResult,
  },
  /** Null pattern: find it. */
  'setup.read-folder': {
    in: z.strictObject({ path: z.string().max(4_096), pattern: z.string().max(500).nullable() }),
    out: folderReport,
  },
  'setup.people': { in: z.strictObject({ text: z.string().max(200) }), out: z.array(person) },
  /** Whose folder it is; null takes an answer back. */
  'setup.who': {
    in: z.strictObject({ folder: z.string().max(4_096), employeeId: z.int().nullable() }),
    out: folderReport,
  },
  'setup.plan-folders': { in: nothing, out: folderPlanView },
  'setup.make-folders': {
    in: z.strictObject({ drawers: z.array(z.string().min(1).max(255)).max(200) }),
    out: z.object({ made: z.int(), failed: z.int(), report: folderReport }),
  },
  'setup.kinds': { in: nothing, out: kindsReport },
  'setup.choose': { in: z.strictObject({ id: z.string().max(4_096), choice: kindChoice }), out: done },
  /** A dry run of the agent itself; ends when all is looked at, or when another step is gone to. */
  'setup.preview': { in: nothing, out: previewReport },
  'setup.lines': {
    in: z.strictObject({ group: previewGroup, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    out: z.array(previewLine),
  },
  'setup.switch': { in: appSwitches, out: done },
  /** Writes the settings: the agent starts, and this window gives way to the real one. */
  'setup.finish': { in: nothing, out: done },
} as const;

export const setupEvents = {
  /** How far the preview is; total 0 while the folders are still being read. */
  'setup.progress': z.object({ done: z.int(), total: z.int() }),
} as const;
