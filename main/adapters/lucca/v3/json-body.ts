/** A body that is whole before the first byte of it leaves. */
import type { HttpBody } from './http.ts';

export function jsonBody(value: unknown): HttpBody {
  return { ...textBody('application/json; charset=utf-8', JSON.stringify(value)), json: value };
}

export function textBody(contentType: string, text: string): HttpBody {
  const bytes = Buffer.from(text, 'utf8');
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  }
  return { contentType, length: bytes.length, chunks: chunks() };
}
