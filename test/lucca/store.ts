/** The tenant's data. Every change of a value goes through `setRows`, so that nothing is attached unseen. */
import { createHash, randomUUID } from 'node:crypto';
import type { Company, Content, Department, Employee, Field, LegalEntity, Row, StoredFile } from './model.ts';
import type { Switches } from './switches.ts';

/** A file came onto, or went from, an employee's field. */
export interface Attachment {
  readonly kind: 'attached' | 'detached';
  readonly employeeId: number;
  /** Field key, or `picture`. */
  readonly field: string;
  readonly subField: string | null;
  /** Id of the row; null for the picture. */
  readonly valueId: number | null;
  readonly fileId: string;
  /** Milliseconds since 1970 by the emulator's clock. */
  readonly at: number;
  /** Number of the request that did it; null: another editor. */
  readonly requestId: number | null;
}

export interface Holding {
  readonly employeeId: number;
  readonly field: string;
  readonly subField: string | null;
  readonly valueId: number | null;
  readonly fileId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface NewFile {
  readonly name: string;
  readonly contentType: string;
  readonly extension: string;
  readonly bytes: Buffer;
  readonly totalPages: number | null;
  readonly by?: 'new-api';
}

interface Place {
  readonly subField: string | null;
  readonly valueId: number | null;
  readonly fileId: string;
}

/** `2024-11-21T14:54:14.1273553Z`: .NET writes seven decimals. */
export const dotNetInstant = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000Z');

/** `2015-09-07T10:20:06.583`, without zone, as v3 writes moments. */
export const localInstant = (ms: number): string => new Date(ms).toISOString().slice(0, -1);

export class Store {
  readonly legalEntities: readonly LegalEntity[];
  readonly departments: readonly Department[];
  readonly fields = new Map<string, Field>();
  readonly employees = new Map<number, Employee>();
  readonly files = new Map<string, StoredFile>();
  readonly attachments: Attachment[] = [];
  /** How often each file stands in a value or as a picture. */
  readonly #uses = new Map<string, number>();
  readonly #rows = new Map<number, Map<string, readonly Row[]>>();
  readonly #clock: () => number;
  readonly #keepBytes: boolean;
  /** Told after every change; the one listener is whoever keeps the state on disk. */
  onChange: () => void = () => undefined;
  #nextValueId = 4590;

  constructor(company: Company, clock: () => number, keepBytes: boolean) {
    this.legalEntities = company.legalEntities;
    this.departments = company.departments;
    this.#clock = clock;
    this.#keepBytes = keepBytes;
    for (const field of company.fields) this.fields.set(field.key, field);
    for (const employee of company.employees) this.employees.set(employee.id, employee);
  }

  newValueId(): number {
    return this.#nextValueId++;
  }

  get nextValueId(): number {
    return this.#nextValueId;
  }

  /** Taken up from a saved state: ids are never given twice. */
  resumeValueIds(next: number): void {
    this.#nextValueId = Math.max(this.#nextValueId, next);
  }

  rows(employeeId: number, field: string): readonly Row[] {
    return this.#rows.get(employeeId)?.get(field) ?? [];
  }

  /** The one place where values change. */
  setRows(employeeId: number, field: string, rows: readonly Row[], requestId: number | null): void {
    const before = places(this.rows(employeeId, field));
    const record = this.#rows.get(employeeId) ?? new Map<string, readonly Row[]>();
    this.#rows.set(employeeId, record);
    if (rows.length === 0) record.delete(field);
    else record.set(field, rows);
    this.#note(employeeId, field, before, places(rows), requestId);
    this.#touch(employeeId);
  }

  setPicture(employeeId: number, fileId: string | null, requestId: number | null): void {
    const employee = this.employees.get(employeeId);
    if (!employee) throw new Error(`No employee ${employeeId}.`);
    this.employees.set(employeeId, { ...employee, picture: fileId });
    const place = (id: string | null): Place[] =>
      id === null ? [] : [{ subField: null, valueId: null, fileId: id }];
    this.#note(employeeId, 'picture', place(employee.picture), place(fileId), requestId);
    this.#touch(employeeId);
  }

  setEmployee(employee: Employee): void {
    this.employees.set(employee.id, { ...employee, modifiedAt: localInstant(this.#clock()) });
    this.onChange();
  }

  removeEmployee(id: number): void {
    for (const field of [...(this.#rows.get(id)?.keys() ?? [])]) this.setRows(id, field, [], null);
    this.#rows.delete(id);
    this.employees.delete(id);
    this.onChange();
  }

  addFile(file: NewFile, id: string = randomUUID()): StoredFile {
    const now = this.#clock();
    const stored: StoredFile = {
      id,
      name: file.name,
      contentType: file.contentType,
      extension: file.extension,
      bytes: this.#keepBytes ? file.bytes : null,
      size: file.bytes.length,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      totalPages: file.totalPages,
      createdAt: dotNetInstant(now),
      createdAtMs: now,
      ...(file.by === undefined ? {} : { by: file.by }),
    };
    this.files.set(stored.id, stored);
    this.onChange();
    return stored;
  }

  /** After portraits were put back without `setPicture`. */
  recountPictures(): void {
    for (const { picture } of this.employees.values())
      if (picture !== null) this.#uses.set(picture, this.usesOf(picture) + 1);
  }

  usesOf(fileId: string): number {
    return this.#uses.get(fileId) ?? 0;
  }

  /** A file that a value may refer to; an expired one is as unknown as one that never was. */
  usableFile(fileId: string, switches: Switches): StoredFile | undefined {
    const file = this.files.get(fileId.toLowerCase());
    if (!file) return undefined;
    const expired =
      switches.unattachedUploads === 'expire' &&
      this.usesOf(file.id) === 0 &&
      this.#clock() - file.createdAtMs >= switches.uploadLifetimeSeconds * 1000;
    return expired ? undefined : file;
  }

  /** Every file that stands on an employee, one line each. */
  holdings(): readonly Holding[] {
    const all: Holding[] = [];
    const add = (employeeId: number, field: string, place: Place): void => {
      const file = this.files.get(place.fileId);
      all.push({
        employeeId,
        field,
        ...place,
        fileName: file?.name ?? '',
        sha256: file?.sha256 ?? '',
        bytes: file?.size ?? 0,
      });
    };
    for (const employee of this.employees.values()) {
      if (employee.picture !== null)
        add(employee.id, 'picture', { subField: null, valueId: null, fileId: employee.picture });
      for (const [field, rows] of this.#rows.get(employee.id) ?? [])
        for (const place of places(rows)) add(employee.id, field, place);
    }
    return all;
  }

  /** Rows of an employee by field. */
  record(employeeId: number): ReadonlyMap<string, readonly Row[]> {
    return this.#rows.get(employeeId) ?? new Map<string, readonly Row[]>();
  }

  #touch(employeeId: number): void {
    const employee = this.employees.get(employeeId);
    if (employee) this.setEmployee(employee);
  }

  #note(employeeId: number, field: string, before: Place[], after: Place[], requestId: number | null): void {
    const at = this.#clock();
    const gone = before.filter((old) => !after.some((place) => samePlace(old, place)));
    const come = after.filter((place) => !before.some((old) => samePlace(old, place)));
    for (const place of gone) {
      this.#uses.set(place.fileId, this.usesOf(place.fileId) - 1);
      this.attachments.push({ kind: 'detached', employeeId, field, ...place, at, requestId });
    }
    for (const place of come) {
      this.#uses.set(place.fileId, this.usesOf(place.fileId) + 1);
      this.attachments.push({ kind: 'attached', employeeId, field, ...place, at, requestId });
    }
  }
}

const samePlace = (a: Place, b: Place): boolean =>
  a.valueId === b.valueId && a.subField === b.subField && a.fileId === b.fileId;

function places(rows: readonly Row[]): Place[] {
  return rows.flatMap((row) =>
    filesOf(row.content).map(({ subField, fileId }) => ({ subField, valueId: row.id, fileId })),
  );
}

/** The files that a value refers to. */
export function filesOf(content: Content): { subField: string | null; fileId: string }[] {
  if (content.kind === 'file') return [{ subField: null, fileId: content.fileId }];
  if (content.kind === 'scalar') return [];
  return Object.entries(content.parts).flatMap(([subField, { leaf }]) =>
    leaf?.kind === 'file' ? [{ subField, fileId: leaf.fileId }] : [],
  );
}
