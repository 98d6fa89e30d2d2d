/**
 * What an exchange means: applied, known not applied, or unknown. The only place that reads statuses and error bodies.
 * Invariant: `refused`, `throttled`, `unreachable` and `failed` are returned for a write or an upload only where it is
 * known that nothing was done; every doubt is `unknown`.
 */
import type { FileId } from '../../../core/model.ts';
import type { Outcome, Refusal } from '../../../core/ports.ts';
import type { HttpAnswer, HttpResult } from './http.ts';
import { isObject, member, parseJson, text, wholeNumber } from './json.ts';
import { retryAfterMs } from './retry-after.ts';

/** What was asked: a reading changes nothing, an upload leaves at most a file that nobody sees, a write is seen. */
export type Effect = 'read' | 'upload' | 'write';

export interface Expected<T> {
  readonly effect: Effect;
  /** Makes the value of the answer's JSON; null where it is not what was asked for. */
  readonly parse: (json: unknown) => T | null;
  /** Ids that the request carried: an error may name one of them as unknown. */
  readonly fileIds?: readonly FileId[];
  /** The words of an error, where its other members could be taken for words. */
  readonly words?: (json: unknown) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Failure = Exclude<Outcome<never>, { kind: 'applied' }>;

export function outcomeOf<T>(result: HttpResult, expected: Expected<T>): Outcome<T> {
  switch (result.kind) {
    case 'no-key':
      return { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 0 };
    case 'lost':
      return lostOutcome(result.code, result.began, expected.effect);
    case 'answer':
      return answerOutcome(result.answer, expected);
  }
}

/** Codes that come before a request is on its way even where there is no body to tell by. */
const neverLeft =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPROTO|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_TLS|.*CERT.*|.*TLS.*|UNABLE_TO_.*|.*SELF_SIGNED.*)$/;

function lostOutcome(code: string, began: boolean, effect: Effect): Failure {
  if (!began || (effect === 'read' && neverLeft.test(code))) return { kind: 'unreachable', code };
  return effect === 'read' ? { kind: 'failed', status: 0, code } : { kind: 'unknown', code };
}

function answerOutcome<T>(answer: HttpAnswer, expected: Expected<T>): Outcome<T> {
  const { status } = answer;
  if (status < 200 || status >= 300) return failureOf(status, answer, expected);
  if (isHtml(answer)) return portalOutcome(answer, expected.effect);

  const json = parseJson(answer.body);
  const error = errorIn(json);
  // An error body can come with 200 ([INF]: Lucca's own client looks for it).
  if (error !== null && error.status !== null) return failureOf(error.status, answer, expected);
  const value = json === undefined || error !== null ? null : expected.parse(json);
  if (value !== null) return { kind: 'applied', value };
  const code = answer.body.trim() === '' ? 'empty-answer' : error === null ? 'malformed' : 'error-under-200';
  return expected.effect === 'read' ? { kind: 'failed', status, code } : { kind: 'unknown', code };
}

/** A page instead of data: a captive portal, or a proxy that asks for something. */
function portalOutcome(answer: HttpAnswer, effect: Effect): Failure {
  const code = 'captive-portal';
  const surelyNotDone = effect === 'read' || (effect === 'upload' && !answer.bodySent);
  return surelyNotDone ? { kind: 'unreachable', code } : { kind: 'unknown', code };
}

function failureOf<T>(
  status: number,
  answer: HttpAnswer,
  { effect, fileIds, words, now }: Expected<T>,
): Failure {
  const code = `http-${status}`;
  const doubt: Failure = effect === 'read' ? { kind: 'failed', status, code } : { kind: 'unknown', code };
  const refused = (refusal: Refusal): Failure => ({ kind: 'refused', refusal, status });
  if (status >= 300 && status < 400)
    return effect === 'write'
      ? { kind: 'unknown', code: 'redirected' }
      : { kind: 'unreachable', code: 'redirected' };
  if (status === 407) return { kind: 'unreachable', code: 'proxy-authentication' };
  if (status === 511) return { kind: 'unreachable', code: 'captive-portal' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(answer.headers, now) };
  if (status === 503) {
    const wait = retryAfterMs(answer.headers, now);
    // Who names a time speaks for the server itself. Else it may be the word of a gateway that lost the server's answer.
    return wait === null ? doubt : { kind: 'throttled', retryAfterMs: wait };
  }
  if (status === 408) return doubt;

  const message = messageOf(answer, words);
  const unknownFileId = unknownFile(message, fileIds ?? []);
  if (status >= 500) {
    // The page of the legacy API lists 500 "User Not Found" for an unknown id ([3P]).
    return effect !== 'upload' && /user not found/i.test(message) ? refused({ kind: 'not-found' }) : doubt;
  }
  if (status === 401) return refused({ kind: 'unauthorized' });
  if (status === 403) return refused({ kind: 'forbidden' });
  if (status === 413) return refused({ kind: 'too-large' });
  if (status === 415) return refused({ kind: 'type' });
  if (status === 404 && unknownFileId === null) return refused({ kind: 'not-found' });
  if (effect === 'upload' && tooLarge.test(message)) return refused({ kind: 'too-large' });
  if (effect === 'upload' && wrongType.test(message)) return refused({ kind: 'type' });
  return refused({ kind: 'invalid', status, unknownFileId });
}

const tooLarge = /too (large|big|long)|exceeds?\b|trop (grand|gros|volumineux)/i;
const wrongType = /content[ -]?type|file[ -]?type|mime|extension|type de fichier/i;
const notKnown =
  /not (be )?found|unknown|does(n't| not) exist|introuvable|inconnu|n'existe|expired|deleted|invalid/i;

/** The one id among those sent that an error's text calls unknown. */
function unknownFile(message: string, fileIds: readonly FileId[]): FileId | null {
  if (!notKnown.test(message)) return null;
  const lower = message.toLowerCase();
  return fileIds.find((id) => lower.includes(id.toLowerCase())) ?? null;
}

function isHtml(answer: HttpAnswer): boolean {
  const type = answer.headers['content-type'] ?? '';
  return /\bhtml\b/i.test(type) || /^\s*<(!doctype|html|head|body)/i.test(answer.body);
}

/** All words of an error, whatever its shape: `{Status, Message}`, problem+json, plain text. */
function messageOf(answer: HttpAnswer, words?: (json: unknown) => string): string {
  const json = parseJson(answer.body);
  if (words !== undefined && isObject(json)) return words(json);
  if (typeof json === 'string') return json;
  return json === undefined ? answer.body.slice(0, 4096) : JSON.stringify(json).slice(0, 16_384);
}

/** An error in place of what was asked for; `status` null where it does not say which. */
function errorIn(json: unknown): { readonly status: number | null } | null {
  if (!isObject(json) || member(json, 'data') !== undefined || member(json, 'id') !== undefined) return null;
  const status = wholeNumber(member(json, 'status'));
  const words = [member(json, 'message'), member(json, 'title'), member(json, 'error')].map(text).join('');
  if (status !== null && status >= 400 && status < 600) return { status };
  return words === '' ? null : { status: null };
}
