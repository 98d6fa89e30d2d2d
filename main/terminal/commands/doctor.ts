/** `doctor`: what the key may and may not do, what is reachable, what is assumed. Reads only, unless a test employee is named. */
import { mayWrite } from '../../adapters/files/may-write.ts';
import { isCloudRoot } from '../../adapters/lease/cloud-root.ts';
import { routeProblems } from '../../core/route/route-problems.ts';
import { targetKey } from '../../core/route/routes.ts';
import type { EmployeeId, EmployeeRecord, FieldDefinition } from '../../core/model.ts';
import type { Outcome as LuccaOutcome } from '../../core/ports.ts';
import type { Settings } from '../../shared/settings.ts';
import { apiFindings } from '../api-findings.ts';
import { isRouteFault } from '../route-problems.ts';
import type { Command } from '../arguments.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { codeOf, openInquiry, type Inquiry } from '../inquiry.ts';
import { tellPolicy } from '../policy.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { entangled, openDataFolder, openLedgerFor, openTenant, rootRefusal } from '../workplace.ts';
import type { Report } from './doctor-report.ts';
import { tryOn } from './doctor-try.ts';

const mostRead = 20;

export async function doctor(
  terminal: Terminal,
  { employeeId }: Extract<Command, { name: 'doctor' }>,
): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const tenant = await openTenant(terminal);
  if (isRefused(tenant)) return tenant;
  const { settings } = tenant;
  let worst: ExitCode = exitCodes.done;
  const report: Report = (topic, verdict, facts = {}) => {
    if (verdict === 'no') worst = exitCodes.asks;
    emit(terminal, 'finding', { topic, verdict, ...facts });
    const more = Object.entries(facts).map(([name, value]) =>
      name === 'why' && isRouteFault(value) ? terminal.say(`route.${value}`) : `${name}=${value}`,
    );
    tell(
      terminal,
      [`${terminal.say(`doctor.topic.${topic}`)} ${terminal.say(`doctor.${verdict}`)}`, ...more].join('  '),
    );
  };
  tellPolicy(terminal);
  reportPlaces(settings, terminal, report);
  for (const { topic, verdict } of apiFindings(settings)) report(topic, verdict);
  const ledger = await openLedgerFor(terminal, 'beside');
  if (isRefused(ledger)) return ledger;
  const inquiry = await openInquiry(terminal, settings, tenant.key, ledger, false);
  try {
    const directory = await inquiry.directory();
    if (directory.kind !== 'applied') {
      report('tenant-reached', directory.kind === 'refused' ? 'ok' : 'no', { code: codeOf(directory) });
      report('directory-read', 'no', { code: codeOf(directory) });
      const unauthorized = directory.kind === 'refused' && directory.refusal.kind === 'unauthorized';
      return unauthorized
        ? exitCodes.keyRefused
        : directory.kind === 'refused'
          ? exitCodes.asks
          : exitCodes.waits;
    }
    report('tenant-reached', 'ok');
    const today = new Date(terminal.now()).toISOString().slice(0, 10);
    const former = directory.value.filter(
      (one) => one.contractEnd !== null && one.contractEnd.slice(0, 10) < today,
    );
    report('directory-read', directory.value.length > 0 ? 'ok' : 'no', { employees: directory.value.length });
    report('former-employees-shown', former.length > 0 ? 'ok' : 'unknown', { employees: former.length });
    const definitions = await inquiry.gateway.call((signal) => inquiry.lucca.definitions(signal));
    const fields = definitions.kind === 'applied' ? definitions.value : null;
    report('definitions-read', fields === null ? 'no' : 'ok', fieldsFacts(definitions));
    if (fields !== null) await reportEtags(inquiry, report);
    const known = directory.value.some((one) => one.id === employeeId);
    if (employeeId !== null) report('test-employee-shown', known ? 'ok' : 'no', { employee: employeeId });
    const people = known && employeeId !== null ? [employeeId] : withDocuments(inquiry);
    if (fields !== null && fields.length > 0) reportRoutes(settings, fields, inquiry, report);
    const records = await reportTargets(settings, people, fields, inquiry, report);
    if (known && employeeId !== null)
      await tryOn({ settings, employeeId, fields: fields ?? [], record: records[0], inquiry, report });
    else {
      report('upload', 'assumed');
      report('write', 'assumed');
    }
    return worst;
  } finally {
    await inquiry.close();
    await ledger.close();
  }
}

function reportPlaces(settings: Settings, { io, data }: Terminal, report: Report): void {
  const away = rootRefusal(settings) ?? entangled(settings, data);
  report('root-read', away === null ? 'ok' : 'no');
  if (away === null) report('root-written', mayWrite(settings.root) ? 'ok' : 'no');
  if (isCloudRoot(settings.root, io.env)) report('root-on-cloud-drive', 'assumed');
  report('requests-a-minute', 'assumed', { limit: settings.tenant.requestsPerMinute });
}

async function reportTargets(
  settings: Settings,
  employeeIds: readonly EmployeeId[],
  fields: readonly FieldDefinition[] | null,
  { gateway, lucca, memory }: Inquiry,
  report: Report,
): Promise<readonly EmployeeRecord[]> {
  const wanted = settings.routes.map((route) => route.target).filter((target) => target !== 'picture');
  const picture = settings.routes.some((route) => route.target === 'picture');
  const query = { employeeIds, fields: [...new Set(wanted.map((target) => target.field))], picture };
  const records =
    employeeIds.length === 0 ? null : await gateway.call((signal) => lucca.records(query, signal));
  if (records === null) report('record-read', 'unknown');
  else if (records.kind !== 'applied') report('record-read', 'no', { code: codeOf(records) });
  else report('record-read', records.value.length > 0 ? 'ok' : 'no', { employees: records.value.length });
  const read: readonly EmployeeRecord[] = records?.kind === 'applied' ? records.value : [];
  for (const target of new Map(wanted.map((one) => [targetKey(one.field, one.file ?? null), one])).values()) {
    const key = targetKey(target.field, target.file ?? null);
    const defined = fields?.find((one) => one.field === target.field);
    // Lucca may leave out a field that holds nothing: only one that holds what we filed has to show.
    const shown = read.some((record) => target.field in record.fields);
    const expected = read.some((record) =>
      memory.filedBy(record.employeeId).some((one) => one.target === key),
    );
    report('target-shown', shown ? 'ok' : expected ? 'no' : 'unknown', { target: key });
    if (fields !== null) report('target-defined', defined === undefined ? 'no' : 'ok', { target: key });
    const multiple = target.multiple ?? defined?.multiple;
    const kind = multiple === undefined ? 'unknown' : multiple ? 'multiple' : 'single';
    const agrees =
      defined === undefined || target.multiple === undefined || target.multiple === defined.multiple;
    const verdict = !agrees ? 'no' : defined !== undefined ? 'ok' : multiple === undefined ? 'no' : 'assumed';
    report('target-kind', verdict, { target: key, kind });
    if (multiple !== true) continue;
    const rows = memory.knowledge.get(key)?.rows ?? 'unknown';
    report('target-rows', rows === 'unknown' ? 'unknown' : 'ok', { target: key, rows });
  }
  return read;
}

function reportRoutes(
  settings: Settings,
  fields: readonly FieldDefinition[],
  { memory }: Inquiry,
  report: Report,
): void {
  const problems = routeProblems(settings, fields, memory.filedTargets);
  if (problems.length === 0) report('route-served', 'ok', { routes: settings.routes.length });
  for (const { route, target, why } of problems) report('route-served', 'no', { route, target, why });
}

/** What was read a moment ago, asked for again: a tenant that knows ETags says that it has not changed. */
async function reportEtags({ gateway, lucca }: Inquiry, report: Report): Promise<void> {
  const { pagesUnchanged } = lucca;
  if (pagesUnchanged === undefined) return;
  const before = pagesUnchanged();
  await gateway.call((signal) => lucca.directoryPage(0, 1_000, signal));
  const pages = pagesUnchanged() - before;
  report('api-etags', pages > 0 ? 'ok' : 'no', { pages });
}

function fieldsFacts(
  definitions: LuccaOutcome<readonly FieldDefinition[]>,
): Readonly<Record<string, string | number>> {
  return definitions.kind === 'applied'
    ? { fields: definitions.value.length }
    : { code: codeOf(definitions) };
}

/** Least data: extendedData is read of people with documents alone. */
function withDocuments({ memory }: Inquiry): readonly EmployeeId[] {
  const ids = [...memory.documents.values()]
    .map((document) => document.employeeId)
    .filter((id) => id !== null);
  return [...new Set(ids)].slice(0, mostRead);
}
