/** Receives a request's body, up to the limit, into one buffer. */
import type { IncomingMessage } from 'node:http';

export type Received =
  | { readonly kind: 'whole'; readonly body: Buffer }
  /** More than the limit: nothing further is read. */
  | { readonly kind: 'too-large'; readonly body: Buffer }
  /** `stopAfter` was reached. */
  | { readonly kind: 'stopped'; readonly body: Buffer }
  /** The other side went away, or the time was over. */
  | { readonly kind: 'broken' | 'late'; readonly body: Buffer };

export interface ReceiveOptions {
  readonly limit: number;
  /** Stop reading once so many bytes have come. */
  readonly stopAfter?: number;
  /** Real milliseconds. */
  readonly timeoutMs?: number;
}

export async function receiveBody(request: IncomingMessage, options: ReceiveOptions): Promise<Received> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > options.limit) return { kind: 'too-large', body: Buffer.alloc(0) };
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (kind: Received['kind']): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      if (kind !== 'whole') request.pause();
      resolve({ kind, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size) });
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > options.limit) end('too-large');
      else if (options.stopAfter !== undefined && size >= options.stopAfter) end('stopped');
    };
    const onEnd = (): void => end('whole');
    const onClose = (): void => end('broken');
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => end('late'), options.timeoutMs);
    request
      .on('data', onData)
      .on('end', onEnd)
      .on('close', onClose)
      .on('error', () => undefined);
  });
}
