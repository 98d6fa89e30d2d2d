/**
 * GET /lucca-api/files/{id}?token=…: only with the token of a link that the resource gave which refers to the file.
 * [DOC retrieve-a-file] What the token is made of, and how long it opens the file, is [NOT FOUND].
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { Viewer } from '../user-view.ts';
import { describeFile } from './files.ts';
import { apiVersion } from './problem.ts';
import { needsScope, shown, urlOf } from './request.ts';
import type { NewRequest } from './request.ts';

const secret = randomBytes(16);
const signature = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');

/** The address of a file with a token that opens it for a while. */
export function linkTo(fileId: string, view: Viewer): string {
  const until = Math.floor(view.now() / 1000 + view.switches.linkSeconds);
  const token = `eyJ${Buffer.from(String(until)).toString('base64url')}.${signature(`${fileId} ${until}`)}`;
  return `${urlOf(view, `files/${fileId}`)}?token=${token}`;
}

function opens(token: string, fileId: string, view: Viewer): boolean {
  const [head = '', signed = ''] = token.split('.');
  const until = Buffer.from(head.replace(/^eyJ/, ''), 'base64url').toString();
  return signed === signature(`${fileId} ${until}`) && Number(until) * 1000 > view.now();
}

/** The description, or the bytes where these are asked for. A preview is the file itself here. */
export function giveFile(request: NewRequest, view: Viewer, id: string): Answer {
  needsScope(request, 'files.readonly');
  const file = view.store.files.get(id.toLowerCase());
  // Who has no token does not learn whether the file is there.
  if (!file || !opens(request.query.get('token') ?? '', file.id, view)) throw new Refused(404, 'Not Found');
  const accept = request.headers['accept'] ?? '*/*';
  const disposition = request.query.get('disposition');
  const raw =
    disposition === null
      ? /octet-stream|^image\//i.test(accept) || accept.toLowerCase() === file.contentType
      : disposition !== 'json';
  if (!raw) return shown(request, describeFile(file, urlOf(view, `files/${file.id}`)));
  if (file.bytes === null) throw new Refused(404, 'The bytes were not kept');
  const type = /octet-stream/i.test(accept) ? 'application/octet-stream' : file.contentType;
  return { status: 200, headers: { 'Api-Version': apiVersion, 'Content-Type': type }, body: file.bytes };
}
