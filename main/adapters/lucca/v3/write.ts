/** A write as Lucca's body: field keys at the root, values wrapped in `value` ([DOC] seed 000, research §4.4). */
import type { FileId } from '../../../core/model.ts';
import type { FieldWrite, RecordWrite, ValueWrite } from '../../../core/ports.ts';
import { isObject, member } from './json.ts';
import type { JsonObject } from './json.ts';
import { valueAgain } from './values.ts';

export function writeBody(write: RecordWrite): JsonObject {
  const body: Record<string, unknown> = {};
  if (write.picture !== null) body['picture'] = { id: write.picture };
  for (const field of write.fields) body[field.field] = fieldBody(field);
  return body;
}

/** The file ids that a write carries for the first time. */
export function fileIdsOf(write: RecordWrite): readonly FileId[] {
  const ids = write.fields.flatMap(({ rows }) => rows.map(({ fileId }) => fileId));
  return [write.picture, ...ids].filter((id) => id !== null);
}

function fieldBody(field: FieldWrite): unknown {
  if (field.multiple) return field.rows.map((row) => rowBody(field, row));
  const [value] = field.rows;
  if (value === undefined || field.rows.length > 1) throw new Error('A single-valued field takes one value');
  return singleBody(field, value);
}

/** New rows are marked as in the seed; others are named by their id. */
function rowBody(field: FieldWrite, row: ValueWrite): JsonObject {
  const value = row.again === undefined ? contentBody(field, row) : laidOver(field, row);
  if (row.again !== undefined && row.valueId !== null) return { ...valueAgain(row.again), value };
  return row.valueId === null ? { value, isNew: true, id: 0 } : { id: row.valueId, value };
}

/** "To update a value that already exists, you must specify its id"; for a new one it may be left out ([DOC]). */
function singleBody(field: FieldWrite, value: ValueWrite): JsonObject {
  if (value.again !== undefined) return { ...valueAgain(value.again), value: laidOver(field, value) };
  const content = contentBody(field, value);
  return value.valueId === null ? { value: content } : { id: value.valueId, value: content };
}

/** A value read before, with the new file and the sub-fields named laid over what stood there. */
function laidOver(field: FieldWrite, { again, valueId, fileId, values }: ValueWrite): unknown {
  const before = valueAgain(again)['value'];
  if (field.file === null) return fileId === null ? before : { id: fileId };
  if (!isObject(before) && fileId === null) return before;
  const content: Record<string, JsonObject> = {};
  for (const [key, sub] of Object.entries(isObject(before) ? before : {})) {
    // The ids of sub-values went with the row: a new row gets new ones.
    content[key] = valueId === null ? { value: member(sub, 'value') } : (sub as JsonObject);
  }
  const lay = (key: string, value: unknown): void => {
    const there = Object.keys(content).find((one) => one.toLowerCase() === key.toLowerCase()) ?? key;
    content[there] = { ...content[there], value };
  };
  for (const [key, value] of Object.entries(values)) lay(key, value);
  if (fileId !== null) lay(field.file, { id: fileId });
  return content;
}

function contentBody({ file, field }: FieldWrite, { fileId, values }: ValueWrite): unknown {
  const attached = fileId === null ? null : { id: fileId };
  if (file === null) {
    if (Object.keys(values).length > 0) throw new Error(`Only a composite field has sub-fields: ${field}`);
    return attached;
  }
  const content: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) content[key] = { value };
  content[file] = { value: attached };
  return content;
}
