import { createHash } from 'node:crypto';
import { request } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, fileId, form, overSocket, upload } from './client.ts';
import { startEmulator } from './index.ts';
import type { Emulator } from './index.ts';
import { parseMultipart } from './multipart.ts';

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator({ switches: { rateLimit: 0 } })));
afterEach(() => emulator.stop());

describe('file names', () => {
  it.each([
    ['raw UTF-8', 'form-data; name=""; filename="Été – n°1.pdf"', 'Été – n°1.pdf'],
    ['an escaped quote', 'form-data; name=""; filename="a \\"b\\" c.pdf"', 'a "b" c.pdf'],
    [
      'an escaped backslash at the end of a folder',
      'form-data; name=""; filename="C:\\\\x\\\\rib.pdf"',
      'rib.pdf',
    ],
    ['a quote as browsers send it', 'form-data; name=""; filename="a%22b.pdf"', 'a"b.pdf'],
    ['a semicolon in quotes', 'form-data; name=""; filename="a; b=c.pdf"', 'a; b=c.pdf'],
    ['a percent sign that means nothing', 'form-data; name=""; filename="100%25.pdf"', '100%25.pdf'],
    [
      'RFC 5987, which goes first',
      `form-data; name=""; filename="x.pdf"; filename*=UTF-8''%C3%A9t%C3%A9.pdf`,
      'été.pdf',
    ],
    ['no quotes at all', 'form-data; name=form; filename=rib.pdf', 'rib.pdf'],
  ])('reads %s', async (_, disposition, name) => {
    const reply = await upload(emulator, { disposition });
    expect(reply.status).toBe(201);
    expect(reply.body()).toMatchObject({ name, extension: '.pdf' });
  });

  it('keeps Latin-1 that is no UTF-8', () => {
    const head = Buffer.from(
      '--b\r\nContent-Disposition: form-data; name=""; filename="\xe9t\xe9.pdf"\r\n\r\n',
      'latin1',
    );
    const body = Buffer.concat([head, Buffer.from('x\r\n--b--')]);
    expect(parseMultipart('multipart/form-data; boundary=b', body, 'decode')[0]?.fileName).toBe('été.pdf');
  });
});

describe('forms', () => {
  it('keeps every byte, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 3 }),
        fc.stringMatching(/^[A-Za-z0-9'()+_,./:=?-]{1,60}$/),
        (contents, boundary) => {
          fc.pre(contents.every((bytes) => !Buffer.from(bytes).includes(`--${boundary}`)));
          const body = form(
            contents.map((bytes) => ({ bytes: Buffer.from(bytes) })),
            boundary,
          );
          const parts = parseMultipart(`multipart/form-data; boundary="${boundary}"`, body, 'decode');
          expect(parts.map(({ bytes }) => [...bytes])).toEqual(contents.map((bytes) => [...bytes]));
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    [
      'no closing line',
      '--frontier\r\nContent-Disposition: form-data; name=""; filename="a.pdf"\r\n\r\nx\r\n',
      400,
    ],
    [
      'bare line feeds',
      '--frontier\nContent-Disposition: form-data; name=""; filename="a.pdf"\n\nx\n--frontier--',
      400,
    ],
    [
      'another boundary',
      '--other\r\nContent-Disposition: form-data; name=""; filename="a.pdf"\r\n\r\nx\r\n--other--',
      400,
    ],
    ['no file', '--frontier\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--frontier--', 400],
    [
      'a part without a name',
      '--frontier\r\nContent-Disposition: form-data; filename="a.pdf"\r\n\r\nx\r\n--frontier--',
      400,
    ],
    ['nothing', '', 400],
  ])('refuses %s', async (_, body, status) => {
    const reply = await upload(emulator, {}, { body });
    expect(reply.status).toBe(status);
    expect(emulator.files.size).toBe(0);
  });

  it('refuses two files at once', async () => {
    const reply = await upload(emulator, {}, { body: form([{}, {}]) });
    expect(reply.status).toBe(400);
  });

  it('refuses what is no form', async () => {
    const reply = await call(emulator, 'POST', '/lucca-files/api/uploads', {
      headers: { 'Content-Type': 'application/pdf' },
      body: 'x',
    });
    expect(reply.status).toBe(415);
  });

  it('takes a body in chunks, and one of 80 MB', async () => {
    const bytes = Buffer.alloc(80_000_000, 'classeur');
    const body = form([{ bytes }]);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        `${emulator.url}/lucca-files/api/uploads`,
        {
          method: 'POST',
          headers: {
            Authorization: `lucca application=${emulator.keys[0]!.key}`,
            'Content-Type': 'multipart/form-data; boundary=frontier',
            'Transfer-Encoding': 'chunked',
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sending.on('error', reject);
      sending.end(body);
    });
    expect(status).toBe(201);
    const [file] = [...emulator.files.values()];
    expect(file?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('kinds', () => {
  it.each([
    ['rib.PDF', 'application/octet-stream', 'application/pdf', '.PDF'],
    ['photo.jpeg', null, 'image/jpg', '.jpeg'],
    ['lettre.docx', null, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.docx'],
    ['scan', 'image/bmp', 'image/bmp', ''],
    ['scan.inconnu', null, 'application/octet-stream', '.inconnu'],
  ])('names %s', async (fileName, given, contentType, extension) => {
    const reply = await upload(emulator, { fileName, contentType: given });
    expect(reply.body()).toMatchObject({ contentType, extension });
  });

  it('counts the pages of a PDF and of nothing else', async () => {
    const pages = Buffer.from('%PDF /Type /Pages /Type /Page /Type/Page ');
    expect((await upload(emulator, { bytes: pages })).body()).toMatchObject({ totalPages: 2 });
    expect((await upload(emulator, { bytes: pages, fileName: 'a.png' })).body()).toMatchObject({
      totalPages: null,
    });
  });
});

describe('sizes', () => {
  it('cuts the connection on a length above the limit, before reading', async () => {
    const head = `POST /lucca-files/api/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 104857601\r\n\r\n`;
    const { text } = await overSocket(emulator.port, Buffer.from(head));
    expect(text).toBe('');
    expect(emulator.journal.requests).toMatchObject([{ ending: 'cut', status: null }]);
  });

  it('cuts a body in chunks once it is above the limit', async () => {
    emulator.switches.maxBodyBytes = 1000;
    const head = `POST /lucca-files/api/uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const { text } = await overSocket(emulator.port, Buffer.from(`${head}7d0\r\n${'x'.repeat(2000)}\r\n`));
    expect(text).toBe('');
    expect(emulator.journal.requests).toMatchObject([{ ending: 'cut', status: null }]);
    expect(emulator.files.size).toBe(0);
  });

  it('answers 431 to headers above 8 KB', async () => {
    const head = `GET /api/v3/users HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(9000)}\r\n\r\n`;
    const { text } = await overSocket(emulator.port, Buffer.from(head));
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
  });
});

it('gives the bytes back under the address of pictures', async () => {
  const id = await fileId(emulator, { bytes: Buffer.from('\0\x01raw') });
  const reply = await call(emulator, 'GET', `/api/v3/files/${id}`);
  expect(reply.text).toBe('\0\x01raw');
  expect(reply.headers.get('content-type')).toBe('application/pdf');
});
