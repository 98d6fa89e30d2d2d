/** The example requests of Lucca's documentation, sent as they are printed. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { overSocket } from './client.ts';
import { startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

const seed = (name: string): string =>
  readFileSync(new URL(`../fixtures/seeds/${name}`, import.meta.url), 'utf8').replace(/\n$/, '');

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator()));
afterEach(() => emulator.stop());

/** Adds what an example leaves out: the length of the body, and the end of the connection. */
async function replay(example: string): Promise<{ status: number; body: unknown }> {
  const blank = example.indexOf('\r\n\r\n');
  const length = Buffer.byteLength(example.slice(blank + 4));
  const head = example.slice(0, blank).replace('{API_KEY}', emulator.keys[0]!.key);
  const whole = `${head}\r\nContent-Length: ${length}\r\nConnection: close${example.slice(blank)}`;
  const { text } = await overSocket(emulator.port, Buffer.from(whole));
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  return { status: Number(text.split(' ')[1]), body: JSON.parse(body) };
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

describe('upload', () => {
  it('takes the printed request as far as it goes: its file has no bytes', async () => {
    emulator.switches.emptyFile = 'accept';
    const { status, body } = await replay(crlf(seed('upload-request.http')));
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'test.pdf', contentLength: 0, extension: '.pdf' });
  });

  it('answers the printed answer for a file of that length, member by member', async () => {
    const bytes = `%PDF-1.7 /Type /Page ${'x'.repeat(3242 - 21)}`;
    const request = crlf(seed('upload-request.http')).replace(
      '\r\n\r\n-----abc--',
      `\r\n\r\n${bytes}\r\n-----abc--`,
    );
    const { status, body } = await replay(request);
    const printed = JSON.parse(seed('upload-response.json')) as Record<string, unknown>;
    expect(status).toBe(201);
    const answered = body as Record<string, unknown>;
    expect(Object.keys(answered)).toEqual(Object.keys(printed));
    expect({ ...answered, id: '', createdAt: '' }).toEqual({ ...printed, id: '', createdAt: '' });
    expect(answered['id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(answered['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    expect(emulator.files.get(String(answered['id']))?.bytes?.toString()).toBe(bytes);
  });
});

it('attaches a picture', async () => {
  const id = '618d5bac-2f38-4d5b-8ba3-981733dffeff';
  emulator.addFile({ id, name: 'portrait.jpg', bytes: Buffer.from('jpeg') });
  const { status } = await replay(crlf(seed('picture-request.http')));
  expect(status).toBe(200);
  expect(emulator.holdings()).toMatchObject([{ employeeId: 416, field: 'picture', fileId: id }]);
});

it('appends a medical visit, and shows it in the answer', async () => {
  const id = '552cb7db-b7e2-4f39-a675-c4b140f41eea';
  emulator.addFile({ id, name: 'attestation.pdf', bytes: Buffer.from('%PDF') });
  const printed = seed('extended-data-request.http').replace(' // File id', '').replace(':idUser', '417');
  const { status, body } = await replay(crlf(printed));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    header: { principal: 'Classeur' },
    data: {
      id: 417,
      extendedData: {
        'e_Visite-medicale': [
          {
            value: {
              'e_Date-de-la-visite': { value: null },
              e_Attestation: { value: { id } },
              e_Convocation: { value: null },
              'e_Date-de-la-prochaine-visite': { value: null },
              'e_Preconisations-medicales': { value: null },
            },
          },
        ],
      },
    },
  });
  expect(emulator.holdings()).toMatchObject([
    { employeeId: 417, field: 'e_Visite-medicale', subField: 'e_Attestation', fileId: id },
  ]);
});
