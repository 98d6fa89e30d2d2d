/** The part of the contract for what somebody should know of and no document asks: names of folders, faults of routes. */
import { z } from 'zod';
import { routeFaults } from './route-faults.ts';
import { person } from './status.ts';

/** An employee folder that is called as its person was before. Both names below root. */
export const renamableFolder = z.object({ folder: z.string(), wouldBe: z.string(), person });
export type RenamableFolder = z.output<typeof renamableFolder>;

/** A route of the settings that the tenant's fields speak against. `route`: its place in the list, from 0. */
export const routeFinding = z.object({ route: z.int(), why: z.enum(routeFaults) });
export type RouteFinding = z.output<typeof routeFinding>;

export const notices = z.object({
  folders: z.array(renamableFolder),
  routes: z.array(routeFinding.extend({ match: z.string() })),
});
export type Notices = z.output<typeof notices>;

/** `locked`: a file in it is open or being sent. `not-now`: another agent works on this root. */
export const folderRenaming = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), why: z.enum(['gone', 'taken', 'locked', 'not-now']) }),
]);
export type FolderRenaming = z.output<typeof folderRenaming>;

const folder = z.strictObject({ folder: z.string().min(1).max(4_096) });

export const noticesCalls = {
  'notices.get': { in: z.undefined(), out: notices },
  'folders.rename': { in: folder, out: folderRenaming },
  /** It stays as it is called, and no other name is offered again. */
  'folders.keep': { in: folder, out: z.object({ ok: z.literal(true) }) },
} as const;
