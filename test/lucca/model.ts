/** What the emulated tenant is made of. Words follow Lucca: a user of v3 is an employee here. */

export interface LegalEntity {
  readonly id: number;
  readonly name: string;
  readonly code: string;
}

export interface Department {
  readonly id: number;
  readonly name: string;
}

export interface Employee {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly login: string;
  readonly mail: string;
  /** Unique per legal entity only. [DOC directory/user] */
  readonly employeeNumber: string;
  /** `yyyy-MM-ddTHH:mm:ss`, without zone, like every date of v3. */
  readonly birthDate: string | null;
  readonly dtContractStart: string;
  readonly dtContractEnd: string | null;
  readonly legalEntityId: number;
  readonly departmentId: number;
  /** Null: their own manager. */
  readonly managerId: number | null;
  readonly modifiedAt: string;
  /** File id of the portrait. */
  readonly picture: string | null;
}

export type LeafKind =
  'text' | 'longText' | 'boolean' | 'integer' | 'decimal' | 'date' | 'list' | 'link' | 'file';

export interface ListEntry {
  readonly id: number;
  readonly name: string;
}

/** A sub-field of a composite field. */
export interface SubField {
  readonly key: string;
  readonly name: string;
  readonly kind: LeafKind;
  readonly entries?: readonly ListEntry[];
}

/** One property of the HR file: single or multiple, simple or composite. */
export interface Field {
  /** `e_…`, case and hyphens included; never derived from the name. */
  readonly key: string;
  readonly name: string;
  readonly kind: LeafKind | 'composite';
  readonly multiple: boolean;
  /** Rights are given per section. */
  readonly section: string;
  readonly entries?: readonly ListEntry[];
  /** Sub-fields of a composite field. */
  readonly parts?: readonly SubField[];
}

export interface Company {
  readonly name: string;
  readonly legalEntities: readonly LegalEntity[];
  readonly departments: readonly Department[];
  readonly fields: readonly Field[];
  readonly employees: readonly Employee[];
  /** Ids of the people that tests ask for by their part, such as `recentLeaver`. */
  readonly cast: Readonly<Record<string, number>>;
}

export type SectionRight = 'write' | 'read' | 'none';

export interface Rights {
  readonly readUsers: boolean;
  readonly writeUsers: boolean;
  readonly uploadFiles: boolean;
  readonly readDefinitions: boolean;
  /** False: former employees stay invisible even when asked for. [DOC list-users] */
  readonly seeFormer: boolean;
  readonly seeFuture: boolean;
  /** Legal entities within the key's reach; null: all. */
  readonly legalEntities: readonly number[] | null;
  /** Sections not named are `write`. */
  readonly sections: Readonly<Record<string, SectionRight>>;
}

export interface ApiKey {
  /** The secret, a GUID. */
  readonly key: string;
  /** The role that carries the rights has the same name; it is the `principal` of answers. */
  readonly name: string;
  readonly rights: Rights;
}

/** A client application of the 2024-11-01 generation, as an administrator declares one. */
export interface OAuthClient {
  readonly clientId: string;
  readonly secret: string;
  readonly name: string;
  readonly rights: Rights;
  /** Those it may ask for. */
  readonly scopes: readonly string[];
}

export type Leaf =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean }
  | { readonly kind: 'file'; readonly fileId: string };

export interface SubValue {
  readonly id: number;
  readonly leaf: Leaf | null;
}

export type Content =
  Leaf | { readonly kind: 'composite'; readonly parts: Readonly<Record<string, SubValue>> };

/** One stored value: the only one of a single field, one of many of a multiple field. */
export interface Row {
  readonly id: number;
  readonly content: Content;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly extension: string;
  /** Null when the emulator keeps hashes only. */
  readonly bytes: Buffer | null;
  readonly size: number;
  readonly sha256: string;
  readonly totalPages: number | null;
  /** ISO 8601 UTC with seven decimals, as Lucca gives it. */
  readonly createdAt: string;
  readonly createdAtMs: number;
  /** Which generation took it, where it was not the legacy one. */
  readonly by?: 'new-api';
}

export const everyRight: Rights = {
  readUsers: true,
  writeUsers: true,
  uploadFiles: true,
  readDefinitions: true,
  seeFormer: true,
  seeFuture: true,
  legalEntities: null,
  sections: {},
};

/** What a key may do with a field. */
export function rightOn(rights: Rights, field: Field): SectionRight {
  return rights.sections[field.section] ?? 'write';
}
