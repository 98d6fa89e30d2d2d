import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLuccaV3, describeExchange } from '../../../../main/adapters/lucca/v3/index.ts';
import type { EmployeeId, FileId } from '../../../../main/core/model.ts';
import type { Lucca } from '../../../../main/core/ports.ts';
import { defaultKey, startEmulator } from '../../../lucca/index.ts';
import type { Emulator, EmulatorOptions } from '../../../lucca/index.ts';
import { openDocumentOf } from '../../../support/open-document.ts';

const never = new AbortController().signal;

const upload = (
  lucca: Lucca,
  fileName: string,
  bytes = Buffer.from('%PDF-1.4 %%EOF'),
  onProgress = (_: number) => {},
  signal = never,
) =>
  lucca.upload(
    { document: openDocumentOf(bytes), fileName, contentType: 'application/pdf', onProgress },
    signal,
  );

function clientOf(origin: string, options: { key?: string | null; stallMs?: number } = {}): Lucca {
  const key = options.key === undefined ? defaultKey.key : options.key;
  const lucca = createLuccaV3({
    origin,
    key: () => Promise.resolve(key),
    stallMs: options.stallMs ?? 5000,
    connectMs: 2000,
  });
  onTestFinished(() => lucca.close());
  return lucca;
}

async function tenant(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; lucca: Lucca }> {
  const emulator = await startEmulator({ ...options, switches: { rateLimit: 0, ...options.switches } });
  onTestFinished(() => emulator.stop());
  return { emulator, lucca: clientOf(emulator.url) };
}

async function server(listener: RequestListener): Promise<string> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

const newRow = (fileId: FileId, values = {}) => ({ valueId: null, fileId, values });

describe('against the emulated tenant', () => {
  it('reads the whole directory, page after page', async () => {
    const { emulator, lucca } = await tenant();
    const ids: number[] = [];
    for (let offset = 0, more = true; more; offset += 7) {
      const page = await lucca.directoryPage(offset, 7, never);
      if (page.kind !== 'applied') throw new Error(page.kind);
      ids.push(...page.value.employees.map(({ id }) => id));
      more = page.value.more;
    }
    expect(ids.sort((a, b) => a - b)).toEqual([...emulator.store.employees.keys()].sort((a, b) => a - b));
    const first = await lucca.directoryPage(0, 1000, never);
    expect(first).toMatchObject({ kind: 'applied', value: { more: false } });
    const found =
      first.kind === 'applied' && first.value.employees.find(({ lastName }) => lastName === 'Dupont');
    expect(found).toMatchObject({
      firstName: 'Jean',
      employeeNumber: '00001',
      legalEntity: 'Ateliers Brévanne – Nantes',
    });
  });

  it('uploads the very bytes, whatever the name', async () => {
    const { emulator, lucca } = await tenant();
    const bytes = Buffer.from(Array.from({ length: 1_234_567 }, (_, index) => (index * 7) % 256));
    const progress: number[] = [];
    const outcome = await upload(lucca, 'contrat "final".pdf', bytes, (sent) => progress.push(sent));
    if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
    expect(outcome.value.contentLength).toBe(bytes.length);
    expect(emulator.files.get(outcome.value.fileId)).toMatchObject({
      name: 'contrat "final".pdf',
      contentType: 'application/pdf',
    });
    expect(emulator.files.get(outcome.value.fileId)?.bytes?.equals(bytes)).toBe(true);
    expect(progress.at(-1)).toBe(bytes.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const names = [
      're\u0301leve\u0301.pdf',
      'a\r\nb.pdf',
      '🙂 contrat.pdf',
      `${'é'.repeat(125)}.pdf`,
      "l'été; name=x.pdf",
      '100 %.pdf',
    ];
    for (const name of names) {
      const sent = await upload(lucca, name);
      expect(sent.kind === 'applied' && emulator.files.get(sent.value.fileId)?.name).toBe(
        name.normalize('NFC'),
      );
    }
  });

  it.each(['full', 'id', 'guid'] as const)(
    'writes all of one employee’s documents at once and sees them in the answer (%s)',
    async (fileRead) => {
      const { emulator, lucca } = await tenant({ switches: { fileRead } });
      const employee = [...emulator.store.employees.keys()][0] as EmployeeId;
      const [visit, contract, rib, diploma, picture] = await Promise.all(
        ['v.pdf', 'c.pdf', 'r.pdf', 'd.pdf', 'p.jpg'].map(async (name) => {
          const outcome = await upload(lucca, name);
          if (outcome.kind !== 'applied') throw new Error(outcome.kind);
          return outcome.value.fileId;
        }),
      );
      emulator.setValue(employee, 'e_Contrats', []);
      emulator.setValue(employee, 'e_Visite-medicale', []);
      for (const field of ['e_RIB', 'e_Diplome']) emulator.setValue(employee, field, null);
      const query = {
        employeeIds: [employee],
        fields: ['e_Visite-medicale', 'e_Contrats', 'e_RIB', 'e_Diplome'],
        picture: true,
      };
      const write = await lucca.write(
        {
          employeeId: employee,
          picture: picture!,
          fields: [
            {
              field: 'e_Visite-medicale',
              file: 'e_Attestation',
              multiple: true,
              rows: [newRow(visit!, { 'e_Date-de-la-visite': '2026-11-22T00:00:00', e_Convocation: null })],
            },
            { field: 'e_Contrats', file: null, multiple: true, rows: [newRow(contract!)] },
            { field: 'e_RIB', file: null, multiple: false, rows: [newRow(rib!)] },
            { field: 'e_Diplome', file: 'e_Justificatif', multiple: false, rows: [newRow(diploma!)] },
          ],
        },
        query,
        never,
      );
      expect(write).toMatchObject({
        kind: 'applied',
        value: {
          employeeId: employee,
          picture,
          fields: {
            'e_Visite-medicale': [{ files: { e_Attestation: visit } }],
            e_Contrats: [{ files: { '': contract } }],
            e_RIB: [{ files: { '': rib } }],
            e_Diplome: [{ files: { e_Justificatif: diploma } }],
          },
        },
      });
      const read = await lucca.records({ ...query, employeeIds: [employee, 999_999 as EmployeeId] }, never);
      if (read.kind !== 'applied' || write.kind !== 'applied') throw new Error(read.kind);
      expect(read.value).toHaveLength(1);
      expect(read.value[0]?.fields).toEqual(write.value.fields);
      expect(emulator.holdings().map(({ fileId }) => fileId)).toEqual(
        expect.arrayContaining([visit, contract, rib, diploma, picture]),
      );
    },
  );

  it('restores rows by sending back what it read, also where arrays replace', async () => {
    const { emulator, lucca } = await tenant({
      switches: { multiValueMode: 'replace', fileRead: 'full', subValueIds: 'present' },
    });
    const employee = [...emulator.store.employees.keys()][0] as EmployeeId;
    const [a, b, c] = await Promise.all(
      ['a.pdf', 'b.pdf', 'c.pdf'].map(async (name) => {
        const outcome = await upload(lucca, name);
        return outcome.kind === 'applied' ? outcome.value.fileId : ('' as FileId);
      }),
    );
    emulator.setValue(employee, 'e_Visite-medicale', [
      { e_Attestation: { value: { id: a } }, 'e_Preconisations-medicales': { value: 'port de charges' } },
      { e_Convocation: { value: { id: b } } },
    ]);
    const before = emulator.record(employee)['e_Visite-medicale'];
    const query = { employeeIds: [employee], fields: ['e_Visite-medicale'], picture: false };
    const read = await lucca.records(query, never);
    if (read.kind !== 'applied') throw new Error(read.kind);
    const rows = read.value[0]!.fields['e_Visite-medicale']!.map(({ valueId, raw }) => ({
      valueId,
      fileId: null,
      values: {},
      again: raw,
    }));
    const written = await lucca.write(
      {
        employeeId: employee,
        picture: null,
        fields: [
          { field: 'e_Visite-medicale', file: 'e_Attestation', multiple: true, rows: [...rows, newRow(c!)] },
        ],
      },
      query,
      never,
    );
    expect(written.kind).toBe('applied');
    const after = emulator.record(employee)['e_Visite-medicale'];
    expect(after?.slice(0, 2).map(({ id }) => id)).toEqual(before?.map(({ id }) => id));
    expect(JSON.stringify(after)).toContain('port de charges');
    expect(emulator.holdings().map(({ fileId }) => fileId)).toEqual(expect.arrayContaining([a, b, c]));
  });

  it('lists the fields that can hold a file, from whichever listing answers', async () => {
    const { emulator, lucca } = await tenant();
    const fields = await lucca.definitions(never);
    if (fields.kind !== 'applied') throw new Error(fields.kind);
    expect(fields.value.find(({ field }) => field === 'e_Contrats')).toMatchObject({
      name: 'Contrats et avenants',
      multiple: true,
      holdsFile: true,
    });
    expect(
      fields.value
        .find(({ field }) => field === 'e_Visite-medicale')
        ?.subFields.filter(({ holdsFile }) => holdsFile)
        .map(({ key }) => key),
    ).toEqual(['e_Attestation', 'e_Convocation']);
    expect(fields.value.some(({ field }) => field === 'e_quote')).toBe(false);
    emulator.faults.add({
      match: { path: '/api/v3/extensionuserdefinitions', times: 'always' },
      fault: { kind: 'refuse', status: 403 },
    });
    expect((await lucca.definitions(never)).kind).toBe('refused');
    expect(await lucca.definitions(never)).toEqual(fields);
  });

  it('tells refusals apart', async () => {
    const { emulator, lucca } = await tenant();
    const employee = [...emulator.store.employees.keys()][0] as EmployeeId;
    const query = { employeeIds: [employee], fields: ['e_RIB'], picture: false };
    const write = (id: EmployeeId, fileId: FileId, field = 'e_RIB') =>
      lucca.write(
        {
          employeeId: id,
          picture: null,
          fields: [{ field, file: null, multiple: false, rows: [newRow(fileId)] }],
        },
        query,
        never,
      );
    const unknown = '00000000-0000-4000-8000-000000000000' as FileId;
    expect(await write(employee, unknown)).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'invalid', unknownFileId: unknown },
    });
    expect(await write(999_999 as EmployeeId, unknown)).toMatchObject({ kind: 'refused' });
    expect((await upload(lucca, 'empty.pdf', Buffer.alloc(0))).kind).toBe('refused');
    expect(await upload(clientOf(emulator.url, { key: 'wrong' }), 'a.pdf')).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'unauthorized' },
    });
    expect(await upload(clientOf(emulator.url, { key: null }), 'a.pdf')).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'unauthorized' },
      status: 0,
    });
    emulator.faults.add({ fault: { kind: 'refuse', status: 429, headers: { 'Retry-After': '17' } } });
    expect(await upload(lucca, 'a.pdf')).toEqual({ kind: 'throttled', retryAfterMs: 17_000 });
  });

  it.each([
    ['cut before an answer', { kind: 'commit-then-cut' }],
    ['cut in the answer', { kind: 'cut-in-body', of: 'answer', afterBytes: 10 }],
    ['answered by a page', { kind: 'commit-then-refuse', status: 502 }],
    ['left without an answer', { kind: 'stall', at: 'answer' }],
  ] as const)('calls a write unknown that was %s', async (_, fault) => {
    const { emulator } = await tenant();
    const lucca = clientOf(emulator.url, { stallMs: 400 });
    const sent = await upload(lucca, 'a.pdf');
    const fileId = sent.kind === 'applied' ? sent.value.fileId : ('' as FileId);
    const employee = [...emulator.store.employees.keys()][0] as EmployeeId;
    emulator.setValue(employee, 'e_RIB', null);
    emulator.faults.add({ match: { method: 'PUT' }, fault });
    const query = { employeeIds: [employee], fields: ['e_RIB'], picture: false };
    const outcome = await lucca.write(
      {
        employeeId: employee,
        picture: null,
        fields: [{ field: 'e_RIB', file: null, multiple: false, rows: [newRow(fileId)] }],
      },
      query,
      never,
    );
    expect(outcome.kind).toBe('unknown');
    const read = await lucca.records(query, never);
    expect(read.kind === 'applied' && read.value[0]?.fields['e_RIB']?.[0]?.files['']).toBe(fileId);
  });
});

describe('on the wire', () => {
  it('says unreachable where nothing was sent', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const lucca = clientOf(`http://127.0.0.1:${port}`);
    expect(await upload(lucca, 'a.pdf')).toEqual({ kind: 'unreachable', code: 'ECONNREFUSED' });
    expect(await lucca.directoryPage(0, 10, never)).toEqual({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });

  it('gives the key to the tenant only: no redirect is followed', async () => {
    let visits = 0;
    const elsewhere = await server((_, response) => {
      visits += 1;
      response.end('{}');
    });
    const keys: (string | undefined)[] = [];
    const origin = await server((request, response) => {
      keys.push(request.headers.authorization);
      response.writeHead(307, { location: elsewhere }).end();
    });
    const lucca = clientOf(origin);
    expect(await lucca.directoryPage(0, 10, never)).toEqual({ kind: 'unreachable', code: 'redirected' });
    expect((await upload(lucca, 'a.pdf')).kind).toBe('unreachable');
    expect(keys[0]).toBe(`lucca application=${defaultKey.key}`);
    expect(visits).toBe(0);
  });

  it('goes through the proxy of the environment, save for this machine’s own addresses', async () => {
    const { emulator } = await tenant();
    const tunnels: (string | undefined)[] = [];
    let refuse = false;
    const proxy = createServer();
    proxy.on('connect', (request, socket: Socket) => {
      tunnels.push(request.url);
      socket.on('error', () => undefined);
      if (refuse) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const through = connect(emulator.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      through.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
      vi.unstubAllEnvs();
    });
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, address);
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');

    expect((await upload(clientOf('http://tenant.example'), 'a.pdf')).kind).toBe('applied');
    expect(tunnels).toEqual(['tenant.example:80']);
    expect((await upload(clientOf(emulator.url), 'a.pdf')).kind).toBe('applied');
    expect(tunnels).toHaveLength(1);
    refuse = true;
    expect((await upload(clientOf('http://tenant.example'), 'a.pdf')).kind).toBe('unreachable');
  });

  it('can be recorded without anything personal', async () => {
    const { emulator } = await tenant();
    const records: string[] = [];
    const lucca = createLuccaV3({
      origin: emulator.url,
      key: () => Promise.resolve(defaultKey.key),
      onExchange: (request, result, ms) =>
        records.push(JSON.stringify(describeExchange(request, result, ms))),
    });
    onTestFinished(() => lucca.close());
    const employee = [...emulator.store.employees.keys()][0] as EmployeeId;
    await lucca.directoryPage(0, 1000, never);
    const sent = await upload(lucca, 'Dupont secret.pdf');
    const fileId = sent.kind === 'applied' ? sent.value.fileId : ('' as FileId);
    const values = { 'e_Preconisations-medicales': 'port de charges interdit' };
    const field = {
      field: 'e_Visite-medicale',
      file: 'e_Attestation',
      multiple: true,
      rows: [newRow(fileId, values)],
    };
    const query = { employeeIds: [employee], fields: ['e_Visite-medicale'], picture: false };
    await lucca.write({ employeeId: employee, picture: null, fields: [field] }, query, never);
    expect(records).toHaveLength(3);
    expect(records[2]).toContain(fileId);
    expect(records[2]).toContain('"isNew":true');
    for (const word of [
      'Dupont',
      'Jean',
      'secret',
      'charges',
      defaultKey.key,
      '127.0.0.1',
      '@',
      'Nantes',
      '00001',
    ])
      expect([word, records.some((record) => record.includes(word))]).toEqual([word, false]);
  });

  it('sends the length beforehand, and never a whole body for a file that changed', async () => {
    const seen: { length: string | undefined; received: number; whole: boolean }[] = [];
    const origin = await server((request, response) => {
      const entry = { length: request.headers['content-length'], received: 0, whole: false };
      seen.push(entry);
      request.on('data', (part: Buffer) => (entry.received += part.length));
      request.on('error', () => undefined);
      request.on('end', () => {
        entry.whole = true;
        response.end('{"id":"d18261af-3b70-442f-94c2-3995cc8ca02c","contentLength":300000}');
      });
    });
    const lucca = clientOf(origin);
    const send = (size: number, declared: number) =>
      lucca.upload(
        {
          document: openDocumentOf(Buffer.alloc(size, 1), declared),
          fileName: 'a.pdf',
          contentType: 'application/pdf',
          onProgress: () => undefined,
        },
        never,
      );
    expect((await send(300_000, 300_000)).kind).toBe('applied');
    expect(seen[0]?.received).toBe(Number(seen[0]?.length));
    expect(await send(200_000, 300_000)).toEqual({ kind: 'unknown', code: 'document-changed' });
    expect(await send(400_000, 300_000)).toEqual({ kind: 'unknown', code: 'document-changed' });
    expect(seen.filter(({ whole }) => whole)).toHaveLength(1);
  });

  it('does not believe an upload of another length', async () => {
    const origin = await server((request, response) => {
      request
        .resume()
        .on('end', () => response.end('{"id":"d18261af-3b70-442f-94c2-3995cc8ca02c","contentLength":3}'));
    });
    expect(await upload(clientOf(origin), 'a.pdf')).toEqual({ kind: 'unknown', code: 'length-differs' });
  });

  it('lets a slow but steady upload take its time, and gives up on a silent one', async () => {
    const origin = await server((request, response) => {
      request.on('error', () => undefined);
      request.on('data', () => {
        request.pause();
        setTimeout(() => request.resume(), 5);
      });
      request.on('end', () =>
        response.end('{"id":"d18261af-3b70-442f-94c2-3995cc8ca02c","contentLength":16000000}'),
      );
    });
    const lucca = clientOf(origin, { stallMs: 700 });
    const begun = performance.now();
    const outcome = await upload(lucca, 'a.pdf', Buffer.alloc(16_000_000, 1));
    expect(outcome.kind).toBe('applied');
    expect(performance.now() - begun).toBeGreaterThan(700);

    const silent = await server(() => undefined);
    expect(await upload(clientOf(silent, { stallMs: 200 }), 'a.pdf')).toEqual({
      kind: 'unknown',
      code: 'timeout',
    });
    expect(await clientOf(silent, { stallMs: 200 }).directoryPage(0, 1, never)).toEqual({
      kind: 'failed',
      status: 0,
      code: 'timeout',
    });
  });

  it('stops when told to', async () => {
    const silent = await server(() => undefined);
    const stop = new AbortController();
    const lucca = clientOf(silent);
    const sending = upload(lucca, 'a.pdf', undefined, undefined, stop.signal);
    setTimeout(() => stop.abort(), 50);
    expect(await sending).toEqual({ kind: 'unknown', code: 'cancelled' });
    expect(await upload(lucca, 'a.pdf', undefined, undefined, stop.signal)).toEqual({
      kind: 'unreachable',
      code: 'cancelled',
    });
  });

  it('hears an answer that comes before the body is all sent', async () => {
    const origin = await server((request, response) => {
      request.on('error', () => undefined);
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"Message":"no"}');
    });
    const outcome = await upload(clientOf(origin), 'a.pdf', Buffer.alloc(3_000_000, 1));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'unauthorized' } });
  });
});
