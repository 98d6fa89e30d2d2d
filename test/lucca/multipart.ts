/** multipart/form-data over one buffer, to the letter of RFC 7578: what is malformed is refused, not mended. */
import { Refused } from './errors.ts';

export interface Part {
  readonly name: string;
  /** Null: a plain form value. */
  readonly fileName: string | null;
  /** Of the part's own header. */
  readonly contentType: string | null;
  readonly bytes: Buffer;
}

const CRLF = Buffer.from('\r\n');
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** @throws Refused 415 where the request is no form, 400 where it is malformed. */
export function parseMultipart(contentType: string, body: Buffer, percent: 'decode' | 'verbatim'): Part[] {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType))
    throw new Refused(415, 'A body of type multipart/form-data was expected');
  const boundary = parseParameters(contentType.slice(contentType.indexOf(';') + 1)).get('boundary');
  if (!boundary || boundary.length > 70) throw new Refused(400, 'Missing content-type boundary');
  const delimiter = Buffer.from(`\r\n--${boundary}`);

  let at = startOfFirst(body, delimiter);
  const parts: Part[] = [];
  for (;;) {
    if (body.subarray(at, at + 2).toString('latin1') === '--') return parts;
    const lineEnd = skipBlanks(body, at);
    if (!body.subarray(lineEnd, lineEnd + 2).equals(CRLF)) throw unexpectedEnd();
    const headersEnd = body.indexOf(BLANK_LINE, lineEnd);
    if (headersEnd < 0) throw unexpectedEnd();
    // the seed's example has no body: there the delimiter's line break is the blank line's
    const end = body.indexOf(delimiter, headersEnd + CRLF.length);
    if (end < 0) throw unexpectedEnd();
    const start = headersEnd + BLANK_LINE.length;
    const headers = body.subarray(lineEnd + CRLF.length, headersEnd);
    parts.push(readPart(headers, body.subarray(start, Math.max(start, end)), percent));
    at = end + delimiter.length;
  }
}

const unexpectedEnd = (): Refused =>
  new Refused(400, 'Unexpected end of Stream, the content may have already been read by another component.');

function startOfFirst(body: Buffer, delimiter: Buffer): number {
  const bare = delimiter.subarray(CRLF.length);
  if (body.subarray(0, bare.length).equals(bare)) return bare.length;
  const found = body.indexOf(delimiter);
  if (found < 0) throw unexpectedEnd();
  return found + delimiter.length;
}

function skipBlanks(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x09) at++;
  return at;
}

function readPart(headerBytes: Buffer, bytes: Buffer, percent: 'decode' | 'verbatim'): Part {
  const headers = new Map<string, string>();
  for (const line of decodeText(headerBytes).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Refused(400, 'A part has a malformed header');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  if (!/^form-data\s*(;|$)/i.test(disposition)) throw new Refused(400, 'A part is no form-data');
  const parameters = parseParameters(disposition.slice(disposition.indexOf(';') + 1));
  const name = parameters.get('name');
  if (name === undefined) throw new Refused(400, 'A part has no name');
  return {
    name,
    fileName: readFileName(parameters, percent),
    contentType: headers.get('content-type') ?? null,
    bytes,
  };
}

/** Browsers and curl send raw UTF-8; anything else can only be Latin-1. */
function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function readFileName(
  parameters: ReadonlyMap<string, string>,
  percent: 'decode' | 'verbatim',
): string | null {
  const extended = parameters.get('filename*');
  // RFC 5987, which .NET prefers where both are given
  const found = extended && /^utf-8'[^']*'(.*)$/i.exec(extended);
  if (found) {
    try {
      return decodeURIComponent(found[1]!);
    } catch {
      throw new Refused(400, 'filename* is malformed');
    }
  }
  const plain = parameters.get('filename');
  if (plain === undefined) return null;
  if (percent === 'verbatim') return plain;
  // WHATWG: these three and no others are escaped
  return plain.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');
}

/** `a=b; c="d \"e\""`: names in lower case; in quotes a backslash escapes a quote or a backslash only. */
export function parseParameters(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const pattern = /\s*([^=;\s]+)\s*=\s*(?:"((?:\\["\\]|[^"])*)"|([^;]*))\s*(?:;|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const value = match[2] === undefined ? match[3]!.trim() : match[2].replace(/\\(["\\])/g, '$1');
    found.set(match[1]!.toLowerCase(), value);
    if (pattern.lastIndex >= text.length) break;
  }
  return found;
}
