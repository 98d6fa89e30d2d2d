/** Documents that an office saves, each with the place in Lucca where it must be found afterwards. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Company, Employee } from '../../lucca/model.ts';
import { makeDocument, type DocumentOptions, type Format, type MadeDocument } from '../documents/index.ts';
import { drawers, folderOf, targets, type Drawer } from './folders.ts';

export interface PlannedDocument {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly employeeId: number;
  readonly drawer: Drawer;
  /** Where Lucca must hold it. */
  readonly field: string;
  readonly subField: string | null;
  /** The day that `{date}` must give, `YYYY-MM-DD`; null where only the file's time tells it. */
  readonly date: string | null;
  readonly make: () => MadeDocument;
}

const kinds: Readonly<Record<Drawer, DocumentOptions['kind']>> = {
  visits: 'medical-certificate',
  contracts: 'contract',
  bank: 'bank-details',
  diploma: 'diploma',
  identity: 'identity-card',
  picture: 'portrait',
};

const usualFormats: Readonly<Record<Drawer, readonly Format[]>> = {
  visits: ['scan', 'pdf', 'tiff', 'scan', 'pdf'],
  contracts: ['pdf', 'scan', 'docx', 'pdf', 'odt', 'pdf', 'eml', 'pdf', 'xlsx', 'txt'],
  bank: ['pdf', 'scan', 'jpeg', 'pdf'],
  diploma: ['scan', 'jpeg', 'pdf'],
  identity: ['jpeg', 'png', 'scan'],
  picture: ['jpeg'],
};

export interface Wish {
  readonly employee: Employee;
  readonly drawer: Drawer;
  readonly format: Format;
  readonly seed: string;
  readonly pages?: number;
  readonly date?: string;
  /** Without its extension (default: made from the day, so that `{date}` finds it). */
  readonly name?: string;
  readonly dotsPerInch?: number;
}

/** One document in its place. */
export function planned(wish: Wish): PlannedDocument {
  const { employee, drawer, seed } = wish;
  const date = wish.date ?? '2026-11-02';
  const make = () =>
    makeDocument({
      kind: kinds[drawer],
      subject: employee,
      format: wish.format,
      seed,
      date,
      pages: wish.pages ?? 1,
      dotsPerInch: wish.dotsPerInch ?? 40,
    });
  const name = wish.name ?? `${date} ${kinds[drawer]} ${seed}`;
  return {
    path: `${folderOf(employee)}/${drawers[drawer]}/${name}${extensionOf(wish.format)}`,
    employeeId: employee.id,
    drawer,
    field: targets[drawer].field,
    subField: targets[drawer].subField,
    date: wish.name === undefined ? date : null,
    make,
  };
}

function extensionOf(format: Format): string {
  const odd: Partial<Record<Format, string>> = { scan: '.pdf', jpeg: '.jpg', tiff: '.tif' };
  return odd[format] ?? `.${format}`;
}

/** The people whose documents are filed without a question: all but those who left long ago. */
export function filable(company: Company): readonly Employee[] {
  return company.employees.filter(({ id }) => id !== company.cast['oldLeaver']);
}

const lastDrawer: readonly Drawer[] = ['diploma', 'identity', 'picture'];

/**
 * Two hundred documents over every kind of field, none of which may ask: at most one for each single value,
 * no bytes twice, whole files only. The same company gives the same documents.
 */
export function twoHundredDocuments(company: Company): readonly PlannedDocument[] {
  const people = filable(company);
  const wanted = 200;
  const plan: PlannedDocument[] = [];
  const add = (employee: Employee, drawer: Drawer, date: string) => {
    if (plan.length >= wanted) return;
    const formats = usualFormats[drawer];
    const number = plan.length + 1;
    const format = formats[plan.filter((one) => one.drawer === drawer).length % formats.length] ?? 'pdf';
    plan.push(
      planned({
        employee,
        drawer,
        format,
        date,
        seed: String(number).padStart(3, '0'),
        pages: number % 4 === 0 ? 3 : 1,
      }),
    );
  };
  people.forEach((employee, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0');
    add(employee, 'visits', `2026-03-${day}`);
    add(employee, 'contracts', `2025-09-${day}`);
    add(employee, 'bank', `2026-01-${day}`);
    add(employee, lastDrawer[index % lastDrawer.length] ?? 'diploma', `2019-06-${day}`);
  });
  // What is still missing goes where a field takes several.
  for (let round = 0; plan.length < wanted; round++) {
    const employee = people[round % people.length];
    if (employee === undefined) throw new Error('A company without people.');
    add(
      employee,
      round % 2 === 0 ? 'visits' : 'contracts',
      `2026-10-${String(1 + (round % 28)).padStart(2, '0')}`,
    );
  }
  return plan;
}

/** Puts documents into the tree at once, whole, with their folders. */
export async function placeAll(root: string, plan: readonly PlannedDocument[]): Promise<void> {
  for (const document of plan) {
    const to = path.join(root, document.path);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, document.make().bytes);
  }
}
