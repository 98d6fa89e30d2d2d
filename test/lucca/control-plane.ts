/**
 * The emulator seen from another process: addresses that Lucca would never use, from this machine only, without
 * a key, neither counted nor journalled. `control.ts` is the client.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { receiveBody } from './body.ts';
import { json } from './errors.ts';
import type { Answer } from './errors.ts';
import type { Emulator, ValueInput } from './emulator.ts';
import type { FaultRule } from './faults.ts';
import type { RequestEntry } from './journal.ts';
import type { ApiKey, Employee, Rights } from './model.ts';
import { applySwitches, listSwitches } from './switches.ts';
import type { Switches } from './switches.ts';

export const controlPrefix = '/__emulator/';

/** An entry without its bytes, which have an address of their own. */
export type RequestSummary = Omit<RequestEntry, 'body'>;

export interface Statistics {
  readonly requests: number;
  readonly uploads: number;
  readonly writes: number;
  readonly throttled: number;
  /** Most requests in any 60 seconds. */
  readonly busiestMinute: number;
  readonly files: number;
  readonly holdings: number;
}

export async function handleControl(
  request: IncomingMessage,
  response: ServerResponse,
  emulator: Emulator,
): Promise<void> {
  const answer = await answerControl(request, emulator);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(answer.body.length) });
  response.end(answer.body);
}

/** Not from another machine, and not from a page that a browser has open. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const isLoopback = /^(::1|(::ffff:)?127\.)/.test(socket.remoteAddress ?? '');
  const isAddressed = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isLoopback && isAddressed && headers.origin === undefined;
}

async function answerControl(request: IncomingMessage, emulator: Emulator): Promise<Answer> {
  if (!isFromHere(request)) return json(403, { error: 'From this machine only.' });
  const received = await receiveBody(request, { limit: 200_000_000 });
  if (received.kind !== 'whole') return json(400, { error: 'The body is incomplete.' });
  const url = new URL(request.url ?? '/', emulator.url);
  const [what = '', id, more] = url.pathname.slice(controlPrefix.length).split('/').map(decodeURIComponent);
  try {
    const found = control(
      `${request.method ?? 'GET'} ${what}`,
      id,
      more,
      url.searchParams,
      received.body,
      emulator,
    );
    return found instanceof Raw ? found.answer : json(200, found ?? null);
  } catch (error) {
    const message =
      error instanceof ZodError ? error.issues.map((issue) => issue.message).join('; ') : String(error);
    return json(400, { error: message });
  }
}

const summary = (entry: RequestEntry): RequestSummary => without(entry, 'body');

function without<T extends object, K extends keyof T>(whole: T, name: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name)) as Omit<T, K>;
}

/** Bytes as they are, in place of JSON. */
class Raw {
  readonly answer: Answer;
  constructor(contentType: string, body: Buffer) {
    this.answer = { status: 200, headers: { 'Content-Type': contentType }, body };
  }
}

const raw = (contentType: string, body: Buffer): Raw => new Raw(contentType, body);

function control(
  what: string,
  id: string | undefined,
  more: string | undefined,
  query: URLSearchParams,
  body: Buffer,
  emulator: Emulator,
): unknown {
  const { journal, faults, switches, store } = emulator;
  const given = (): unknown => JSON.parse(body.toString('utf8'));
  switch (what) {
    case 'GET journal': {
      if (id === 'attachments') return journal.attachments;
      if (id === undefined) {
        const after = Number(query.get('after') ?? 0);
        return journal.requests.filter((entry) => entry.id > after).map(summary);
      }
      const entry = journal.requests.find((one) => one.id === Number(id)) ?? missing(`request ${id}`);
      return more === 'body'
        ? raw('application/octet-stream', entry.body ?? missing('body'))
        : summary(entry);
    }
    case 'DELETE journal':
      journal.clear();
      return null;
    case 'GET statistics':
      return {
        requests: journal.requests.length,
        uploads: journal.countUploads(),
        writes: journal.countWrites(),
        throttled: journal.countThrottled(),
        busiestMinute: journal.busiest(),
        files: store.files.size,
        holdings: store.holdings().length,
      } satisfies Statistics;
    case 'GET holdings':
      return store.holdings();
    case 'GET records':
      return emulator.record(Number(id));
    case 'GET files': {
      if (id === undefined) return [...emulator.files.values()].map((file) => without(file, 'bytes'));
      const file = store.files.get(id) ?? missing(`file ${id}`);
      return raw(file.contentType, file.bytes ?? missing('bytes: hashes are kept only'));
    }
    case 'POST files':
      return { id: emulator.addFile({ name: query.get('name') ?? 'document.pdf', bytes: body }).id };
    case 'GET switches':
      return query.has('list') ? listSwitches() : switches;
    case 'PATCH switches':
      applySwitches(switches, given() as Partial<Switches>);
      return switches;
    case 'GET faults':
      return faults.list();
    case 'POST faults':
      return { id: faults.add(given() as FaultRule) };
    case 'DELETE faults':
      if (id === undefined) faults.clear();
      else faults.remove(Number(id));
      return null;
    case 'GET company':
      return { ...emulator.company, employees: [...store.employees.values()] };
    case 'POST employees':
      return emulator.addEmployee(given() as Partial<Employee>);
    case 'PATCH employees':
      return emulator.setEmployee(Number(id), given() as Partial<Employee>);
    case 'DELETE employees':
      emulator.removeEmployee(Number(id));
      return null;
    case 'PUT values':
      return { rows: emulator.setValue(Number(id), more ?? '', given() as ValueInput | null) };
    case 'POST values':
      return { rows: [emulator.addRow(Number(id), more ?? '', given() as ValueInput)] };
    case 'GET keys':
      return emulator.keys;
    case 'POST keys':
      emulator.addKey(given() as ApiKey);
      return null;
    case 'PATCH keys':
      emulator.setRights(id ?? '', given() as Partial<Rights>);
      return null;
    case 'DELETE keys':
      emulator.revokeKey(id ?? '');
      return null;
    default:
      return missing(`"${what}" here`);
  }
}

function missing(what: string): never {
  throw new Error(`There is no ${what}.`);
}
