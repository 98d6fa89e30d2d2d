/**
 * `doctor --employee`: one small file, onto a test employee. It proves what only a write proves.
 *
 * Invariant: it goes where nothing stands, and nowhere else (law 5). What is filed there stays, for no interface of
 * Lucca's is sure to take it away.
 */
import { createHash } from 'node:crypto';
import type {
  EmployeeId,
  EmployeeRecord,
  FieldDefinition,
  FileId,
  Sha256,
  Target,
} from '../../core/model.ts';
import type { OpenDocument, Outcome as LuccaOutcome, RecordWrite } from '../../core/ports.ts';
import { findFile, linkOf } from '../../core/record.ts';
import { routeProblems } from '../../core/route/route-problems.ts';
import { readsBack, sameKey, targetKey } from '../../core/route/routes.ts';
import type { Settings } from '../../shared/settings.ts';
import { codeOf, type Inquiry } from '../inquiry.ts';
import type { Report } from './doctor-report.ts';
import { tinyPdf } from './tiny-pdf.ts';

export interface Trial {
  readonly settings: Settings;
  readonly employeeId: EmployeeId;
  readonly fields: readonly FieldDefinition[];
  /** The employee's record, where it could be read. */
  readonly record: EmployeeRecord | undefined;
  readonly inquiry: Inquiry;
  readonly report: Report;
}

type FieldTarget = Extract<Target, { kind: 'field' }>;

export async function tryOn(trial: Trial): Promise<void> {
  const { inquiry, report } = trial;
  const bytes = tinyPdf();
  const sent = await upload(inquiry, bytes);
  report(
    'upload',
    sent.kind === 'applied' ? 'ok' : 'no',
    sent.kind === 'applied' ? {} : { code: codeOf(sent) },
  );
  if (sent.kind !== 'applied') {
    report('write', 'assumed');
    return;
  }
  const target = emptyTarget(trial);
  // A file that no record shows is seen by nobody.
  if (target === null) report('write', 'assumed', { code: 'no-empty-field' });
  else await write(trial, target, sent.value.fileId, bytes);
}

/** A field of the settings that holds nothing on this employee; one of several values goes before one of a single. */
function emptyTarget({ settings, fields, record, inquiry }: Trial): FieldTarget | null {
  if (record === undefined) return null;
  const unfit = new Set(
    routeProblems(settings, fields, inquiry.memory.filedTargets).map(({ target }) => target),
  );
  const fit = settings.routes.flatMap(({ target }): FieldTarget[] => {
    if (target === 'picture') return [];
    const { field, file = null, values = {}, rows } = target;
    const key = targetKey(field, file);
    const multiple = target.multiple ?? fields.find((one) => sameKey(one.field, field))?.multiple;
    const holds = (record.fields[field] ?? []).some((value) => !value.empty || value.valueId !== null);
    if (multiple === undefined || holds || unfit.has(key)) return [];
    return [{ kind: 'field', key, field, file, multiple, values, rows }];
  });
  return fit.find(({ multiple }) => multiple) ?? fit[0] ?? null;
}

async function write(
  { settings, employeeId, fields, inquiry, report }: Trial,
  target: FieldTarget,
  fileId: FileId,
  bytes: Uint8Array,
): Promise<void> {
  const { gateway, lucca } = inquiry;
  const { field, file, multiple, key } = target;
  const known = fields.find((one) => sameKey(one.field, field))?.subFields ?? [];
  const keys = file === null ? [] : [...known.map((sub) => sub.key), ...Object.keys(target.values)];
  const values = Object.fromEntries(keys.filter((one) => one !== file).map((one) => [one, null]));
  const rows = [{ valueId: null, fileId, values }];
  const wanted: RecordWrite = { employeeId, picture: null, fields: [{ field, file, multiple, rows }] };
  const query = { employeeIds: [employeeId], fields: [field], picture: false };
  const done = await gateway.call((signal) => lucca.write(wanted, query, signal));
  if (done.kind !== 'applied') {
    report('write', done.kind === 'refused' ? 'no' : 'unknown', { target: key, code: codeOf(done) });
    return;
  }
  const shown = findFile(done.value, target, fileId) !== null;
  report('write', shown ? 'ok' : 'no', { target: key, ...(shown ? {} : { code: 'not-shown' }) });
  const { compare } = lucca;
  if (!shown || compare === undefined || !readsBack(settings, key)) return;
  const link = linkOf(done.value, target, fileId);
  if (link === null) {
    report('api-read-back', 'no', { target: key, code: 'no-link' });
    return;
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256;
  const read = await gateway.call((signal) => compare({ link, sha256, size: bytes.length }, signal));
  const code = read.kind === 'applied' ? read.value : codeOf(read);
  report('api-read-back', code === 'same' ? 'ok' : 'no', { target: key, code });
}

function upload(
  { gateway, lucca }: Inquiry,
  bytes: Uint8Array,
): Promise<LuccaOutcome<{ readonly fileId: FileId }>> {
  const document: OpenDocument = {
    size: bytes.length,
    bytes: (async function* () {
      yield await Promise.resolve(bytes);
    })(),
    finish: () => Promise.reject(new Error('a test file has no signature')),
    close: () => Promise.resolve(),
  };
  const request = {
    document,
    fileName: 'classeur-test.pdf',
    contentType: 'application/pdf',
    onProgress: () => undefined,
  };
  return gateway.call((signal) => lucca.upload(request, signal));
}
