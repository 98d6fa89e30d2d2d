/** What keeps the agent from its whole job. Closed lists, and no schema beside them: the window reads them. */

/** Why the agent cannot do its whole job, the worst first. Shown in the head of the window and in `status`. */
export const troubles = [
  'key-refused',
  'key-missing',
  'keychain-locked',
  'root-missing',
  'root-empty',
  'root-unreadable',
  'folder-unreadable',
  'root-read-only',
  'ledger-unwritable',
  'rows-lost',
  'offline',
  'throttled',
  'watcher-down',
  'trash-missing',
] as const;
export type Trouble = (typeof troubles)[number];

/** Troubles that leave the rest at work: a line beside what goes on. */
export const partialTroubles = [
  'folder-unreadable',
  'root-read-only',
  'rows-lost',
  'watcher-down',
  'trash-missing',
] as const satisfies readonly Trouble[];
export type PartialTrouble = (typeof partialTroubles)[number];
