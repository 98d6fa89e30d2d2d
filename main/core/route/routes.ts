/**
 * Route: which target do the files of this sub-folder go to?
 *
 * Invariant: the first route that matches wins, compared on the folded path below the employee folder.
 */
import type { RouteSettings } from '../../shared/settings.ts';
import type { FieldDefinition, Target, TargetKey } from '../model.ts';
import type { Globs } from '../ports.ts';
import { findDate } from './find-date.ts';

export interface Route {
  readonly match: string;
  readonly target: Target;
  readonly whenFilled: 'ask' | 'replace' | 'skip';
  /** Set where neither the settings nor the tenant say whether the field holds one value or several. */
  readonly unclear: boolean;
}

export interface Routes {
  readonly all: readonly Route[];
  /** `below`: path below the employee folder, folded. */
  find(below: string): Route | null;
  /** By target key, or by field key alone. */
  byTarget(key: string): Route | null;
}

export interface RoutesInput {
  readonly routes: readonly RouteSettings[];
  readonly fields: readonly FieldDefinition[];
  readonly globs: Globs;
  /** Folds a pattern as paths are folded before they are compared. */
  readonly foldGlob: (glob: string) => string;
}

export function compileRoutes(input: RoutesInput): Routes {
  const compiled = input.routes.map((settings) => {
    const { target, unclear } = resolveTarget(settings.target, input.fields);
    const route: Route = { match: settings.match, target, whenFilled: settings.whenFilled, unclear };
    return { route, matches: input.globs.compile(input.foldGlob(settings.match)) };
  });
  const all = compiled.map((entry) => entry.route);
  return {
    all,
    find: (below) => compiled.find((entry) => entry.matches(below))?.route ?? null,
    byTarget: (key) =>
      all.find((route) => route.target.key === key) ??
      all.find((route) => route.target.kind === 'field' && route.target.field === key) ??
      null,
  };
}

/** `picture`, the field's key, or field and sub-field joined by a slash. */
export function targetKey(field: string, file: string | null): TargetKey {
  return (file === null ? field : `${field}/${file}`) as TargetKey;
}

function resolveTarget(
  settings: RouteSettings['target'],
  fields: readonly FieldDefinition[],
): { target: Target; unclear: boolean } {
  if (settings === 'picture')
    return { target: { kind: 'picture', key: 'picture' as TargetKey }, unclear: false };
  const known = fields.find((field) => field.field === settings.field);
  const multiple = settings.multiple ?? known?.multiple;
  const file = settings.file ?? null;
  const target: Target = {
    kind: 'field',
    key: targetKey(settings.field, file),
    field: settings.field,
    file,
    multiple: multiple ?? true,
    values: settings.values ?? {},
    rows: settings.rows,
  };
  return { target, unclear: multiple === undefined };
}

export interface ValueFacts {
  readonly fileName: string;
  /** Calendar day of the file's last write in the agent's zone, `YYYY-MM-DD`. */
  readonly writtenOn: string;
  /** Today in the agent's zone, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Fills the templates of a target's other sub-fields for one document. Dates go as Lucca shows them. */
export function fillValues(
  templates: Readonly<Record<string, string | null>>,
  facts: ValueFacts,
): Record<string, string | null> {
  const date = findDate(facts.fileName) ?? facts.writtenOn;
  const filled: Record<string, string | null> = {};
  for (const [key, template] of Object.entries(templates)) {
    filled[key] =
      template === null
        ? null
        : template
            .replaceAll('{date}', `${date}T00:00:00`)
            .replaceAll('{today}', `${facts.today}T00:00:00`)
            // By a function: a `$` in a name is a `$`.
            .replaceAll('{fileName}', () => facts.fileName.normalize('NFC'));
  }
  return filled;
}
