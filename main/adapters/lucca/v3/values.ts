/**
 * The values of extendedData, in every shape that they may be read in, and the one shape in which they are sent back.
 * How a file value reads is nowhere documented ([INF], research lucca-api §4.3): a GUID, `{id}`, `{id,name,href,url}`
 * are all taken.
 */
import type { FieldValue, FileId, ValueId } from '../../../core/model.ts';
import { isObject, member, wholeNumber } from './json.ts';
import type { JsonObject } from './json.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const guidInAddress = /\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?:[/?#]|$)/i;

/** An id as it is kept and compared: GUIDs have no case. */
export function fileIdOf(value: unknown): FileId | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  const id = value.trim();
  return (guid.test(id) ? id.toLowerCase() : id) as FileId;
}

/** The file that a value shows; null where it shows none. */
export function fileIn(value: unknown): FileId | null {
  if (typeof value === 'string') return guid.test(value.trim()) ? fileIdOf(value) : null;
  if (!isObject(value)) return null;
  const id = member(value, 'id');
  if (typeof id === 'string') return fileIdOf(id);
  const inner = member(value, 'value');
  if (inner !== undefined) return fileIn(inner);
  const address = member(value, 'href') ?? member(value, 'url');
  return typeof address === 'string' ? fileIdOf(guidInAddress.exec(address)?.[1]) : null;
}

/** Everything that a field holds: nothing, one value, or rows. */
export function fieldValues(raw: unknown): readonly FieldValue[] {
  if (raw === null || raw === undefined) return [];
  return (Array.isArray(raw) ? (raw as readonly unknown[]) : [raw])
    .filter((one) => one !== null)
    .map((one) => fieldValue(one));
}

function fieldValue(raw: unknown): FieldValue {
  const wrapped =
    isObject(raw) && (member(raw, 'value') !== undefined || wholeNumber(member(raw, 'id')) !== null);
  const value = wrapped ? member(raw, 'value') : raw;
  const id = wrapped ? wholeNumber(member(raw, 'id')) : null;
  return {
    valueId: id === null || id === 0 ? null : (id as ValueId),
    files: filesIn(value),
    raw,
    empty: isEmpty(value),
  };
}

function filesIn(value: unknown): Record<string, FileId> {
  const files: Record<string, FileId> = {};
  if (isComposite(value)) {
    for (const [key, sub] of Object.entries(value)) {
      const file = fileIn(valueOfSub(sub));
      if (file !== null) files[key] = file;
    }
    return files;
  }
  const file = fileIn(value);
  if (file !== null) files[''] = file;
  return files;
}

/** Sub-field keys begin with `e_` too ([DOC]). */
function isComposite(value: unknown): value is JsonObject {
  return isObject(value) && Object.keys(value).some((key) => /^e_/i.test(key));
}

function isWrapped(sub: unknown): sub is JsonObject {
  return isObject(sub) && member(sub, 'value') !== undefined;
}

function valueOfSub(sub: unknown): unknown {
  return isWrapped(sub) ? member(sub, 'value') : sub;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return isComposite(value) && Object.values(value).every((sub) => isEmpty(valueOfSub(sub)));
}

/** A value read before, as it is sent back: its id, its content, files as `{"id"}` whatever shape they were read in. */
export function valueAgain(raw: unknown): JsonObject {
  const id = wholeNumber(member(raw, 'id'));
  const wrapped = isWrapped(raw) || id !== null;
  const value = contentAgain(wrapped ? (member(raw, 'value') ?? null) : raw);
  return id === null || !wrapped ? { value } : { id, value };
}

function contentAgain(value: unknown): unknown {
  if (isComposite(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, sub]) => {
        const content = { value: simpleAgain(valueOfSub(sub)) };
        const id = isWrapped(sub) ? wholeNumber(member(sub, 'id')) : null;
        return [key, id === null ? content : { id, ...content }];
      }),
    );
  return simpleAgain(value);
}

function simpleAgain(value: unknown): unknown {
  const file = fileIn(value);
  return file === null ? (value ?? null) : { id: file };
}
