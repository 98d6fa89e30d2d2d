/** POST /lucca-api/files. [DOC seed 001] */
import { contentTypeOf, extensionOf } from '../content-types.ts';
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { StoredFile } from '../model.ts';
import { parseMultipart } from '../multipart.ts';
import type { Viewer } from '../user-view.ts';
import { newContentTypes } from './content-types.ts';
import { Invalid } from './problem.ts';
import { needsScope, shown, urlOf } from './request.ts';
import type { Entity, NewRequest } from './request.ts';

export interface FileTaken {
  readonly answer: Answer;
  readonly file: StoredFile;
}

/** Stores one file, given as the part `form`, and answers with exactly the members of the seed. */
export function takeFile(request: NewRequest, view: Viewer): FileTaken {
  needsScope(request, 'files.readwrite');
  if (!view.key.rights.uploadFiles) throw new Refused(403, 'You may not upload files');
  const { switches } = view;
  const parts = parseMultipart(request.headers['content-type'] ?? '', request.body, switches.fileNamePercent);
  const [part, ...others] = parts.filter(({ fileName }) => fileName !== null);
  if (!part || others.length > 0 || part.name !== 'form') throw new Invalid('form', 'One file was expected');
  if (part.bytes.length === 0 && switches.emptyFile === 'refuse')
    throw new Invalid('form', 'The file is empty');
  const name = part.fileName!.replace(/^.*[/\\]/s, '');
  if (name === '') throw new Invalid('form', 'The file has no name');
  const contentType = contentTypeOf(name, part.contentType);
  if (switches.contentTypes === 'strict' && !newContentTypes.has(part.contentType ?? contentType))
    throw new Invalid(
      'form',
      `Content type ${part.contentType ?? contentType} is not allowed`,
      Number(switches.typeRefusal),
    );
  const file = view.store.addFile({
    name,
    contentType: newContentTypes.has(contentType) ? contentType : 'unknown/unknown',
    extension: extensionOf(name),
    bytes: part.bytes,
    totalPages: null,
    by: 'new-api',
  });
  const url = urlOf(view, `files/${file.id}`);
  return { file, answer: shown(request, describeFile(file, url), Number(switches.newFileStatus), url) };
}

/** The members of the seed, in its order. */
export const describeFile = (file: StoredFile, url: string): Entity => ({
  id: file.id,
  type: 'file',
  url,
  fileName: file.name,
  contentType: file.contentType,
  createdAt: `${new Date(file.createdAtMs).toISOString().slice(0, 19)}Z`,
  links: {},
  embedded: {},
});
