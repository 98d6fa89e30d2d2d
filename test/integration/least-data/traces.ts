/** Looks for what must not be there, however it is written: raw, folded, escaped, in UTF-8 and in UTF-16. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export type Kind =
  'name' | 'number' | 'mail' | 'login' | 'file' | 'key' | 'place' | 'tenant' | 'content' | 'record' | 'error';

export interface Trace {
  readonly kind: Kind;
  readonly text: string;
}

export interface Finding extends Trace {
  /** Path below the folder that was searched, with `/`. */
  readonly where: string;
}

/** A test of its own, not the program's: what the program folds wrongly must still be found. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replace(/[’‘`´]/g, "'")
    .replace(/[‐-―-]/g, ' ');
}

function unescaped(text: string): string {
  const bare = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('\\\\', '\\')
    .replaceAll('\\/', '/');
  return bare.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Every way in which these bytes may be read as text, folded. */
function readings(bytes: Buffer): readonly string[] {
  const swapped = (from: number): Buffer => {
    const even = bytes.subarray(from, bytes.length - ((bytes.length - from) % 2));
    return Buffer.from(even).swap16();
  };
  const plain = bytes.toString('utf8');
  return [
    plain,
    unescaped(plain),
    bytes.toString('latin1'),
    bytes.toString('utf16le'),
    bytes.subarray(1).toString('utf16le'),
    swapped(0).toString('utf16le'),
    swapped(1).toString('utf16le'),
  ].map(fold);
}

export function tracesIn(bytes: Buffer | string, traces: readonly Trace[]): readonly Trace[] {
  const texts = readings(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  return traces.filter((trace) => {
    const wanted = fold(trace.text);
    const encoded = fold(Buffer.from(trace.text).toString('base64').replace(/=+$/, '').slice(0, -1));
    return texts.some((text) => text.includes(wanted) || (encoded.length > 7 && text.includes(encoded)));
  });
}

/** Files below a folder, links not followed, by their path below it with `/`. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** What is found in the files below a folder, and in their names. */
export function findings(folder: string, traces: readonly Trace[]): readonly Finding[] {
  return filesBelow(folder).flatMap((where) => {
    const found = [...tracesIn(readFileSync(join(folder, where)), traces), ...tracesIn(where, traces)];
    return [...new Set(found)].map((trace) => ({ ...trace, where }));
  });
}
