/** What is read of Lucca: the directory, the definitions, the records of employees with something to file. */
import { afterReadingFailed, afterSuccess } from './agent-failures.ts';
import type { World } from './agent-world.ts';
import type { Employee, EmployeeId, EmployeeRecord } from './model.ts';
import { subFieldsSeen } from './file/write-plan.ts';
import { asking } from './plan/plan.ts';
import type { LedgerChange } from './ports.ts';

/** Employees a page: the most that Lucca gives. */
const directoryPage = 1_000;
/** Employees a reading of records: what a request line holds with ease. */
const recordsPage = 50;

/** Reads the whole directory, page by page, and keeps it. False where it could not be read. */
export async function readDirectory(world: World): Promise<boolean> {
  const { ports, memory } = world;
  await world.transact(() => [{ kind: 'facts', facts: { directoryAskedAt: ports.clock.now() } }]);
  const employees: Employee[] = [];
  for (let offset = 0; ; offset += directoryPage) {
    const outcome = await world.gateway.call((signal) =>
      ports.lucca.directoryPage(offset, directoryPage, signal),
    );
    if (outcome.kind !== 'applied') {
      await world.transact(() => afterReadingFailed(world, outcome));
      return false;
    }
    employees.push(...outcome.value.employees);
    if (!outcome.value.more) break;
  }
  const unique = [...new Map(employees.map((employee) => [employee.id, employee])).values()];
  await world.transact(() => [
    ...afterSuccess(world),
    { kind: 'directory', directory: { employees: unique, readAt: ports.clock.now() } },
  ]);
  ports.log.info('directory-read', { employees: memory.directory?.employees.length ?? 0 });
  return true;
}

/** Listings of definitions that a tenant may answer; the port tries another one at each call that says nothing. */
const definitionListings = 2;

/**
 * Reads the definitions where the key may; without them, settings and answers say what is needed.
 * False where the question should be put again later.
 */
export async function readFields(world: World): Promise<boolean> {
  for (let listing = 0; listing < definitionListings; listing += 1) {
    const outcome = await world.gateway.call((signal) => world.ports.lucca.definitions(signal));
    if (outcome.kind === 'applied' && outcome.value.length > 0) {
      await world.transact(() => [...afterSuccess(world), { kind: 'fields', fields: outcome.value }]);
      return true;
    }
    const mayNot = outcome.kind === 'refused' && outcome.refusal.kind !== 'unauthorized';
    if (outcome.kind === 'applied' || mayNot) continue;
    await world.transact(() => afterReadingFailed(world, outcome));
    return false;
  }
  world.ports.log.info('definitions-not-shown');
  return true;
}

export async function readRecords(world: World, employeeIds: readonly EmployeeId[]): Promise<void> {
  const { ports, memory } = world;
  for (let start = 0; start < employeeIds.length; start += recordsPage) {
    const ids = employeeIds.slice(start, start + recordsPage);
    const query = { employeeIds: ids, ...world.wanted() };
    const outcome = await world.gateway.call((signal) => ports.lucca.records(query, signal));
    if (outcome.kind !== 'applied') {
      if (outcome.kind === 'refused' && outcome.refusal.kind !== 'unauthorized') await notShown(world, ids);
      else await world.transact(() => afterReadingFailed(world, outcome));
      return;
    }
    for (const record of outcome.value) world.records.set(record.employeeId, record);
    const missing = ids.filter((id) => !outcome.value.some((record) => record.employeeId === id));
    if (missing.length > 0) await notShown(world, missing);
    await world.transact(() => [...afterSuccess(world), ...lessonsOf(world, outcome.value)]);
  }

  /** The directory lists them, but the key may not see their record. */
  async function notShown(target: World, ids: readonly EmployeeId[]): Promise<void> {
    await target.transact(() =>
      [...memory.documents.values()]
        .filter(
          (document) =>
            document.employeeId !== null &&
            ids.includes(document.employeeId) &&
            (document.state === 'ready' || document.state === 'uploaded'),
        )
        .map((document) => ({
          kind: 'document',
          document: asking(document, 'not-permitted', ports.clock.now()),
        })),
    );
  }
}

/** Sub-fields that rows showed, kept so that new rows name them all. */
function lessonsOf(world: World, records: readonly EmployeeRecord[]): LedgerChange[] {
  const changes: LedgerChange[] = [];
  for (const document of world.memory.documents.values()) {
    const target = document.target === null ? null : world.targetOf(document.target);
    if (target?.kind !== 'field' || target.file === null) continue;
    const known = world.memory.knowledge.get(target.key);
    const seen = new Set(known?.subFields ?? []);
    const before = seen.size;
    for (const record of records) for (const key of subFieldsSeen(record, target.field)) seen.add(key);
    if (
      seen.size === before ||
      changes.some((change) => change.kind === 'target' && change.target.key === target.key)
    )
      continue;
    changes.push({
      kind: 'target',
      target: {
        key: target.key,
        rows: known?.rows ?? 'unknown',
        stopped: known?.stopped ?? false,
        subFields: [...seen],
      },
    });
  }
  return changes;
}
