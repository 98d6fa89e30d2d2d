/**
 * Extensions: one value of one employee, a row of a multiple definition. [SRC employee-extension; the paths are
 * inferred, and Lucca's pages say that custom properties are only read as of now: the switch `extensionWrites`]
 */
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import { rightOn } from '../model.ts';
import type { Content, Employee, Field, Leaf, Row } from '../model.ts';
import { presence } from '../user-view.ts';
import type { Viewer } from '../user-view.ts';
import { parseContent } from '../write-content.ts';
import type { Writing } from '../write-content.ts';
import { collection } from './collection.ts';
import { titleOfSchema } from './definitions.ts';
import { linkTo } from './downloads.ts';
import { employeeOfNewId, newIdOf } from './employees.ts';
import { Invalid } from './problem.ts';
import { jsonBody, listOf, matches, needsScope, reference, shown, urlOf } from './request.ts';
import type { Entity, NewRequest } from './request.ts';

interface Standing {
  readonly employee: Employee;
  readonly field: Field;
  readonly row: Row;
}

function showLeaf(leaf: Leaf, field: Pick<Field, 'kind'>, view: Viewer): unknown {
  if (leaf.kind === 'file') return reference(view, 'file', 'files', leaf.fileId);
  if (field.kind === 'list') return { id: String(leaf.value), type: 'taxonomy-label' };
  return field.kind === 'date' ? String(leaf.value).slice(0, 10) : leaf.value;
}

function showValue(content: Content, field: Field, view: Viewer): unknown {
  if (content.kind !== 'composite') return showLeaf(content, field, view);
  return Object.fromEntries(
    (field.parts ?? []).map((part) => {
      const leaf = content.parts[part.key]?.leaf ?? null;
      return [part.key, leaf === null ? null : showLeaf(leaf, part, view)];
    }),
  );
}

/** Named after the member that refers to the file, as `portrait` is on an employee. [INF] */
function linksOf(content: Content, view: Viewer): Entity {
  const leaves: readonly (readonly [string, Leaf | null])[] =
    content.kind === 'composite'
      ? Object.entries(content.parts).map(([key, part]) => [key, part.leaf])
      : [['value', content]];
  return Object.fromEntries(
    leaves.flatMap(([key, leaf]) =>
      leaf?.kind === 'file' ? [[key, { href: linkTo(leaf.fileId, view) }]] : [],
    ),
  );
}

function show({ employee, field, row }: Standing, view: Viewer): Entity {
  return {
    ...reference(view, 'employee-extension', 'employee-extensions', String(row.id)),
    employee: reference(view, 'employee', 'employees', newIdOf(employee.id, view)),
    extensionDefinition: reference(
      view,
      'employee-extension-definition',
      'employee-extension-definitions',
      field.key,
    ),
    value: showValue(row.content, field, view),
    createdAt: '2024-01-01T08:23:12.001Z',
    lastUpdatedAt: '2024-01-01T08:23:12.001Z',
    links: view.switches.fileLinks === 'given' ? linksOf(row.content, view) : {},
  };
}

function standing(view: Viewer): Standing[] {
  const { isVisible } = presence(view);
  const fields = [...view.store.fields.values()].filter(
    (field) => rightOn(view.key.rights, field) !== 'none',
  );
  return [...view.store.employees.values()]
    .filter(isVisible)
    .flatMap((employee) =>
      fields.flatMap((field) =>
        view.store.rows(employee.id, field.key).map((row) => ({ employee, field, row })),
      ),
    );
}

export function listExtensions(request: NewRequest, view: Viewer): Answer {
  needsScope(request, 'employee-extensions.readonly');
  const { query } = request;
  const { extensionFilters, extensionPageMost } = view.switches;
  const people = listOf(query, 'employee.id');
  if (people !== null && extensionFilters === 'refused')
    throw new Invalid('employee.id', 'There is no such filter');
  const filtered = (name: string): readonly string[] | null =>
    extensionFilters === 'ignored' && name !== 'extensionDefinition.schema.title'
      ? null
      : listOf(query, name);
  const employees = filtered('employee.id');
  const definitions = filtered('extensionDefinition.id');
  const kinds = filtered('extensionDefinition.schema.title');
  const all = standing(view)
    .filter(({ employee }) => employees === null || employees.includes(newIdOf(employee.id, view)))
    .filter(({ field }) => definitions === null || definitions.includes(field.key))
    .filter(({ field }) => kinds === null || kinds.includes(titleOfSchema(field)))
    .map((one) => show(one, view));
  return collection(request, view, { type: 'employee-extensions', all, most: extensionPageMost });
}

function find(id: string, view: Viewer): Standing {
  const found = standing(view).find(({ row }) => String(row.id) === id);
  if (!found) throw new Refused(404, 'Not Found');
  return found;
}

export function readExtension(request: NewRequest, view: Viewer, id: string): Answer {
  needsScope(request, 'employee-extensions.readonly');
  return shown(request, show(find(id, view), view));
}

/** The value as the legacy write gives it: sub-fields wrapped, labels by number. */
function contentOf(field: Field, value: unknown, current: Content | null, view: Viewer): Content {
  const writing: Writing = { world: view, filesUsed: new Set() };
  const leaf = (kind: Field['kind'], given: unknown): unknown =>
    kind === 'list' && typeof given === 'object' && given !== null
      ? Number((given as { id?: unknown }).id)
      : given;
  const isComposite = field.kind === 'composite' && typeof value === 'object' && value !== null;
  const wrapped = isComposite
    ? Object.fromEntries(
        Object.entries(value).map(([key, sub]) => [
          key,
          { value: leaf(field.parts?.find((part) => part.key === key)?.kind ?? 'text', sub) },
        ]),
      )
    : leaf(field.kind, value);
  try {
    return parseContent(field, wrapped, current, writing);
  } catch (error) {
    if (error instanceof Refused) throw new Invalid('value', error.message);
    throw error;
  }
}

function idIn(value: unknown): string {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : '';
}

/** @throws Refused as a tenant does where writing is closed, or this field is. */
function mayWrite(request: NewRequest, view: Viewer): void {
  if (view.switches.extensionWrites === 'closed')
    throw new Refused(405, `The requested resource does not support http method '${request.method}'.`);
  needsScope(request, 'employee-extensions.readwrite');
  if (!view.key.rights.writeUsers) throw new Refused(403, 'You may not write extensions');
}

export function createExtension(request: NewRequest, view: Viewer): Answer {
  mayWrite(request, view);
  const body = jsonBody(request);
  const stranger = Object.keys(body).find(
    (name) => !['employee', 'extensionDefinition', 'value'].includes(name),
  );
  if (stranger !== undefined) throw new Invalid(stranger, 'There is no such member');
  const employee = employeeOfNewId(idIn(body['employee']), view);
  if (!employee) throw new Invalid('employee', 'There is no such employee');
  const field = view.store.fields.get(idIn(body['extensionDefinition']));
  if (!field || rightOn(view.key.rights, field) === 'none')
    throw new Invalid('extensionDefinition', 'There is no such definition');
  if (rightOn(view.key.rights, field) !== 'write') throw new Refused(403, `You may not write ${field.key}`);
  const rows = view.store.rows(employee.id, field.key);
  if (!field.multiple && rows.length > 0)
    throw new Invalid('extensionDefinition', 'There is a value already, and the definition takes one');
  const content = contentOf(field, body['value'], null, view);
  const row = { id: view.store.newValueId(), content };
  if (!request.pretend) view.store.setRows(employee.id, field.key, [...rows, row], request.id);
  return shown(
    request,
    show({ employee, field, row }, view),
    201,
    urlOf(view, `employee-extensions/${row.id}`),
  );
}

export function updateExtension(request: NewRequest, view: Viewer, id: string): Answer {
  mayWrite(request, view);
  const found = find(id, view);
  const { employee, field } = found;
  if (rightOn(view.key.rights, field) !== 'write') throw new Refused(403, `You may not write ${field.key}`);
  matches(request, show(found, view));
  const content = contentOf(field, jsonBody(request)['value'], found.row.content, view);
  const row = { ...found.row, content };
  if (!request.pretend)
    view.store.setRows(
      employee.id,
      field.key,
      view.store.rows(employee.id, field.key).map((one) => (one.id === row.id ? row : one)),
      request.id,
    );
  return shown(request, show({ employee, field, row }, view));
}
