/** Puts answers on the wire, whole or in the ways that networks break them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './errors.ts';

export interface Wire {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the emulator stops. */
  readonly stopping: AbortSignal;
}

const isGone = ({ request }: Wire): boolean => request.socket.destroyed;

function sendHead({ response }: Wire, answer: Answer, extra: Readonly<Record<string, string>> = {}): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...extra,
    'Content-Length': String(answer.body.length),
  });
}

/** Resolves with whether the whole answer went out. */
export async function send(
  wire: Wire,
  answer: Answer,
  extra: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  if (isGone(wire)) return false;
  sendHead(wire, answer, extra);
  return await finish(wire, answer.body);
}

async function finish({ response }: Wire, rest: Buffer): Promise<boolean> {
  return await new Promise((resolve) => {
    response.once('close', () => resolve(response.writableFinished));
    response.end(rest, () => resolve(true));
  });
}

/** The whole answer, then the end of the connection that it had promised to keep. */
export async function sendThenCut(wire: Wire, answer: Answer): Promise<boolean> {
  const { socket } = wire.request;
  const sent = await send(wire, answer);
  socket.destroySoon();
  return sent;
}

/** So many bytes of the answer's body, never all, then the end of the connection. Gives how many. */
export async function sendPart(wire: Wire, answer: Answer, bytes: number): Promise<number> {
  if (isGone(wire)) return 0;
  const { socket } = wire.request;
  sendHead(wire, answer);
  const part = answer.body.subarray(0, Math.min(bytes, Math.max(0, answer.body.length - 1)));
  if (part.length === 0) wire.response.flushHeaders();
  else await new Promise<void>((resolve) => wire.response.write(part, () => resolve()));
  socket.destroySoon();
  return part.length;
}

/** Half of the answer's body, silence, then the rest where the silence has an end. */
export async function sendWithPause(wire: Wire, answer: Answer, ms: number | undefined): Promise<boolean> {
  if (isGone(wire)) return false;
  sendHead(wire, answer);
  const half = Math.floor(answer.body.length / 2);
  if (half === 0) wire.response.flushHeaders();
  else wire.response.write(answer.body.subarray(0, half));
  await pause(wire, ms);
  return isGone(wire) ? false : await finish(wire, answer.body.subarray(half));
}

/** A reset, as of a process that died or a box in between that forgot the connection. */
export function cut({ request }: Wire): void {
  request.socket.resetAndDestroy();
}

/** The longest that Node's timers wait, milliseconds. */
const forever = 2_147_483_647;

/** Waits; without `ms` until the other side leaves or the emulator stops. Ends early on both. */
export async function pause(wire: Wire, ms: number | undefined): Promise<void> {
  const { socket } = wire.request;
  if (socket.destroyed || wire.stopping.aborted) return;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  socket.once('close', leave);
  wire.stopping.addEventListener('abort', leave);
  await sleep(Math.min(ms ?? forever, forever), undefined, { signal: gone.signal }).catch(() => undefined);
  socket.off('close', leave);
  wire.stopping.removeEventListener('abort', leave);
}
