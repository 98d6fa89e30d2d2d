import type { Directory, Employee, EmployeeId } from '../../../../main/core/model.ts';

/** A member of staff of whom only what is given matters. */
export function person(id: number, facts: Partial<Omit<Employee, 'id'>> = {}): Employee {
  return {
    id: id as EmployeeId,
    firstName: 'Jean',
    lastName: 'Dupont',
    employeeNumber: String(id).padStart(5, '0'),
    email: `p${id}@example.org`,
    login: `p${id}`,
    legalEntity: 'Paris',
    department: 'Atelier',
    contractStart: null,
    contractEnd: null,
    ...facts,
  };
}

export function directoryOf(...employees: readonly Employee[]): Directory {
  return { employees, readAt: 0 };
}
