/**
 * The employees, a hundred a page ([DOC] employees/get-employees): there is no filter by number, so all are read.
 *
 * The port counts offsets and Lucca gives cursors: each call is one request, and what its answer says to ask next is
 * remembered for the offset that the caller will name. Names of legal entities and departments are read first, and
 * only where the folders' pattern needs them.
 */
import type { Employee, EmployeeId } from '../../../core/model.ts';
import type { CancelSignal, DirectoryPage, Outcome } from '../../../core/ports.ts';
import { member, text, wholeNumber } from '../v3/json.ts';
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
}

/** The most that Lucca gives ([SRC]). */
const mostAPage = 100;
/** Of someone deactivated whose last day is not shown: long ago, so that it is asked. */
const longAgo = '1900-01-01';

export class DirectoryReader {
  readonly #session: Session;
  readonly #wanted: readonly Listing[];
  readonly #names: Record<'legal-entities' | 'departments', Map<string, string>> = {
    'legal-entities': new Map(),
    departments: new Map(),
  };
  #steps = new Map<number, Step>();

  constructor(session: Session, names: Names) {
    this.#session = session;
    this.#wanted = listings.filter(
      (listing) =>
        listing === 'employees' || (listing === 'departments' ? names.department : names.legalEntity),
    );
  }

  async page(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>> {
    if (offset === 0) this.#steps = new Map([[0, { listing: this.#wanted[0] ?? 'employees', cursor: null }]]);
    const step = this.#steps.get(offset);
    if (step === undefined) return { kind: 'failed', status: 0, code: 'unknown-page' };
    const query = new URLSearchParams({
      limit: String(Math.min(limit, mostAPage)),
      include: 'embedded,links',
    });
    if (step.listing === 'employees') query.set('status', 'active,upcoming,deactivated');
    if (step.cursor !== null) query.set('page', step.cursor);
    const answer = await this.#session.ask({
      method: 'GET',
      path: `${step.listing}?${query.toString().replaceAll('%2C', ',')}`,
      effect: 'read',
      parse: pageOf,
      signal,
    });
    if (answer.kind !== 'applied') return answer;
    const next = this.#after(step, answer.value);
    if (next !== null) this.#steps.set(offset + limit, next);
    return { kind: 'applied', value: { employees: this.#take(step, answer.value), more: next !== null } };
  }

  #after({ listing, cursor }: Step, page: Page): Step | null {
    // A cursor that leads back to itself would never end.
    if (page.next !== null && page.next !== cursor) return { listing, cursor: page.next };
    const following = this.#wanted[this.#wanted.indexOf(listing) + 1];
    return following === undefined ? null : { listing: following, cursor: null };
  }

  #take({ listing }: Step, { items, embedded }: Page): readonly Employee[] {
    if (listing === 'employees') return items.flatMap((item) => this.#employeeOf(item, embedded) ?? []);
    for (const item of items) this.#names[listing].set(idOf(item), text(member(item, 'name')));
    return [];
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
