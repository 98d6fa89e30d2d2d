import { describe, expect, it } from 'vitest';
import type { FieldDefinition, TargetKey } from '../../../../main/core/model.ts';
import { routeProblems } from '../../../../main/core/route/route-problems.ts';
import type { RouteSettings } from '../../../../main/shared/settings.ts';

const field = (key: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  field: key,
  name: key,
  multiple: true,
  subFields: [],
  holdsFile: true,
  ...more,
});
const composite = field('e_Visite', {
  holdsFile: false,
  subFields: [
    { key: 'e_Attestation', name: 'Attestation', holdsFile: true },
    { key: 'e_Date', name: 'Date', holdsFile: false },
  ],
});

const nothing = new Set<TargetKey>();
const whyOf = (
  target: object,
  fields: readonly FieldDefinition[],
  proven: ReadonlySet<TargetKey> = nothing,
): string | undefined => {
  const route = { match: 'a/*', whenFilled: 'ask', target: { rows: 'append', ...target } } as RouteSettings;
  return routeProblems({ routes: [route] }, fields, proven)[0]?.why;
};

describe('what fields say against a route', () => {
  it.each([
    ['nothing of a field that takes files', { field: 'e_A', multiple: true }, undefined],
    ['nothing of a field in another case', { field: 'E_a', multiple: true }, undefined],
    ['nothing of a part that takes files', { field: 'e_Visite', file: 'e_attestation' }, undefined],
    ['that it is none', { field: 'e_B', multiple: true }, 'field-unknown'],
    ['that the part is none', { field: 'e_Visite', file: 'e_B' }, 'part-unknown'],
    ['that a simple field has no part', { field: 'e_A', file: 'e_B' }, 'part-unknown'],
    ['that the part is a date', { field: 'e_Visite', file: 'e_Date' }, 'no-file'],
    ['that a part must be named', { field: 'e_Visite' }, 'part-needed'],
    ['that it is read-only', { field: 'e_Closed' }, 'read-only'],
    ['that it takes several', { field: 'e_A', multiple: false }, 'kind-differs'],
  ])('is %s', (_, target, why) => {
    expect(whyOf(target, [field('e_A'), composite, field('e_Closed', { readOnly: true })])).toBe(why);
  });

  it('is nothing where the listing may be partial, or where documents were filed already', () => {
    // Composite fields are listed, simple ones are not.
    expect(whyOf({ field: 'e_B', multiple: true }, [composite])).toBeUndefined();
    expect(whyOf({ field: 'e_B', multiple: true }, [])).toBeUndefined();
    expect(whyOf({ field: 'e_B' }, [field('e_A')], new Set(['e_B' as TargetKey]))).toBeUndefined();
  });

  it('is that nobody says how many values it takes', () => {
    expect(whyOf({ field: 'e_B' }, [])).toBe('kind-unknown');
  });
});
