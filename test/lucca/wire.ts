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

const head = ({ response }: Wire, answer: Answer, extra: Record<string, string> = {}): void => {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...extra,
    'Content-Length': String(answer.body.length),
  });
};

/** Resolves with the number of bytes of the body that went out; fewer when the other side left. */
export async function send(wire: Wire, answer: Answer, extra: Record<string, string> = {}): Promise<boolean> {
  if (wire.response.destroyed || wire.request.socket.destroyed) return false;
  head(wire, answer, extra);
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

/** So many bytes of the answer's body, never all, then the end of the connection. */
export async function sendPart(wire: Wire, answer: Answer, bytes: number): Promise<void> {
  const { socket } = wire.request;
  if (socket.destroyed) return;
  head(wire, answer);
  const part = answer.body.subarray(0, Math.min(bytes, Math.max(0, answer.body.length - 1)));
  if (part.length === 0) wire.response.flushHeaders();
  else await new Promise<void>((resolve) => wire.response.write(part, () => resolve()));
  socket.destroySoon();
}

/** Half of the answer's body, silence, then the rest where the silence has an end. */
export async function sendWithPause(wire: Wire, answer: Answer, ms: number | undefined): Promise<boolean> {
  if (wire.request.socket.destroyed) return false;
  head(wire, answer);
  const half = Math.floor(answer.body.length / 2);
  if (half === 0) wire.response.flushHeaders();
  else wire.response.write(answer.body.subarray(0, half));
  await pause(wire, ms);
  if (wire.request.socket.destroyed) return false;
  return await finish(wire, answer.body.subarray(half));
}

/** A reset, as of a process that died or a box in between that forgot the connection. */
export function cut({ request }: Wire): void {
  request.socket.resetAndDestroy();
}

/** Waits; without `ms` until the other side leaves or the emulator stops. Ends early on both. */
export async function pause({ request, stopping }: Wire, ms: number | undefined): Promise<void> {
  if (request.socket.destroyed || stopping.aborted) return;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  request.socket.once('close', leave);
  stopping.addEventListener('abort', leave);
  // the longest delay that Node's timers take
  await sleep(ms ?? 2_147_483_647, undefined, { signal: gone.signal }).catch(() => undefined);
  request.socket.off('close', leave);
  stopping.removeEventListener('abort', leave);
}
