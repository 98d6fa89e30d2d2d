/** Extension definitions with their schemas. [SRC employee-extension-definition; DOC extension-definition-schemas] */
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import { rightOn } from '../model.ts';
import type { Field, LeafKind, SubField } from '../model.ts';
import type { Viewer } from '../user-view.ts';
import { collection } from './collection.ts';
import { listOf, needsScope, reference } from './request.ts';
import type { Entity, NewRequest } from './request.ts';

const titles: Readonly<Record<LeafKind, string>> = {
  text: 'short-text',
  longText: 'long-text',
  boolean: 'boolean',
  integer: 'int32',
  decimal: 'decimal',
  date: 'legacy-date',
  list: 'taxonomy-label-reference',
  link: 'url',
  file: 'file-reference',
};

const jsonTypes: Readonly<Partial<Record<LeafKind, string>>> = {
  boolean: 'boolean',
  integer: 'integer',
  decimal: 'number',
};

/** A base schema, inlined as answers show it. */
function leafSchema(kind: LeafKind): Entity {
  const title = titles[kind];
  const head = {
    $id: `/lucca-api/schemas/${title}`,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
  };
  if (kind !== 'file' && kind !== 'list') return { ...head, type: [jsonTypes[kind] ?? 'string', 'null'] };
  return {
    ...head,
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['id'],
    properties: {
      id: { type: 'string', minLength: 1 },
      type: { type: 'string', const: kind === 'file' ? 'file' : 'taxonomy-label', readOnly: true },
      url: { type: 'string', format: 'uri', readOnly: true },
    },
  };
}

/** Objects stand at the root only: a composite field. How Lucca titles them is [NOT FOUND]. */
export function schemaOf(field: Field): Entity {
  if (field.kind !== 'composite') return leafSchema(field.kind);
  const properties = Object.fromEntries((field.parts ?? []).map((part) => [part.key, leafSchema(part.kind)]));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties };
}

/** Empty for a composite one. */
export const titleOfSchema = ({ kind }: Field): string => (kind === 'composite' ? '' : titles[kind]);

const described = (parts: readonly SubField[]): Entity =>
  Object.fromEntries(
    parts.map((part, index) => [
      part.key,
      { name: part.name, taxonomy: null, sortOrder: index, t9n: { name: { 'fr-FR': part.name } } },
    ]),
  );

const define = (field: Field, view: Viewer): Entity => ({
  ...reference(view, 'employee-extension-definition', 'employee-extension-definitions', field.key),
  name: field.name,
  multipleValueHandling: field.multiple ? { sorting: 'ascending', sortingProperty: null } : null,
  schema: schemaOf(field),
  propertyDescriptions: field.kind === 'composite' ? described(field.parts ?? []) : null,
  taxonomy: null,
  isArchived: false,
  lastArchivedAt: null,
  t9n: { name: { 'fr-FR': field.name } },
});

export function listDefinitions(request: NewRequest, view: Viewer): Answer {
  needsScope(request, 'employee-extension-definitions.readonly');
  if (!view.key.rights.readDefinitions) throw new Refused(403, 'You may not read definitions');
  const { query } = request;
  const wanted = listOf(query, 'schema.title');
  const single = query.get('multipleValueHandling') === 'null';
  const several = query.get('-multipleValueHandling') === 'null';
  const all = [...view.store.fields.values()]
    .filter((field) => rightOn(view.key.rights, field) !== 'none')
    .filter((field) => wanted === null || wanted.includes(titleOfSchema(field)))
    .filter(({ multiple }) => (!single || !multiple) && (!several || multiple))
    .map((field) => define(field, view));
  return collection(request, view, { type: 'employee-extension-definitions', all });
}
