/** The `Lucca` port on the legacy API: v3 users and lucca-files. One port call is one request. */
import type { FileId } from '../../../core/model.ts';
import type { Lucca, Outcome, UploadedFile } from '../../../core/ports.ts';
import { definitionPaths, parseDefinitions } from './definitions.ts';
import { directoryPath, parseDirectoryPage } from './directory.ts';
import { createHttp } from './http.ts';
import type { HttpOptions } from './http.ts';
import { jsonBody } from './json-body.ts';
import { member, payloadOf, wholeNumber } from './json.ts';
import { multipartOf } from './multipart.ts';
import { outcomeOf } from './outcome.ts';
import { parseRecord, parseRecords, recordsPath, writePath } from './records.ts';
import { fileIdOf } from './values.ts';
import { fileIdsOf, writeBody } from './write.ts';

export interface LuccaV3Options extends HttpOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const uploadPath = '/lucca-files/api/uploads';

export function createLuccaV3(options: LuccaV3Options): Lucca {
  const http = createHttp(options);
  const now = options.now ?? (() => Date.now());
  /** Which listing of definitions this tenant answers: the other one is tried at the next call. */
  let definitionsSource: 0 | 1 = 0;

  return {
    async directoryPage(offset, limit, signal) {
      const result = await http.send({ method: 'GET', path: directoryPath(offset, limit), signal });
      const parse = (json: unknown) => parseDirectoryPage(json, offset, limit);
      return outcomeOf(result, { effect: 'read', parse, now: now() });
    },

    async records(query, signal) {
      const result = await http.send({ method: 'GET', path: recordsPath(query), signal });
      const parse = (json: unknown) => parseRecords(json, query, now());
      return outcomeOf(result, { effect: 'read', parse, now: now() });
    },

    async upload({ document, fileName, contentType, onProgress }, signal) {
      const body = multipartOf({
        fileName,
        contentType,
        size: document.size,
        bytes: document.bytes,
        onProgress,
      });
      const result = await http.send({ method: 'POST', path: uploadPath, body, signal });
      const outcome = outcomeOf(result, { effect: 'upload', parse: parseUpload, now: now() });
      return outcome.kind === 'applied' && outcome.value.contentLength !== document.size
        ? { kind: 'unknown', code: 'length-differs' }
        : outcome;
    },

    async write(write, query, signal) {
      const body = jsonBody(writeBody(write));
      const result = await http.send({
        method: 'PUT',
        path: writePath(write.employeeId, query),
        body,
        signal,
      });
      const parse = (json: unknown) => parseRecord(json, write.employeeId, query, now());
      return outcomeOf(result, { effect: 'write', parse, fileIds: fileIdsOf(write), now: now() });
    },

    async definitions(signal) {
      const result = await http.send({ method: 'GET', path: definitionPaths[definitionsSource], signal });
      const outcome = outcomeOf(result, { effect: 'read', parse: parseDefinitions, now: now() });
      if (saysNothing(outcome)) definitionsSource = definitionsSource === 0 ? 1 : 0;
      return outcome;
    },

    close: () => http.close(),
  };
}

function saysNothing(outcome: Outcome<readonly unknown[]>): boolean {
  return outcome.kind === 'refused' || (outcome.kind === 'applied' && outcome.value.length === 0);
}

function parseUpload(json: unknown): UploadedFile | null {
  const file = payloadOf(json);
  const fileId: FileId | null = fileIdOf(member(file, 'id'));
  const contentLength = wholeNumber(member(file, 'contentLength'));
  return fileId === null || contentLength === null ? null : { fileId, contentLength };
}

export { describeExchange } from './describe-exchange.ts';
export type { HttpRequest, HttpResult } from './http.ts';
