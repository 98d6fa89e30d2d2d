/**
 * Takes out what no log may hold, before any transport sees it. Callers log ids, codes and counts only; this is for
 * the day when one of them is wrong.
 */

export interface Redactor {
  /** Values that must never appear: the root, the tenant's host, keys, names. In any case, separator and encoding. */
  register(values: readonly string[]): void;
  redact(text: string): string;
}

const mark = '[redacted]';
const shortest = 3;

const patterns: readonly RegExp[] = [
  /\b(lucca\s+(?:application|user|webservice)\s*=\s*|bearer\s+|basic\s+)[^\s"',;]+/gi,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, // addresses
  /[^\s"'<>@]+@[^\s"'<>@]+\.[a-z]{2,}/gi, // e-mail
  /\\\\[^\s"'<>|]+\\[^"'<>|\n]*/g, // shares
  /\b[a-z]:[\\/][^"'<>|\n]*/gi, // drives
  /(?<![\w.])\/(?:[^\s/"'<>]+\/)+[^"'<>\n]*/g, // absolute paths
];

export function createRedactor(): Redactor {
  const whole = new Set<string>();
  const long: string[] = [];

  const add = (value: string) => {
    const folded = fold(value);
    if (folded.length < shortest || whole.has(folded)) return;
    whole.add(folded);
    // A short name is looked for as a word only, or half of every code would be one.
    if (folded.length >= 6) long.push(folded);
  };

  return {
    register(values) {
      for (const value of values) {
        add(value);
        for (const part of value.split(/[\\/]+/)) add(part);
      }
    },
    redact(text) {
      const plain = decoded(text);
      const folded = fold(plain);
      const words = folded.split(/[^\p{L}\p{N}]+/u);
      if (
        whole.has(folded) ||
        words.some((word) => whole.has(word)) ||
        long.some((value) => folded.includes(value))
      )
        return mark;
      return patterns.reduce((result, pattern) => result.replace(pattern, mark), plain);
    },
  };
}

/** Alike: case, marks, Unicode form, separators. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\\/]+/g, '/')
    .toLowerCase()
    .trim();
}

/** Percent signs that encode nothing stay as they are: they must not shield what is beside them. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
