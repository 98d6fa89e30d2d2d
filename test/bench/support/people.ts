/** Documents in the folders of people who work at the emulated company now, and whose folder is theirs alone. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fictionalCompany, type Employee } from '../../lucca/index.ts';
import { folderOf } from '../../support/tree/index.ts';
import { contracts } from './agent-process.ts';

/** As many people as the company of `--employees` must have for so many to be ordinary ones. */
export const companyFor = (people: number): number => people + 40;

export function ordinaryPeople(people: number): readonly Employee[] {
  const { employees, cast } = fictionalCompany({ employees: companyFor(people) });
  const special = new Set(
    Object.entries(cast)
      .filter(([part]) => /leaver|future|fixedTerm|homonym|shared/i.test(part))
      .map(([, id]) => id),
  );
  return employees.filter(({ id }) => !special.has(id)).slice(0, people);
}

/** Where it was put. */
export function putDocument(root: string, person: Employee, name: string, bytes: Buffer): string {
  const folder = join(root, folderOf(person), contracts);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
