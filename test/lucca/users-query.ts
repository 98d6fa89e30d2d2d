/** GET /api/v3/users and /api/v3/users/{id}. */
import { json, Refused } from './errors.ts';
import type { Answer } from './errors.ts';
import { parseFields } from './field-selection.ts';
import type { Employee } from './model.ts';
import { asText, parseFilters } from './user-filters.ts';
import { filterable, presence, showEmployee } from './user-view.ts';
import type { Json, Viewer } from './user-view.ts';

/** Wraps data as v3 does. [SRC RestDrivenDomain MetadataSerializer; lucca-sdk for the older members] */
export function envelope(view: Viewer, data: unknown): Answer {
  const generated = new Date(view.now()).toISOString().slice(0, -1);
  const header =
    view.switches.header === 'rdd'
      ? { generated, principal: view.key.name }
      : { generated, serverTime: 3, queryTime: 1, principal: view.key.name };
  return json(200, { header, data });
}

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** Finds a query parameter whatever its case. */
export function parameter(query: URLSearchParams, name: string): string | null {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

/** `paging={offset},{limit}`; messages from RestDrivenDomain (WebPageParser.cs, Page.cs). */
export function parsePaging(text: string | null, view: Viewer): Page {
  const fallback = { offset: 0, limit: view.switches.defaultPageSize };
  // `paging=1` asks for the default page [SRC]
  if (text === null || text === '1') return fallback;
  const wrong = (message: string): Page => {
    if (view.switches.queryErrors === 'lenient') return fallback;
    throw new Refused(400, message);
  };
  const [first, second, ...more] = text.split(',');
  if (first === undefined || second === undefined || more.length > 0)
    return wrong(`${text} does not respect limit=start,count format`);
  if (!/^-?\d+$/.test(first)) return wrong(`Offset value ${first} not in correct format`);
  if (!/^-?\d+$/.test(second)) return wrong(`Limit value ${second} not in correct format`);
  if (Number(first) < 0) return wrong('Paging offset should be greater than 0');
  if (Number(second) < 1 || Number(second) > 1000) return wrong('Paging limit should be between 1 and 1000');
  return { offset: Number(first), limit: Number(second) };
}

type Order = (a: Employee, b: Employee) => number;

const byId: Order = (a, b) => a.id - b.id;

/** `orderBy=lastName,asc,id,desc`: pairs. */
function parseOrder(text: string | null, view: Viewer): Order {
  if (text === null) return byId;
  const parts = text.split(',');
  const orders: Order[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const read = filterable(parts[at]!.trim(), view);
    const direction = parts[at + 1]?.trim().toLowerCase();
    if (!read || (direction !== 'asc' && direction !== 'desc')) {
      if (view.switches.queryErrors === 'lenient') return byId;
      throw new Refused(400, 'Order by query parameter is invalid');
    }
    const sign = direction === 'asc' ? 1 : -1;
    orders.push((a, b) => sign * rank(read(a), read(b)));
  }
  return (a, b) => orders.reduce((found, order) => found || order(a, b), 0) || byId(a, b);
}

function rank(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return asText(a).localeCompare(asText(b), 'fr');
}

/** Former employees are left out unless asked for. [DOC list-users] */
export function listUsers(query: URLSearchParams, view: Viewer): Answer {
  if (!view.key.rights.readUsers) throw new Refused(403, 'You are not allowed to read users');
  const fields = parseFields(parameter(query, 'fields'));
  const page = parsePaging(parameter(query, 'paging'), view);
  const order = parseOrder(parameter(query, 'orderBy'), view);
  const filters = parseFilters(query, view);
  const withFormer =
    parameter(query, 'formerEmployees')?.toLowerCase() === 'true' ||
    parameter(query, 'dtContractEnd') !== null;

  const { isFormer, isVisible } = presence(view);
  const found = [...view.store.employees.values()].filter(
    (employee) =>
      isVisible(employee) &&
      (withFormer || !isFormer(employee)) &&
      filters.every((passes) => passes(employee)),
  );
  if (fields.count && fields.selection === null) return envelope(view, { count: found.length });
  const items = found
    .sort(order)
    .slice(page.offset, page.offset + page.limit)
    .map((employee) => showEmployee(employee, fields.selection, view));
  return envelope(view, fields.count ? { items, count: found.length } : { items });
}

/** @throws Refused with the status of the switch where the employee is not there, or not for this key. */
export function findUser(idText: string, view: Viewer): Employee {
  const employee = /^\d+$/.test(idText) ? view.store.employees.get(Number(idText)) : undefined;
  if (!employee || !presence(view).isVisible(employee))
    throw view.switches.userNotFound === '404'
      ? new Refused(404, `Resource ${idText} not found`, idText)
      : new Refused(500, 'User Not Found');
  return employee;
}

export function readUser(idText: string, query: URLSearchParams, view: Viewer): Answer {
  if (!view.key.rights.readUsers) throw new Refused(403, 'You are not allowed to read users');
  const { selection } = parseFields(parameter(query, 'fields'));
  return envelope(view, showEmployee(findUser(idText, view), selection, view));
}
