/**
 * An exchange as it may be kept and sent to somebody who helps: what was asked and answered in shape, with ids, codes
 * and counts. No key, no host, no name, no value of anybody's record.
 */
import type { HttpRequest, HttpResult } from './http.ts';
import { isObject, parseJson } from './json.ts';

export interface DescribedExchange {
  readonly method: string;
  /** Path and query: ids, field keys and paging only. */
  readonly path: string;
  readonly ms: number;
  /** Bytes of the request's body. */
  readonly sent: number;
  readonly body?: unknown;
  readonly status: number | null;
  /** How it was lost, where no answer came. */
  readonly lost?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: unknown;
}

const toldHeaders = ['content-type', 'date', 'retry-after'];
const deepest = 12;
const mostItems = 50;

export function describeExchange(request: HttpRequest, result: HttpResult, ms: number): DescribedExchange {
  const asked = {
    method: request.method,
    path: request.path.replace(
      secretInPath,
      (_, name: string, token: string) => `${name}=text(${token.length})`,
    ),
    ms: Math.round(ms),
    sent: request.body?.length ?? 0,
    ...(request.body?.json === undefined ? {} : { body: shapeOf(request.body.json) }),
  };
  if (result.kind === 'no-key') return { ...asked, status: null, lost: 'no-key' };
  if (result.kind === 'lost') return { ...asked, status: null, lost: result.code };
  const { status, headers, body } = result.answer;
  const told = Object.entries(headers).filter(([name]) => toldHeaders.includes(name));
  const json = parseJson(body);
  return {
    ...asked,
    status,
    headers: Object.fromEntries(told),
    answer: json === undefined ? `text(${body.length})` : status < 400 ? shapeOf(json) : errorShape(json),
  };
}

/** A file's link holds the token that opens it. */
const secretInPath = /\b(token)=([^&]*)/gi;
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Members whose numbers and GUIDs are told: they name things of Lucca's, and say nothing of a person. */
const idMember = /^(id|.*Id|count|status|contentLength|totalPages)$/i;
/** A word that is Lucca's own, not somebody's. An extension is not: it comes from the file's name. */
const wordMember = /^contentType$/i;
/** Keys of fields: a request names them, too. */
const fieldKey = /^e_[\w-]{1,253}$/i;
/** What a thing is, in the newer generation: its resources, and the schemas of its values. */
const kindMember = /^(type|title|\$id|\$ref)$/;
const kind =
  /^(\/lucca-api\/schemas\/)?(file|employees?|portrait|employments?|job-positions?|legal-entit(y|ies)|departments?|business-establishments?|employee-extensions?|employee-extension-definitions?|(short|long)-text|boolean|int32|decimal|legacy-date|phone-number|email|url|file-reference|employee-reference|taxonomy-label(-reference)?|object|string|number|integer|array|null)$/;
/** What a field holds, in the older one: a number, and a code below `format`. */
const codeMember = /^(type|category)$/;
const code = /^[a-z][\w-]{0,30}$/i;
/** Members of errors, in every style known. Others may be named after what was refused: a file, a person. */
const errorMember = /^(status|message|type|title|detail|instance|errors?|id|code|traceId)$/i;

function errorShape(value: unknown, depth = 0): unknown {
  if (depth >= deepest) return 'deeper';
  if (Array.isArray(value)) return value.slice(0, mostItems).map((one) => errorShape(one, depth + 1));
  if (!isObject(value)) return shapeOf(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, one], index) => [
      errorMember.test(key) ? key : `member${index}(${key.length})`,
      typeof one === 'object' ? errorShape(one, depth + 1) : shapeOf(one, errorMember.test(key) ? key : ''),
    ]),
  );
}

/**
 * The same structure, with ids, codes and switches as they are and everything else as its kind and length.
 * `within`: the member that it stands in.
 */
function shapeOf(value: unknown, name = '', depth = 0, within = ''): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return idMember.test(name) || codeMember.test(name) ? value : 'number';
  if (typeof value === 'string') return isTold(value, name, within) ? value : `text(${value.length})`;
  if (depth >= deepest) return 'deeper';
  if (Array.isArray(value))
    return value.slice(0, mostItems).map((item) => shapeOf(item, name, depth + 1, within));
  if (!isObject(value)) return 'nothing';
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, shapeOf(one, key, depth + 1, name)]),
  );
}

/** A number that is a text is an id only where it is called so: a `remoteId` is what an employer calls somebody. */
function isTold(text: string, name: string, within: string): boolean {
  if (guid.test(text) || wordMember.test(name) || fieldKey.test(text)) return true;
  if (name === 'id') return /^\d{1,19}$/.test(text);
  return (
    (kindMember.test(name) && kind.test(text)) || (within === 'format' && name === 'key' && code.test(text))
  );
}
