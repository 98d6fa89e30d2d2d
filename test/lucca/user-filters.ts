/** Filters of v3: `property=[operator,]value[,value…]`. [DOC api-generations; SRC RestDrivenDomain FilterParser] */
import { Refused } from './errors.ts';
import type { Employee } from './model.ts';
import { filterable } from './user-view.ts';
import type { Json, Viewer } from './user-view.ts';

export type Filter = (employee: Employee) => boolean;

const operators = [
  'between',
  'equals',
  'notequal',
  'like',
  'since',
  'starts',
  'until',
  'greaterthan',
  'greaterthanorequal',
  'lessthan',
  'lessthanorequal',
] as const;
type Operator = (typeof operators)[number];

/** Query keys that are never filters. [SRC RestDrivenDomain Reserved.cs; `formerEmployees` DOC list-users] */
const reserved = new Set([
  '_',
  'randomnumber',
  'authtoken',
  'callback',
  'fields',
  'groupby',
  'httpmethod',
  'longtoken',
  'metadata',
  'notify',
  'accept',
  'orderby',
  'paging',
  'template',
  'formeremployees',
]);

const inferredFilters = new Set(['employeenumber', 'legalentityid', 'legalentity', 'legalentity.id']);

/** @throws Refused 400 on an unknown property or values in a wrong form, where the switches say so. */
export function parseFilters(query: URLSearchParams, view: Viewer): Filter[] {
  const filters: Filter[] = [];
  for (const [key, text] of query) {
    const lower = key.toLowerCase();
    if (reserved.has(lower)) continue;
    if (view.switches.numberFilter === 'ignored' && inferredFilters.has(lower)) continue;
    const read = filterable(lower, view);
    if (!read) {
      if (view.switches.unknownFilter === 'refuse') throw new Refused(400, `Unknown property ${key}`);
      continue;
    }
    const test = parseTest(text, /^(dt|birthdate|modifiedat)/.test(lower));
    if (test) filters.push((employee) => test(read(employee)));
    else if (view.switches.queryErrors === 'strict') throw new Refused(400, 'Query parameter is invalid');
  }
  return filters;
}

function parseTest(text: string, isDate: boolean): ((value: Json) => boolean) | null {
  const parts = text.split(',');
  const first = parts[0]!.trim().toLowerCase();
  const named = operators.find((operator) => operator === first);
  const values = (named ? parts.slice(1) : parts).map((part) => part.trim());
  if (values.length === 0) return null;
  const wantsNull = values.some((value) => value.toLowerCase() === 'null');
  const given = values.filter((value) => value.toLowerCase() !== 'null');
  if (isDate && given.some((value) => Number.isNaN(moment(value)))) return null;
  if (named === 'between' && given.length !== 2) return null;
  const test = compare(named ?? 'equals', given, isDate);
  if (named === 'notequal') return (value) => (value === null ? !wantsNull : test(value));
  return (value) => (value === null ? wantsNull : test(value));
}

/** Objects have no text to compare: they are like nothing. */
export const asText = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? '' : String(value);

/** A day alone means its midnight; v3 dates have no zone. */
const moment = (text: string): number =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?Z?$/.test(text)
    ? Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text.replace('Z', '')}Z`)
    : Number.NaN;

function compare(operator: Operator, given: readonly string[], isDate: boolean): (value: Json) => boolean {
  const order = (value: Json, bound: string): number => {
    if (isDate) return moment(asText(value)) - moment(bound);
    if (typeof value === 'number') return value - Number(bound);
    const text = asText(value);
    return text < bound ? -1 : text > bound ? 1 : 0;
  };
  const fold = (value: Json): string => asText(value).toLowerCase();
  const equals = (value: Json): boolean => given.some((bound) => order(value, bound) === 0);
  switch (operator) {
    case 'equals':
      return equals;
    case 'notequal':
      return (value) => !equals(value);
    case 'like':
      return (value) => given.some((part) => fold(value).includes(part.toLowerCase()));
    case 'starts':
      return (value) => given.some((part) => fold(value).startsWith(part.toLowerCase()));
    case 'between':
      return (value) => order(value, given[0]!) >= 0 && order(value, given[1]!) <= 0;
    case 'since':
    case 'greaterthanorequal':
      return (value) => given.some((bound) => order(value, bound) >= 0);
    case 'until':
    case 'lessthanorequal':
      return (value) => given.some((bound) => order(value, bound) <= 0);
    case 'greaterthan':
      return (value) => given.some((bound) => order(value, bound) > 0);
    case 'lessthan':
      return (value) => given.some((bound) => order(value, bound) < 0);
  }
}
