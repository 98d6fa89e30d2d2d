/** The people and fields of the simulated tenant, and where a path belongs: said here once more, apart from the core. */
import type { Employee, EmployeeId, FieldDefinition } from '../../../main/core/model.ts';
import { parseSettings, type Settings } from '../../../main/shared/settings.ts';

export interface Drawer {
  readonly folder: string;
  readonly field: string;
  readonly sub: string;
  readonly multiple: boolean;
  readonly whenFilled: 'ask' | 'replace' | 'skip';
}

export const drawers: readonly Drawer[] = [
  { folder: 'Visites', field: 'e_Visite', sub: 'e_Attestation', multiple: true, whenFilled: 'ask' },
  { folder: 'Contrats', field: 'e_Contrats', sub: '', multiple: true, whenFilled: 'ask' },
  { folder: 'RIB', field: 'e_RIB', sub: '', multiple: false, whenFilled: 'ask' },
  { folder: 'Diplômes', field: 'e_Diplome', sub: 'e_Justificatif', multiple: false, whenFilled: 'ask' },
  { folder: 'Carte', field: 'e_Carte', sub: '', multiple: false, whenFilled: 'skip' },
  { folder: 'Photo', field: 'picture', sub: '', multiple: false, whenFilled: 'replace' },
];

export function employeesOf(count: number): readonly Employee[] {
  return Array.from({ length: count }, (_, index) => ({
    id: (400 + index) as EmployeeId,
    firstName: `Prénom${index}`,
    lastName: `Nom${index}`,
    employeeNumber: String(index).padStart(4, '0'),
    email: `p${index}@example.test`,
    login: `p${index}`,
    legalEntity: 'Nantes',
    department: 'Atelier',
    contractStart: '2020-01-01T00:00:00',
    contractEnd: null,
  }));
}

export function folderOf({ lastName, firstName, employeeNumber }: Employee): string {
  return `${lastName} ${firstName} (${employeeNumber})`;
}

export const newcomer: Employee = {
  id: 999 as EmployeeId,
  firstName: 'Paul',
  lastName: 'Inconnu',
  employeeNumber: '9999',
  email: 'paul@example.test',
  login: 'paul',
  legalEntity: 'Nantes',
  department: 'Atelier',
  contractStart: '2026-11-02T00:00:00',
  contractEnd: null,
};

/** Whom and what a path may be for, by the people as they are or were; empty where it is nobody's or nothing's. */
export function placesOf(
  path: string,
  people: readonly Employee[],
): readonly { readonly employeeId: number; readonly drawer: Drawer }[] {
  const [folder = '', inside = '', ...rest] = path.normalize('NFC').split('/');
  const drawer = drawers.find((one) => one.folder === inside);
  if (drawer === undefined || rest.length !== 1) return [];
  return people
    .filter((one) => folderOf(one) === folder)
    .map((employee) => ({ employeeId: employee.id, drawer }));
}

export const definitions: readonly FieldDefinition[] = drawers
  .filter(({ field }) => field !== 'picture')
  .map(({ field, sub, multiple }) => ({
    field,
    name: field,
    multiple,
    subFields: sub === '' ? [] : [{ key: sub, name: sub, holdsFile: true }],
    holdsFile: sub === '',
  }));

export function settingsOf(wishes: {
  readonly requestsPerMinute: number;
  readonly rows: 'append' | 'resend';
  readonly afterFiling: 'keep' | 'archive';
}): Settings {
  const parsed = parseSettings({
    version: 1,
    tenant: { url: 'https://example.ilucca.net', requestsPerMinute: wishes.requestsPerMinute },
    root: '/srv/Employees',
    employeeFolder: '{lastName} {firstName} ({employeeNumber})',
    routes: drawers.map(({ folder, field, sub, multiple, whenFilled }) => ({
      match: `${folder}/*`,
      target:
        field === 'picture'
          ? 'picture'
          : {
              field,
              ...(sub === '' ? {} : { file: sub }),
              multiple,
              ...(multiple ? { rows: wishes.rows } : {}),
            },
      whenFilled,
    })),
    afterFiling: wishes.afterFiling,
  });
  if (!parsed.ok) throw new Error(`${parsed.problem.path} ${parsed.problem.message}`);
  return parsed.settings;
}
