/** The `Lucca` port on the 2024-11-01 generation. A call may take several requests: each asks for its place. */
import type { FieldDefinition, FileId } from '../../../core/model.ts';
import type { CancelSignal, Lucca, Outcome, UploadedFile } from '../../../core/ports.ts';
import { createHttp } from '../v3/http.ts';
import type { HttpOptions } from '../v3/http.ts';
import { member, text } from '../v3/json.ts';
import { multipartOf } from '../v3/multipart.ts';
import { fileIdOf } from '../v3/values.ts';
import { definitionsPath, parseDefinitions } from './definitions.ts';
import type { DefinitionsPage } from './definitions.ts';
import { DirectoryReader } from './directory.ts';
import type { Names } from './directory.ts';
import { readRecords } from './extensions.ts';
import { KeptPages } from './kept-pages.ts';
import { compareFile } from './read-back.ts';
import { apiVersion, createSession } from './session.ts';
import { createTokens } from './tokens.ts';
import { writeRecord } from './write.ts';

export interface Lucca20241101Options extends Omit<HttpOptions, 'key' | 'authorize'> {
  /** The client's secret, asked for each token and kept nowhere. */
  readonly secret: () => Promise<string | null>;
  readonly clientId: string;
  /** Whole address. */
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
  /** What of an employee's surroundings is read by name. */
  readonly names: Names;
  /** ETags are kept and sent back: pages that stand are not sent again, and a row that was changed is not written over. */
  readonly etags?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds that never go back. */
  readonly monotonic?: () => number;
  readonly onSignInRefused?: (code: string) => void;
}

export function createLucca20241101(options: Lucca20241101Options): Lucca {
  const { secret, clientId, tokenUrl, scopes, names, etags = false, onSignInRefused, ...wire } = options;
  const now = options.now ?? (() => Date.now());
  const address = new URL(tokenUrl);
  // No key goes there but the one in the body.
  const tokenHttp = createHttp({
    ...wire,
    origin: address.origin,
    key: () => Promise.resolve('none'),
    authorize: () => ({}),
  });
  const http = createHttp({
    ...wire,
    compressed: true,
    key: () => Promise.resolve(null),
    authorize: (token) => ({ authorization: `Bearer ${token}`, 'api-version': apiVersion }),
  });
  const session = createSession({
    origin: new URL(options.origin).origin,
    http,
    tokens: createTokens({
      http: tokenHttp,
      path: `${address.pathname}${address.search}`,
      clientId,
      secret,
      scopes,
      monotonic: options.monotonic ?? (() => performance.now()),
      onRefused: onSignInRefused,
    }),
    now,
  });
  const directory = new DirectoryReader(session, names, etags);
  const definitions = new KeptPages<DefinitionsPage>(session, etags);

  return {
    directoryPage: (offset, limit, signal) => directory.page(offset, limit, signal),
    records: (query, signal) => readRecords(session, query, signal, now),

    async upload({ document, fileName, contentType, onProgress }, signal) {
      const { size, bytes } = document;
      const part = { partName: 'form', fileName, size, bytes, onProgress };
      const answer = await session.ask({
        method: 'POST',
        path: 'files',
        body: multipartOf({ ...part, contentType: listedName(contentType) }),
        effect: 'upload',
        parse: parseFile,
        signal,
      });
      // The answer does not say how many bytes came: the request did, and ended where it said.
      return answer.kind === 'applied' ? { ...answer, value: uploaded(answer.value, size) } : answer;
    },

    write: (write, query, signal) => writeRecord(session, write, query, signal, { now, etags }),
    definitions: (signal) => readDefinitions(definitions, signal),
    compare: (expected, signal) => compareFile(session, expected, signal, now),
    ...(etags ? { pagesUnchanged: () => directory.unchanged + definitions.unchanged } : {}),

    async close() {
      await Promise.all([http.close(), tokenHttp.close()]);
    },
  };
}

/** What a person accepted although nothing is known of it goes by the list's own name for that ([DOC] seed 001). */
const listedName = (contentType: string): string =>
  contentType === 'application/octet-stream' ? 'binary/octet-stream' : contentType;

const uploaded = (fileId: FileId, contentLength: number): UploadedFile => ({ fileId, contentLength });

/** Anything that is a file with an id: the other members say nothing that is needed ([DOC] seed 001). */
function parseFile(json: unknown): FileId | null {
  const type = text(member(json, 'type'));
  return type === 'file' || type === '' ? fileIdOf(member(json, 'id')) : null;
}

async function readDefinitions(
  pages: KeptPages<DefinitionsPage>,
  signal: CancelSignal,
): Promise<Outcome<readonly FieldDefinition[]>> {
  const fields: FieldDefinition[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: string = cursor === null ? '' : `&page=${encodeURIComponent(cursor)}`;
    const answer = await pages.read(`${definitionsPath}${page}`, parseDefinitions, signal);
    if (answer.kind !== 'applied') return answer;
    fields.push(...answer.value.fields);
    if (answer.value.next === null || answer.value.next === cursor) return { kind: 'applied', value: fields };
    cursor = answer.value.next;
    if (!((await signal.another?.()) ?? true)) return { kind: 'unreachable', code: 'stopped' };
  }
}
