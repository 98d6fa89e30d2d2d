/** What is read of Lucca: the directory, the definitions, the records of employees with something to file. */
import { afterReadingFailed, afterSuccess } from './agent-failures.ts';
import type { World } from './agent-world.ts';
import type { Employee, EmployeeId, EmployeeRecord } from './model.ts';
import { subFieldsSeen } from './file/write-plan.ts';
import type { LedgerChange, Outcome } from './ports.ts';

/** Employees a page: the most that Lucca gives, and the least that is worth a request. */
const directoryPage = { most: 1_000, least: 50 };
/** Lucca aborts what takes longer than 5 s. */
const slowMs = 3_000;
const quickMs = 500;
/** Employees a reading of records: what a request line holds with ease. */
const recordsPage = 50;

/** Reads the whole directory, page by page, and keeps it. False where it could not be read. */
export async function readDirectory(world: World): Promise<boolean> {
  const { ports, memory } = world;
  await world.transact(() => [{ kind: 'facts', facts: { directoryAskedAt: ports.clock.now() } }]);
  const employees: Employee[] = [];
  let size = memory.facts.directoryPage || directoryPage.most;
  let [offset, tookMs] = [0, 0];
  for (let more = true; more;) {
    const outcome = await world.gateway.call(async (signal) => {
      const began = ports.clock.monotonic();
      const answer = await ports.lucca.directoryPage(offset, size, signal);
      tookMs = ports.clock.monotonic() - began;
      return answer;
    });
    const before = size;
    size = nextPage(size, outcome, tookMs);
    if (size !== before) await world.transact(() => [{ kind: 'facts', facts: { directoryPage: size } }]);
    if (outcome.kind === 'applied') {
      employees.push(...outcome.value.employees);
      offset += before;
      more = outcome.value.more;
    } else if (size === before || !isTooSlow(outcome)) {
      await world.transact(() => afterReadingFailed(world, outcome));
      return false;
    }
  }
  if (employees.length === 0 && (memory.directory?.employees.length ?? 0) > 0) {
    // Everybody gone at once is a fault of the reading, not news of the people.
    await world.transact(() =>
      afterReadingFailed(world, { kind: 'failed', status: 200, code: 'empty-directory' }),
    );
    return false;
  }
  const unique = [...new Map(employees.map((employee) => [employee.id, employee])).values()];
  await world.transact(() => [
    ...afterSuccess(world),
    { kind: 'directory', directory: { employees: unique, readAt: ports.clock.now() } },
  ]);
  ports.log.info('directory-read', { employees: memory.directory?.employees.length ?? 0 });
  return true;
}

/** The largest pages that answer in time: half as many where Lucca took long or gave up, twice as many where it was quick. */
function nextPage(size: number, outcome: Outcome<unknown>, tookMs: number): number {
  const { most, least } = directoryPage;
  if (isTooSlow(outcome) || (outcome.kind === 'applied' && tookMs > slowMs))
    return Math.max(least, Math.ceil(size / 2));
  if (outcome.kind === 'applied' && tookMs < quickMs) return Math.min(most, size * 2);
  return size;
}

function isTooSlow(outcome: Outcome<unknown>): boolean {
  return outcome.kind === 'failed' && (outcome.status === 408 || outcome.status === 504);
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

/** Reads what the configured fields of these employees hold. Who is not shown is remembered as such for a while. */
export async function readRecords(world: World, employeeIds: readonly EmployeeId[]): Promise<void> {
  for (let start = 0; start < employeeIds.length; start += recordsPage)
    if (!(await readPage(world, employeeIds.slice(start, start + recordsPage)))) return;
}

/** False where nothing more should be asked now. */
async function readPage(world: World, ids: readonly EmployeeId[]): Promise<boolean> {
  const { ports } = world;
  const query = { employeeIds: ids, ...world.wanted() };
  const outcome = await world.gateway.call((signal) => ports.lucca.records(query, signal));
  if (outcome.kind === 'refused' && outcome.refusal.kind !== 'unauthorized') {
    if (ids.length === 1 || outcome.refusal.kind === 'forbidden') {
      notShown(world, ids);
      return true;
    }
    // One whom Lucca does not know must not hide the others.
    const half = Math.ceil(ids.length / 2);
    return (await readPage(world, ids.slice(0, half))) && (await readPage(world, ids.slice(half)));
  }
  if (outcome.kind !== 'applied') {
    await world.transact(() => afterReadingFailed(world, outcome));
    return false;
  }
  for (const record of outcome.value) {
    world.records.set(record.employeeId, record);
    world.notShown.delete(record.employeeId);
  }
  notShown(
    world,
    ids.filter((id) => !outcome.value.some((record) => record.employeeId === id)),
  );
  await world.transact(() => [...afterSuccess(world), ...lessonsOf(world, outcome.value)]);
  return true;
}

function notShown(world: World, ids: readonly EmployeeId[]): void {
  for (const id of ids) world.notShown.set(id, world.ports.clock.now());
}

/** Sub-fields that rows showed, kept so that new rows name them all. */
function lessonsOf(world: World, records: readonly EmployeeRecord[]): LedgerChange[] {
  const changes: LedgerChange[] = [];
  for (const key of world.memory.targets()) {
    const target = world.targetOf(key);
    if (target?.kind !== 'field' || target.file === null) continue;
    const known = world.memory.knowledge.get(key);
    const seen = new Set(known?.subFields ?? []);
    const before = seen.size;
    for (const record of records) for (const sub of subFieldsSeen(record, target.field)) seen.add(sub);
    if (seen.size === before) continue;
    changes.push({
      kind: 'target',
      target: {
        key,
        rows: known?.rows ?? 'unknown',
        stopped: known?.stopped ?? false,
        subFields: [...seen],
      },
    });
  }
  return changes;
}
