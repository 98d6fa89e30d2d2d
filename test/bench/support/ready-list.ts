/** A ready-made list of uploads and writes: what is left of the agent's work when nothing has to be found out. */
import type { EmployeeId, FileId } from '../../../main/core/model.ts';
import { writePath } from '../../../main/adapters/lucca/v3/records.ts';
import { writeBody } from '../../../main/adapters/lucca/v3/write.ts';

export const field = 'e_Contrats';

export interface ReadyFile {
  readonly path: string;
  readonly name: string;
  readonly contentType: string;
}

export interface ReadyList {
  readonly url: string;
  readonly key: string;
  readonly uploadsAtOnce: number;
  readonly writesAtOnce: number;
  readonly employees: readonly { readonly id: number; readonly files: readonly ReadyFile[] }[];
}

/** One write of all that an employee has, as the agent sends it. */
export function readyWrite(employeeId: number, fileIds: readonly string[]): { path: string; body: string } {
  const id = employeeId as EmployeeId;
  const rows = fileIds.map((fileId) => ({ valueId: null, fileId: fileId as FileId, values: {} }));
  const fields = [{ field, file: null, multiple: true, rows }];
  return {
    path: writePath(id, { employeeIds: [id], fields: [field], picture: false }),
    body: JSON.stringify(writeBody({ employeeId: id, picture: null, fields })),
  };
}
