/**
 * What the tenant's fields say against the routes of the settings: told when a route is set, not when the first scan
 * for it comes. Pure.
 *
 * Silence of a listing that may be partial says nothing (`speakAgainst`).
 */
import type { RouteFault } from '../../shared/route-faults.ts';
import type { Settings } from '../../shared/settings.ts';
import type { FieldDefinition, TargetKey } from '../model.ts';
import { sameKey, speakAgainst, targetKey } from './routes.ts';

export interface RouteProblem {
  /** Place in the settings' list, from 0. */
  readonly route: number;
  readonly target: TargetKey;
  readonly why: RouteFault;
}

/** `proven`: targets where a document was filed; they are there, whatever a listing says. */
export function routeProblems(
  { routes }: Pick<Settings, 'routes'>,
  fields: readonly FieldDefinition[],
  proven: { has(target: TargetKey): boolean },
): readonly RouteProblem[] {
  return routes.flatMap(({ target }, route) => {
    if (target === 'picture') return [];
    const file = target.file ?? null;
    const key = targetKey(target.field, file);
    const why = proven.has(key) ? null : faultOf(target.field, file, target.multiple, fields);
    return why === null ? [] : [{ route, target: key, why }];
  });
}

function faultOf(
  field: string,
  file: string | null,
  multiple: boolean | undefined,
  fields: readonly FieldDefinition[],
): RouteFault | null {
  const known = fields.find((one) => sameKey(one.field, field));
  if (known === undefined) {
    if (speakAgainst(field, file, fields)) return 'field-unknown';
    return multiple === undefined ? 'kind-unknown' : null;
  }
  if (file === null && !known.holdsFile) return known.subFields.length > 0 ? 'part-needed' : 'no-file';
  if (file !== null) {
    const part = known.subFields.find((sub) => sameKey(sub.key, file));
    if (part === undefined) return 'part-unknown';
    if (!part.holdsFile) return 'no-file';
  }
  if (known.readOnly === true) return 'read-only';
  return multiple !== undefined && multiple !== known.multiple ? 'kind-differs' : null;
}
