/** Talks to a running emulator from another process. */
import type { RequestSummary, Statistics } from './control-plane.ts';
import { controlPrefix } from './control-plane.ts';
import type { FileView, ValueInput } from './emulator.ts';
import type { FaultRule, FaultState } from './faults.ts';
import type { ApiKey, Company, Employee, Rights } from './model.ts';
import type { Attachment, Holding } from './store.ts';
import type { Switches } from './switches.ts';

export interface EmulatorControl {
  readonly url: string;
  /** Requests with a number above `after` (default 0). */
  journal(after?: number): Promise<readonly RequestSummary[]>;
  requestBody(id: number): Promise<Buffer>;
  attachments(): Promise<readonly Attachment[]>;
  clearJournal(): Promise<void>;
  statistics(): Promise<Statistics>;
  holdings(): Promise<readonly Holding[]>;
  record(employeeId: number): Promise<Readonly<Record<string, readonly { id: number; value: unknown }[]>>>;
  files(): Promise<readonly Omit<FileView, 'bytes'>[]>;
  fileBytes(id: string): Promise<Buffer>;
  /** Gives the id. */
  addFile(name: string, bytes: Uint8Array): Promise<string>;
  switches(): Promise<Switches>;
  setSwitches(changes: Partial<Switches>): Promise<Switches>;
  faults(): Promise<readonly FaultState[]>;
  /** A regular expression goes over as its source. Gives the id. */
  addFault(rule: FaultRule): Promise<number>;
  clearFaults(): Promise<void>;
  company(): Promise<Company>;
  addEmployee(employee: Partial<Employee>): Promise<Employee>;
  setEmployee(id: number, changes: Partial<Employee>): Promise<Employee>;
  removeEmployee(id: number): Promise<void>;
  /** Another editor; see `Emulator.setValue`. Gives the ids of the rows. */
  setValue(
    employeeId: number,
    field: string,
    value: ValueInput | null | readonly ValueInput[],
  ): Promise<readonly number[]>;
  addRow(employeeId: number, field: string, value: ValueInput): Promise<number>;
  keys(): Promise<readonly ApiKey[]>;
  addKey(key: ApiKey): Promise<void>;
  setRights(key: string, changes: Partial<Rights>): Promise<void>;
  revokeKey(key: string): Promise<void>;
}

/** @param url of the emulator, as it prints it. Calls reject with the emulator's message. */
export function controlEmulator(url: string): EmulatorControl {
  const base = url.replace(/\/$/, '') + controlPrefix;
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const bytes = body instanceof Uint8Array;
    const response = await fetch(base + path, {
      method,
      ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(((await response.json()) as { error: string }).error);
    return response;
  };
  const get = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await ask(method, path, body)).json()) as T;
  const bytes = async (path: string): Promise<Buffer> =>
    Buffer.from(await (await ask('GET', path)).arrayBuffer());
  const run = async (method: string, path: string, body?: unknown): Promise<void> => {
    await ask(method, path, body);
  };
  const part = encodeURIComponent;

  return {
    url,
    journal: (after = 0) => get('GET', `journal?after=${after}`),
    requestBody: (id) => bytes(`journal/${id}/body`),
    attachments: () => get('GET', 'journal/attachments'),
    clearJournal: () => run('DELETE', 'journal'),
    statistics: () => get('GET', 'statistics'),
    holdings: () => get('GET', 'holdings'),
    record: (employeeId) => get('GET', `records/${employeeId}`),
    files: () => get('GET', 'files'),
    fileBytes: (id) => bytes(`files/${part(id)}`),
    addFile: async (name, content) =>
      (await get<{ id: string }>('POST', `files?name=${part(name)}`, content)).id,
    switches: () => get('GET', 'switches'),
    setSwitches: (changes) => get('PATCH', 'switches', changes),
    faults: () => get('GET', 'faults'),
    addFault: async ({ match, fault }) => {
      const { path, ...rest } = match ?? {};
      const source =
        path instanceof RegExp ? (path.source.startsWith('^') ? path.source : `^.*(?:${path.source})`) : path;
      return (await get<{ id: number }>('POST', 'faults', { match: { ...rest, path: source }, fault })).id;
    },
    clearFaults: () => run('DELETE', 'faults'),
    company: () => get('GET', 'company'),
    addEmployee: (employee) => get('POST', 'employees', employee),
    setEmployee: (id, changes) => get('PATCH', `employees/${id}`, changes),
    removeEmployee: (id) => run('DELETE', `employees/${id}`),
    setValue: async (employeeId, field, value) =>
      (await get<{ rows: number[] }>('PUT', `values/${employeeId}/${part(field)}`, value)).rows,
    addRow: async (employeeId, field, value) =>
      (await get<{ rows: number[] }>('POST', `values/${employeeId}/${part(field)}`, value)).rows[0]!,
    keys: () => get('GET', 'keys'),
    addKey: (key) => run('POST', 'keys', key),
    setRights: (key, changes) => run('PATCH', `keys/${part(key)}`, changes),
    revokeKey: (key) => run('DELETE', `keys/${part(key)}`),
  };
}
