import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpResult } from '../../../../main/adapters/lucca/v3/http.ts';
import { outcomeOf } from '../../../../main/adapters/lucca/v3/outcome.ts';
import type { Effect } from '../../../../main/adapters/lucca/v3/outcome.ts';
import { retryAfterMs } from '../../../../main/adapters/lucca/v3/retry-after.ts';
import type { FileId } from '../../../../main/core/model.ts';

const effects: readonly Effect[] = ['read', 'upload', 'write'];
const fileId = '552cb7db-b7e2-4f39-a675-c4b140f41eea' as FileId;

function answer(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
  bodySent = true,
): HttpResult {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const given: HttpAnswer = {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
    bodySent,
  };
  return { kind: 'answer', answer: given };
}

const outcome = (effect: Effect, result: HttpResult) =>
  outcomeOf(result, {
    effect,
    now: 0,
    fileIds: [fileId],
    parse: (json) => (JSON.stringify(json) === '{"data":1}' ? 'value' : null),
  });
const kinds = (result: HttpResult) => effects.map((effect) => outcome(effect, result).kind);

describe('what was never sent', () => {
  it('is unreachable, whatever was asked', () => {
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])
      expect(kinds({ kind: 'lost', code, began: false })).toEqual([
        'unreachable',
        'unreachable',
        'unreachable',
      ]);
  });

  it('needs a key', () => {
    expect(outcome('write', { kind: 'no-key' })).toEqual({
      kind: 'refused',
      refusal: { kind: 'unauthorized' },
      status: 0,
    });
  });
});

describe('what may have been done', () => {
  it('is unknown for everything that changes something', () => {
    for (const result of [
      { kind: 'lost', code: 'ECONNRESET', began: true } as const,
      { kind: 'lost', code: 'timeout', began: true } as const,
      answer(500),
      answer(502, '<html>bad gateway</html>', { 'content-type': 'text/html' }),
      answer(503),
      answer(504),
      answer(408),
      answer(200, ''),
      answer(200, '{"data":'),
      answer(200, { Message: 'quelque chose' }),
      answer(200, { something: 'else' }),
      answer(200, '<!DOCTYPE html><html>connectez-vous</html>', { 'content-type': 'text/html' }),
    ])
      expect(kinds(result).slice(1)).toEqual(['unknown', 'unknown']);
  });

  it('may be asked again where it was a reading', () => {
    expect(outcome('read', answer(500))).toEqual({ kind: 'failed', status: 500, code: 'http-500' });
    expect(outcome('read', { kind: 'lost', code: 'ECONNRESET', began: true })).toEqual({
      kind: 'failed',
      status: 0,
      code: 'ECONNRESET',
    });
    expect(outcome('read', answer(200, '{'))).toMatchObject({ kind: 'failed', code: 'malformed' });
  });
});

describe('what is known not to have been done', () => {
  it('is told apart', () => {
    expect(outcome('write', answer(401))).toMatchObject({ refusal: { kind: 'unauthorized' } });
    expect(outcome('write', answer(403))).toMatchObject({ refusal: { kind: 'forbidden' } });
    expect(outcome('write', answer(404))).toMatchObject({ refusal: { kind: 'not-found' } });
    expect(outcome('write', answer(500, { Status: 500, Message: 'User Not Found' }))).toMatchObject({
      refusal: { kind: 'not-found' },
    });
    expect(outcome('upload', answer(413))).toMatchObject({ refusal: { kind: 'too-large' } });
    expect(outcome('upload', answer(415))).toMatchObject({ refusal: { kind: 'type' } });
    expect(
      outcome('upload', answer(400, { Status: 400, Message: 'Content type video/mp4 is not allowed' })),
    ).toMatchObject({ refusal: { kind: 'type' } });
    expect(kinds(answer(429))).toEqual(['throttled', 'throttled', 'throttled']);
  });

  it.each([
    ['{Status, Message}', { Status: 400, Message: `File ${fileId} was not found` }],
    [
      'problem+json',
      { type: 'x', title: 'Bad', status: 400, errors: { e_RIB: [`unknown file ${fileId.toUpperCase()}`] } },
    ],
    ['plain text', `Le fichier ${fileId} est introuvable`],
  ])('names the file that Lucca does not know, from %s', (_, body) => {
    expect(outcome('write', answer(400, body))).toEqual({
      kind: 'refused',
      status: 400,
      refusal: { kind: 'invalid', status: 400, unknownFileId: fileId },
    });
  });

  it('takes a 404 about a file for what it is, not for a missing employee', () => {
    expect(outcome('write', answer(404, { Message: `File ${fileId} not found` }))).toMatchObject({
      refusal: { kind: 'invalid', unknownFileId: fileId },
    });
  });

  it('does not call a file unknown that is refused for another reason', () => {
    expect(
      outcome('write', answer(400, { Message: `File ${fileId} is too old for this field` })),
    ).toMatchObject({
      refusal: { kind: 'invalid', unknownFileId: null },
    });
  });

  it('reads an error under 200 by the status in it', () => {
    expect(outcome('write', answer(200, { status: 403, message: 'no' }))).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'forbidden' },
    });
  });

  it('sees a page in place of an answer for what it is', () => {
    const page = (bodySent: boolean) =>
      answer(200, '<html>Portail</html>', { 'content-type': 'text/html' }, bodySent);
    expect(outcome('read', page(true))).toEqual({ kind: 'unreachable', code: 'captive-portal' });
    expect(outcome('upload', page(false))).toEqual({ kind: 'unreachable', code: 'captive-portal' });
    expect(outcome('upload', page(true)).kind).toBe('unknown');
    expect(outcome('write', page(true)).kind).toBe('unknown');
    expect(outcome('read', answer(302))).toEqual({ kind: 'unreachable', code: 'redirected' });
    expect(outcome('read', answer(511))).toEqual({ kind: 'unreachable', code: 'captive-portal' });
  });
});

it('hands out the value where the answer holds it', () => {
  expect(outcome('write', answer(200, { data: 1 }))).toEqual({ kind: 'applied', value: 'value' });
});

describe('Retry-After', () => {
  it('is obeyed to the second, in both forms, and never shortened', () => {
    expect(retryAfterMs({ 'retry-after': '17' }, 0)).toBe(17_000);
    expect(retryAfterMs({ 'retry-after': '0.0015' }, 0)).toBe(2);
    const date = 'Sun, 22 Nov 2026 10:00:30 GMT';
    expect(retryAfterMs({ 'retry-after': date, date: 'Sun, 22 Nov 2026 10:00:00 GMT' }, 5)).toBe(30_000);
    expect(retryAfterMs({ 'retry-after': date }, Date.parse(date) - 1500)).toBe(1500);
    expect(retryAfterMs({ 'retry-after': date, date: 'Sun, 22 Nov 2026 11:00:00 GMT' }, 5)).toBe(0);
    expect(retryAfterMs({ 'retry-after': 'soon' }, 0)).toBeNull();
    expect(retryAfterMs({}, 0)).toBeNull();
  });

  it('counts under 503 as well', () => {
    expect(outcome('write', answer(503, '', { 'retry-after': '5' }))).toEqual({
      kind: 'throttled',
      retryAfterMs: 5000,
    });
  });
});
