/** POST /lucca-files/api/uploads. [DOC seed 000; post-upload] */
import { contentTypeOf, extensionOf, legacyContentTypes } from './content-types.ts';
import { json, Refused } from './errors.ts';
import type { Answer } from './errors.ts';
import type { StoredFile } from './model.ts';
import { parseMultipart } from './multipart.ts';
import type { Part } from './multipart.ts';
import type { Viewer } from './user-view.ts';

export interface Uploaded {
  readonly answer: Answer;
  readonly file: StoredFile;
}

/** Stores one file and answers 201 with exactly the members of the seed. */
export function upload(contentType: string, body: Buffer, view: Viewer): Uploaded {
  if (!view.key.rights.uploadFiles) throw new Refused(403, 'You are not allowed to upload files');
  const { switches } = view;
  const part = theFile(parseMultipart(contentType, body, switches.fileNamePercent));
  if (switches.partName === 'documented' && part.name !== '' && part.name !== 'form')
    throw new Refused(400, `Unknown part ${part.name}`);
  if (part.bytes.length === 0 && switches.emptyFile === 'refuse') throw new Refused(400, 'The file is empty');

  // some clients send a whole path; a server keeps its last part
  const name = part.fileName!.replace(/^.*[/\\]/s, '');
  if (name === '') throw new Refused(400, 'The file has no name');
  const type = contentTypeOf(name, part.contentType);
  if (switches.contentTypes === 'strict' && !legacyContentTypes.has(type))
    throw new Refused(Number(switches.typeRefusal), `Content type ${type} is not allowed`);

  const file = view.store.addFile({
    name,
    contentType: type,
    extension: extensionOf(name),
    bytes: part.bytes,
    totalPages: type === 'application/pdf' ? countPages(part.bytes) : null,
  });
  return { file, answer: json(201, describe(file)) };
}

/** The members of the seed, in its order. */
export const describe = (file: StoredFile): Record<string, string | number | null> => ({
  id: file.id,
  name: file.name,
  createdAt: file.createdAt,
  deletedAt: null,
  contentLength: file.size,
  contentType: file.contentType,
  extension: file.extension,
  totalPages: file.totalPages,
});

function theFile(parts: readonly Part[]): Part {
  const files = parts.filter(({ fileName }) => fileName !== null);
  if (files.length !== 1) throw new Refused(400, `One file was expected, got ${files.length}`);
  return files[0]!;
}

/** Page objects in the first two megabytes: enough for a plausible number. At least one. */
function countPages(bytes: Buffer): number {
  const head = bytes.toString('latin1', 0, 2_000_000);
  return Math.max(1, head.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0);
}
