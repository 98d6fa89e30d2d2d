/** The employees, a page at a time, those who left included as far as the key may see them. */
import type { Employee, EmployeeId } from '../../../core/model.ts';
import type { DirectoryPage } from '../../../core/ports.ts';
import { itemsOf, member, payloadOf, text, wholeNumber } from './json.ts';

const fields = [
  'id',
  'firstName',
  'lastName',
  'mail',
  'login',
  'employeeNumber',
  'legalEntity',
  'department',
  'dtContractStart',
  'dtContractEnd',
  'collection.count',
].join(',');

/** `GET /api/v3/users` ([DOC] list-users). Ordered, or a page could miss who another one shows twice. */
export function directoryPath(offset: number, limit: number): string {
  return `/api/v3/users?fields=${fields}&formerEmployees=true&orderBy=id,asc&paging=${offset},${limit}`;
}

export function parseDirectoryPage(json: unknown, offset: number, limit: number): DirectoryPage | null {
  const items = itemsOf(json);
  if (items === null) return null;
  const count = wholeNumber(member(payloadOf(json), 'count'));
  const more = count === null ? items.length >= limit : items.length > 0 && offset + items.length < count;
  return { employees: items.flatMap((item) => employeeOf(item) ?? []), more };
}

function employeeOf(item: unknown): Employee | null {
  const id = wholeNumber(member(item, 'id'));
  if (id === null) return null;
  return {
    id: id as EmployeeId,
    firstName: text(member(item, 'firstName')),
    lastName: text(member(item, 'lastName')),
    employeeNumber: text(member(item, 'employeeNumber')),
    email: text(member(item, 'mail')),
    login: text(member(item, 'login')),
    legalEntity: nameOf(member(item, 'legalEntity')),
    department: nameOf(member(item, 'department')),
    contractStart: dateOf(member(item, 'dtContractStart')),
    contractEnd: dateOf(member(item, 'dtContractEnd')),
  };
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : text(member(value, 'name'));
}

function dateOf(value: unknown): string | null {
  return text(value) === '' ? null : text(value);
}
