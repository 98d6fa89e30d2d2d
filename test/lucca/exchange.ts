/** One request from its headers to its end: counting, refusing, breaking, working, answering. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { redact } from './auth.ts';
import type { Keyring } from './auth.ts';
import { receiveBody } from './body.ts';
import type { Received } from './body.ts';
import { errorAnswer, Refused, titleOf } from './errors.ts';
import type { Answer } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { fileNamesIn } from './file-names.ts';
import type { GrowingEntry, Journal } from './journal.ts';
import type { ApiKey } from './model.ts';
import { portalAnswer } from './portal.ts';
import { retryAfter } from './rate-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { work } from './routes.ts';
import type { World } from './user-view.ts';
import { cut, pause, send, sendPart, sendThenCut, sendWithPause } from './wire.ts';
import type { Wire } from './wire.ts';

export interface Tenant extends World {
  readonly keyring: Keyring;
  readonly limit: RateLimit;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly keepBytes: boolean;
  readonly stopping: AbortSignal;
}

/** What is known of a request while it is under way. */
interface Course {
  readonly tenant: Tenant;
  readonly wire: Wire;
  readonly entry: GrowingEntry;
  readonly url: URL;
  readonly key: ApiKey | undefined;
  /** Real milliseconds at arrival: what the 408 measures. */
  readonly began: number;
  fault: Fault | null;
}

export async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  tenant: Tenant,
): Promise<void> {
  const course = open(request, response, tenant);
  const { entry, wire } = course;
  course.fault = tenant.faults.strike({ method: entry.method, path: entry.path, body: null });
  try {
    await run(course);
  } finally {
    entry.fault = course.fault?.kind ?? null;
    entry.answeredAt = tenant.now();
    if (entry.ending === 'open') entry.ending = 'gone';
    // a connection that was cut or left holds no answer that could still be sent
    if (entry.ending !== 'answered') wire.request.resume();
    tenant.journal.changed();
  }
}

function open(request: IncomingMessage, response: ServerResponse, tenant: Tenant): Course {
  const url = new URL(request.url ?? '/', tenant.origin);
  const key = tenant.keyring.find(request.headers.authorization);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  const redacted = redact(request.headers.authorization, key);
  if (redacted !== undefined) headers['authorization'] = redacted;
  const entry = tenant.journal.open({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    key: key?.name ?? null,
    startedAt: tenant.now(),
  });
  const wire: Wire = { request, response, stopping: tenant.stopping };
  return { tenant, wire, entry, url, key, began: performance.now(), fault: null };
}

async function run(course: Course): Promise<void> {
  const { tenant, entry, fault } = course;
  // something in between answers: Lucca neither sees nor counts the request
  if (fault?.kind === 'portal') {
    const received = await receive(course);
    if (received.kind !== 'broken') await answer(course, portalAnswer(fault.status));
    return;
  }
  const admission = tenant.limit.admit(entry.path, entry.startedAt);
  try {
    if (fault?.kind === 'cut' && fault.when === 'at-once') return breakOff(course);
    const refusal =
      admission.kind === 'throttled' ? throttled(admission.retryAt, tenant) : unauthorized(course);
    if (!course.key && admission.kind === 'admitted' && tenant.switches.countUnauthorized === 'no')
      admission.forget();
    if (refusal && tenant.switches.refusals === 'atOnce')
      return await answer(course, refuse(course, ...refusal));
    const received = await receive(course);
    if (received.kind !== 'whole') return await incomplete(course, received);
    if (cutsRequest(course.fault)) return await interrupt(course);
    if (admission.kind === 'throttled') return await answer(course, refuse(course, ...refusal!));
    course.fault ??= strikeWithBody(course, received.body);
    await serve(course, received.body, refusal);
  } finally {
    if (admission.kind === 'admitted') admission.answered(tenant.now());
  }
}

type Refusal = readonly [Refused, Record<string, string>];

const throttled = (retryAt: number, { switches, now }: Tenant): Refusal => [
  new Refused(429, 'Too many requests'),
  retryAfter(switches.retryAfter, retryAt, now()),
];

function unauthorized({ key, entry, tenant }: Course): Refusal | null {
  if (!key) return [new Refused(401, 'Unauthorized'), {}];
  if (tenant.switches.requireAccept === 'yes' && !/application\/json/i.test(entry.headers['accept'] ?? ''))
    return [new Refused(406, 'Accept: application/json was expected'), {}];
  return null;
}

const cutsRequest = (fault: Fault | null): boolean =>
  (fault?.kind === 'cut-in-body' && fault.of === 'request') ||
  (fault?.kind === 'stall' && fault.at === 'request');

async function receive({ tenant, wire, entry, fault }: Course): Promise<Received> {
  const { switches } = tenant;
  const stopAfter = fault?.kind === 'cut-in-body' && fault.of === 'request' ? fault.afterBytes : 1;
  const received = await receiveBody(wire.request, {
    limit: switches.maxBodyBytes,
    ...(cutsRequest(fault) ? { stopAfter } : {}),
    ...(switches.timeout === 'whole' ? { timeoutMs: switches.timeoutSeconds * 1000 } : {}),
  });
  entry.bytesReceived = received.body.length;
  if (tenant.keepBytes) entry.body = received.body;
  return received;
}

async function incomplete(course: Course, received: Received): Promise<void> {
  const closing = { Connection: 'close' };
  switch (received.kind) {
    case 'too-large':
      if (course.tenant.switches.tooLarge === 'cut') return breakOff(course);
      return await answer(course, refuse(course, new Refused(413, titleOf(413)), closing));
    case 'late':
      return await answer(course, refuse(course, new Refused(408, titleOf(408)), closing));
    case 'stopped':
      return await interrupt(course);
    case 'broken':
    case 'whole':
      return;
  }
}

/** While the request is sent: silence, or a cut. */
async function interrupt(course: Course): Promise<void> {
  if (course.fault?.kind === 'stall') await pause(course.wire, course.fault.ms);
  breakOff(course);
}

function strikeWithBody({ tenant, entry, url }: Course, body: Buffer): Fault | null {
  return tenant.faults.strike({
    method: entry.method,
    path: url.pathname,
    body: {
      holds: (text) => body.includes(text),
      fileNames: () => fileNamesIn(entry.headers['content-type'] ?? '', body, tenant.store),
    },
  });
}

async function serve(course: Course, body: Buffer, refusal: Refusal | null): Promise<void> {
  const { fault, wire, tenant } = course;
  if (tenant.switches.latencyMs > 0) await pause(wire, tenant.switches.latencyMs);
  switch (fault?.kind) {
    case 'refuse': {
      const refused = new Refused(fault.status, fault.message ?? titleOf(fault.status));
      return await answer(course, refuse(course, refused, fault.headers, fault.style));
    }
    case 'answer':
      return await answer(course, {
        status: fault.status,
        headers: fault.contentType === undefined ? {} : { 'Content-Type': fault.contentType },
        body: Buffer.from(fault.body),
      });
    case 'cut':
      return breakOff(course);
    case 'stall':
      if (fault.at === 'work') await pause(wire, fault.ms);
      break;
    case 'delay':
      if (fault.when === 'before' && (await tooLate(course, fault.ms))) return;
      break;
    default:
  }
  // whoever left before the work began is not served
  if (wire.request.socket.destroyed) return;
  const result = refusal ? refuse(course, ...refusal) : perform(course, body);
  await deliver(course, result);
}

/** Waits; beyond the time limit answers 408 at the limit and says so. */
async function tooLate(course: Course, ms: number): Promise<boolean> {
  const { timeout, timeoutSeconds } = course.tenant.switches;
  const spent = timeout === 'whole' ? performance.now() - course.began : 0;
  const left = timeout === 'off' ? Number.POSITIVE_INFINITY : Math.max(0, timeoutSeconds * 1000 - spent);
  await pause(course.wire, Math.min(ms, left));
  if (ms < left) return false;
  await answer(course, refuse(course, new Refused(408, titleOf(408))));
  return true;
}

function perform({ tenant, entry, url, key, fault, ...course }: Course, body: Buffer): Answer {
  try {
    const worked = work(
      {
        id: entry.id,
        method: entry.method,
        path: url.pathname,
        query: url.searchParams,
        contentType: entry.headers['content-type'] ?? '',
        body,
        pretend: fault?.kind === 'pretend',
      },
      { ...tenant, key: key! },
    );
    entry.committed = worked.committed;
    entry.fileId = worked.fileId;
    return worked.answer;
  } catch (error) {
    if (error instanceof Refused) return refuse({ tenant, entry, url, key, fault, ...course }, error);
    throw error;
  }
}

/** The answer to work that is done. */
async function deliver(course: Course, result: Answer): Promise<void> {
  const { fault, wire, entry } = course;
  switch (fault?.kind) {
    case 'commit-then-cut':
      return breakOff(course);
    case 'commit-then-refuse': {
      const refused = new Refused(fault.status, fault.message ?? titleOf(fault.status));
      return await answer(course, refuse(course, refused));
    }
    case 'delay':
      if (fault.when === 'after' && (await tooLate(course, fault.ms))) return;
      break;
    case 'mislabel':
      return await answer(course, {
        ...result,
        headers: { ...result.headers, 'Content-Type': fault.contentType },
      });
    case 'answer-then-cut':
      note(entry, result, await sendThenCut(wire, result));
      return;
    case 'cut-in-body':
      await sendPart(wire, result, fault.afterBytes);
      entry.status = result.status;
      entry.ending = 'cut';
      return;
    case 'stall':
      if (fault.at === 'answer') await pause(wire, fault.ms);
      if (fault.at !== 'answer-body') break;
      note(entry, result, await sendWithPause(wire, result, fault.ms));
      return;
    default:
  }
  await answer(course, result);
}

async function answer({ wire, entry, tenant }: Course, given: Answer): Promise<void> {
  const cors: Record<string, string> =
    tenant.switches.cors === 'allow' && entry.headers['origin'] !== undefined
      ? { 'Access-Control-Allow-Origin': entry.headers['origin'] }
      : {};
  note(entry, given, await send(wire, given, cors));
}

function note(entry: GrowingEntry, given: Answer, whole: boolean): void {
  entry.status = given.status;
  entry.bytesSent = whole ? given.body.length : 0;
  entry.ending = whole ? 'answered' : 'gone';
}

function breakOff({ wire, entry }: Course): void {
  if (wire.request.socket.destroyed) return;
  entry.ending = 'cut';
  cut(wire);
}

function refuse(
  { tenant, url }: Course,
  refused: Refused,
  headers: Record<string, string> = {},
  style = tenant.switches.errorStyle,
): Answer {
  const instance = `${tenant.origin}${url.pathname}`;
  return errorAnswer(refused, { style, errorStatus: tenant.switches.errorStatus, instance }, headers);
}
