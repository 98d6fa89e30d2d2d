/** Lucca as the core's port sees it: every outcome that it can have, and a memory of all that came to stand in it. */
import type {
  Employee,
  EmployeeId,
  EmployeeRecord,
  FieldDefinition,
  FieldValue,
  FileId,
  ValueId,
} from '../../../main/core/model.ts';
import type {
  CancelSignal,
  FieldWrite,
  Lucca,
  Outcome,
  RecordQuery,
  RecordWrite,
  ValueWrite,
} from '../../../main/core/ports.ts';
import { shaOf } from './tree.ts';
import type { VirtualClock } from './clock.ts';
import type { Chance } from './random.ts';

export interface SimRow {
  readonly id: number;
  readonly files: Readonly<Record<string, string>>;
}

/** How often each thing goes wrong, 0 to 1 a request. */
export interface Weather {
  readonly throttled: number;
  readonly unreachable: number;
  readonly failed: number;
  /** Done, but the answer is lost. */
  readonly lostAfter: number;
  /** Not done, and nobody says so. */
  readonly lostBefore: number;
  /** The answer is lost at once; it is done some seconds later. */
  readonly lostThenDone: number;
  readonly slow: number;
}

export const calm: Weather = {
  throttled: 0,
  unreachable: 0,
  failed: 0,
  lostAfter: 0,
  lostBefore: 0,
  lostThenDone: 0,
  slow: 0,
};

/** A file came to stand in a place. */
export interface Standing {
  readonly employeeId: number;
  readonly field: string;
  readonly sub: string;
  readonly fileId: string;
  readonly sha256: string;
  readonly at: number;
}

export interface SimRequest {
  readonly kind: 'directory' | 'records' | 'upload' | 'write' | 'definitions';
  readonly from: number;
  to: number;
}

/** The connection of one life of an agent. */
export interface Line {
  readonly requests: SimRequest[];
  cut: boolean;
}

export const newLine = (): Line => ({ requests: [], cut: false });

/** A change for the record once a write's moment comes, or why it is refused. */
type Prepared =
  | { readonly refusal: Outcome<never> }
  | {
      readonly commit: () => void;
      /** Files that it carries for the first time. */ readonly fileIds: readonly string[];
    };

/** What an agent may let pass between a reading and a write that relies on it: five seconds, and what sending takes. */
const closeMs = 6_000;

/** What was let go in the moment before the answer was taken in does not disobey it. */
const hearingMs = 100;

export class SimLucca {
  employees: Employee[];
  weather: Weather = calm;
  keyValid = true;
  reachable = true;
  mode: 'append' | 'replace' = 'append';
  /** Fields that the key may not write. */
  readonly forbidden = new Set<string>();
  /** Bytes whose attaching is refused whatever the employee. */
  readonly poison = new Set<string>();
  /** Bytes of a kind that uploads refuse. */
  readonly badType = new Set<string>();
  readonly files = new Map<string, string>();
  readonly requests: SimRequest[] = [];
  readonly history: Standing[] = [];
  readonly violations: string[] = [];
  /** Hears of every change and of every write with its outcome. */
  onChange: (what: string) => void = () => undefined;
  /** Bytes that stood twice in one place at one moment. */
  readonly doubles: {
    readonly employeeId: number;
    readonly field: string;
    readonly sub: string;
    readonly sha256: string;
  }[] = [];
  /**
   * Files of other editors that a write took away and that nobody could have spared: they came after the reading
   * that went close before it. Lucca has no conditional write.
   */
  readonly unseen = new Set<string>();
  readonly #putAt = new Map<string, number>();
  readonly #lastRead = new Map<number, number>();
  readonly #rows = new Map<string, SimRow[]>();
  readonly #pending = new Map<string, number>();
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #definitions: readonly FieldDefinition[];
  #ids = 1_000;

  constructor(
    clock: VirtualClock,
    chance: Chance,
    employees: readonly Employee[],
    definitions: readonly FieldDefinition[],
  ) {
    this.#clock = clock;
    this.#chance = chance;
    this.#definitions = definitions;
    this.employees = [...employees];
  }

  rows(employeeId: number, field: string): readonly SimRow[] {
    return this.#rows.get(`${employeeId}|${field}`) ?? [];
  }

  /** Every place with its rows. */
  places(): readonly {
    readonly employeeId: number;
    readonly field: string;
    readonly rows: readonly SimRow[];
  }[] {
    return [...this.#rows].map(([key, rows]) => {
      const [employee = '', field = ''] = key.split('|');
      return { employeeId: Number(employee), field, rows };
    });
  }

  /** Another editor puts a document there; the whole of a single value, a row beside the others. */
  edit(employeeId: number, field: string, sub: string, text: string, multiple: boolean): string {
    const fileId = this.#newFile(shaOf(text));
    const row = { id: this.#ids++, files: { [sub]: fileId } };
    this.#putAt.set(fileId, this.#clock.now());
    this.#set(employeeId, field, multiple ? [...this.rows(employeeId, field), row] : [row]);
    return fileId;
  }

  /** Another editor takes all documents of a field away. */
  clear(employeeId: number, field: string): void {
    this.#set(employeeId, field, []);
  }

  /** An uploaded file that nobody attached is not kept for ever. */
  expireUploads(): void {
    const attached = new Set(this.history.map(({ fileId }) => fileId));
    for (const id of this.files.keys())
      if (!attached.has(id) && (this.#pending.get(id) ?? 0) === 0) this.files.delete(id);
  }

  /** For one life of an agent, which is to obey what it heard. */
  asPort(line: Line = newLine()): Lucca {
    return this.#obeying(this.#port(line));
  }

  /** A life has ended: what it had sent was counted by now, and nothing more comes. */
  hangUp(line: Line): void {
    line.cut = true;
    for (const request of line.requests) request.to = Math.min(request.to, this.#clock.now());
  }

  #obeying(port: Lucca): Lucca {
    let heardAt = 0;
    let restUntil = 0;
    const obeying = <T>(send: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
      const now = this.#clock.now();
      const rest = restUntil - now;
      if (rest > 0 && now > heardAt + hearingMs)
        this.violations.push(`asked again ${rest} ms before Retry-After was over`);
      return send().then((outcome) => {
        if (outcome.kind !== 'throttled' || outcome.retryAfterMs === null) return outcome;
        const until = this.#clock.now() + outcome.retryAfterMs;
        if (until > restUntil) {
          heardAt = this.#clock.now();
          restUntil = until;
        }
        return outcome;
      });
    };
    return {
      directoryPage: (...args) => obeying(() => port.directoryPage(...args)),
      records: (...args) => obeying(() => port.records(...args)),
      definitions: (...args) => obeying(() => port.definitions(...args)),
      upload: (...args) => obeying(() => port.upload(...args)),
      write: (...args) => obeying(() => port.write(...args)),
      close: () => port.close(),
    };
  }

  #port(line: Line): Lucca {
    return {
      directoryPage: (offset, limit, signal) =>
        this.#read(line, 'directory', signal, () => ({
          employees: this.employees.slice(offset, offset + limit),
          more: offset + limit < this.employees.length,
        })),
      records: (query, signal) =>
        this.#read(line, 'records', signal, () => {
          for (const id of query.employeeIds) this.#lastRead.set(id, this.#clock.now());
          return query.employeeIds
            .filter((id) => this.employees.some((employee) => employee.id === id))
            .map((id) => this.#record(id, query));
        }),
      definitions: (signal) => this.#read(line, 'definitions', signal, () => this.#definitions),
      upload: async ({ document }, signal) => {
        let text = '';
        for await (const chunk of document.bytes) text += new TextDecoder().decode(chunk);
        let fileId = '' as FileId;
        return this.#change(
          line,
          'upload',
          signal,
          () =>
            this.badType.has(shaOf(text))
              ? { refusal: { kind: 'refused', refusal: { kind: 'type' }, status: 415 } }
              : {
                  fileIds: [],
                  commit: () => {
                    fileId = this.#newFile(shaOf(text)) as FileId;
                  },
                },
          () => ({ fileId, contentLength: document.size }),
        );
      },
      write: async (write, query, signal) => {
        const readAt = this.#lastRead.get(write.employeeId) ?? -Infinity;
        const close = this.#clock.now() - readAt <= closeMs;
        const outcome = await this.#change(
          line,
          'write',
          signal,
          () => this.#prepare(write, close ? readAt : Infinity),
          () => this.#record(write.employeeId, query),
        );
        this.onChange(
          `write on ${write.employeeId} ${write.fields.map(({ field }) => field).join(' ')}: ${outcome.kind}`,
        );
        return outcome;
      },
      close: () => Promise.resolve(),
    };
  }

  #newFile(sha256: string): string {
    const fileId = `f-${(this.#ids++).toString(16).padStart(8, '0')}`;
    this.files.set(fileId, sha256);
    return fileId;
  }

  #set(employeeId: number, field: string, rows: readonly SimRow[]): void {
    const before = new Set(this.rows(employeeId, field).flatMap((row) => Object.values(row.files)));
    this.#rows.set(`${employeeId}|${field}`, [...rows]);
    this.onChange(
      `Lucca ${employeeId} ${field}: ${rows.flatMap((row) => Object.values(row.files)).join(' ')}`,
    );
    const seen = new Set<string>();
    for (const row of rows)
      for (const [sub, fileId] of Object.entries(row.files)) {
        const sha256 = this.files.get(fileId) ?? '';
        if (seen.has(sha256)) this.doubles.push({ employeeId, field, sub, sha256 });
        seen.add(sha256);
      }
    for (const row of rows)
      for (const [sub, fileId] of Object.entries(row.files)) {
        if (before.has(fileId)) continue;
        const sha256 = this.files.get(fileId) ?? '';
        this.history.push({ employeeId, field, sub, fileId, sha256, at: this.#clock.now() });
      }
  }

  #record(employeeId: EmployeeId, query: RecordQuery): EmployeeRecord {
    const fields: Record<string, readonly FieldValue[]> = {};
    for (const field of query.fields)
      fields[field] = this.rows(employeeId, field).map((row) => ({
        valueId: row.id as ValueId,
        files: { ...row.files } as Record<string, FileId>,
        raw: { id: row.id, files: { ...row.files } },
        empty: Object.keys(row.files).length === 0,
      }));
    const picture = this.rows(employeeId, 'picture')[0]?.files[''];
    return {
      employeeId,
      picture: query.picture && picture !== undefined ? (picture as FileId) : null,
      fields,
      readAt: this.#clock.now(),
    };
  }

  /** What a write would do now. `readAt`: of the reading close before it. */
  #prepare(write: RecordWrite, readAt: number): Prepared {
    const { employeeId } = write;
    const refuse = (
      refusal: Extract<Outcome<never>, { kind: 'refused' }>['refusal'],
      status: number,
    ): Prepared => ({
      refusal: { kind: 'refused', refusal, status },
    });
    if (!this.employees.some((employee) => employee.id === employeeId))
      return refuse({ kind: 'not-found' }, 404);
    const fresh = [
      ...(write.picture === null ? [] : [{ field: 'picture', fileId: write.picture }]),
      ...write.fields.flatMap((field) =>
        field.rows.flatMap((row) =>
          row.fileId === null ? [] : [{ field: field.field, fileId: row.fileId }],
        ),
      ),
    ];
    for (const { field, fileId } of fresh) {
      if (!this.files.has(fileId))
        return refuse({ kind: 'invalid', status: 400, unknownFileId: fileId }, 400);
      const stood = this.history.some((one) => one.fileId === fileId);
      if (!stood && this.poison.has(this.files.get(fileId) ?? ''))
        return refuse({ kind: 'invalid', status: 400, unknownFileId: null }, 400);
      if (this.forbidden.has(field)) return refuse({ kind: 'forbidden' }, 403);
      this.#watchForDoubles(employeeId, field, fileId);
    }
    const next = new Map<string, SimRow[]>();
    for (const field of write.fields) {
      const rows = this.#rowsAfter(employeeId, field);
      if (rows === null) return refuse({ kind: 'invalid', status: 400, unknownFileId: null }, 400);
      next.set(field.field, rows);
    }
    return {
      fileIds: fresh.map(({ fileId }) => fileId),
      commit: () => {
        // What others wrote meanwhile stands: the change is made at the moment of the commit.
        if (write.picture !== null)
          this.#set(employeeId, 'picture', [{ id: this.#ids++, files: { '': write.picture } }]);
        for (const field of write.fields) {
          const rows = this.#rowsAfter(employeeId, field) ?? next.get(field.field) ?? [];
          const kept = new Set(rows.flatMap(({ files }) => Object.values(files)));
          for (const fileId of this.rows(employeeId, field.field).flatMap(({ files }) =>
            Object.values(files),
          ))
            if (!kept.has(fileId) && (this.#putAt.get(fileId) ?? -Infinity) >= readAt)
              this.unseen.add(fileId);
          this.#set(employeeId, field.field, rows);
        }
      },
    };
  }

  #rowsAfter(employeeId: number, write: FieldWrite): SimRow[] | null {
    const before = this.rows(employeeId, write.field);
    const changed: SimRow[] = [];
    for (const row of write.rows) {
      const standing = row.valueId === null ? undefined : before.find((one) => one.id === row.valueId);
      if (row.valueId !== null && standing === undefined) return null;
      changed.push({ id: standing?.id ?? this.#ids++, files: this.#filesAfter(row, write) });
    }
    if (!write.multiple) {
      const [value] = changed;
      const filled = before[0] !== undefined && Object.keys(before[0].files).length > 0;
      // A filled single value is only changed by its id.
      if (value === undefined || (filled && write.rows[0]?.valueId !== before[0]?.id)) return null;
      return [value];
    }
    if (this.mode === 'replace') return changed;
    const ids = new Set(changed.map((row) => row.id));
    return [
      ...before.map((row) => changed.find((one) => one.id === row.id) ?? row),
      ...changed.filter((row) => !before.some((one) => one.id === row.id)),
    ].filter((row) => ids.has(row.id) || before.includes(row));
  }

  #filesAfter(row: ValueWrite, { file }: FieldWrite): Record<string, string> {
    const again = (row.again as { files: Record<string, string> } | undefined)?.files ?? {};
    return row.fileId === null ? { ...again } : { ...again, [file ?? '']: row.fileId };
  }

  /** The one thing that must never happen: a file id sent while an earlier write of it stands, or still may. */
  #watchForDoubles(employeeId: number, field: string, fileId: string): void {
    const stands = this.rows(employeeId, field).some((row) => Object.values(row.files).includes(fileId));
    if (stands) this.violations.push(`${fileId} written again on ${employeeId} ${field}, where it stands`);
    if ((this.#pending.get(fileId) ?? 0) > 0)
      this.violations.push(
        `${fileId} written again on ${employeeId} ${field} while a write of it was under way`,
      );
  }

  async #read<T>(
    line: Line,
    kind: SimRequest['kind'],
    signal: CancelSignal,
    look: () => T,
  ): Promise<Outcome<T>> {
    const refusal = await this.#begin(line, kind, signal);
    if ('outcome' in refusal) return refusal.outcome;
    const { request, weather } = refusal;
    if (this.#chance.happens(weather.failed + weather.lostAfter + weather.lostBefore))
      return this.#end(request, { kind: 'failed', status: 500, code: 'http-500' });
    const value = look();
    await this.#clock.sleep(this.#chance.int(1, 300));
    return this.#end(request, { kind: 'applied', value });
  }

  async #change<T>(
    line: Line,
    kind: SimRequest['kind'],
    signal: CancelSignal,
    prepare: () => Prepared,
    answer: () => T,
  ): Promise<Outcome<T>> {
    const begun = await this.#begin(line, kind, signal);
    if ('outcome' in begun) return begun.outcome;
    const { request, weather } = begun;
    if (this.#chance.happens(weather.failed))
      return this.#end(request, { kind: 'failed', status: 503, code: 'http-503' });
    if (this.#chance.happens(weather.lostBefore))
      return this.#end(request, { kind: 'unknown', code: 'ECONNRESET' });
    const prepared = prepare();
    if ('refusal' in prepared) return this.#end(request, prepared.refusal);
    const late = this.#chance.happens(weather.lostThenDone);
    const work = async (): Promise<void> => {
      await this.#clock.sleep(this.#chance.int(1, late ? 5_000 : 900));
      prepared.commit();
    };
    const done = this.#whilePending(prepared.fileIds, work);
    if (late) return this.#end(request, { kind: 'unknown', code: 'ETIMEDOUT' });
    const aborted = await Promise.race([done.then(() => false), whenAborted(signal)]);
    if (aborted) return this.#end(request, { kind: 'unknown', code: 'aborted' });
    if (this.#chance.happens(weather.lostAfter))
      return this.#end(request, { kind: 'unknown', code: 'ECONNRESET' });
    const value = answer();
    await this.#clock.sleep(this.#chance.int(1, 200));
    return this.#end(request, { kind: 'applied', value });
  }

  async #whilePending(fileIds: readonly string[], work: () => Promise<void>): Promise<void> {
    for (const id of fileIds) this.#pending.set(id, (this.#pending.get(id) ?? 0) + 1);
    await work();
    for (const id of fileIds) this.#pending.set(id, (this.#pending.get(id) ?? 0) - 1);
  }

  async #begin(
    line: Line,
    kind: SimRequest['kind'],
    signal: CancelSignal,
  ): Promise<
    { readonly outcome: Outcome<never> } | { readonly request: SimRequest; readonly weather: Weather }
  > {
    const { weather } = this;
    await this.#clock.sleep(this.#chance.int(1, 40));
    if (line.cut || !this.reachable || signal.aborted || this.#chance.happens(weather.unreachable))
      return { outcome: { kind: 'unreachable', code: 'ECONNREFUSED' } };
    const request: SimRequest = { kind, from: this.#clock.now(), to: Infinity };
    this.requests.push(request);
    line.requests.push(request);
    await this.#clock.sleep(this.#chance.happens(weather.slow) ? this.#chance.int(1_000, 20_000) : 20);
    // Nobody is at the other end any more: what had not begun is not begun.
    if (request.to < this.#clock.now()) return { outcome: { kind: 'unreachable', code: 'ECONNRESET' } };
    if (!this.keyValid)
      return {
        outcome: this.#end(request, { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 401 }),
      };
    if (this.#chance.happens(weather.throttled)) {
      const retryAfterMs = this.#chance.happens(0.7) ? this.#chance.int(1, 90) * 1_000 : null;
      return { outcome: this.#end(request, { kind: 'throttled', retryAfterMs }) };
    }
    return { request, weather };
  }

  #end<T>(request: SimRequest, outcome: T): T {
    request.to = Math.min(request.to, this.#clock.now());
    return outcome;
  }
}

function whenAborted(signal: CancelSignal): Promise<true> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(true);
    else signal.addEventListener('abort', () => resolve(true));
  });
}
