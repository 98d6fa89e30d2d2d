/** A route as the window changes it: to which field, with which values. */
import type { RouteSettings } from '../../../main/shared/settings.ts';
import type { FieldPlace } from '../../../main/shared/setup-contract.ts';

type Target = RouteSettings['target'];
export type FieldTarget = Exclude<Target, 'picture'>;

export const picture = 'picture';

/** As a field is named in the list of them. */
export const placeIdOf = (target: Target): string =>
  target === picture ? picture : target.file === undefined ? target.field : `${target.field}/${target.file}`;

export const placeOf = (target: Target, places: readonly FieldPlace[] | null): FieldPlace | undefined =>
  places?.find((place) => place.id === placeIdOf(target));

export function targetFor(place: FieldPlace): FieldTarget {
  return {
    field: place.field,
    ...(place.file === null ? {} : { file: place.file }),
    multiple: place.multiple,
    ...(Object.keys(place.usual).length === 0 ? {} : { values: { ...place.usual } }),
    rows: 'append',
  };
}

/** One value for one person: what becomes of the one that is there has to be said. */
export const isSingle = (target: Target, place: FieldPlace | undefined): boolean =>
  target === picture || !(place?.multiple ?? target.multiple === true);

/** `''`: left to Lucca. */
export function withValue(target: FieldTarget, field: string, template: string): FieldTarget {
  const others = Object.entries(target.values ?? {}).filter(([known]) => known !== field);
  const values = template === '' ? others : [...others, [field, template] as const];
  return { ...target, values: values.length === 0 ? undefined : Object.fromEntries(values) };
}
