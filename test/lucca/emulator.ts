/** The emulator as tests hold it. */
import type { Server } from 'node:http';
import type { Tokens } from './2024-11-01/tokens.ts';
import type { Keyring } from './auth.ts';
import { contentTypeOf, extensionOf } from './content-types.ts';
import type { Tenant } from './course.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { ApiKey, Company, Employee, Field, Rights, StoredFile } from './model.ts';
import type { Holding, Store } from './store.ts';
import { defaultSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import { showRow } from './user-view.ts';
import type { Json } from './user-view.ts';
import { parseContent } from './write-content.ts';
import type { Writing } from './write-content.ts';

export interface FileView extends StoredFile {
  /** Where the file stands now. */
  readonly attachedTo: readonly Holding[];
}

/** A value as a PUT would give it, without its envelope: a scalar, `{ id }` of a file, sub-fields as `{ e_x: { value } }`. */
export type ValueInput = string | number | boolean | { readonly [name: string]: unknown };

export interface NewStoredFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Default: by the name. */
  readonly contentType?: string;
  /** Default: a new GUID. */
  readonly id?: string;
}

export interface Emulator {
  /** `http://127.0.0.1:4123`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly company: Company;
  readonly switches: Switches;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly tokens: Tokens;
  /** The keys that are valid now. */
  readonly keys: readonly ApiKey[];
  readonly files: ReadonlyMap<string, FileView>;
  holdings(): readonly Holding[];
  /** Rows by field key; a file reads `{id}` whatever the switches say. */
  record(employeeId: number): Readonly<Record<string, readonly { id: number; value: Json }[]>>;
  addEmployee(employee: Partial<Employee>): Employee;
  setEmployee(id: number, changes: Partial<Omit<Employee, 'id'>>): Employee;
  removeEmployee(id: number): void;
  /** By secret or by name. */
  setRights(key: string, changes: Partial<Rights>): void;
  addKey(key: ApiKey): void;
  revokeKey(key: string): void;
  /** A file that is there by other means than an upload. */
  addFile(file: NewStoredFile): StoredFile;
  /**
   * What another editor does in Lucca's own pages: the whole field becomes this. Null empties it, an array
   * is for multiple fields. Gives the ids of the rows.
   */
  setValue(
    employeeId: number,
    field: string,
    value: ValueInput | null | readonly ValueInput[],
  ): readonly number[];
  /** Another editor adds one row to a multiple field. Gives its id. */
  addRow(employeeId: number, field: string, value: ValueInput): number;
  removeRow(employeeId: number, field: string, rowId: number): void;
  stop(): Promise<void>;
}

export function holdEmulator(
  company: Company,
  tenant: Tenant,
  listening: { readonly server: Server; readonly stop: () => Promise<void>; readonly port: number },
): Emulator {
  const { store, keyring, tokens } = tenant;
  const editor = (): Writing => ({ world: { ...tenant, switches: defaultSwitches() }, filesUsed: new Set() });
  const fieldOf = (key: string): Field => store.fields.get(key) ?? missing(`field ${key}`);
  const employeeOf = (id: number): Employee => store.employees.get(id) ?? missing(`employee ${id}`);
  const row = (field: Field, value: unknown) => ({
    id: store.newValueId(),
    content: parseContent(field, value, null, editor()),
  });

  return {
    url: tenant.origin,
    port: listening.port,
    company,
    switches: tenant.switches,
    journal: tenant.journal,
    faults: tenant.faults,
    store,
    keyring,
    tokens,
    get keys() {
      return keyring.all();
    },
    get files() {
      const holdings = new Map<string, Holding[]>();
      for (const holding of store.holdings()) {
        const others = holdings.get(holding.fileId);
        if (others) others.push(holding);
        else holdings.set(holding.fileId, [holding]);
      }
      return new Map(
        [...store.files].map(([id, file]) => [id, { ...file, attachedTo: holdings.get(id) ?? [] }]),
      );
    },
    holdings: () => store.holdings(),
    record: (employeeId) => {
      const world = { ...tenant, switches: { ...defaultSwitches(), fileRead: 'id' as const } };
      return Object.fromEntries(
        [...store.record(employeeId)].map(([key, rows]) => [
          key,
          rows.map((one) => showRow(one, world) as { id: number; value: Json }),
        ]),
      );
    },
    addEmployee: (employee) => {
      const id = employee.id ?? Math.max(415, ...store.employees.keys()) + 1;
      const pattern = company.employees[0] ?? missing('employee to take after');
      const name = { firstName: 'Nouvelle', lastName: `Recrue ${id}`, dtContractEnd: null, picture: null };
      const contact = {
        login: `login${id}`,
        mail: `login${id}@brevanne.example`,
        employeeNumber: String(id).padStart(5, '0'),
      };
      store.setEmployee({ ...pattern, ...name, ...contact, ...employee, id });
      return employeeOf(id);
    },
    setEmployee: (id, changes) => {
      store.setEmployee({ ...employeeOf(id), ...changes });
      return employeeOf(id);
    },
    removeEmployee: (id) => store.removeEmployee(id),
    setRights: (key, changes) => {
      const found = keyring.get(key);
      keyring.set({ ...found, rights: { ...found.rights, ...changes } });
    },
    addKey: (key) => keyring.set(key),
    revokeKey: (key) => keyring.revoke(key),
    addFile: ({ name, bytes, contentType, id }) =>
      store.addFile(
        {
          name,
          bytes,
          contentType: contentTypeOf(name, contentType ?? null),
          extension: extensionOf(name),
          totalPages: null,
        },
        id,
      ),
    setValue: (employeeId, key, value) => {
      employeeOf(employeeId);
      const field = fieldOf(key);
      const values =
        value === null ? [] : field.multiple && Array.isArray(value) ? (value as unknown[]) : [value];
      const rows = values.map((one) => row(field, one));
      store.setRows(employeeId, key, rows, null);
      return rows.map(({ id }) => id);
    },
    addRow: (employeeId, key, value) => {
      employeeOf(employeeId);
      const added = row(fieldOf(key), value);
      store.setRows(employeeId, key, [...store.rows(employeeId, key), added], null);
      return added.id;
    },
    removeRow: (employeeId, key, rowId) => {
      store.setRows(
        employeeId,
        key,
        store.rows(employeeId, key).filter(({ id }) => id !== rowId),
        null,
      );
    },
    stop: listening.stop,
  };
}

function missing(what: string): never {
  throw new Error(`There is no ${what}.`);
}
