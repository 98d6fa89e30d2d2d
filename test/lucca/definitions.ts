/**
 * GET /api/v3/extensionuserdefinitions and /api/v3/userproperties. [DOC guides/extended-data,
 * guides/user-properties]; members beyond the documented ones, and how sub-fields are listed, are [NOT FOUND].
 */
import { Refused } from './errors.ts';
import type { Answer } from './errors.ts';
import { parseFields } from './field-selection.ts';
import { rightOn } from './model.ts';
import type { Field, LeafKind, ListEntry, SubField } from './model.ts';
import { showMembers } from './user-view.ts';
import type { Json, Viewer } from './user-view.ts';
import { envelope, parameter, parsePaging } from './users-query.ts';

type Definition = Readonly<Record<string, Json>>;

/** 0 boolean, 1 integer or list, 2 numeric, 3 date, 4 text, 5 object (user, image, file). [DOC] */
const types: Readonly<Record<LeafKind | 'composite', number>> = {
  boolean: 0,
  integer: 1,
  list: 1,
  decimal: 2,
  date: 3,
  text: 4,
  longText: 4,
  link: 4,
  file: 5,
  composite: 5,
};

const formats: Readonly<Record<LeafKind | 'composite', string>> = {
  boolean: 'boolean',
  integer: 'integer',
  list: 'select',
  decimal: 'decimal',
  date: 'date',
  text: 'text',
  longText: 'textarea',
  link: 'url',
  file: 'file',
  composite: 'composite',
};

const listEntries = (entries: readonly ListEntry[]): Json =>
  entries.map(({ id, name }) => ({ id, name, translation: `1036#${name}` }));

function property(field: Field | SubField, category: number, isReadOnly: boolean, view: Viewer): Definition {
  const parts = 'parts' in field && view.switches.compositeDefinitions === 'nested' ? field.parts : undefined;
  return {
    id: field.key,
    name: field.name,
    isMultivalue: 'multiple' in field && field.multiple,
    isNullable: true,
    isReadOnly,
    category,
    type: types[field.kind],
    format: {
      key: formats[field.kind],
      ...(field.entries ? { entries: listEntries(field.entries) } : {}),
      ...(parts ? { properties: parts.map((part) => property(part, category, isReadOnly, view)) } : {}),
    },
  };
}

const native = (id: string, name: string, type: number, format: string): Definition => ({
  id,
  name,
  isMultivalue: false,
  isNullable: true,
  isReadOnly: false,
  category: 0,
  type,
  format: { key: format },
});

const natives: readonly Definition[] = [
  native('firstName', 'Prénom', 4, 'text'),
  native('lastName', 'Nom', 4, 'text'),
  native('employeeNumber', 'Matricule', 4, 'text'),
  native('birthDate', 'Date de naissance', 3, 'date'),
  native('picture', 'Photo', 5, 'image'),
];

const visible = (view: Viewer): Field[] =>
  [...view.store.fields.values()].filter((field) => rightOn(view.key.rights, field) !== 'none');

export function userProperties(query: URLSearchParams, view: Viewer): Answer {
  const extended = visible(view).map((field) =>
    property(field, 1, rightOn(view.key.rights, field) === 'read', view),
  );
  return list([...natives, ...extended], query, view);
}

export function extensionDefinitions(query: URLSearchParams, view: Viewer): Answer {
  const definitions = visible(view).map((field, index) => ({
    ...property(field, 1, rightOn(view.key.rights, field) === 'read', view),
    url: `${view.origin}/api/v3/extensionuserdefinitions/${field.key}`,
    rank: index,
    extensionUserPropertyListEntries: listEntries(field.entries ?? []),
  }));
  return list(definitions, query, view);
}

/** The whole objects unless `fields` asks for less. */
function list(definitions: readonly Definition[], query: URLSearchParams, view: Viewer): Answer {
  if (!view.key.rights.readDefinitions) throw new Refused(403, 'You are not allowed to read the definitions');
  const fields = parseFields(parameter(query, 'fields'));
  const page = parsePaging(parameter(query, 'paging'), view);
  if (fields.count && fields.selection === null) return envelope(view, { count: definitions.length });
  const items = definitions
    .slice(page.offset, page.offset + page.limit)
    .map((definition) => (fields.selection ? showMembers(definition, fields.selection, view) : definition));
  return envelope(view, fields.count ? { items, count: definitions.length } : { items });
}
