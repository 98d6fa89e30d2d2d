/**
 * The employees, a hundred a page ([DOC] employees/get-employees): there is no filter by number, so all are read.
 *
 * The port counts offsets and Lucca gives cursors: each call is one request, and what its answer says to ask next is
 * remembered for the offset that the caller will name. Names of legal entities and departments are read first, and
 * only where the folders' pattern needs them.
 *
 * Somebody who is missing could have a homonym who is not: where fewer people came than Lucca counts, because somebody
 * came or went between two pages, all are read once more, and whoever was seen in either reading is there.
 */
import type { Employee, EmployeeId } from '../../../core/model.ts';
import type { CancelSignal, DirectoryPage, Outcome } from '../../../core/ports.ts';
import { member, text, wholeNumber } from '../v3/json.ts';
import { KeptPages } from './kept-pages.ts';
import { idOf, pageOf } from './session.ts';
import type { Page, Session } from './session.ts';

export interface Names {
  readonly legalEntity: boolean;
  readonly department: boolean;
}

const listings = ['legal-entities', 'departments', 'employees'] as const;
type Listing = (typeof listings)[number];

interface Step {
  readonly listing: Listing;
  /** Null: the first page. */
  readonly cursor: string | null;
  /** The people are read for the second time. */
  readonly again?: true;
}

/** The most that Lucca gives ([SRC]). */
const mostAPage = 100;
/** Of someone deactivated whose last day is not shown: long ago, so that it is asked. */
const longAgo = '1900-01-01';

/** What was made of a page. */
interface Read {
  readonly next: string | null;
  readonly employees: readonly Employee[];
  /** Items of the page, whatever could be made of them. */
  readonly items: number;
  /** Items of all pages, as Lucca counts them; null where it does not say. */
  readonly total: number | null;
}

export class DirectoryReader {
  readonly #people: KeptPages<Read>;
  readonly #surroundings: KeptPages<Read>;
  readonly #wanted: readonly Listing[];
  readonly #names: Record<'legal-entities' | 'departments', Map<string, string>> = {
    'legal-entities': new Map(),
    departments: new Map(),
  };
  #steps = new Map<number, Step>();
  /** People so far, and as many as Lucca says that there are. */
  #counted = { read: 0, total: 0 };

  /** `etags`: pages that have not changed are not sent again. */
  constructor(session: Session, names: Names, etags = false) {
    this.#people = new KeptPages(session, etags);
    this.#surroundings = new KeptPages(session, etags);
    this.#wanted = listings.filter(
      (listing) =>
        listing === 'employees' || (listing === 'departments' ? names.department : names.legalEntity),
    );
  }

  /** How many pages Lucca said had not changed. */
  get unchanged(): number {
    return this.#people.unchanged + this.#surroundings.unchanged;
  }

  async page(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>> {
    if (offset === 0) this.#steps = new Map([[0, { listing: this.#wanted[0] ?? 'employees', cursor: null }]]);
    const step = this.#steps.get(offset);
    if (step === undefined) return { kind: 'failed', status: 0, code: 'unknown-page' };
    const query = new URLSearchParams({
      limit: String(Math.min(limit, mostAPage)),
      include: 'embedded,links',
    });
    if (step.listing === 'employees') {
      query.set('status', 'active,upcoming,deactivated');
      if (step.cursor === null) query.set('include', 'embedded,links,totalCount');
    }
    if (step.cursor !== null) query.set('page', step.cursor);
    const pages = step.listing === 'employees' ? this.#people : this.#surroundings;
    const answer = await pages.read(
      `${step.listing}?${query.toString().replaceAll('%2C', ',')}`,
      (json) => this.#read(step, json),
      signal,
    );
    if (answer.kind !== 'applied') return answer;
    const next = this.#after(step, answer.value);
    if (next !== null) this.#steps.set(offset + limit, next);
    return { kind: 'applied', value: { employees: answer.value.employees, more: next !== null } };
  }

  #after({ listing, cursor, again }: Step, { next, items, total }: Read): Step | null {
    const marked = again === undefined ? {} : { again };
    if (listing === 'employees') {
      const before = cursor === null ? { read: 0, total: total ?? 0 } : this.#counted;
      this.#counted = { ...before, read: before.read + items };
    }
    // A cursor that leads back to itself would never end.
    if (next !== null && next !== cursor) return { listing, cursor: next, ...marked };
    if (listing === 'employees' && again === undefined && this.#counted.read < this.#counted.total) {
      // Pages that stand as they were would show the same people once more.
      this.#people.forget();
      return { listing, cursor: null, again: true };
    }
    const following = this.#wanted[this.#wanted.indexOf(listing) + 1];
    return following === undefined ? null : { listing: following, cursor: null };
  }

  #read({ listing }: Step, json: unknown): Read | null {
    const page = pageOf(json);
    if (page === null) return null;
    const { items, embedded, next } = page;
    const counts = { next, items: items.length, total: wholeNumber(member(json, 'totalCount')) };
    if (listing === 'employees')
      return { ...counts, employees: items.flatMap((item) => this.#employeeOf(item, embedded) ?? []) };
    for (const item of items) this.#names[listing].set(idOf(item), text(member(item, 'name')));
    // People were read with the names of before.
    this.#people.forget();
    return { ...counts, employees: [] };
  }

  #employeeOf(item: unknown, embedded: Page['embedded']): Employee | null {
    // Ids are texts here; in every example they are the whole numbers of v3.
    const id = wholeNumber(member(item, 'id'));
    if (id === null) return null;
    const employment = resolved(embedded, 'employment', member(item, 'applicableEmployment'));
    const job = resolved(embedded, 'job-position', member(item, 'applicableJobPosition'));
    const end = dayOf(member(employment, 'end'));
    const left = text(member(item, 'status')) === 'deactivated';
    return {
      id: id as EmployeeId,
      firstName: text(member(item, 'givenName')),
      lastName: text(member(item, 'familyName')),
      employeeNumber: text(member(item, 'employeeNumber')),
      email: text(member(item, 'email')),
      login: '',
      legalEntity: this.#names['legal-entities'].get(idOf(member(employment, 'legalEntity'))) ?? '',
      department: this.#names.departments.get(idOf(member(job, 'department'))) ?? '',
      contractStart: dayOf(member(employment, 'start')),
      contractEnd: end ?? (left ? longAgo : null),
    };
  }
}

/** What an item refers to, by type and id, where it is embedded. */
function resolved(embedded: Page['embedded'], type: string, reference: unknown): unknown {
  return member(member(embedded, type), idOf(reference));
}

/** `{"date": "2024-01-01"}` ([DOC] employments). */
function dayOf(value: unknown): string | null {
  const day = text(member(value, 'date')) || text(value);
  return /^\d{4}-\d\d-\d\d/.test(day) ? day.slice(0, 10) : null;
}
