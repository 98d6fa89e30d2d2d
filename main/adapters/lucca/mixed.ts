/**
 * Between the generations: people and files by the 2024-11-01 one, fields by v3, where only that writes them.
 *
 * Invariant (law 12): v3 writes on an id that the other generation gave. That both mean the same person is in Lucca's
 * examples and nowhere in words, so the last pages of the directory are v3's word on who these ids are: one request
 * for each thousand. Where one id is two people, nothing is taken; who is not shown by both is left out.
 */
import type { Employee } from '../../core/model.ts';
import type { CancelSignal, DirectoryPage, Lucca, Outcome } from '../../core/ports.ts';

/** The most that v3 gives ([DOC] list-users). */
const legacyPage = 1_000;

export function createMixed(newer: Lucca, legacy: Lucca): Lucca {
  const directory = new CheckedDirectory(newer, legacy);
  return {
    directoryPage: (offset, limit, signal) => directory.page(offset, limit, signal),
    upload: (request, signal) => newer.upload(request, signal),
    records: (query, signal) => legacy.records(query, signal),
    write: (write, query, signal) => legacy.write(write, query, signal),
    definitions: (signal) => legacy.definitions(signal),
    ...(newer.pagesUnchanged === undefined ? {} : { pagesUnchanged: newer.pagesUnchanged }),
    async close() {
      await Promise.all([newer.close(), legacy.close()]);
    },
  };
}

class CheckedDirectory {
  readonly #newer: Lucca;
  readonly #legacy: Lucca;
  /** As the newer generation shows them, until v3 was asked. */
  #shown: Employee[] = [];
  /** Where v3's pages begin, in the caller's count; null while the newer ones come. */
  #from: number | null = null;
  /** Where v3 is, by the caller's offset. */
  #legacyAt = new Map<number, number>();
  #confirmed: Employee[] = [];

  constructor(newer: Lucca, legacy: Lucca) {
    this.#newer = newer;
    this.#legacy = legacy;
  }

  async page(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>> {
    if (offset === 0) {
      this.#shown = [];
      this.#confirmed = [];
      this.#from = null;
      this.#legacyAt = new Map();
    }
    return this.#from === null || offset < this.#from
      ? this.#newerPage(offset, limit, signal)
      : this.#legacyPage(offset, limit, signal);
  }

  async #newerPage(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>> {
    const answer = await this.#newer.directoryPage(offset, limit, signal);
    if (answer.kind !== 'applied') return answer;
    this.#shown.push(...answer.value.employees);
    if (!answer.value.more) {
      this.#from = offset + limit;
      this.#legacyAt.set(this.#from, 0);
    }
    return { kind: 'applied', value: { employees: [], more: true } };
  }

  async #legacyPage(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>> {
    const at = this.#legacyAt.get(offset);
    if (at === undefined) return { kind: 'failed', status: 0, code: 'unknown-page' };
    // As many as the caller finds quick enough, if that is fewer.
    const most = Math.min(limit, legacyPage);
    const answer = await this.#legacy.directoryPage(at, most, signal);
    if (answer.kind !== 'applied') return answer;
    const shown = new Map(this.#shown.map((employee) => [employee.id, employee]));
    const both = answer.value.employees.flatMap((legacy) => {
      const newer = shown.get(legacy.id);
      return newer === undefined ? [] : [{ newer, legacy }];
    });
    if (both.some(({ newer, legacy }) => !samePerson(newer, legacy)))
      return { kind: 'failed', status: 200, code: 'ids-differ' };
    this.#confirmed.push(...both.map(({ newer, legacy }) => ({ ...newer, login: legacy.login })));
    if (answer.value.more) {
      this.#legacyAt.set(offset + limit, at + most);
      return { kind: 'applied', value: { employees: [], more: true } };
    }
    return { kind: 'applied', value: { employees: this.#confirmed, more: false } };
  }
}

/** A number that both show decides; without one, the whole name does. */
function samePerson(a: Employee, b: Employee): boolean {
  const same = (one: string, other: string): boolean => plain(one) === plain(other);
  const names = same(a.lastName, b.lastName) && same(a.firstName, b.firstName);
  if (a.employeeNumber === '' || b.employeeNumber === '') return names;
  // Numbers are unique within an establishment only: a name must agree too.
  return same(a.employeeNumber, b.employeeNumber) && (names || same(a.email, b.email));
}

const plain = (text: string): string => text.normalize('NFC').trim().toLocaleLowerCase('fr');
