/**
 * Route: which target do the files of this sub-folder go to?
 *
 * Invariant: the first route that matches wins, compared on the folded path below the employee folder.
 */
import type { RouteSettings, Settings } from '../../shared/settings.ts';
import type { FieldDefinition, Target, TargetKey } from '../model.ts';
import type { Globs } from '../ports.ts';
import { findDate } from './find-date.ts';

export interface Route {
  readonly match: string;
  readonly target: Target;
  readonly whenFilled: 'ask' | 'replace' | 'skip';
  /** Set where nobody says whether the field holds one value or several, or where the tenant's fields speak against it. */
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
  /** Targets where a document was filed: they are there, whatever a listing leaves out. */
  readonly proven: ReadonlySet<TargetKey>;
  /** Folds a pattern as paths are folded before they are compared. */
  readonly foldGlob: (glob: string) => string;
}

export function compileRoutes(input: RoutesInput): Routes {
  const compiled = input.routes.map((settings) => {
    const { target, unclear } = resolveTarget(settings.target, input);
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

/** Whether what is filed there is read back: as its own route says, or else as the settings do for all. */
export function readsBack(
  { routes, readBack }: Pick<Settings, 'routes' | 'readBack'>,
  key: TargetKey,
): boolean {
  for (const { target } of routes)
    if (target !== 'picture' && targetKey(target.field, target.file ?? null) === key)
      return target.readBack ?? readBack;
  return readBack;
}

function resolveTarget(
  settings: RouteSettings['target'],
  { fields, proven }: Pick<RoutesInput, 'fields' | 'proven'>,
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
  const refuted = !proven.has(target.key) && speakAgainst(settings.field, file, fields);
  return { target, unclear: multiple === undefined || refuted };
}

/**
 * Whether the tenant's fields say that no file can go there: then it is asked before anything is sent, for what is
 * uploaded first would lie in Lucca on nobody's record.
 *
 * A listing may be partial: its form is documented nowhere, and a key sees the fields of its own sections alone [INF].
 * So silence counts only where the listing shows another field of the same build, simple or composite, that can hold
 * a file. A field of a section that is hidden from the key is silent too: nothing could be confirmed there either.
 */
export function speakAgainst(
  field: string,
  file: string | null,
  fields: readonly FieldDefinition[],
): boolean {
  const known = fields.find((one) => sameKey(one.field, field));
  if (known === undefined)
    return fields.some((one) => (file === null ? one.holdsFile : one.subFields.length > 0));
  if (file === null) return !known.holdsFile;
  return !known.subFields.some((sub) => sub.holdsFile && sameKey(sub.key, file));
}

/** Lucca's own listings differ in the case of keys. */
export const sameKey = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

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
