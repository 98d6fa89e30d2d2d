/**
 * `--record`: what went over the wire, with everything personal and secret taken out. Shapes, ids, codes and sizes stay:
 * what is needed to find out why Lucca answered as it did.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { HttpOptions } from '../adapters/lucca/v3/http.ts';

type OnExchange = NonNullable<HttpOptions['onExchange']>;

export interface Recorder {
  readonly onExchange: OnExchange;
  close(): void;
}

const keptHeaders = ['content-type', 'retry-after', 'date', 'x-request-id'];
const keptQuery = ['id', 'fields', 'paging', 'orderby', 'limit', 'page', 'include', 'formerEmployees'];
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Numbers by these names say nothing of a person's life. */
const keptNumbers = /^(id|count|size|contentLength|status|code|total|page|limit)$|Id$/;
const shownItems = 3;

/** Appends to `file`, which only its owner may read. Throws the file system's error. */
export function openRecorder(file: string, now: () => number = Date.now): Recorder {
  const descriptor = openSync(file, 'a', 0o600);
  return {
    onExchange({ method, path, body }, result, ms) {
      const line = {
        at: new Date(now()).toISOString(),
        method,
        path: redactedPath(path),
        ...(body === undefined
          ? {}
          : { sent: { contentType: body.contentType.split(';')[0], length: body.length } }),
        ms: Math.round(ms),
        ...(result.kind === 'answer'
          ? {
              status: result.answer.status,
              headers: Object.fromEntries(
                Object.entries(result.answer.headers).filter(([name]) => keptHeaders.includes(name)),
              ),
              length: result.answer.body.length,
              body: redactedBody(result.answer.body),
            }
          : result),
      };
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** The path keeps ids and known parameters; any other value becomes its length. */
export function redactedPath(path: string): string {
  const [place = '', query] = path.split('?', 2);
  if (query === undefined) return place;
  const parts = query.split('&').map((part) => {
    const [name = '', value = ''] = part.split('=', 2);
    return keptQuery.includes(name) ? part : `${name}=…${value.length}`;
  });
  return `${place}?${parts.join('&')}`;
}

function redactedBody(text: string): unknown {
  try {
    return redacted(JSON.parse(text), '');
  } catch {
    return `…${text.length}`;
  }
}

/** Shapes with their texts and figures taken out; exported for its test. */
export function redacted(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return guid.test(value) || /^e_\S+$/.test(value) ? value : `…${value.length}`;
  if (typeof value === 'number') return keptNumbers.test(key) ? value : '…';
  if (Array.isArray(value)) {
    const shown = value.slice(0, shownItems).map((item) => redacted(item, key));
    return value.length > shownItems ? [...shown, `… ${value.length - shownItems} more`] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redacted(inner, name)]));
}
