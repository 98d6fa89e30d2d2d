/** How v3 shows an employee. [DOC list-users: example item] */
import { Refused } from './errors.ts';
import type { Selection } from './field-selection.ts';
import { rightOn } from './model.ts';
import type { ApiKey, Content, Employee, Leaf, Row } from './model.ts';
import type { Store } from './store.ts';
import type { Switches } from './switches.ts';

/** What handlers work with. */
export interface World {
  readonly store: Store;
  readonly switches: Switches;
  /** `http://127.0.0.1:4123`, without a slash at the end. */
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Viewer extends World {
  readonly key: ApiKey;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { [name: string]: Json };

const defaults: Selection = new Map(
  ['id', 'name', 'url'].map((name) => [name, { asked: name, below: null }]),
);

export const fullName = (employee: Employee): string => `${employee.firstName} ${employee.lastName}`;
const displayName = (employee: Employee): string => `${employee.lastName} ${employee.firstName}`;

type Entity = Readonly<Record<string, Json>>;

type Property =
  | {
      readonly name: string;
      readonly kind: 'scalar';
      readonly read: (employee: Employee, view: Viewer) => Json;
    }
  | {
      readonly name: string;
      readonly kind: 'entity';
      readonly read: (employee: Employee, view: Viewer) => Entity | null;
    }
  | {
      readonly name: string;
      readonly kind: 'employee';
      readonly read: (employee: Employee, view: Viewer) => Employee | null;
    }
  | { readonly name: string; readonly kind: 'extendedData' };

const scalar = (name: string, read: (employee: Employee, view: Viewer) => Json): Property => ({
  name,
  kind: 'scalar',
  read,
});
const entity = (name: string, read: (employee: Employee, view: Viewer) => Entity | null): Property => ({
  name,
  kind: 'entity',
  read,
});

const properties: readonly Property[] = [
  scalar('id', (employee) => employee.id),
  scalar('name', fullName),
  scalar('url', (employee, view) => `${view.origin}/api/v3/users/${employee.id}`),
  scalar('displayName', displayName),
  scalar('modifiedAt', (employee) => employee.modifiedAt),
  scalar('lastName', (employee) => employee.lastName),
  scalar('firstName', (employee) => employee.firstName),
  scalar('login', (employee) => employee.login),
  scalar('mail', (employee) => employee.mail),
  scalar('dtContractStart', (employee) => employee.dtContractStart),
  scalar('dtContractEnd', (employee) => employee.dtContractEnd),
  scalar('birthDate', (employee) => employee.birthDate),
  scalar('employeeNumber', (employee) => employee.employeeNumber),
  scalar('calendarId', () => 1),
  entity('calendar', (_, view) => ({ id: 1, name: 'France', url: `${view.origin}/api/v3/calendars/1` })),
  scalar('cultureID', () => 1036),
  entity('culture', (_, view) => ({
    id: 1036,
    name: 'Français (France)',
    url: `${view.origin}/api/v3/cultures/1036`,
  })),
  entity('picture', (employee, view) => {
    if (employee.picture === null) return null;
    const name = view.store.files.get(employee.picture)?.name ?? '';
    return { id: employee.picture, url: fileUrl(view, employee.picture), name };
  }),
  scalar('legalEntityId', (employee) => employee.legalEntityId),
  entity('legalEntity', (employee, view) => {
    const found = view.store.legalEntities.find(({ id }) => id === employee.legalEntityId);
    return found ? { ...found, url: `${view.origin}/api/v3/legalentities/${found.id}` } : null;
  }),
  scalar('departmentId', (employee) => employee.departmentId),
  entity('department', (employee, view) => {
    const found = view.store.departments.find(({ id }) => id === employee.departmentId);
    return found ? { ...found, url: `${view.origin}/api/v3/departments/${found.id}` } : null;
  }),
  scalar('managerId', (employee) => employee.managerId),
  {
    name: 'manager',
    kind: 'employee',
    read: (employee, view) => view.store.employees.get(employee.managerId ?? -1) ?? null,
  },
  scalar('rolePrincipalId', () => 55),
  entity('rolePrincipal', (_, view) => ({
    id: 55,
    name: 'Collaborateur',
    url: `${view.origin}/api/v3/roles/55`,
  })),
  scalar('habilitedRoles', () => []),
  scalar('userWorkCycles', (employee) => [
    {
      id: employee.id * 10,
      ownerID: employee.id,
      workCycleID: 1,
      startsOn: employee.dtContractStart,
      endsOn: null,
    },
  ]),
  { name: 'extendedData', kind: 'extendedData' },
];

const byName = new Map(properties.map((property) => [property.name.toLowerCase(), property]));

export const fileUrl = (world: { readonly origin: string }, fileId: string): string =>
  `${world.origin}/api/v3/files/${fileId}`;

/**
 * The value that a filter compares: a scalar of the employee or of an object below them.
 * Undefined: there is no such property.
 */
export function filterable(path: string, view: Viewer): ((employee: Employee) => Json) | undefined {
  const [head = '', tail, ...more] = path.toLowerCase().split('.');
  // [DOC guides/users] shows `matricule` for the employee number
  const property = byName.get(head === 'matricule' ? 'employeenumber' : head);
  if (!property || more.length > 0) return undefined;
  switch (property.kind) {
    case 'scalar':
      return tail === undefined ? (employee) => property.read(employee, view) : undefined;
    case 'entity':
      return (employee) => property.read(employee, view)?.[tail ?? 'id'] ?? null;
    case 'employee':
      return (employee) => {
        const found = property.read(employee, view);
        return found ? (filterable(tail ?? 'id', view)?.(found) ?? null) : null;
      };
    case 'extendedData':
      return undefined;
  }
}

/** @throws Refused 400 on a name that does not exist, where the switch says so. */
export function showEmployee(employee: Employee, selection: Selection | null, view: Viewer): JsonObject {
  const shown: JsonObject = {};
  for (const [name, { asked, below }] of selection ?? defaults) {
    const property = byName.get(name);
    if (!property) {
      if (view.switches.unknownReadField === 'refuse') throw new Refused(400, `Unknown property ${asked}`);
      continue;
    }
    shown[casing(property.name, asked, view.switches)] = showProperty(property, employee, below, view);
  }
  return shown;
}

function showProperty(property: Property, employee: Employee, below: Selection | null, view: Viewer): Json {
  switch (property.kind) {
    case 'scalar':
      return property.read(employee, view);
    case 'entity': {
      const found = property.read(employee, view);
      return found && showMembers(found, below, view);
    }
    case 'employee': {
      const found = property.read(employee, view);
      return found && showEmployee(found, below, view);
    }
    case 'extendedData':
      return showExtendedData(
        employee,
        view.switches.extendedDataSelection === 'honoured' ? below : null,
        view,
      );
  }
}

/** Members of a plain object by selection. */
export function showMembers(found: Entity, selection: Selection | null, view: Viewer): JsonObject {
  const names = new Map(Object.keys(found).map((name) => [name.toLowerCase(), name]));
  const shown: JsonObject = {};
  for (const [lower, { asked }] of selection ?? defaults) {
    const name = names.get(lower);
    if (name !== undefined) shown[casing(name, asked, view.switches)] = found[name]!;
    else if (view.switches.unknownReadField === 'refuse') throw new Refused(400, `Unknown property ${asked}`);
  }
  return shown;
}

function casing(documented: string, asked: string, switches: Switches): string {
  switch (switches.keyCasing) {
    case 'documented':
      return documented;
    case 'asked':
      return asked;
    case 'irregular':
      return documented === 'id'
        ? documented
        : documented.replace(/Id$/, 'ID').replace(/^employeeNumber$/, 'EmployeeNumber');
  }
}

/** Fields of sections that the key may not see are absent, without a word. [DOC directory/user] */
function showExtendedData(employee: Employee, only: Selection | null, view: Viewer): JsonObject {
  const shown: JsonObject = {};
  for (const field of view.store.fields.values()) {
    if (only && !only.has(field.key.toLowerCase())) continue;
    if (rightOn(view.key.rights, field) === 'none') continue;
    const rows = view.store.rows(employee.id, field.key).map((row) => showRow(row, view));
    if (rows.length === 0 && view.switches.emptyValues === 'absent') continue;
    shown[field.key] = field.multiple ? rows : (rows[0] ?? null);
  }
  return shown;
}

export const showRow = (row: Row, world: World): Json => ({
  id: row.id,
  value: showContent(row.content, world),
});

function showContent(content: Content, world: World): Json {
  if (content.kind !== 'composite') return showLeaf(content, world);
  const shown: JsonObject = {};
  for (const [key, { id, leaf }] of Object.entries(content.parts)) {
    const value = leaf && showLeaf(leaf, world);
    shown[key] = world.switches.subValueIds === 'present' ? { id, value } : { value };
  }
  return shown;
}

function showLeaf(leaf: Leaf, world: World): Json {
  if (leaf.kind === 'scalar') return leaf.value;
  switch (world.switches.fileRead) {
    case 'guid':
      return leaf.fileId;
    case 'id':
      return { id: leaf.fileId };
    case 'full': {
      const url = fileUrl(world, leaf.fileId);
      return { id: leaf.fileId, name: world.store.files.get(leaf.fileId)?.name ?? '', href: url, url };
    }
  }
}

/** Who is there and who may be seen, today. One for each request: the day is worked out once. */
export interface Presence {
  readonly isFormer: (employee: Employee) => boolean;
  /** Whether the key may see the employee at all. */
  readonly isVisible: (employee: Employee) => boolean;
}

export function presence(view: Viewer): Presence {
  const { rights } = view.key;
  // contracts end at the end of their last day
  const today = `${new Date(view.now()).toISOString().slice(0, 10)}T00:00:00`;
  const isFormer = (employee: Employee): boolean =>
    employee.dtContractEnd !== null && employee.dtContractEnd < today;
  const isVisible = (employee: Employee): boolean => {
    if (rights.legalEntities && !rights.legalEntities.includes(employee.legalEntityId)) return false;
    if (!rights.seeFormer && isFormer(employee)) return false;
    return rights.seeFuture || employee.dtContractStart <= today;
  };
  return { isFormer, isVisible };
}
