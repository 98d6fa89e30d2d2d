/**
 * The tenant's fields that can hold a file. Neither listing's shape is documented whole (research lucca-api §4.5), so
 * every name that Lucca uses elsewhere for the same thing is taken, and a field that says too little is left out.
 */
import type { FieldDefinition } from '../../../core/model.ts';
import { isObject, itemsOf, member, text, wholeNumber } from './json.ts';

/** `extensionuserdefinitions` is documented; the path of UserProperties is inferred from its name ([INF]). */
export const definitionPaths = [
  '/api/v3/extensionuserdefinitions?paging=0,1000',
  '/api/v3/userproperties?paging=0,1000',
] as const;

/** Fields that hold a file themselves or in a sub-field; null where the answer is no listing. */
export function parseDefinitions(json: unknown): readonly FieldDefinition[] | null {
  const items = itemsOf(json);
  return items === null ? null : items.flatMap((item) => definitionOf(item) ?? []);
}

function definitionOf(item: unknown): FieldDefinition | null {
  const field = keyOf(item);
  if (field === null) return null;
  const subFields = subItemsOf(item).flatMap((sub) => {
    const key = keyOf(sub);
    if (key === null) return [];
    return [
      {
        key,
        name: nameOf(sub, key),
        holdsFile: holdsFile(sub),
        ...(isDate(sub) ? { isDate: true as const } : {}),
      },
    ];
  });
  const itself = subFields.length === 0 && holdsFile(item);
  if (!itself && !subFields.some((sub) => sub.holdsFile)) return null;
  const section = sectionOf(item);
  return {
    field,
    name: nameOf(item, field),
    multiple: isMultiple(item),
    subFields,
    holdsFile: itself,
    ...(section === '' ? {} : { section }),
    ...(member(item, 'isReadOnly') === true ? { readOnly: true as const } : {}),
  };
}

/** How a section is named in a listing is documented nowhere ([NOT FOUND]); '' where nothing looks like one. */
function sectionOf(item: unknown): string {
  for (const name of ['section', 'sectionName', 'group']) {
    const section = member(item, name);
    if (wholeNumber(section) !== null) continue;
    const found = text(section) || (isObject(section) ? nameOf(section, '') : '');
    if (found !== '') return found;
  }
  return '';
}

function keyOf(item: unknown): string | null {
  const names = ['key', 'propertyName', 'code', 'id'].map((name) => text(member(item, name)));
  return names.find((name) => /^e_\S+$/i.test(name)) ?? null;
}

/** A name may come per language: `{"fr": "…"}` or a list of `{culture, value}`; the first one does. */
function nameOf(item: unknown, key: string): string {
  const name = member(item, 'name') ?? member(item, 'label') ?? member(item, 'translation');
  if (text(name) !== '') return text(name);
  const first: unknown = isObject(name)
    ? Object.values(name)[0]
    : Array.isArray(name)
      ? (name[0] as unknown)
      : null;
  return text(first) || text(member(first, 'value')) || key;
}

function isMultiple(item: unknown): boolean {
  const names = [
    'isMultivalue',
    'isMultiValue',
    'isMultiple',
    'multiple',
    'allowMultiple',
    'allowMultipleOccurrences',
  ];
  return names.some((name) => member(item, name) === true);
}

function subItemsOf(item: unknown): readonly unknown[] {
  const names = [
    'properties',
    'extensionUserProperties',
    'children',
    'subProperties',
    'fields',
    'definitions',
  ];
  for (const holder of [item, member(item, 'format'), member(item, 'schema')]) {
    for (const name of names) {
      const value = member(holder, name);
      if (Array.isArray(value)) return value as readonly unknown[];
      if (isObject(value))
        return Object.entries(value).map(([key, sub]) => (isObject(sub) ? { key, ...sub } : sub));
    }
  }
  return [];
}

/** `format.key`, `format`, `type` or `kind` names a file, an attachment; an image is the picture's kind. */
function holdsFile(item: unknown): boolean {
  return kindsOf(item).some((word) =>
    /^(file|attachment|document|pi[eè]ce.?jointe|file-reference|fichier)s?$/i.test(word),
  );
}

function isDate(item: unknown): boolean {
  return kindsOf(item).some((word) => /^date(-?time)?$/i.test(word));
}

function kindsOf(item: unknown): readonly string[] {
  const format = member(item, 'format');
  return [
    member(format, 'key'),
    format,
    member(item, 'formatKey'),
    member(item, 'type'),
    member(item, 'kind'),
    member(member(item, 'schema'), 'title'),
  ]
    .filter((word) => wholeNumber(word) === null)
    .map(text);
}
