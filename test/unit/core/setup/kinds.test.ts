import { describe, expect, it } from 'vitest';
import type { FieldDefinition } from '../../../../main/core/model.ts';
import { placesOf, propose, usualValues } from '../../../../main/core/setup-kinds.ts';
import { likeness, notionsOf } from '../../../../main/core/setup-words.ts';

const simple = (field: string, name: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  field,
  name,
  multiple: false,
  subFields: [],
  holdsFile: true,
  ...more,
});
const fields: readonly FieldDefinition[] = [
  simple('e_RIB', 'RIB'),
  simple('e_Contrats', 'Contrats et avenants', { multiple: true }),
  simple('e_Piece', 'Pièce d’identité'),
  simple('e_Domicile', 'Justificatif de domicile'),
  simple('e_Sanctions', 'Sanctions disciplinaires', { multiple: true }),
  simple('e_Bulletins', 'Bulletins de paie', { multiple: true, readOnly: true }),
  {
    field: 'e_Visite',
    name: 'Visite médicale',
    multiple: true,
    holdsFile: false,
    subFields: [
      { key: 'e_Prochaine', name: 'Date de la prochaine visite', holdsFile: false, isDate: true },
      { key: 'e_Date', name: 'Date de la visite', holdsFile: false, isDate: true },
      { key: 'e_Convocation', name: 'Convocation', holdsFile: true },
      { key: 'e_Attestation', name: 'Attestation', holdsFile: true },
    ],
  },
];
const places = placesOf(fields);
const proposed = (folder: string): string | null => {
  const found = propose(folder, places);
  if (found === null) return null;
  if (found.place === 'picture') return 'picture';
  return `${found.place.field}${found.place.file === null ? '' : `/${found.place.file}`}`;
};

describe('a field is proposed from its name', () => {
  it.each([
    ['RIB', 'e_RIB'],
    ['rib', 'e_RIB'],
    ['Coordonnées bancaires', 'e_RIB'],
    ['Relevés d’identité bancaire', 'e_RIB'],
    ['01 - IBAN', 'e_RIB'],
    ['Contrats', 'e_Contrats'],
    ['CONTRAT', 'e_Contrats'],
    ['Contrats de travail', 'e_Contrats'],
    ['CDI', 'e_Contrats'],
    ['Avenants', 'e_Contrats'],
    ['Carte d’identité', 'e_Piece'],
    ["Pieces d'identite", 'e_Piece'],
    ['CNI', 'e_Piece'],
    ['Passeport', 'e_Piece'],
    ['Identité', 'e_Piece'],
    ['Justificatifs de domicile', 'e_Domicile'],
    ['Visites médicales', 'e_Visite/e_Attestation'],
    ['Médecine du travail', 'e_Visite/e_Attestation'],
    ['Convocations visite médicale', 'e_Visite/e_Convocation'],
    ['Avertissements', 'e_Sanctions'],
    ['Photo', 'picture'],
    ['Photos', 'picture'],
  ])('%s → %s', (folder, target) => {
    expect(proposed(folder)).toBe(target);
  });

  it.each(['Divers', 'Documents', 'Archives 2019', 'À trier', 'Courrier', '', '2025'])(
    'none for %j',
    (folder) => {
      expect(proposed(folder)).toBeNull();
    },
  );

  it('never one that the key may not write', () => {
    expect(proposed('Fiches de paie')).toBeNull();
  });

  it('is sure of the same name only', () => {
    expect(propose('RIB', places)?.sure).toBe(true);
    expect(propose('Avenants', places)?.sure).toBe(false);
  });

  it('takes the day of the visit from the scan’s name, never that of the next one', () => {
    const visit = places.find((place) => place.file === 'e_Attestation');
    expect(usualValues(visit!)).toEqual({ e_Date: '{date}' });
  });
});

describe('notions', () => {
  it('do not confuse an identity card with a bank’s, nor a work contract with a work accident', () => {
    expect(likeness(notionsOf('Relevé d’identité bancaire'), notionsOf('Pièce d’identité'))).toBe(0);
    expect(likeness(notionsOf('Accident du travail'), notionsOf('Contrat de travail'))).toBeLessThan(0.5);
  });

  it('are nothing for a name of figures', () => {
    expect(notionsOf('2024 - 01').size).toBe(0);
  });
});
