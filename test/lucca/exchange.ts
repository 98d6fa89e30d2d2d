/** One request from its headers to its body: counted, admitted, received. `serve.ts` takes it from there. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isNewApi } from './2024-11-01/problem.ts';
import { asKey, tokenPath, withoutSecret } from './2024-11-01/tokens.ts';
import { redact } from './auth.ts';
import { receiveBody } from './body.ts';
import type { Received } from './body.ts';
import { answer, breakOff, refuse } from './course.ts';
import type { Course, Refusal, Tenant } from './course.ts';
import { Refused, titleOf } from './errors.ts';
import type { Fault } from './faults.ts';
import { fileNamesIn } from './file-names.ts';
import { portalAnswer } from './portal.ts';
import { retryAfter } from './rate-limit.ts';
import { serve } from './serve.ts';
import { pause } from './wire.ts';

export async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  tenant: Tenant,
): Promise<void> {
  const course = open(request, response, tenant);
  const { entry } = course;
  try {
    // something in between answers: Lucca neither sees nor counts the request
    if (course.fault?.kind === 'portal') await passPortal(course, course.fault.status);
    else if (entry.path === tokenPath) await admit(course, null);
    else await count(course);
  } finally {
    entry.answeredAt = tenant.now();
    if (entry.ending === 'open') entry.ending = 'gone';
    tenant.journal.close(entry);
  }
}

function open(request: IncomingMessage, response: ServerResponse, tenant: Tenant): Course {
  const url = new URL(request.url ?? '/', tenant.origin);
  const method = request.method ?? 'GET';
  const { authorization } = request.headers;
  const grant = isNewApi(url.pathname) ? tenant.tokens.find(authorization, tenant.now()) : undefined;
  const key = isNewApi(url.pathname) ? grant && asKey(grant) : tenant.keyring.find(authorization);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  if (authorization !== undefined) headers['authorization'] = redact(authorization, key);
  const fault = tenant.faults.strike({ method, path: url.pathname, query: decoded(url), body: null });
  const entry = tenant.journal.open({
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    key: key?.name ?? null,
    startedAt: tenant.now(),
    fault: fault?.kind ?? null,
  });
  const wire = { request, response, stopping: tenant.stopping };
  return { tenant, wire, entry, url, key, grant, began: performance.now(), fault };
}

async function passPortal(course: Course, status: 200 | 302 | 511): Promise<void> {
  const received = await receive(course);
  if (received.kind !== 'broken') await answer(course, portalAnswer(status));
}

async function count(course: Course): Promise<void> {
  const { tenant, entry } = course;
  const admission = tenant.limit.admit(entry.path, entry.startedAt);
  if (admission.kind === 'throttled') {
    const headers = retryAfter(tenant.switches.retryAfter, admission.retryAt, tenant.now());
    await admit(course, { refused: new Refused(429, 'Too many requests'), headers });
    return;
  }
  if (!course.key && tenant.switches.countUnauthorized === 'no') admission.forget();
  try {
    await admit(course, unwelcome(course));
  } finally {
    admission.answered(tenant.now());
  }
}

function unwelcome({ key, entry, tenant }: Course): Refusal | null {
  if (!key) return { refused: new Refused(401, 'Unauthorized'), headers: {} };
  if (tenant.switches.requireAccept === 'yes' && !/application\/json/i.test(entry.headers['accept'] ?? ''))
    return { refused: new Refused(406, 'Accept: application/json was expected'), headers: {} };
  return null;
}

async function admit(course: Course, refusal: Refusal | null): Promise<void> {
  const { tenant, fault, entry } = course;
  if (fault?.kind === 'cut' && fault.when === 'at-once') {
    breakOff(course);
    return;
  }
  if (refusal && tenant.switches.refusals === 'atOnce') {
    await refuse(course, refusal.refused, refusal.headers);
    return;
  }
  const received = await receive(course);
  if (received.kind !== 'whole') await endIncomplete(course, received.kind);
  else if (stopsRequest(fault)) await interrupt(course);
  else if (refusal?.refused.status === 429) await refuse(course, refusal.refused, refusal.headers);
  else {
    const struck = fault ?? strikeWithBody(course, received.body);
    entry.fault = struck?.kind ?? null;
    await serve({ ...course, fault: struck }, received.body, refusal);
  }
}

const stopsRequest = (fault: Fault | null): boolean =>
  (fault?.kind === 'cut-in-body' && fault.of === 'request') ||
  (fault?.kind === 'stall' && fault.at === 'request');

async function receive({ tenant, wire, entry, fault }: Course): Promise<Received> {
  const { switches } = tenant;
  const stopAfter = fault?.kind === 'cut-in-body' ? fault.afterBytes : 1;
  const received = await receiveBody(wire.request, {
    limit: switches.maxBodyBytes,
    ...(stopsRequest(fault) ? { stopAfter } : {}),
    ...(switches.timeout === 'whole' ? { timeoutMs: switches.timeoutSeconds * 1000 } : {}),
  });
  entry.bytesReceived = received.body.length;
  if (tenant.keepBytes) entry.body = entry.path === tokenPath ? withoutSecret(received.body) : received.body;
  return received;
}

async function endIncomplete(course: Course, kind: Exclude<Received['kind'], 'whole'>): Promise<void> {
  const closing = { Connection: 'close' };
  switch (kind) {
    case 'too-large':
      if (course.tenant.switches.tooLarge === 'cut') breakOff(course);
      else await refuse(course, new Refused(413, titleOf(413)), closing);
      return;
    case 'late':
      await refuse(course, new Refused(408, titleOf(408)), closing);
      return;
    case 'stopped':
      await interrupt(course);
      return;
    case 'broken':
      return;
  }
}

/** While the request is sent: silence where the fault asks for it, then a cut. */
async function interrupt(course: Course): Promise<void> {
  if (course.fault?.kind === 'stall') await pause(course.wire, course.fault.ms);
  breakOff(course);
}

function strikeWithBody({ tenant, entry, url }: Course, body: Buffer): Fault | null {
  return tenant.faults.strike({
    method: entry.method,
    path: url.pathname,
    query: decoded(url),
    body: {
      holds: (text) => body.includes(text),
      fileNames: () => fileNamesIn(entry.headers['content-type'] ?? '', body, tenant.store),
    },
  });
}

function decoded(url: URL): string {
  return [...url.searchParams].map(([name, value]) => `${name}=${value}`).join('&');
}
