/** GET /lucca-api/employees and what stands beside it. [SRC employee; DOC employees/get-employees] */
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { Employee } from '../model.ts';
import { presence } from '../user-view.ts';
import type { Viewer } from '../user-view.ts';
import { collection } from './collection.ts';
import { Invalid } from './problem.ts';
import { listOf, needsScope, reference, shown, urlOf } from './request.ts';
import type { Entity, NewRequest } from './request.ts';

/** Where the switch says that the generations number people differently: everybody is their neighbour. */
export const newIdOf = (id: number, { switches }: Viewer): string =>
  String(switches.employeeIds === 'same' ? id : id + 1);

export const employeeOfNewId = (text: string, view: Viewer): Employee | undefined => {
  if (!/^\d{1,12}$/.test(text)) return undefined;
  const id = Number(text) - (view.switches.employeeIds === 'same' ? 0 : 1);
  const found = view.store.employees.get(id);
  return found && presence(view).isVisible(found) ? found : undefined;
};

const employmentId = (id: number): string => String(id * 10 + 1);
const jobId = (id: number): string => String(id * 10 + 2);

type Status = 'active' | 'upcoming' | 'deactivated';

function statusOf(employee: Employee, view: Viewer): Status {
  if (presence(view).isFormer(employee)) return 'deactivated';
  return employee.dtContractStart.slice(0, 10) > new Date(view.now()).toISOString().slice(0, 10)
    ? 'upcoming'
    : 'active';
}

function showEmployee(employee: Employee, view: Viewer): Entity {
  const id = newIdOf(employee.id, view);
  const [, month = '1', day = '1'] = employee.birthDate?.slice(0, 10).split('-') ?? [];
  const { picture } = employee;
  return {
    id,
    type: 'employee',
    url: urlOf(view, `employees/${id}`),
    remoteId: null,
    portrait: picture === null ? null : reference(view, 'portrait', 'portraits', picture),
    givenName: employee.firstName,
    familyName: employee.lastName,
    employeeNumber: employee.employeeNumber === '' ? null : employee.employeeNumber,
    status: statusOf(employee, view),
    email: employee.mail === '' ? null : employee.mail,
    birthDay: { day: Number(day), month: Number(month) },
    phoneNumber: null,
    applicableEmployment: reference(view, 'employment', 'employments', employmentId(employee.id)),
    applicableJobPosition: reference(view, 'job-position', 'job-positions', jobId(employee.id)),
    createdAt: '2024-04-15T23:12:54.0001Z',
    lastUpdatedAt: `${employee.modifiedAt}Z`,
    links: {
      employments: { href: urlOf(view, `employments?employee.id=${id}`) },
      jobPositions: { href: urlOf(view, `job-positions?employment.employee.id=${id}`) },
      personalRecord: { href: urlOf(view, `employee-personal-records?employee.id=${id}`) },
    },
  };
}

const date = (instant: string | null): Entity | null =>
  instant === null ? null : { date: instant.slice(0, 10) };

function embedded(employees: readonly Employee[], request: NewRequest, view: Viewer): Entity {
  if (view.switches.embeddedResources === 'absent') return {};
  const may = (scope: string): boolean =>
    request.scopes.has(`${scope}.readonly`) || request.scopes.has(`${scope}.readwrite`);
  const employments = employees.map((employee) => {
    const id = employmentId(employee.id);
    return {
      ...reference(view, 'employment', 'employments', id),
      employee: reference(view, 'employee', 'employees', newIdOf(employee.id, view)),
      legalEntity: reference(view, 'legal-entity', 'legal-entities', String(employee.legalEntityId)),
      start: date(employee.dtContractStart),
      end: date(employee.dtContractEnd),
    };
  });
  const jobs = employees.map((employee) => ({
    ...reference(view, 'job-position', 'job-positions', jobId(employee.id)),
    department: reference(view, 'department', 'departments', String(employee.departmentId)),
  }));
  const byId = (entities: readonly Entity[]): Entity =>
    Object.fromEntries(entities.map((entity) => [String(entity['id']), entity] as const));
  return {
    employment: may('employments') ? byId(employments) : {},
    'job-position': may('job-positions') ? byId(jobs) : {},
  };
}

const statuses: readonly string[] = ['active', 'upcoming', 'deactivated'];

export function listEmployees(request: NewRequest, view: Viewer): Answer {
  needsScope(request, 'employees.readonly');
  if (!view.key.rights.readUsers) throw new Refused(403, 'You may not read employees');
  const ids = listOf(request.query, 'id');
  const wanted = listOf(request.query, 'status');
  const wrong = wanted?.find((status) => !statuses.includes(status));
  if (wrong !== undefined) throw new Invalid('status', `There is no status ${wrong}`);
  const { isVisible } = presence(view);
  const found = [...view.store.employees.values()]
    .filter(
      (employee) =>
        isVisible(employee) &&
        (ids === null || ids.includes(newIdOf(employee.id, view))) &&
        (wanted === null || wanted.includes(statusOf(employee, view))),
    )
    .sort((a, b) => a.id - b.id);
  const byNewId = new Map(found.map((employee) => [newIdOf(employee.id, view), employee]));
  return collection(request, view, {
    type: 'employees',
    all: found.map((employee) => showEmployee(employee, view)),
    embedded: (page) =>
      embedded(
        page.flatMap((item) => byNewId.get(String(item['id'])) ?? []),
        request,
        view,
      ),
  });
}

export function readEmployee(request: NewRequest, view: Viewer, id: string): Answer {
  needsScope(request, 'employees.readonly');
  const employee = employeeOfNewId(id, view);
  if (!employee) throw new Refused(404, 'Not Found');
  return shown(request, showEmployee(employee, view));
}

export function listLegalEntities(request: NewRequest, view: Viewer): Answer {
  needsScope(request, 'legal-entities.readonly');
  const all = view.store.legalEntities.map(({ id, name }) => ({
    ...reference(view, 'legal-entity', 'legal-entities', String(id)),
    name,
  }));
  return collection(request, view, { type: 'legal-entities', all });
}

export function listDepartments(request: NewRequest, view: Viewer): Answer {
  needsScope(request, 'departments.readonly');
  const all = view.store.departments.map(({ id, name }) => ({
    ...reference(view, 'department', 'departments', String(id)),
    name,
  }));
  return collection(request, view, { type: 'departments', all });
}
