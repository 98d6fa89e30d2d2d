/**
 * A recording (`--record FILE`) as a fixture: its lines, what of them is no shape, id or code, the answers as a client
 * could have got them, and the members that they showed.
 */

export interface Recorded {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body?: unknown;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: unknown;
}

export function readRecording(text: string): readonly Recorded[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Recorded);
}

const shape = /^(text\(\d+\)|number|nothing|deeper)$/;
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const fieldKey = /^e_[\w-]+$/i;
/** Lucca's own words: types, codes of formats, content types. None of them holds a blank, a dot before it or an @. */
const word = /^(\/lucca-api\/schemas\/)?[a-z][a-z0-9-]*(\/[a-z0-9.+-]+)?$/i;
const told = /^(type|title|\$id|\$ref|key|contentType)$/;

/** Texts of a body or an answer that a recorder should not have kept, by their place. */
export function notRedacted(value: unknown, at = '', name = ''): readonly string[] {
  if (typeof value === 'string') {
    const fine =
      shape.test(value) ||
      guid.test(value) ||
      fieldKey.test(value) ||
      (name === 'id' && /^\d+$/.test(value)) ||
      (told.test(name) && word.test(value));
    return fine ? [] : [at];
  }
  if (Array.isArray(value)) return value.flatMap((one) => notRedacted(one, `${at}[]`, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => notRedacted(one, `${at}.${key}`, key));
}

/** An answer of the same shape: texts of the same length, numbers where there were numbers. */
export function rebuilt(value: unknown): unknown {
  if (typeof value === 'string') {
    const length = /^text\((\d+)\)$/.exec(value)?.[1];
    if (length !== undefined) return 'x'.repeat(Number(length));
    if (value === 'number') return 7;
    return shape.test(value) ? null : value;
  }
  if (Array.isArray(value)) return value.map(rebuilt);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rebuilt(one)]));
}

/** `GET /api/v3/users/*`: what an exchange is, whoever it is about. Readings of records and of people are told apart. */
export function kindOf({ method, path }: Recorded): string {
  const { pathname, searchParams } = new URL(path, 'http://recorded');
  const about = searchParams.has('id') ? ' by id' : '';
  return `${method} ${pathname.replace(/\/(\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/gi, '/*')}${about}`;
}

/** Members of an answer by their place; fields and ids stand for each other. */
export function membersOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => membersOf(one, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const name = fieldKey.test(key) ? 'e_*' : /^\d+$/.test(key) || guid.test(key) ? '*' : key;
    return [`${at}.${name}`, ...membersOf(one, `${at}.${name}`)];
  });
}
