/** Where a text stops being JSON. The engine's own message tells the place on some versions only, and quotes the file. */
import type { SettingsProblem } from '../../shared/settings.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const blank = /[ \t\r\n]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** The first place where `text` cannot be JSON any more; null where it is JSON. */
export function jsonProblemAt(text: string): Place | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const before = text.slice(0, lengthOfJson(text)).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}

/** The same as a problem with a file; null where it is JSON. */
export function notJson(text: string): SettingsProblem | null {
  const place = jsonProblemAt(text);
  if (place === null) return null;
  return {
    path: `line ${place.line}, column ${place.column}`,
    message: 'expected JSON, without comments and without a comma before a closing bracket',
  };
}

/** Some editors begin a text with a byte order mark. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** How far `text` may be read as JSON. */
function lengthOfJson(text: string): number {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  const mark = (character: string): boolean => {
    skip(blank);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (mark(end)) return true;
    do {
      skip(blank);
      if (!item()) return false;
    } while (mark(','));
    return mark(end);
  };
  const value = (): boolean => {
    skip(blank);
    if (mark('{')) return list('}', () => skip(string) && mark(':') && value());
    if (mark('[')) return list(']', value);
    return skip(string) || skip(scalar);
  };

  value();
  skip(blank);
  return at;
}
