/** Words of the work, made up, for tests of the ledger and what lies around it. */
import type {
  DocumentId,
  DocumentRecord,
  Employee,
  EmployeeId,
  FileId,
  IdentityKey,
  Receipt,
  Sha256,
  TargetKey,
  TreePath,
} from '../../../main/core/model.ts';

export const employee = (id: number): EmployeeId => id as EmployeeId;
export const document = (id: string): DocumentId => id as DocumentId;
export const file = (id: string): FileId => id as FileId;
export const identity = (id: string): IdentityKey => id.padStart(64, '0') as IdentityKey;
export const target = (key: string): TargetKey => key as TargetKey;
export const sha = (seed: string): Sha256 => seed.padStart(64, 'a') as Sha256;

/** Everything of a document but its state. */
export const baseOf = (id: string) => ({
  id: document(id),
  path: `Dupont Jean (00001)/RIB/${id}.pdf` as TreePath,
  signature: { size: 20_480, mtimeMs: 1_795_339_025_390.7769, fileKey: '2049:77' },
  quietSince: 1_000,
  seenAt: 900,
  stateAt: 1_000,
  employeeId: null,
  target: null,
  inspection: null,
  fileId: null,
  unproven: false,
  backlog: true,
  decisions: {},
  attempts: 0,
  reuploaded: false,
  replaces: null,
});

export function settling(id: string): DocumentRecord {
  return { ...baseOf(id), state: 'settling' };
}

export function receipt(id: string, changes: Partial<Receipt> = {}): Receipt {
  return {
    identity: identity(id),
    documentId: document(id),
    employeeId: employee(416),
    target: target('e_RIB'),
    sha256: sha(id),
    size: 20_480,
    path: `Dupont Jean (00001)/RIB/${id}.pdf` as TreePath,
    fileId: file(`file-${id}`),
    valueId: null,
    filedAt: 5_000,
    proof: 'answer',
    replacedFileId: null,
    ...changes,
  };
}

export function person(id: number, changes: Partial<Employee> = {}): Employee {
  return {
    id: employee(id),
    firstName: 'Jean',
    lastName: 'Dupont',
    employeeNumber: '00001',
    email: 'jean@example.test',
    login: 'jdupont',
    legalEntity: 'Exemple SA',
    department: 'Atelier',
    contractStart: '2020-01-01T00:00:00',
    contractEnd: null,
    ...changes,
  };
}
