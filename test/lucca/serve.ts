/** A request that is wholly there: the faults around the work, the work, the answer. */
import { workOfNewApi } from './2024-11-01/routes.ts';
import { tokenPath } from './2024-11-01/tokens.ts';
import { answer, breakOff, note, refusalAnswer, refuse } from './course.ts';
import type { Course, Refusal } from './course.ts';
import { Refused, titleOf } from './errors.ts';
import type { Answer } from './errors.ts';
import { work } from './routes.ts';
import { pause, sendPart, sendThenCut, sendWithPause } from './wire.ts';

const scripted = (status: number, message: string | undefined): Refused =>
  new Refused(status, message ?? titleOf(status));

/** @param refusal what the request meets in place of the work, faults apart. */
export async function serve(course: Course, body: Buffer, refusal: Refusal | null): Promise<void> {
  const { fault, wire, tenant } = course;
  if (tenant.switches.latencyMs > 0) await pause(wire, tenant.switches.latencyMs);
  switch (fault?.kind) {
    case 'refuse':
      await refuse(course, scripted(fault.status, fault.message), fault.headers, fault.style);
      return;
    case 'answer': {
      const headers = fault.contentType === undefined ? {} : { 'Content-Type': fault.contentType };
      await answer(course, { status: fault.status, headers, body: Buffer.from(fault.body) });
      return;
    }
    case 'cut':
      breakOff(course);
      return;
    case 'stall':
      if (fault.at === 'work') await pause(wire, fault.ms);
      break;
    case 'delay':
      if (fault.when === 'before' && (await outlasts(course, fault.ms))) return;
      break;
    default:
  }
  // whoever left before the work began is not served
  if (wire.request.socket.destroyed) return;
  const result = refusal ? refusalAnswer(course, refusal.refused, refusal.headers) : perform(course, body);
  await deliver(course, result);
}

/** Waits. Beyond the time limit: answers 408 at the limit and says so. */
async function outlasts(course: Course, ms: number): Promise<boolean> {
  const { timeout, timeoutSeconds } = course.tenant.switches;
  const spent = timeout === 'whole' ? performance.now() - course.began : 0;
  const left = timeout === 'off' ? Number.POSITIVE_INFINITY : Math.max(0, timeoutSeconds * 1000 - spent);
  await pause(course.wire, Math.min(ms, left));
  if (ms < left) return false;
  await refuse(course, scripted(408, undefined));
  return true;
}

function perform(course: Course, body: Buffer): Answer {
  const { tenant, entry, url, key, grant, fault } = course;
  const contentType = entry.headers['content-type'] ?? '';
  if (url.pathname === tokenPath)
    return tenant.tokens.issue(contentType, body, tenant.now(), tenant.switches.tokenSeconds);
  if (!key) throw new Error('Work without a key.');
  const asked = {
    id: entry.id,
    method: entry.method,
    path: url.pathname,
    query: url.searchParams,
    contentType,
    body,
    pretend: fault?.kind === 'pretend',
  };
  try {
    const worked = grant
      ? workOfNewApi(
          { ...asked, headers: entry.headers, scopes: grant.scopes, etags: tenant.switches.etags },
          { ...tenant, key },
        )
      : work(asked, { ...tenant, key });
    entry.committed = worked.committed;
    entry.fileId = worked.fileId;
    return worked.answer;
  } catch (error) {
    if (error instanceof Refused) return refusalAnswer(course, error);
    throw error;
  }
}

/** The answer to work that is done, as the fault lets it through. */
async function deliver(course: Course, result: Answer): Promise<void> {
  const { fault, wire, entry } = course;
  switch (fault?.kind) {
    case 'commit-then-cut':
      breakOff(course);
      return;
    case 'commit-then-refuse':
      await refuse(course, scripted(fault.status, fault.message));
      return;
    case 'delay':
      if (fault.when === 'after' && (await outlasts(course, fault.ms))) return;
      break;
    case 'mislabel': {
      const headers = { ...result.headers, 'Content-Type': fault.contentType };
      await answer(course, { ...result, headers });
      return;
    }
    case 'answer-then-cut':
      note(entry, result, await sendThenCut(wire, result));
      return;
    case 'cut-in-body':
      entry.bytesSent = await sendPart(wire, result, fault.afterBytes);
      entry.status = result.status;
      entry.ending = 'cut';
      return;
    case 'stall':
      if (fault.at === 'answer-body') {
        note(entry, result, await sendWithPause(wire, result, fault.ms));
        return;
      }
      if (fault.at === 'answer') await pause(wire, fault.ms);
      break;
    default:
  }
  await answer(course, result);
}
