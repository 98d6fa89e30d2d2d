/** First run: which field does each kind of document go to? Proposed from the names alone; a person decides. */
import { fold } from './match/fold.ts';
import type { FieldDefinition } from './model.ts';
import { likeness, notionsOf, pictureNotion } from './setup-words.ts';

/** Somewhere in the tenant that can hold a file. */
export interface FilePlace {
  readonly field: string;
  /** The sub-field that holds the file; null where the field itself does. */
  readonly file: string | null;
  readonly name: string;
  /** Name of the sub-field; null where there is but one that holds a file, or none. */
  readonly part: string | null;
  readonly section: string | null;
  readonly multiple: boolean;
  readonly readOnly: boolean;
  /** Other sub-fields that may be given a value. */
  readonly others: readonly { readonly field: string; readonly name: string; readonly isDate: boolean }[];
}

/** All places, in the order of the tenant. */
export function placesOf(fields: readonly FieldDefinition[]): readonly FilePlace[] {
  return fields.flatMap((field): readonly FilePlace[] => {
    const common = {
      field: field.field,
      name: field.name,
      section: field.section ?? null,
      multiple: field.multiple,
      readOnly: field.readOnly === true,
    };
    const holders = field.subFields.filter((sub) => sub.holdsFile);
    if (field.subFields.length === 0)
      return field.holdsFile ? [{ ...common, file: null, part: null, others: [] }] : [];
    const others = field.subFields
      .filter((sub) => !sub.holdsFile)
      .map((sub) => ({ field: sub.key, name: sub.name, isDate: sub.isDate === true }));
    return holders.map((sub) => ({
      ...common,
      file: sub.key,
      part: holders.length > 1 ? sub.name : null,
      others,
    }));
  });
}

export interface Proposal {
  readonly place: FilePlace | 'picture';
  /** False: alike, but a person should look. */
  readonly sure: boolean;
}

/** Below this two names have too little in common to be said in one breath. */
const alike = 0.5;
const same = 0.99;
/** Of several files of one field, the one that proves something is what people scan. */
const proof = /attestation|justificatif|certificat|document|fichier|scan|proof|certificate|file/;
/** A day still to come is in no scan's name. */
const toCome = /prochain|next|echeance|expir|fin|end|limite|valid/;

export function propose(folder: string, places: readonly FilePlace[]): Proposal | null {
  const wanted = notionsOf(folder);
  if (wanted.size === 1 && wanted.has(pictureNotion)) return { place: 'picture', sure: true };
  let best: { place: FilePlace; score: number; bonus: number } | null = null;
  for (const place of places) {
    if (place.readOnly) continue;
    const field = notionsOf(place.name);
    const part = place.part === null ? new Set<string>() : notionsOf(place.part);
    const score = Math.max(likeness(wanted, field), likeness(wanted, new Set([...field, ...part])));
    const bonus = likeness(wanted, part) + (place.part !== null && proof.test(fold(place.part)) ? 0.1 : 0);
    if (best === null || score > best.score || (score === best.score && bonus > best.bonus))
      best = { place, score, bonus };
  }
  return best === null || best.score < alike ? null : { place: best.place, sure: best.score >= same };
}

/** What the other sub-fields get unless somebody says otherwise: the first day that is not still to come is the scan's. */
export function usualValues(place: Pick<FilePlace, 'others'>): Record<string, string | null> {
  const day = place.others.find((other) => other.isDate && !toCome.test(fold(other.name)));
  return day === undefined ? {} : { [day.field]: '{date}' };
}
