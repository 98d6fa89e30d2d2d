/** The part of the contract that the settings speak. A draft is whole settings, parsed again on this side. */
import { z } from 'zod';
import { routeFinding } from './notices-contract.ts';
import { fieldPlace, folderFailure, previewLine } from './setup-contract.ts';
import type { Settings } from './settings.ts';

const draft = z.custom<Settings>((value) => typeof value === 'object' && value !== null);
/** A key for the address of the draft, typed and not yet kept; null: the one in the keychain. */
const key = z.string().trim().min(1).max(4_096).nullable();

export const settingsView = z.object({
  settings: draft,
  /** Places in the settings that the organisation has set, as `tenant.url`: a draft changes nothing there. */
  locked: z.array(z.string()),
  /** Fields that can hold a file; null while they are not known. */
  places: z.array(fieldPlace).nullable(),
  /** Usual names of employee folders, with an example each. */
  patterns: z.array(z.object({ pattern: z.string(), example: z.string() })),
  /** Sub-folders in which documents lie and that no route leads from, the fullest first. */
  unrouted: z.array(z.object({ name: z.string(), documents: z.int() })),
  version: z.string(),
  /** Requests to Lucca since the agent started. */
  requests: z.int(),
  /** Changes that were begun in a window that is gone, and not saved; null where there are none. */
  begun: draft.nullable(),
});
export type SettingsView = z.output<typeof settingsView>;

/**
 * What other settings would change of the documents: `again` filed and would be filed once more, `file` would be filed,
 * `settle` are not whole yet and would be filed once they are, `ask` would ask, `aside` would be left aside, `gone` would no longer be looked at.
 */
export const effectGroups = ['again', 'file', 'settle', 'ask', 'aside', 'gone'] as const;
export const effectGroup = z.enum(effectGroups);
export type EffectGroup = z.output<typeof effectGroup>;

const named = z.object({ count: z.int(), first: z.array(z.string()) });

export const effectReport = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** Employee folders as the draft would know them. */
    folders: z.object({ known: z.int(), unknown: named, ambiguous: named }),
    /** All that lies there. */
    documents: z.int(),
    groups: z.record(effectGroup, z.int()),
    /** For what would be filed, at the tenant's pace. */
    seconds: z.number(),
  }),
  z.object({
    ok: z.literal(false),
    why: z.enum(['wrong', 'offline', 'key-refused', 'key-missing', 'busy', 'stopped']).or(folderFailure),
  }),
]);
export type EffectReport = z.output<typeof effectReport>;

/**
 * `wrong`: where in the settings, as in `routes[0].target.field`, or `root.data-folder` where the employees' folder is
 * entangled with the data folder; null where nothing is. `routes`: what Lucca's fields,
 * as far as they are known, say against some of them; they may be saved all the same.
 */
export const draftVerdict = z.object({ wrong: z.string().nullable(), routes: z.array(routeFinding) });

export const saveResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  /** `changed`: somebody else has written the file since it was read. */
  z.object({ ok: z.literal(false), why: z.enum(['wrong', 'changed', 'keychain', 'unwritable']) }),
]);
export type SaveResult = z.output<typeof saveResult>;

const nothing = z.undefined();

export const settingsCalls = {
  'settings.get': { in: nothing, out: settingsView },
  'settings.check': { in: z.strictObject({ draft }), out: draftVerdict },
  /** A dry run over the draft. One at a time: another one, or a null draft, ends it. */
  'settings.effect': { in: z.strictObject({ draft: draft.nullable(), key }), out: effectReport },
  /** Documents of the last effect. */
  'settings.lines': {
    in: z.strictObject({ group: effectGroup, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    out: z.array(previewLine),
  },
  /** Holds a draft that is not saved, in memory alone, while these settings are at work; null lets it go. No key in it. */
  'settings.begin': {
    in: z.strictObject({ draft: draft.nullable() }),
    out: z.object({ ok: z.literal(true) }),
  },
  /** Writes the file; the agent begins anew with it, and the window hears `app.renewed`. */
  'settings.save': { in: z.strictObject({ draft, key }), out: saveResult },
} as const;

export const settingsEvents = {
  /** How far the dry run is; total 0 while the folders are still being read. */
  'settings.progress': z.object({ done: z.int(), total: z.int() }),
} as const;
