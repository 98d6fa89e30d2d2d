/** Extension definitions that can hold a file, by their schemas ([DOC] extension-definition-schemas). */
import type { FieldDefinition } from '../../../core/model.ts';
import { isObject, member, text } from '../v3/json.ts';
import { pageOf } from './session.ts';

export const definitionsPath = 'employee-extension-definitions?limit=100&include=links';

export interface DefinitionsPage {
  readonly fields: readonly FieldDefinition[];
  readonly next: string | null;
}

export function parseDefinitions(json: unknown): DefinitionsPage | null {
  const page = pageOf(json);
  return page && { fields: page.items.flatMap((item) => definitionOf(item) ?? []), next: page.next };
}

function definitionOf(item: unknown): FieldDefinition | null {
  const field = text(member(item, 'id'));
  if (!/^e_\S+$/i.test(field) || member(item, 'isArchived') === true) return null;
  const schema = member(item, 'schema');
  const properties = member(schema, 'properties');
  const holdsFile = isFile(schema);
  const described = member(item, 'propertyDescriptions');
  // A base schema may be an object too, with `id`, `type` and `url`: sub-fields are keys of ours.
  const subFields =
    holdsFile || !isObject(properties)
      ? []
      : Object.entries(properties).flatMap(([key, sub]) =>
          /^e_/i.test(key)
            ? [{ key, name: text(member(member(described, key), 'name')) || key, holdsFile: isFile(sub) }]
            : [],
        );
  if (!holdsFile && !subFields.some((sub) => sub.holdsFile)) return null;
  const multiple = member(item, 'multipleValueHandling');
  return {
    field,
    name: text(member(item, 'name')) || field,
    multiple: multiple !== null && multiple !== undefined,
    subFields,
    holdsFile,
  };
}

/** Inlined with its title and `$id`, or still a reference. */
function isFile(schema: unknown): boolean {
  const names = [member(schema, 'title'), member(schema, '$id'), member(schema, '$ref')].map(text);
  return names.some((name) => /(^|\/)file-reference$/.test(name));
}
