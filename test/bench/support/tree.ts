/** Trees of any size for the benchmarks: employees, each with the same folders, and sparse files that cost no disk. */
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

export interface TreeSize {
  readonly employees: number;
  /** In all, spread evenly. */
  readonly files: number;
  /** Of each file; 200 KB unless said otherwise. */
  readonly bytes?: number;
}

/** The tree that the bars speak of. */
export const officeTree: TreeSize = { employees: 5_000, files: 100_000 };

/** Four levels: employee, kind, year, document. */
const folders = ['Contrats', 'RIB', 'Arrêts/2025'];
const documentBytes = 200_000;

export const folderOf = (employee: number): string =>
  `Martin Camille (${String(employee + 1).padStart(5, '0')})`;

/** Folder of one document below the root, with `/`. */
export function documentFolder({ employees }: TreeSize, index: number): string {
  const folder = folders[Math.floor(index / employees) % folders.length] ?? '';
  return `${folderOf(index % employees)}/${folder}`;
}

/** Path of one document below the root, with `/`. */
export function documentPath(size: TreeSize, index: number): string {
  const turn = String(Math.floor(index / size.employees)).padStart(4, '0');
  return `${documentFolder(size, index)}/${turn} Numérisation.pdf`;
}

/** Folders and documents below `root`, which exists. Synchronous: nothing else is to be done meanwhile. */
export function growTree(root: string, size: TreeSize): void {
  for (let employee = 0; employee < size.employees; employee += 1)
    for (const folder of folders) mkdirSync(join(root, folderOf(employee), folder), { recursive: true });
  for (let index = 0; index < size.files; index += 1) {
    const file = openSync(join(root, documentPath(size, index)), 'wx');
    ftruncateSync(file, size.bytes ?? documentBytes);
    closeSync(file);
  }
}
