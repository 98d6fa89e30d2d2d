/** PUT /api/v3/users/{id}: a partial update whose `e_…` keys stand at the root. [DOC update-a-user-by-id] */
import { Refused } from './errors.ts';
import type { Answer } from './errors.ts';
import { parseFields } from './field-selection.ts';
import { rightOn } from './model.ts';
import type { Employee } from './model.ts';
import { showEmployee } from './user-view.ts';
import type { Viewer } from './user-view.ts';
import { envelope, findUser, parameter } from './users-query.ts';
import { isObject, parseDate, parseFileId } from './write-content.ts';
import type { Given, Writing } from './write-content.ts';
import { rowsAfter } from './write-rows.ts';

export interface WriteRequest {
  readonly idText: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  readonly requestId: number;
  /** True: answer as if it had been written, write nothing. */
  readonly pretend: boolean;
}

/** A change that has been found good and waits to be made. */
type Change = () => void;

export function writeUser(request: WriteRequest, view: Viewer): Answer {
  if (!view.key.rights.writeUsers) throw new Refused(403, 'You are not allowed to update users');
  const employee = findUser(request.idText, view);
  const { selection } = parseFields(parameter(request.query, 'fields'));
  // a selection in a wrong form is refused before anything is written
  showEmployee(employee, selection, view);
  const body = readBody(request, view);
  if (!request.pretend) applyBody(employee, body, request.requestId, view);
  return envelope(view, showEmployee(view.store.employees.get(employee.id)!, selection, view));
}

function readBody(request: WriteRequest, view: Viewer): Given {
  if (!/^application\/json\b/i.test(request.contentType))
    throw new Refused(415, `Content type ${request.contentType || '(none)'} is not supported`);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw new Refused(400, 'The body is not valid JSON');
  }
  if (!isObject(body)) throw new Refused(400, 'The body must be an object');
  const wrapped = body['data'];
  if (view.switches.wrappedBody === 'accept' && isObject(wrapped)) return wrapped;
  return body;
}

function applyBody(employee: Employee, body: Given, requestId: number, view: Viewer): void {
  const writing: Writing = { world: view, filesUsed: new Set(), legacy: true };
  const changes: Change[] = [];
  try {
    for (const [key, input] of Object.entries(body)) {
      const change = planKey(employee, key, input, requestId, view, writing);
      if (change) changes.push(change);
    }
  } catch (error) {
    if (view.switches.refusedWrites === 'partial') for (const change of changes) change();
    throw error;
  }
  for (const change of changes) change();
}

function planKey(
  employee: Employee,
  key: string,
  input: unknown,
  requestId: number,
  view: Viewer,
  writing: Writing,
): Change | null {
  const { store, switches } = view;
  const lower = key.toLowerCase();
  if (lower === 'extendeddata') {
    if (switches.extendedDataWrites === 'ignore') return null;
    throw new Refused(400, 'extendedData cannot be written');
  }
  if (lower === 'picture') {
    const fileId = planPicture(input, employee, writing);
    return () => store.setPicture(employee.id, fileId, requestId);
  }
  if (!key.startsWith('e_')) return planNative(employee.id, key, input, view);
  const field = store.fields.get(key);
  if (!field) {
    if (switches.unknownField === 'ignore') return null;
    throw new Refused(400, `Unknown property ${key}`);
  }
  if (rightOn(view.key.rights, field) !== 'write') {
    if (switches.hiddenFieldWrites === 'ignore') return null;
    throw new Refused(403, `You are not allowed to write ${key}`);
  }
  const rows = rowsAfter(field, input, store.rows(employee.id, key), writing);
  return () => store.setRows(employee.id, key, rows, requestId);
}

function planPicture(input: unknown, employee: Employee, writing: Writing): string | null {
  if (input === null) return null;
  const fileId = parseFileId('picture', input, employee.picture === null ? [] : [employee.picture], writing);
  const { contentType } = writing.world.store.files.get(fileId)!;
  if (writing.world.switches.pictureTypes === 'images' && !contentType.startsWith('image/'))
    throw new Refused(400, `picture: file ${fileId} is not an image`);
  return fileId;
}

const readOnly = new Set(['id', 'url', 'name', 'displayname', 'modifiedat']);

const natives = {
  firstname: 'firstName',
  lastname: 'lastName',
  login: 'login',
  mail: 'mail',
  employeenumber: 'employeeNumber',
  birthdate: 'birthDate',
  dtcontractstart: 'dtContractStart',
  dtcontractend: 'dtContractEnd',
  legalentityid: 'legalEntityId',
  departmentid: 'departmentId',
  managerid: 'managerId',
} as const satisfies Record<string, keyof Employee>;

const dates = new Set<string>(['birthDate', 'dtContractStart', 'dtContractEnd']);
const nullable = new Set<string>(['birthDate', 'dtContractEnd', 'managerId']);

function planNative(employeeId: number, key: string, input: unknown, view: Viewer): Change | null {
  const lower = key.toLowerCase();
  if (readOnly.has(lower)) {
    if (lower === 'id' && input !== employeeId)
      throw new Refused(400, 'id differs from the one of the address');
    return null;
  }
  const name = Object.hasOwn(natives, lower) ? natives[lower as keyof typeof natives] : undefined;
  if (!name) {
    if (view.switches.unknownField === 'ignore') return null;
    throw new Refused(400, `Unknown property ${key}`);
  }
  const value = parseNative(name, input);
  return () => {
    const employee = view.store.employees.get(employeeId)!;
    view.store.setEmployee({ ...employee, [name]: value });
  };
}

function parseNative(name: keyof Employee, input: unknown): string | number | null {
  if (input === null && nullable.has(name)) return null;
  if (dates.has(name)) {
    const date = parseDate(input);
    if (date !== null) return date;
  } else if (name.endsWith('Id')) {
    if (typeof input === 'number' && Number.isInteger(input)) return input;
  } else if (typeof input === 'string' && input !== '') return input;
  throw new Refused(400, `${name} is not valid`);
}
