/** Which kinds of document lie in the tree: the sub-folders of the employee folders, over all of them. */
import { createFiles } from '../../adapters/files/index.ts';
import { fold } from '../../core/match/fold.ts';
import type { FilePlace } from '../../core/setup-kinds.ts';
import type { FieldDefinition } from '../../core/model.ts';
import { routeProblems } from '../../core/route/route-problems.ts';
import { placesOf, propose, usualValues } from '../../core/setup-kinds.ts';
import type { DraftKind, KindChoice } from '../../core/setup-draft.ts';
import type { FieldPlace, KindRow } from '../../shared/setup-contract.ts';

export interface KindFound {
  readonly id: string;
  /** Spellings, the most usual first. */
  readonly names: readonly string[];
  readonly documents: number;
}

export async function findKinds(root: string, folders: readonly string[]): Promise<readonly KindFound[]> {
  const files = createFiles({ root });
  const kinds = new Map<string, { readonly names: Map<string, number>; documents: number }>();
  const kindOf = (name: string) => {
    const id = fold(name);
    const known = kinds.get(id) ?? { names: new Map<string, number>(), documents: 0 };
    kinds.set(id, known);
    known.names.set(name, (known.names.get(name) ?? 0) + 1);
    return known;
  };
  for (const folder of folders) for (const name of await files.folders(folder)) kindOf(name);
  const employeeFolders = new Set(folders);
  const depth = (folders[0] ?? '').split('/').length;
  const { files: seen } = await files.scan('');
  for (const { path } of seen) {
    const parts = path.split('/');
    if (parts.length <= depth || !employeeFolders.has(parts.slice(0, depth).join('/'))) continue;
    const name = parts.length === depth + 1 ? '' : (parts[depth] ?? '');
    kindOf(name).documents += 1;
  }
  return [...kinds]
    .map(([id, { names, documents }]) => ({
      id,
      names: [...names].sort((a, b) => b[1] - a[1]).map(([name]) => name),
      documents,
    }))
    .sort((a, b) => b.documents - a.documents || a.id.localeCompare(b.id));
}

/** What was chosen before stands, and is told where the fields speak against it; the rest is proposed from the names. */
export function rowsOf(
  found: readonly KindFound[],
  fields: readonly FieldDefinition[] | null,
  chosen: readonly DraftKind[],
): readonly KindRow[] {
  const places = placesOf(fields ?? []);
  const before = new Map(chosen.map((kind) => [fold(kind.names[0] ?? ''), kind.choice]));
  return found.map(({ id, names, documents }) => {
    const [name = ''] = names;
    const known = before.get(id);
    const row = { id, name, documents, check: false, fault: null };
    if (known !== undefined)
      return { ...row, choice: mutable(known), fault: fields === null ? null : faultOf(known, fields) };
    const proposal = name === '' ? null : propose(name, places);
    if (proposal === null) return { ...row, choice: { to: 'later' } };
    return { ...row, choice: choiceFor(proposal.place), check: !proposal.sure };
  });
}

function faultOf(choice: KindChoice, fields: readonly FieldDefinition[]): KindRow['fault'] {
  if (choice.to !== 'field') return null;
  const { field, file, multiple } = choice;
  const target = { field, ...(file === null ? {} : { file }), multiple, rows: 'append' as const };
  const [found] = routeProblems({ routes: [{ match: '*', target, whenFilled: 'ask' }] }, fields, new Set());
  return found?.why ?? null;
}

function choiceFor(place: FilePlace | 'picture'): KindRow['choice'] {
  if (place === 'picture') return { to: 'picture', whenFilled: 'ask' };
  return {
    to: 'field',
    field: place.field,
    file: place.file,
    multiple: place.multiple,
    values: usualValues(place),
    whenFilled: 'ask',
  };
}

const mutable = (choice: KindChoice): KindRow['choice'] =>
  choice.to === 'field' ? { ...choice, values: { ...choice.values } } : choice;

export const placeViews = (places: readonly FilePlace[]): FieldPlace[] =>
  places.map((place) => ({
    id: place.file === null ? place.field : `${place.field}/${place.file}`,
    field: place.field,
    file: place.file,
    name: place.part === null ? place.name : `${place.name} – ${place.part}`,
    section: place.section,
    multiple: place.multiple,
    readOnly: place.readOnly,
    others: place.others.map((other) => ({ ...other })),
    usual: usualValues(place),
  }));
