/** Joins match and route: whose a document is and where it goes, by its path and by what a person said. */
import type { Settings } from '../shared/settings.ts';
import type { Memory } from './agent-memory.ts';
import { compileFolderPattern } from './match/employee-folder.ts';
import { foldGlob, foldPath } from './match/fold.ts';
import { createMatcher, type Matcher, type MatchResult } from './match/match.ts';
import type { DocumentRecord, Target, TreePath } from './model.ts';
import type { Place } from './plan/context.ts';
import type { Clock, Globs } from './ports.ts';
import { compileRoutes, targetKey, type Route, type Routes } from './route/routes.ts';

export interface Places {
  readonly matcher: () => Matcher;
  readonly routes: () => Routes;
  readonly place: (document: DocumentRecord) => Place;
  /** The employee folder that a path lies in, as on disk; null where it lies in none. */
  readonly folderOf: (path: string) => string | null;
  /** Who a folder stands for. Kept until people or folders change. */
  readonly matchOf: (folder: string | null) => MatchResult;
  /** A target of a route, or any field of the tenant that can hold a file. */
  readonly targetOf: (key: string) => Target | null;
  /** Fields and picture that readings cover: those of the routes and of answers, and nothing else. */
  readonly wanted: () => { readonly fields: readonly string[]; readonly picture: boolean };
  /** True where both paths lead to the same employee and target. */
  readonly samePlace: (a: TreePath, b: TreePath) => boolean;
  /** The directory changed. */
  peopleChanged(): void;
  /** A folder was bound to somebody. */
  foldersChanged(): void;
  /** The definitions changed. */
  fieldsChanged(): void;
}

const mostRouted = 20_000;

export function createPlaces(memory: Memory, settings: Settings, globs: Globs, clock: Clock): Places {
  const pattern = compileFolderPattern(settings.employeeFolder);
  const { folderOf } = pattern;
  const matches = new Map<string, MatchResult>();
  /** By path: planning asks for every open document in every turn. */
  const routed = new Map<string, Route | null>();
  let matchedOn = '';
  let matchedAt = -1;
  let routes = compile();
  /** Made when it is first asked for: an agent with nothing to do asks for nobody. */
  let known: Matcher | null = null;

  function compile(): Routes {
    return compileRoutes({
      routes: settings.routes,
      fields: memory.fields,
      proven: memory.filedTargets,
      globs,
      foldGlob,
    });
  }

  function matcher(): Matcher {
    known ??= createMatcher({
      pattern,
      directory: memory.directory,
      bindings: memory.bindings,
      leaverDays: settings.leavers.fileForDays,
    });
    return known;
  }

  function matchOf(folder: string | null): MatchResult {
    // Who has left long ago is a matter of the day.
    const minute = Math.floor(clock.now() / 60_000);
    if (minute !== matchedAt) {
      const today = clock.localDay(clock.now());
      if (today !== matchedOn) matches.clear();
      matchedOn = today;
      matchedAt = minute;
    }
    const key = folder ?? '';
    let match = matches.get(key);
    if (match === undefined) {
      match = matcher().match(folder, clock.now());
      matches.set(key, match);
    }
    return match;
  }

  function routeOf(path: string): Route | null {
    const before = routed.get(path);
    if (before !== undefined) return before;
    const folder = folderOf(path);
    const route = folder === null ? null : routes.find(foldPath(path.slice(folder.length + 1)));
    // Paths come and go; what is asked for again is found again.
    if (routed.size >= mostRouted) routed.clear();
    routed.set(path, route);
    return route;
  }

  function targetOf(key: string): Target | null {
    const route = routes.byTarget(key);
    if (route !== null) return route.target;
    const [field = '', file] = key.split('/');
    const defined = memory.fields.find((one) => one.field === field);
    if (defined === undefined) return null;
    const sub = file ?? defined.subFields.find((one) => one.holdsFile)?.key ?? null;
    const { multiple } = defined;
    return {
      kind: 'field',
      key: targetKey(field, sub),
      field,
      file: sub,
      multiple,
      values: {},
      rows: 'append',
    };
  }

  return {
    matcher,
    routes: () => routes,
    folderOf,
    matchOf,
    targetOf,
    place(document) {
      const { employeeId, target: chosen } = document.decisions;
      const match = matchOf(folderOf(document.path));
      const route = chosen !== undefined ? routes.byTarget(chosen) : routeOf(document.path);
      const said = employeeId === undefined ? null : matcher().byId(employeeId);
      return {
        whose:
          said !== null
            ? { kind: 'matched', employeeId: said.id }
            : match.kind === 'matched' || match.kind === 'left'
              ? { kind: match.kind, employeeId: match.employee.id }
              : { kind: match.kind },
        target: chosen !== undefined ? targetOf(chosen) : (route?.target ?? null),
        whenFilled: route?.whenFilled ?? 'ask',
        unclear: route?.unclear ?? false,
      };
    },
    wanted() {
      const fields = new Set<string>();
      let picture = false;
      const add = (target: Target | null): void => {
        if (target?.kind === 'field') fields.add(target.field);
        else if (target?.kind === 'picture') picture = true;
      };
      for (const route of routes.all) add(route.target);
      for (const key of memory.chosenTargets()) add(targetOf(key));
      return { fields: [...fields], picture };
    },
    samePlace(a, b) {
      const of = (path: TreePath): string => {
        const match = matchOf(folderOf(path));
        const who =
          match.kind === 'matched' || match.kind === 'left' ? match.employee.id : (folderOf(path) ?? '');
        return `${who}|${routeOf(path)?.target.key ?? ''}`;
      };
      return of(a) === of(b);
    },
    peopleChanged() {
      known = null;
      matches.clear();
    },
    foldersChanged() {
      matches.clear();
    },
    fieldsChanged() {
      routes = compile();
      routed.clear();
    },
  };
}
