/**
 * The values of extensions: as they are read, and as they are sent. A reference reads `{id, type, url}` and is sent as
 * `{id}` ([SRC] file-reference: the others are read-only).
 */
import type { FieldValue, FileId, FileLink, ValueId } from '../../../core/model.ts';
import type { FieldWrite, ValueWrite } from '../../../core/ports.ts';
import { isObject, member, text, wholeNumber } from '../v3/json.ts';
import type { JsonObject } from '../v3/json.ts';
import { fileIdOf } from '../v3/values.ts';
import { fileLinks } from './file-links.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The file of a value. Labels and people are references with an id too: the type tells, or else the address or the id. */
function fileIn(value: unknown): FileId | null {
  const id = text(member(value, 'id'));
  const type = text(member(value, 'type'));
  const looksSo = guid.test(id) || /\/files\//.test(text(member(value, 'url')));
  return type === 'file' || (type === '' && looksSo) ? fileIdOf(id) : null;
}

/** A composite value's sub-fields have keys of ours; a reference's members have not. */
function isComposite(value: unknown): value is JsonObject {
  return isObject(value) && Object.keys(value).some((key) => /^e_/i.test(key));
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** One extension as one value of its field. `origin`: the tenant's, whose links are kept. */
export function fieldValue(extension: unknown, origin?: string): FieldValue {
  const value = member(extension, 'value') ?? null;
  const id = wholeNumber(member(extension, 'id'));
  const files: Record<string, FileId> = {};
  const parts: readonly (readonly [string, unknown])[] = isComposite(value)
    ? Object.entries(value)
    : [['', value]];
  for (const [key, part] of parts) {
    const file = fileIn(part);
    if (file !== null) files[key] = file;
  }
  const given = origin === undefined ? new Map<FileId, FileLink>() : fileLinks(extension, origin);
  const links: Record<string, FileLink> = {};
  for (const [key, file] of Object.entries(files)) {
    const link = given.get(file);
    if (link !== undefined) links[key] = link;
  }
  return {
    valueId: id === null ? null : (id as ValueId),
    files,
    ...(given.size === 0 ? {} : { links }),
    raw: { value },
    empty: parts.every(([, part]) => isNothing(part)),
  };
}

/** What a row becomes, laid over what stood there before. */
export function valueOf({ file, field }: FieldWrite, row: ValueWrite): unknown {
  const attached = row.fileId === null ? null : { id: row.fileId };
  const before = member(row.again, 'value') ?? null;
  if (file === null) {
    if (Object.keys(row.values).length > 0)
      throw new Error(`Only a composite field has sub-fields: ${field}`);
    return attached ?? sentAgain(before);
  }
  const content: Record<string, unknown> = {};
  const lay = (key: string, value: unknown): void => {
    const there = Object.keys(content).find((one) => one.toLowerCase() === key.toLowerCase()) ?? key;
    content[there] = value;
  };
  if (isComposite(before)) for (const [key, value] of Object.entries(before)) content[key] = sentAgain(value);
  for (const [key, value] of Object.entries(row.values)) lay(key, dayAlone(value));
  if (attached !== null || row.again === undefined) lay(file, attached);
  return content;
}

function sentAgain(value: unknown): unknown {
  const id = member(value, 'id');
  return typeof id === 'string' ? { id } : value;
}

/** Settings write days as v3 does, at midnight; a schema of dates has days ([INF]: `legacy-date` is not spelt out). */
function dayAlone(value: string | null): string | null {
  return value?.replace(/^(\d{4}-\d\d-\d\d)T00:00:00$/, '$1') ?? null;
}
