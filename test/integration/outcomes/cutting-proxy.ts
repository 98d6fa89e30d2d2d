/** A proxy of bytes on loopback that cuts a connection, reset and all, once so many bytes went one way. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Cut {
  /** Which way the bytes are counted: those of the request, or those of the answer. */
  readonly of: 'request' | 'answer';
  /** So many go through, the next one does not. */
  readonly after: number;
  /** Text in a request's head that chooses the exchange; the bytes before it are not counted. */
  readonly where: string;
}

export interface CuttingProxy {
  readonly url: string;
  /** Cuts the next exchange that fits, once. Resolves with whether that has happened. */
  next(cut: Cut): void;
  readonly cuts: number;
  /** Bytes of the last whole exchange that fitted `where` of the last cut wanted, each way. */
  readonly measured: { request: number; answer: number };
}

export async function cuttingProxy(port: number): Promise<CuttingProxy> {
  let wanted: Cut | null = null;
  let cuts = 0;
  const measured = { request: 0, answer: 0 };
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    let chosen: Cut | null = null;
    let counting = false;
    const counted = { request: 0, answer: 0 };
    const cutNow = (): void => {
      cuts += 1;
      client.resetAndDestroy();
      upstream.destroy();
    };
    const pass = (chunk: Buffer, way: Cut['of'], to: Socket): void => {
      if (client.destroyed) return;
      if (way === 'request' && (counting || wanted !== null) && chunk.includes(wanted?.where ?? '\r\n\r\n')) {
        chosen = wanted ?? chosen;
        wanted = null;
        counting = true;
        counted.request = counted.answer = 0;
      }
      if (!counting) {
        to.write(chunk);
        return;
      }
      const left = chosen?.of === way ? chosen.after - counted[way] : Infinity;
      counted[way] += chunk.length;
      Object.assign(measured, counted);
      if (chunk.length <= left) {
        to.write(chunk);
        return;
      }
      chosen = null;
      counting = false;
      // What went before the cut arrives; a reset at once would take it back.
      if (left > 0) to.write(chunk.subarray(0, left), () => setTimeout(cutNow, 1));
      else cutNow();
    };
    client.on('data', (chunk) => pass(chunk, 'request', upstream));
    upstream.on('data', (chunk) => pass(chunk, 'answer', client));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (cut) => (wanted = cut),
    get cuts() {
      return cuts;
    },
    measured,
  };
}
