/** `doctor`: what the key may and may not do, what is reachable, what is assumed. Reads only, unless a test employee is named. */
import { accessSync, constants } from 'node:fs';
import { isCloudRoot } from '../../adapters/lease/cloud-root.ts';
import { targetKey } from '../../core/route/routes.ts';
import type { Employee, EmployeeRecord, FieldDefinition } from '../../core/model.ts';
import type { OpenDocument, Outcome as LuccaOutcome } from '../../core/ports.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Command } from '../arguments.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { codeOf, openInquiry, type Inquiry } from '../inquiry.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, openTenant, rootRefusal } from '../workplace.ts';
import { tinyPdf } from './tiny-pdf.ts';

type Verdict = 'ok' | 'no' | 'assumed' | 'unknown';
type Report = (topic: string, verdict: Verdict, facts?: Readonly<Record<string, string | number>>) => void;

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
    const more = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
    tell(terminal, [`${topic}: ${terminal.say(`doctor.${verdict}`)}`, ...more].join('  '));
  };
  reportPlaces(settings, terminal, report);
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
    const sample = directory.value.find((one) => one.id === employeeId) ?? directory.value[0];
    if (employeeId !== null && sample?.id !== employeeId)
      report('test-employee-shown', 'no', { employee: employeeId });
    else if (sample !== undefined) await reportTargets(settings, sample, fields, inquiry, report);
    if (employeeId !== null && sample?.id === employeeId) await reportUpload(inquiry, report);
    else report('upload', 'assumed');
    report('write', 'assumed');
    return worst;
  } finally {
    await inquiry.close();
    await ledger.close();
  }
}

function reportPlaces(settings: Settings, { io }: Terminal, report: Report): void {
  const away = rootRefusal(settings);
  report('root-read', away === null ? 'ok' : 'no');
  if (away === null) report('root-written', mayWrite(settings.root) ? 'ok' : 'no');
  report('root-on-cloud-drive', isCloudRoot(settings.root, io.env) ? 'no' : 'ok');
  report('requests-a-minute', 'assumed', { limit: settings.tenant.requestsPerMinute });
}

async function reportTargets(
  settings: Settings,
  sample: Employee,
  fields: readonly FieldDefinition[] | null,
  { gateway, lucca, memory }: Inquiry,
  report: Report,
): Promise<void> {
  const wanted = settings.routes.map((route) => route.target).filter((target) => target !== 'picture');
  const picture = settings.routes.some((route) => route.target === 'picture');
  const query = {
    employeeIds: [sample.id],
    fields: [...new Set(wanted.map((target) => target.field))],
    picture,
  };
  const read = await gateway.call((signal) => lucca.records(query, signal));
  const record: EmployeeRecord | undefined =
    read.kind === 'applied' ? read.value.find((one) => one.employeeId === sample.id) : undefined;
  report(
    'record-read',
    record === undefined ? 'no' : 'ok',
    read.kind === 'applied' ? {} : { code: codeOf(read) },
  );
  for (const target of new Map(wanted.map((one) => [targetKey(one.field, one.file ?? null), one])).values()) {
    const key = targetKey(target.field, target.file ?? null);
    const defined = fields?.find((one) => one.field === target.field);
    const shown = record !== undefined && target.field in record.fields;
    report('target-shown', shown ? 'ok' : record === undefined ? 'unknown' : 'no', { target: key });
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
}

/** A file that no record will ever show: it proves that the key may upload, and nobody sees it. */
async function reportUpload({ gateway, lucca }: Inquiry, report: Report): Promise<void> {
  const bytes = tinyPdf();
  const document: OpenDocument = {
    size: bytes.length,
    bytes: (async function* () {
      yield await Promise.resolve(bytes);
    })(),
    finish: () => Promise.reject(new Error('a test file has no signature')),
    close: () => Promise.resolve(),
  };
  const done = await gateway.call((signal) =>
    lucca.upload(
      {
        document,
        fileName: 'classeur-test.pdf',
        contentType: 'application/pdf',
        onProgress: () => undefined,
      },
      signal,
    ),
  );
  report(
    'upload',
    done.kind === 'applied' ? 'ok' : 'no',
    done.kind === 'applied' ? {} : { code: codeOf(done) },
  );
}

function fieldsFacts(
  definitions: LuccaOutcome<readonly FieldDefinition[]>,
): Readonly<Record<string, string | number>> {
  return definitions.kind === 'applied'
    ? { fields: definitions.value.length }
    : { code: codeOf(definitions) };
}

function mayWrite(root: string): boolean {
  try {
    accessSync(root, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
