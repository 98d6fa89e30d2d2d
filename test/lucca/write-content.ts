/** Turns what a PUT says about one value into what is stored. */
import { Refused } from './errors.ts';
import type { Content, Field, Leaf, ListEntry, SubField, SubValue } from './model.ts';
import { filesOf } from './store.ts';
import type { World } from './user-view.ts';

export type Given = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What one PUT has said so far. */
export interface Writing {
  readonly world: World;
  /** Files that values of this request refer to already. */
  readonly filesUsed: Set<string>;
  /** By v3: it may not know the files of the other generation. */
  readonly legacy?: boolean;
}

/** `{id, value}` taken apart: no id and id 0 both mean a new value. [DOC guides/extended-data] */
export interface GivenValue {
  readonly id: number | null;
  /** Undefined: the member is not there. */
  readonly value: unknown;
  readonly isDeleted: boolean;
}

export function readGiven(key: string, input: unknown, writing: Writing): GivenValue {
  if (!isObject(input) || (!('value' in input) && !('id' in input))) {
    if (writing.world.switches.bareScalar === 'accept' && !isObject(input) && !Array.isArray(input))
      return { id: null, value: input, isDeleted: false };
    throw new Refused(400, `${key}: an object with a member "value" was expected`);
  }
  const { id } = input;
  if (id !== undefined && id !== null && (typeof id !== 'number' || !Number.isInteger(id) || id < 0))
    throw new Refused(400, `${key}: the id of a value is an integer`);
  return { id: id || null, value: input['value'], isDeleted: input['isDeleted'] === true };
}

/** @throws Refused 400 where the value does not fit the field. */
export function parseContent(
  field: Field,
  value: unknown,
  current: Content | null,
  writing: Writing,
): Content {
  if (field.kind === 'composite') return parseComposite(field, value, current, writing);
  const kept = current ? filesOf(current).map(({ fileId }) => fileId) : [];
  const leaf = parseLeaf(field.key, field.kind, field.entries, value, kept, writing);
  if (leaf === null) throw new Refused(400, `${field.key}: a value was expected`);
  return leaf;
}

function parseComposite(field: Field, value: unknown, current: Content | null, writing: Writing): Content {
  if (!isObject(value)) throw new Refused(400, `${field.key}: an object of sub-fields was expected`);
  const { switches, store } = writing.world;
  const known = new Map((field.parts ?? []).map((part) => [part.key, part]));
  for (const key of Object.keys(value))
    if (!known.has(key) && switches.unknownField === 'refuse')
      throw new Refused(400, `Unknown property ${key} of ${field.key}`);
  const before = current?.kind === 'composite' ? current.parts : {};
  const kept = current ? filesOf(current).map(({ fileId }) => fileId) : [];
  const parts: Record<string, SubValue> = {};
  for (const part of known.values()) {
    const old = before[part.key];
    const id = old?.id ?? store.newValueId();
    if (part.key in value)
      parts[part.key] = { id, leaf: parsePart(field, part, value[part.key], kept, writing) };
    else parts[part.key] = { id, leaf: switches.omittedSubFields === 'keep' ? (old?.leaf ?? null) : null };
  }
  return { kind: 'composite', parts };
}

function parsePart(
  field: Field,
  part: SubField,
  input: unknown,
  kept: readonly string[],
  writing: Writing,
): Leaf | null {
  const name = `${field.key}.${part.key}`;
  const given = readGiven(name, input, writing);
  return parseLeaf(name, part.kind, part.entries, given.value ?? null, kept, writing);
}

function parseLeaf(
  name: string,
  kind: SubField['kind'],
  entries: readonly ListEntry[] | undefined,
  value: unknown,
  kept: readonly string[],
  writing: Writing,
): Leaf | null {
  if (value === null || value === undefined) return null;
  const wrong = (expected: string): Refused => new Refused(400, `${name}: ${expected} was expected`);
  switch (kind) {
    case 'file':
      return { kind: 'file', fileId: parseFileId(name, value, kept, writing) };
    case 'text':
    case 'longText':
    case 'link':
      if (typeof value !== 'string') throw wrong('a text');
      return { kind: 'scalar', value };
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('true or false');
      return { kind: 'scalar', value };
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong('an integer');
      return { kind: 'scalar', value };
    case 'decimal':
      if (typeof value !== 'number') throw wrong('a number');
      return { kind: 'scalar', value };
    case 'date':
      return { kind: 'scalar', value: parseDate(value) ?? fail(wrong('a date')) };
    case 'list':
      if (!entries?.some(({ id }) => id === value)) throw wrong('the id of an entry of the list');
      return { kind: 'scalar', value: value as number };
  }
}

function fail(error: Error): never {
  throw error;
}

/** Gives `yyyy-MM-ddTHH:mm:ss`, or null where the text is no date of the calendar. */
export function parseDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const found = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(value);
  if (!found) return null;
  const [, date, time = 'T00:00:00'] = found;
  const instant = new Date(`${date}${time}Z`);
  // `new Date` rolls 30 February over into March
  return Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(date!)
    ? null
    : `${date}${time}`;
}

/**
 * A file is written as `{"id": "<guid>"}` [DOC seed 000], whatever shape it was read in; further members
 * are not looked at.
 */
export function parseFileId(name: string, value: unknown, kept: readonly string[], writing: Writing): string {
  const { store, switches } = writing.world;
  if (!isObject(value) || typeof value['id'] !== 'string')
    throw new Refused(400, `${name}: a file is given as {"id": "…"}`);
  const file = store.usableFile(value['id'], switches);
  const foreign = writing.legacy === true && switches.mixedFileIds === 'separate' && file?.by === 'new-api';
  if (!file || foreign) throw new Refused(400, `${name}: file ${value['id']} was not found`);
  const taken = writing.filesUsed.has(file.id) || (store.usesOf(file.id) > 0 && !kept.includes(file.id));
  if (taken && switches.sharedFileId === 'refuse')
    throw new Refused(400, `${name}: file ${file.id} belongs to another value`);
  writing.filesUsed.add(file.id);
  return file.id;
}
