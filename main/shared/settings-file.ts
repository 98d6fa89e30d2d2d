/**
 * Settings as they are written: what stood in the file stays as it was said, what is new is said, and a default that
 * nobody named is left unsaid.
 */
import { sameJson } from './same-json.ts';
import { parseSettings } from './settings.ts';
import type { RouteSettings, Settings } from './settings.ts';

type Json = Readonly<Record<string, unknown>>;

/** `before`: the file's own content, which has been parsed. */
export function settingsFileOf(settings: Settings, before: Json): Record<string, unknown> {
  const { quietSeconds, incompleteSeconds } = settings.settle;
  // How long a document may stay unfinished follows from how long it must be quiet, unless it is said.
  const settle = incompleteSeconds === quietSeconds * 10 ? { quietSeconds } : settings.settle;
  const file = saidOf({ ...settings, settle }, usual(), before);
  return { ...file, routes: settings.routes.map((route) => routeAsSaid(route, before['routes'])) };
}

/** What holds where nothing is said; of what must be said, nothing. */
function usual(): Json {
  const parsed = parseSettings({ ...smallest, routes: [{ match: '*', target: 'picture' }] });
  if (!parsed.ok) throw new Error(parsed.problem.path);
  const { tenant, folders, leavers, settle, rescanMinutes, afterFiling, receipts, readBack, ignore, app } =
    parsed.settings;
  const { api, requestsPerMinute } = tenant;
  // The other wait follows from this one: what it is by itself is usual beside one value of it only.
  const { quietSeconds } = settle;
  return {
    ...{ tenant: { api, requestsPerMinute }, folders, leavers, settle: { quietSeconds }, rescanMinutes },
    ...{ afterFiling, receipts, readBack, ignore, app },
  };
}

const smallest = {
  version: 1,
  tenant: { url: 'http://localhost' },
  root: '/',
  employeeFolder: '{id}',
} as const;

function saidOf(value: Json, usually: Json, before: Json): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const [name, now] of Object.entries(value)) {
    if (now === undefined) continue;
    const wasSaid = Object.hasOwn(before, name);
    if (isObject(now)) {
      const inner = saidOf(now, membersOf(usually[name]), membersOf(before[name]));
      if (wasSaid || Object.keys(inner).length > 0) said[name] = inner;
    } else if (wasSaid || !sameJson(now, usually[name])) said[name] = now;
  }
  return said;
}

/** A route that is as it was keeps its words. */
function routeAsSaid(route: RouteSettings, before: unknown): unknown {
  const known: unknown[] = Array.isArray(before) ? before : [];
  const same = known.find((one) => sameJson(parsedRoute(one), route));
  if (same !== undefined) return same;
  const { match, target, whenFilled } = route;
  const rest = whenFilled === 'ask' ? {} : { whenFilled };
  if (target === 'picture') return { match, target, ...rest };
  const { rows, ...field } = target;
  return { match, target: { ...field, ...(rows === 'append' ? {} : { rows }) }, ...rest };
}

function parsedRoute(route: unknown): RouteSettings | undefined {
  const parsed = parseSettings({ ...smallest, routes: [route] });
  return parsed.ok ? parsed.settings.routes[0] : undefined;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const membersOf = (value: unknown): Json => (isObject(value) ? value : {});
