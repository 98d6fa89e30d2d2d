/** The rows that a field holds after a PUT. [DOC guides/extended-data, seed 000] */
import { Refused } from './errors.ts';
import type { Field, Row } from './model.ts';
import { parseContent, readGiven } from './write-content.ts';
import type { GivenValue, Writing } from './write-content.ts';

/** @throws Refused 400 where what is given does not fit what is there. */
export function rowsAfter(
  field: Field,
  input: unknown,
  rows: readonly Row[],
  writing: Writing,
): readonly Row[] {
  return field.multiple
    ? severalAfter(field, input, rows, writing)
    : singleAfter(field, input, rows[0], writing);
}

function singleAfter(
  field: Field,
  input: unknown,
  current: Row | undefined,
  writing: Writing,
): readonly Row[] {
  if (Array.isArray(input)) throw new Refused(400, `${field.key} holds a single value`);
  const { store, switches } = writing.world;
  const given = readGiven(field.key, input, writing);
  if (given.id !== null && given.id !== current?.id)
    throw new Refused(400, `${field.key}: there is no value ${given.id}`);
  if (!current) {
    if (given.value === null || given.value === undefined) return [];
    return [{ id: store.newValueId(), content: parseContent(field, given.value, null, writing) }];
  }
  if (given.value === undefined) return [current];
  if (given.id === null) {
    if (switches.updateWithoutId === 'refuse')
      throw new Refused(400, `${field.key}: the id of the value must be specified`);
    if (switches.updateWithoutId === 'ignore') return [current];
  }
  if (given.value === null) return [];
  return [{ id: current.id, content: parseContent(field, given.value, current.content, writing) }];
}

function severalAfter(field: Field, input: unknown, rows: readonly Row[], writing: Writing): readonly Row[] {
  if (!Array.isArray(input))
    throw new Refused(400, `${field.key} holds several values: an array was expected`);
  const { store, switches } = writing.world;
  /** Row by id: as it is after the write, or null where it goes. */
  const mentioned = new Map<number, Row | null>();
  const added: Row[] = [];
  for (const element of input as unknown[]) {
    const given = readGiven(field.key, element, writing);
    if (given.id === null) {
      if (given.value === null || given.value === undefined)
        throw new Refused(400, `${field.key}: a new row needs a value`);
      added.push({ id: store.newValueId(), content: parseContent(field, given.value, null, writing) });
      continue;
    }
    const current = rows.find(({ id }) => id === given.id);
    if (!current) throw new Refused(400, `${field.key}: there is no value ${given.id}`);
    if (mentioned.has(current.id)) throw new Refused(400, `${field.key}: value ${given.id} is given twice`);
    mentioned.set(current.id, rowAfter(field, current, given, writing));
  }
  const stays = (row: Row | null): row is Row => row !== null;
  if (switches.multiValueMode === 'replace') return [...mentioned.values(), ...added].filter(stays);
  return [...rows.map((row) => (mentioned.has(row.id) ? mentioned.get(row.id)! : row)), ...added].filter(
    stays,
  );
}

function rowAfter(field: Field, current: Row, given: GivenValue, writing: Writing): Row | null {
  const { rowDeletion } = writing.world.switches;
  if (given.isDeleted) {
    if (rowDeletion === 'isDeleted') return null;
    throw new Refused(400, `${field.key}: unknown property isDeleted`);
  }
  if (given.value === undefined) return current;
  if (given.value === null) {
    if (rowDeletion === 'valueNull') return null;
    throw new Refused(400, `${field.key}: value ${current.id} cannot be null`);
  }
  return { id: current.id, content: parseContent(field, given.value, current.content, writing) };
}
