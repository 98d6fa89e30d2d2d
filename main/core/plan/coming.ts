/** Plan: who gets another document in a moment, so that one write does for all of them. */
import type { DocumentRecord, EmployeeId } from '../model.ts';
import type { Urgency } from '../urgency.ts';

/** Employees with documents that are about to be uploaded, and whether one of these was saved just now. */
export class Coming {
  readonly #all = new Set<EmployeeId>();
  readonly #fresh = new Set<EmployeeId>();

  add(employeeId: EmployeeId, { backlog }: DocumentRecord): void {
    this.#all.add(employeeId);
    if (!backlog) this.#fresh.add(employeeId);
  }

  /** For a fresh scan, backlog that comes does not count. */
  has(employeeId: EmployeeId, urgency: Urgency): boolean {
    return (urgency === 'fresh' ? this.#fresh : this.#all).has(employeeId);
  }
}
