/** One document for each person, so that what befalls one tells nothing of another. */
import type { Emulator } from '../../lucca/index.ts';
import type { Employee } from '../../lucca/model.ts';
import { filable, planned, type Drawer, type PlannedDocument } from '../../support/tree/index.ts';

/** Hands out people, each once. */
export function peopleOf(lucca: Emulator): () => Employee {
  const left = [...filable(lucca.company)];
  return () => {
    const next = left.shift();
    if (next === undefined) throw new Error('The company has too few people.');
    return next;
  };
}

export function scanOf(employee: Employee, drawer: Drawer, name: string): PlannedDocument {
  return planned({ employee, drawer, format: 'pdf', seed: `${employee.id} ${name}`, name });
}

/** Two contracts for one person: after them it is known how the tenant treats rows. */
export function lesson(employee: Employee): readonly PlannedDocument[] {
  return ['first lesson', 'second lesson'].map((name) => scanOf(employee, 'contracts', name));
}

/** Writes to a person's record, in order of arrival. */
export function writesTo(lucca: Emulator, employeeId: number) {
  return lucca.journal.find({ method: 'PUT', path: new RegExp(`^/api/v3/users/${employeeId}$`) });
}

/** Readings of a person's record. */
export function readingsOf(lucca: Emulator, employeeId: number) {
  return lucca.journal
    .find({ method: 'GET', path: '/api/v3/users' })
    .filter(({ query }) => query['id']?.split(',').includes(String(employeeId)) ?? false);
}

/** How often a file came to stand in a person's field. */
export function attachedTo(lucca: Emulator, employeeId: number, field: string): number {
  return lucca.journal.attachments.filter(
    (one) => one.kind === 'attached' && one.employeeId === employeeId && one.field === field,
  ).length;
}
