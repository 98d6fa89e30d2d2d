/** A company that does not exist, with everybody in it that makes filing hard. Same options, same people. */
import type { Company, Department, Employee, Field, LegalEntity } from './model.ts';

export interface FictionalCompanyOptions {
  /** Moment that dates are relative to, milliseconds since 1970 (default: now). */
  readonly now?: number;
  /** How many people; at least those of the cast (default 40). */
  readonly employees?: number;
}

const legalEntities: readonly LegalEntity[] = [
  { id: 1, name: 'Ateliers Brévanne – Nantes', code: 'NTE' },
  { id: 2, name: 'Ateliers Brévanne – Lyon', code: 'LYO' },
];

const departments: readonly Department[] = [
  { id: 13, name: 'Atelier' },
  { id: 14, name: 'Études' },
  { id: 15, name: 'Ressources humaines' },
  { id: 16, name: 'Commerce' },
];

/** All kinds: composite multiple, simple multiple, simple single, composite single, and no file at all. */
const fields: readonly Field[] = [
  {
    key: 'e_Visite-medicale',
    name: 'Visite médicale',
    kind: 'composite',
    multiple: true,
    section: 'Santé au travail',
    parts: [
      { key: 'e_Date-de-la-visite', name: 'Date de la visite', kind: 'date' },
      { key: 'e_Attestation', name: 'Attestation', kind: 'file' },
      { key: 'e_Convocation', name: 'Convocation', kind: 'file' },
      { key: 'e_Date-de-la-prochaine-visite', name: 'Date de la prochaine visite', kind: 'date' },
      { key: 'e_Preconisations-medicales', name: 'Préconisations médicales', kind: 'longText' },
    ],
  },
  { key: 'e_Contrats', name: 'Contrats et avenants', kind: 'file', multiple: true, section: 'Contrat' },
  { key: 'e_RIB', name: 'RIB', kind: 'file', multiple: false, section: 'Paie' },
  {
    key: 'e_Diplome',
    name: 'Diplôme',
    kind: 'composite',
    multiple: false,
    section: 'Formation',
    parts: [
      { key: 'e_Intitule', name: 'Intitulé', kind: 'text' },
      { key: 'e_Date-d-obtention', name: "Date d'obtention", kind: 'date' },
      { key: 'e_Justificatif', name: 'Justificatif', kind: 'file' },
    ],
  },
  { key: 'e_Piece-identite', name: "Pièce d'identité", kind: 'file', multiple: false, section: 'Identité' },
  {
    key: 'e_Sanctions',
    name: 'Sanctions disciplinaires',
    kind: 'file',
    multiple: true,
    section: 'Discipline',
  },
  { key: 'e_secondName', name: 'Deuxième prénom', kind: 'text', multiple: false, section: 'Identité' },
  { key: 'e_quote', name: 'Devise', kind: 'longText', multiple: false, section: 'Divers' },
  { key: 'e_favorite_food', name: 'Plats préférés', kind: 'text', multiple: true, section: 'Divers' },
  {
    key: 'e_eyes_color',
    name: 'Couleur des yeux',
    kind: 'list',
    multiple: false,
    section: 'Identité',
    entries: [
      { id: 83, name: 'Bleu' },
      { id: 84, name: 'Marron' },
      { id: 85, name: 'Vert' },
    ],
  },
  { key: 'e_Permis-B', name: 'Permis B', kind: 'boolean', multiple: false, section: 'Identité' },
  {
    key: 'e_Anciennete',
    name: 'Ancienneté reprise (mois)',
    kind: 'integer',
    multiple: false,
    section: 'Contrat',
  },
  { key: 'e_Taux-activite', name: "Taux d'activité", kind: 'decimal', multiple: false, section: 'Contrat' },
  { key: 'e_Date-medaille', name: 'Médaille du travail', kind: 'date', multiple: false, section: 'Contrat' },
  { key: 'e_Profil', name: 'Profil en ligne', kind: 'link', multiple: false, section: 'Divers' },
];

interface Part {
  readonly part: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly number: string;
  readonly legalEntityId?: number;
  readonly starts?: number;
  readonly ends?: number;
}

/** Days are counted from today; `starts` and `ends` default to long ago and never. */
const cast: readonly Part[] = [
  { part: 'first', firstName: 'Jean', lastName: 'Dupont', number: '00001' },
  { part: 'accents', firstName: 'Noémie', lastName: 'Lefèvre', number: '00002' },
  { part: 'hyphens', firstName: 'Marie-Ève', lastName: 'Saint-Amand', number: '00003' },
  { part: 'apostrophe', firstName: 'Loïc', lastName: "L'Hostis", number: '00004' },
  { part: 'curlyApostrophe', firstName: 'Gaëlle', lastName: 'd’Aubigné', number: '00005' },
  { part: 'ligature', firstName: 'Cœline', lastName: 'Bœuf', number: '00006' },
  { part: 'sharedNumberNantes', firstName: 'Hervé', lastName: 'Moreau', number: '00007' },
  { part: 'sharedNumberLyon', firstName: 'Samira', lastName: 'Benali', number: '00007', legalEntityId: 2 },
  { part: 'homonymA', firstName: 'Camille', lastName: 'Martin', number: '00008' },
  { part: 'homonymB', firstName: 'Camille', lastName: 'Martin', number: '00021', legalEntityId: 2 },
  { part: 'particle', firstName: 'Chloé', lastName: 'De Alibert', number: '00009' },
  { part: 'foreign', firstName: 'Łukasz', lastName: 'Sørensen-Groß', number: '00010' },
  { part: 'recentLeaver', firstName: 'Thierry', lastName: 'Vasseur', number: '00011', ends: -30 },
  { part: 'oldLeaver', firstName: 'Odile', lastName: 'Charpentier', number: '00012', ends: -730 },
  { part: 'future', firstName: 'Inès', lastName: 'Roussel', number: '00013', starts: 21 },
  { part: 'fixedTerm', firstName: 'Bastien', lastName: 'Gaudin', number: '00014', starts: -60, ends: 120 },
];

const firstNames = [
  'Aurélie',
  'Benoît',
  'Clémence',
  'Damien',
  'Élise',
  'Fabien',
  'Géraldine',
  'Hugo',
  'Irène',
  'Julien',
  'Karine',
  'Léo',
  'Margaux',
  'Nicolas',
  'Océane',
  'Pascal',
  'Quentin',
  'Romane',
  'Sébastien',
  'Tiphaine',
  'Ulysse',
  'Valérie',
  'William',
  'Yasmine',
  'Zoé',
];
const lastNames = [
  'Arnaud',
  'Blanchard',
  'Colin',
  'Delmas',
  'Estève',
  'Fournier',
  'Guérin',
  'Hamon',
  'Imbert',
  'Joly',
  'Keller',
  'Lambert',
  'Mercier',
  'Noël',
  'Olivier',
  'Perrot',
  'Quéré',
  'Renaud',
  'Simonet',
  'Tessier',
  'Urbain',
  'Vidal',
  'Weber',
  'Yvon',
  'Zimmer',
  'Aubert',
  'Besson',
  'Caron',
  'Dumas',
];

const day = 86_400_000;

/** `2014-09-01T00:00:00`: midnight so many days from `now`. */
const midnight = (now: number, days: number): string =>
  `${new Date(now + days * day).toISOString().slice(0, 10)}T00:00:00`;

/** Folds a name to what an address may hold. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .replace(/ß/g, 'ss')
    .replace(/ø/gi, 'o')
    .replace(/ł/gi, 'l')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

export function fictionalCompany(options: FictionalCompanyOptions = {}): Company {
  const now = options.now ?? Date.now();
  const wanted = Math.max(options.employees ?? 40, cast.length);
  const ids: Record<string, number> = {};
  const taken = new Set<string>();
  const employees: Employee[] = [];

  const hire = (who: Part, index: number): void => {
    const id = 416 + index;
    const plainLogin = `${plain(who.firstName).slice(0, 1)}${plain(who.lastName)}`;
    const login = taken.has(plainLogin) ? `${plainLogin}${id}` : plainLogin;
    taken.add(login);
    employees.push({
      id,
      firstName: who.firstName,
      lastName: who.lastName,
      login,
      mail: `${login}@brevanne.example`,
      employeeNumber: who.number,
      birthDate: midnight(now, -9000 - ((index * 173) % 9000)),
      dtContractStart: midnight(now, who.starts ?? -400 - ((index * 97) % 4000)),
      dtContractEnd: who.ends === undefined ? null : midnight(now, who.ends),
      legalEntityId: who.legalEntityId ?? 1,
      departmentId: departments[index % departments.length]!.id,
      managerId: index === 0 ? null : 416,
      modifiedAt: `${midnight(now, -1 - (index % 300)).slice(0, 11)}10:20:06.583`,
      picture: null,
    });
    ids[who.part] = id;
  };

  cast.forEach(hire);
  for (let index = cast.length; index < wanted; index++) {
    const step = index - cast.length;
    // 25 first names and 29 last names share no factor: no homonym before 725 people
    hire(
      {
        part: `extra${step + 1}`,
        firstName: firstNames[step % firstNames.length]!,
        lastName: lastNames[step % lastNames.length]!,
        number: String(100 + step).padStart(5, '0'),
        legalEntityId: step % 4 === 3 ? 2 : 1,
      },
      index,
    );
  }
  return { name: 'Ateliers Brévanne', legalEntities, departments, fields, employees, cast: ids };
}
