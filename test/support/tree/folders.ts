/** The employees' folders as an HR office keeps them, and the settings that say what they mean. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Employee } from '../../lucca/model.ts';

/** Sub-folder below an employee's folder, by what it holds. */
export const drawers = {
  visits: 'Visites médicales',
  contracts: 'Contrats',
  bank: 'RIB',
  diploma: 'Diplômes',
  identity: 'Pièce d’identité',
  picture: 'Photo',
} as const;
export type Drawer = keyof typeof drawers;

/** Where each drawer leads in the emulated company. `subField` is the one that holds the file. */
export const targets: Readonly<
  Record<Drawer, { readonly field: string; readonly subField: string | null; readonly multiple: boolean }>
> = {
  visits: { field: 'e_Visite-medicale', subField: 'e_Attestation', multiple: true },
  contracts: { field: 'e_Contrats', subField: null, multiple: true },
  bank: { field: 'e_RIB', subField: null, multiple: false },
  diploma: { field: 'e_Diplome', subField: 'e_Justificatif', multiple: false },
  identity: { field: 'e_Piece-identite', subField: null, multiple: false },
  picture: { field: 'picture', subField: null, multiple: false },
};

/** Key of a drawer's target in events: `picture`, `e_RIB`, `e_Visite-medicale/e_Attestation`. */
export function targetKey(drawer: Drawer): string {
  const { field, subField } = targets[drawer];
  return subField === null ? field : `${field}/${subField}`;
}

export const employeeFolder = '{lastName} {firstName} ({employeeNumber})';

type Named = Pick<Employee, 'firstName' | 'lastName' | 'employeeNumber'>;

/** The folder of an employee below the root. */
export function folderOf({ lastName, firstName, employeeNumber }: Named): string {
  return `${lastName} ${firstName} (${employeeNumber})`;
}

/** Makes the folders of these employees with all their drawers. */
export async function buildTree(root: string, employees: readonly Named[]): Promise<void> {
  for (const employee of employees) {
    for (const drawer of Object.values(drawers))
      await mkdir(path.join(root, folderOf(employee), drawer), { recursive: true });
  }
}

const routes = [
  {
    match: `${drawers.visits}/**`,
    target: {
      field: targets.visits.field,
      file: targets.visits.subField,
      multiple: true,
      values: { 'e_Date-de-la-visite': '{date}', e_Convocation: null },
    },
  },
  { match: `${drawers.contracts}/**`, target: { field: targets.contracts.field, multiple: true } },
  { match: `${drawers.bank}/*`, target: { field: targets.bank.field, multiple: false } },
  {
    match: `${drawers.diploma}/*`,
    target: {
      field: targets.diploma.field,
      file: targets.diploma.subField,
      multiple: false,
      values: { 'e_Date-d-obtention': '{date}', e_Intitule: '{fileName}' },
    },
  },
  { match: `${drawers.identity}/*`, target: { field: targets.identity.field, multiple: false } },
  { match: `${drawers.picture}/*`, target: 'picture', whenFilled: 'replace' },
] as const;

export interface SettingsWishes {
  readonly root: string;
  readonly tenantUrl: string;
  readonly quietSeconds?: number;
  readonly requestsPerMinute?: number;
  readonly language?: 'fr' | 'en';
  /** More routes, tried after the usual ones. */
  readonly moreRoutes?: readonly unknown[];
  /** Any other member of `settings.json`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The object to write as `settings.json`. */
export function settingsOf(wishes: SettingsWishes): Readonly<Record<string, unknown>> {
  return {
    version: 1,
    ...(wishes.language === undefined ? {} : { language: wishes.language }),
    tenant: { url: wishes.tenantUrl, api: 'v3', requestsPerMinute: wishes.requestsPerMinute ?? 40 },
    root: wishes.root,
    employeeFolder,
    routes: [...routes, ...(wishes.moreRoutes ?? [])],
    settle: { quietSeconds: wishes.quietSeconds ?? 2 },
    app: { openAtLogin: false, notifications: false },
    ...wishes.more,
  };
}
