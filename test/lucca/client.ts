/** A plain client of the emulator for its own tests: what is sent is what the test wrote. */
import { connect } from 'node:net';
import type { Emulator } from './emulator.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed body; throws where it is not JSON. */
  readonly body: () => unknown;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** The secret; null: no key at all. Default: the emulator's first. */
  readonly key?: string | null;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

export interface FilePart {
  readonly name?: string;
  /** The whole Content-Disposition, in place of one made of the names. */
  readonly disposition?: string;
  readonly fileName?: string;
  readonly contentType?: string | null;
  readonly bytes?: Buffer;
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Page >> endobj\n%%EOF\n');

export async function call(
  emulator: Emulator,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Reply> {
  const key = options.key === undefined ? emulator.keys[0]?.key : options.key;
  const response = await fetch(emulator.url + path, {
    method,
    redirect: 'manual',
    headers: {
      Accept: 'application/json',
      ...(key ? { Authorization: `lucca application=${key}` } : {}),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: options.body as BodyInit }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: () => JSON.parse(text) as unknown,
  };
}

export const get = (emulator: Emulator, path: string, options?: CallOptions): Promise<Reply> =>
  call(emulator, 'GET', path, options);

export const put = (
  emulator: Emulator,
  employeeId: number,
  body: unknown,
  query = '?fields=extendedData,id',
): Promise<Reply> =>
  call(emulator, 'PUT', `/api/v3/users/${employeeId}${query}`, {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

export function form(parts: readonly FilePart[], boundary = 'frontier'): Buffer {
  const chunks = parts.flatMap((part) => {
    const { name = '', fileName = 'test.pdf' } = part;
    const disposition = part.disposition ?? `form-data; name="${name}"; filename="${fileName}"`;
    const type =
      part.contentType === null ? '' : `Content-Type: ${part.contentType ?? 'application/pdf'}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\n${type}\r\n`;
    return [Buffer.from(head), part.bytes ?? pdf, Buffer.from('\r\n')];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

export const upload = (emulator: Emulator, part: FilePart = {}, options: CallOptions = {}): Promise<Reply> =>
  call(emulator, 'POST', '/lucca-files/api/uploads', {
    body: form([part]),
    ...options,
    headers: { 'Content-Type': 'multipart/form-data; boundary=frontier', ...options.headers },
  });

/** Uploads and gives the file's id. */
export async function fileId(emulator: Emulator, part: FilePart = {}): Promise<string> {
  const reply = await upload(emulator, part);
  if (reply.status !== 201) throw new Error(`The upload was answered ${reply.status}: ${reply.text}`);
  return (reply.body() as { id: string }).id;
}

/** Extended data as a plain object, through the API. */
export async function extendedData(emulator: Emulator, employeeId: number): Promise<Record<string, unknown>> {
  const reply = await get(emulator, `/api/v3/users/${employeeId}?fields=extendedData`);
  return (reply.body() as { data: { extendedData: Record<string, unknown> } }).data.extendedData;
}

/** Bytes over a socket, to see everything that comes back until the other side ends. */
export async function overSocket(
  port: number,
  bytes: Buffer,
): Promise<{ text: string; error: string | null }> {
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let error: string | null = null;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (failure: NodeJS.ErrnoException) => (error = failure.code ?? failure.message));
    socket.on('close', () => resolve({ text: Buffer.concat(chunks).toString('utf8'), error }));
  });
}
