/** A request under way, and the ways in which it can end. */
import { gzipSync } from 'node:zlib';
import type { Keyring } from './auth.ts';
import { errorAnswer } from './errors.ts';
import type { Answer, ErrorStyle, Refused } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { GrowingEntry, Journal } from './journal.ts';
import { isNewApi, problemAnswer } from './2024-11-01/problem.ts';
import type { Grant, Tokens } from './2024-11-01/tokens.ts';
import type { ApiKey } from './model.ts';
import type { RateLimit } from './rate-limit.ts';
import type { World } from './user-view.ts';
import { cut, send } from './wire.ts';
import type { Wire } from './wire.ts';

export interface Tenant extends World {
  readonly keyring: Keyring;
  readonly tokens: Tokens;
  readonly limit: RateLimit;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly keepBytes: boolean;
  readonly stopping: AbortSignal;
}

export interface Course {
  readonly tenant: Tenant;
  readonly wire: Wire;
  readonly entry: GrowingEntry;
  readonly url: URL;
  readonly key: ApiKey | undefined;
  /** Of the bearer, on an address of the 2024-11-01 generation. */
  readonly grant: Grant | undefined;
  /** Real milliseconds at arrival: what the 408 measures. */
  readonly began: number;
  readonly fault: Fault | null;
}

/** A refusal that is decided before the work, with its headers. */
export interface Refusal {
  readonly refused: Refused;
  readonly headers: Readonly<Record<string, string>>;
}

export async function answer({ wire, entry, tenant }: Course, given: Answer): Promise<void> {
  const origin = entry.headers['origin'];
  const cors: Record<string, string> =
    tenant.switches.cors === 'allow' && origin !== undefined ? { 'Access-Control-Allow-Origin': origin } : {};
  const sent = packed(given, entry, tenant);
  note(entry, sent, await send(wire, sent, cors));
}

/** As gzip, for who accepts it, where a tenant does that. */
function packed(given: Answer, { path, headers }: GrowingEntry, { switches }: Tenant): Answer {
  const wanted = /\bgzip\b/i.test(headers['accept-encoding'] ?? '');
  if (!wanted || switches.compression === 'none' || !isNewApi(path) || given.body.length === 0) return given;
  return { ...given, headers: { ...given.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(given.body) };
}

export async function refuse(
  course: Course,
  refused: Refused,
  headers: Readonly<Record<string, string>> = {},
  style?: ErrorStyle,
): Promise<void> {
  await answer(course, refusalAnswer(course, refused, headers, style));
}

export function refusalAnswer(
  { tenant, url }: Course,
  refused: Refused,
  headers: Readonly<Record<string, string>> = {},
  asked?: ErrorStyle,
): Answer {
  const instance = `${tenant.origin}${url.pathname}`;
  if (asked === undefined && isNewApi(url.pathname)) return problemAnswer(refused, instance, headers);
  const style = asked ?? tenant.switches.errorStyle;
  return errorAnswer(refused, { style, errorStatus: tenant.switches.errorStatus, instance }, headers);
}

/** Says what was sent; an answer that did not go out whole still had its status. */
export function note(entry: GrowingEntry, given: Answer, whole: boolean): void {
  entry.status = given.status;
  entry.bytesSent = whole ? given.body.length : 0;
  entry.ending = whole ? 'answered' : 'gone';
}

export function breakOff({ wire, entry }: Course): void {
  if (wire.request.socket.destroyed) return;
  entry.ending = 'cut';
  cut(wire);
}
