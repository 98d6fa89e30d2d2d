/**
 * Match, first half: two spellings of one name are the same text.
 *
 * Alike are case, marks, Unicode form, doubled blanks, all apostrophes, all dashes (a hyphen is a blank),
 * œ/oe, æ/ae, ß/ss, ø/o, ł/l. Digits are left alone: zeros at the head of a number count.
 */

const letters: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
};

const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
const apostrophes = /['’‘‛ʼʻʽʹ′`´＇ꞌ՚]/g;
const dashes = /[\p{Pd}−]/gu;

/** Folds one name. The result is for comparing only. */
export function fold(text: string): string {
  return foldKeepingDashes(text).replace(dashes, ' ').replace(/\s+/g, ' ').trim();
}

/** Folds each segment of a path with `/`. */
export function foldPath(path: string): string {
  return path.split('/').map(fold).join('/');
}

/** Folds a glob: as a path, but a dash between brackets is a range and stays. */
export function foldGlob(glob: string): string {
  return glob
    .split(/(\[[^\]/]*\])/)
    .map((part, index) =>
      index % 2 === 1
        ? foldClass(foldKeepingDashes(part))
        : foldKeepingDashes(part).replace(dashes, ' ').replace(/\s+/g, ' '),
    )
    .join('')
    .split('/')
    .map((segment) => segment.trim())
    .join('/');
}

/** At the edge of a class, a dash is no range but itself: a blank, as in the paths. */
function foldClass(text: string): string {
  return text.replace(/^(\[[!^]?)\p{Pd}/u, '$1 ').replace(/\p{Pd}\]$/u, ' ]');
}

function foldKeepingDashes(text: string): string {
  return text
    .replace(invisible, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œæßøł]/g, (letter) => letters[letter] ?? letter)
    .replace(apostrophes, "'");
}
