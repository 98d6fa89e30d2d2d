/** A write as Lucca's body: field keys at the root, values wrapped in `value` ([DOC] seed 000, research §4.4). */
import type { FileId } from '../../../core/model.ts';
import type { FieldWrite, RecordWrite, ValueWrite } from '../../../core/ports.ts';
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
  if (row.again !== undefined) return valueAgain(row.again);
  const value = contentBody(field, row);
  return row.valueId === null ? { value, isNew: true, id: 0 } : { id: row.valueId, value };
}

/** "To update a value that already exists, you must specify its id"; for a new one it may be left out ([DOC]). */
function singleBody(field: FieldWrite, value: ValueWrite): JsonObject {
  if (value.again !== undefined) return valueAgain(value.again);
  const content = contentBody(field, value);
  return value.valueId === null ? { value: content } : { id: value.valueId, value: content };
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
