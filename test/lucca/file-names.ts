/** The names of the files that a request is about, for faults that strike by name. */
import { parseMultipart } from './multipart.ts';
import type { Store } from './store.ts';

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

export function fileNamesIn(contentType: string, body: Buffer, store: Store): string[] {
  if (!contentType.toLowerCase().startsWith('multipart/'))
    return [...body.toString('latin1').matchAll(guid)].flatMap(
      ([id]) => store.files.get(id.toLowerCase())?.name ?? [],
    );
  try {
    return parseMultipart(contentType, body, 'decode').flatMap(({ fileName }) => fileName ?? []);
  } catch {
    return [];
  }
}
