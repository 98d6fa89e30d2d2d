/**
 * Where a file is given back: only the resource that refers to it says so, in a link that holds a token ([DOC]
 * retrieve-a-file). How that link is called on an extension is printed nowhere, so each of its links is looked at, and
 * known by the file's own address.
 *
 * Invariant: a link of another host is none. No token and no bearer goes anywhere but to the tenant.
 */
import type { FileId, FileLink } from '../../../core/model.ts';
import { isObject, member, text } from '../v3/json.ts';
import { fileIdOf } from '../v3/values.ts';

const address = /^\/lucca-api\/files\/([^/]+)$/i;
const deepest = 4;

/** The link of each file that is among an item's links, or among those of its value. */
export function fileLinks(extension: unknown, origin: string): ReadonlyMap<FileId, FileLink> {
  const found = new Map<FileId, FileLink>();
  const value = member(extension, 'value');
  const parts = isObject(value) ? Object.values(value).map((part) => member(part, 'links')) : [];
  for (const links of [member(extension, 'links'), member(value, 'links'), ...parts]) look(links, 0);
  return found;

  function look(links: unknown, depth: number): void {
    if (Array.isArray(links) && depth < deepest) for (const one of links) look(one, depth + 1);
    if (!isObject(links) || depth >= deepest) return;
    const href = text(member(links, 'href'));
    const link = href === '' ? null : fileLink(href, origin);
    if (link !== null) found.set(link.fileId, link.link);
    for (const one of Object.values(links)) look(one, depth + 1);
  }
}

/** Path and query of a file's address with its token; null for anything else. */
function fileLink(href: string, origin: string): { readonly fileId: FileId; readonly link: FileLink } | null {
  if (!URL.canParse(href, origin)) return null;
  const url = new URL(href, origin);
  const fileId = fileIdOf(address.exec(url.pathname)?.[1]);
  const there = url.origin === origin && url.username === '' && url.password === '';
  if (!there || fileId === null || (url.searchParams.get('token') ?? '') === '') return null;
  return { fileId, link: `${url.pathname}${url.search}` as FileLink };
}
