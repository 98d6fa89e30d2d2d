/**
 * Which files of the tree are no documents, and by which rule. First step of the flow: the files adapter asks for
 * every folder and file it meets while walking.
 * Invariant: whatever is left out is left out by a rule with a name; only Classeur's own folders are passed over
 * in silence.
 */
import { nameOf } from '../document.ts';
import type { IgnoredReason } from '../../shared/reasons.ts';

export type RuleReason = Extract<IgnoredReason, 'temporary' | 'hidden' | 'pattern'>;

/** What to do with a folder that the walk has met. */
export type FolderVerdict =
  /** Classeur's own: not walked, not reported. */
  | { readonly kind: 'own' }
  /** Recycle bins and snapshots hold copies of the whole tree: not walked, reported once, as a whole. */
  | { readonly kind: 'closed'; readonly reason: RuleReason }
  /** Walked. Every file below it is left out for `reason`, unless that is null. */
  | { readonly kind: 'walk'; readonly reason: RuleReason | null };

/** The lease and the journals, in the root. */
export const ownFolder = '.classeur';
/** What was archived, below an employee folder. */
export const filedFolder = '_Filed';

const closedFolders = new Set([
  '$recycle.bin',
  'recycler',
  'system volume information',
  '#recycle',
  '#snapshot',
  '~snapshot',
  '.snapshot',
  '.zfs',
  '.trashes',
  '.spotlight-v100',
  '.fseventsd',
  '.git',
]);

const temporaryFolders: readonly RegExp[] = [
  /^@eadir$/, // Synology's thumbnails
  /^__macosx$/,
  /^lost\+found$/,
  /^\.stversions$/,
  /^\.stfolder$/,
  /^@tmp$/,
  /\.(download|crdownload|part|partial)$/, // Safari downloads into a folder
];

const temporaryFiles: readonly RegExp[] = [
  // Office: owner files and half-saved copies (Word, Excel, LibreOffice)
  /^~\$/,
  /^\.~lock\..*#$/,
  /^~.*\.tmp$/,
  // Scanners, editors, copiers
  /\.(tmp|temp|lck|swp|swo|osl-tmp|\$\$\$)$/,
  /~$/,
  /^\.(goutputstream-|fuse_hidden|nfs[0-9a-f]{8})/,
  // Browsers and transfer programs
  /\.(crdownload|part|partial|download|opdownload|filepart|aria2|!ut|!sync|unconfirmed)$/,
  /^[.~]syncthing[.~]/,
  /^\._?sync_.*\.db/,
  // Systems
  /^(thumbs|ehthumbs|ehthumbs_vista)\.db(:encryptable)?$/,
  /^desktop\.ini$/,
  /^\.(ds_store|localized|directory|dropbox|dropbox\.attr)$/,
  /^\._/, // macOS keeps a file's other half in it on foreign volumes
  /^icon\r$/,
];

/**
 * The rule for a folder, from its name alone.
 * `ignoreCase`: the volume sees no difference between `_Filed` and `_filed` (Windows, macOS).
 */
export function folderVerdict(name: string, ignoreCase: boolean): FolderVerdict {
  const lower = name.toLowerCase();
  const own = ignoreCase
    ? lower === ownFolder || lower === filedFolder.toLowerCase()
    : name === ownFolder || name === filedFolder;
  if (own) return { kind: 'own' };
  if (closedFolders.has(lower) || lower.startsWith('.trash-')) return { kind: 'closed', reason: 'temporary' };
  if (temporaryFolders.some((rule) => rule.test(lower))) return { kind: 'walk', reason: 'temporary' };
  return { kind: 'walk', reason: name.startsWith('.') ? 'hidden' : null };
}

/** The rule for a file, from its name alone; null where none applies. */
export function fileReason(name: string): 'temporary' | 'hidden' | null {
  const lower = name.toLowerCase();
  if (temporaryFiles.some((rule) => rule.test(lower))) return 'temporary';
  return name.startsWith('.') ? 'hidden' : null;
}

/**
 * What the folders on the way to a path say, for a walk that begins below the root.
 * The first folder that decides wins; `closed` and `own` win over everything below them.
 */
export function scopeVerdict(scope: string, ignoreCase: boolean): FolderVerdict {
  let reason: RuleReason | null = null;
  for (const name of scope === '' ? [] : scope.split('/')) {
    const verdict = folderVerdict(name, ignoreCase);
    if (verdict.kind !== 'walk') return verdict;
    reason ??= verdict.reason;
  }
  return { kind: 'walk', reason };
}

/**
 * Why a file is left out, from its whole path below the root; null for a document.
 * `matchesPattern` knows the `ignore` patterns of the settings (gitignore syntax).
 */
export function ruleFor(
  path: string,
  matchesPattern: (path: string) => boolean,
  inherited: RuleReason | null,
): RuleReason | null {
  const name = nameOf(path);
  return inherited ?? fileReason(name) ?? (matchesPattern(path) ? 'pattern' : null);
}
