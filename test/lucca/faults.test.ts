import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, fileId, get, put, upload } from './client.ts';
import { startEmulator } from './index.ts';
import type { Emulator, FaultRule } from './index.ts';

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator({ switches: { rateLimit: 0 } })));
afterEach(() => emulator.stop());

const onPut = (fault: FaultRule['fault']): number => emulator.faults.add({ match: { method: 'PUT' }, fault });
const writing = (): Promise<{ status: number; text: string }> =>
  put(emulator, 416, { e_quote: { value: 'x' } });
const written = (): boolean => emulator.record(416)['e_quote'] !== undefined;
const last = () => emulator.journal.requests.at(-1);
/** The entry is closed a moment after the client sees the connection go. */
const settled = async () => await emulator.journal.waitFor(({ answeredAt }) => answeredAt !== null);

describe('without the work', () => {
  it('refuse: in the style of the switch, or its own', async () => {
    onPut({ kind: 'refuse', status: 503, message: 'Down', headers: { 'Retry-After': '7' } });
    onPut({ kind: 'refuse', status: 400, style: 'problem' });
    const reply = await put(emulator, 416, {});
    expect([reply.status, reply.text, reply.headers.get('retry-after')]).toEqual([
      503,
      '{"Status":503,"Message":"Down"}',
      '7',
    ]);
    expect((await put(emulator, 416, {})).headers.get('content-type')).toContain('problem+json');
    expect(emulator.journal.countWrites()).toBe(0);
  });

  it.each(['at-once', 'after-body'] as const)('cut %s', async (when) => {
    onPut({ kind: 'cut', when });
    await expect(writing()).rejects.toThrow();
    expect(await settled()).toMatchObject({ ending: 'cut', status: null, committed: false, fault: 'cut' });
    expect(written()).toBe(false);
  });

  it('cut in the body of the request: what had come is kept', async () => {
    emulator.faults.add({
      match: { method: 'POST' },
      fault: { kind: 'cut-in-body', of: 'request', afterBytes: 100_000 },
    });
    await expect(upload(emulator, { bytes: Buffer.alloc(3_000_000) })).rejects.toThrow();
    const entry = await settled();
    expect(entry.ending).toBe('cut');
    expect(entry.bytesReceived).toBeGreaterThanOrEqual(100_000);
    expect(entry.bytesReceived).toBeLessThan(3_000_000);
    expect(entry.body?.length).toBe(entry.bytesReceived);
    expect(emulator.files.size).toBe(0);
  });

  it.each(['request', 'work'] as const)('stall at the %s: silence until the client gives up', async (at) => {
    emulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'stall', at } });
    const leaving = AbortSignal.timeout(150);
    await expect(upload(emulator, {}, { signal: leaving })).rejects.toThrow(/abort|timeout/i);
    expect(await settled()).toMatchObject({ ending: 'gone', committed: false, fault: 'stall' });
    expect(emulator.files.size).toBe(0);
  });

  it('stall that ends lets the work go on', async () => {
    onPut({ kind: 'stall', at: 'work', ms: 30 });
    expect((await writing()).status).toBe(200);
    expect(written()).toBe(true);
  });

  it.each([200, 302, 511] as const)('portal %i: a page that Lucca knows nothing of', async (status) => {
    emulator.switches.rateLimit = 1;
    onPut({ kind: 'portal', status });
    const reply = await put(emulator, 416, { e_quote: { value: 'x' } });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.headers.has('location')).toBe(status === 302);
    expect(written()).toBe(false);
    expect((await writing()).status).toBe(200);
  });

  it('answer: anything', async () => {
    onPut({ kind: 'answer', status: 200, contentType: 'text/plain', body: 'OK' });
    const reply = await put(emulator, 416, { e_quote: { value: 'x' } });
    expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([200, 'OK', 'text/plain']);
    expect(written()).toBe(false);
  });

  it('pretend: 200, and the record as it was', async () => {
    onPut({ kind: 'pretend' });
    const reply = await writing();
    expect(reply).toMatchObject({ status: 200 });
    expect(JSON.parse(reply.text)).toMatchObject({ data: { id: 416, extendedData: {} } });
    expect(written()).toBe(false);
    expect(emulator.journal.countWrites()).toBe(0);
  });
});

describe('with the work', () => {
  it('delay before: beyond the limit 408 and nothing done', async () => {
    emulator.switches.timeoutSeconds = 0.05;
    onPut({ kind: 'delay', ms: 2_000 });
    expect((await writing()).status).toBe(408);
    expect(written()).toBe(false);
  });

  it('delay after: beyond the limit 408, and yet it is done', async () => {
    emulator.switches.timeoutSeconds = 0.05;
    onPut({ kind: 'delay', ms: 2_000, when: 'after' });
    expect((await writing()).status).toBe(408);
    expect(written()).toBe(true);
    expect(last()).toMatchObject({ committed: true, status: 408 });
  });

  it('delay within the limit: late, and right', async () => {
    onPut({ kind: 'delay', ms: 60 });
    const began = performance.now();
    expect((await writing()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(59);
  });

  it('delay: a client that left before the work is not served', async () => {
    onPut({ kind: 'delay', ms: 2_000 });
    const body = '{"e_quote":{"value":"x"}}';
    const headers = { 'Content-Type': 'application/json' };
    const leaving = AbortSignal.timeout(60);
    await expect(
      call(emulator, 'PUT', '/api/v3/users/416', { body, headers, signal: leaving }),
    ).rejects.toThrow();
    expect(await settled()).toMatchObject({ ending: 'gone', committed: false });
    expect(written()).toBe(false);
  });

  it('commit, then cut: no answer, and it is done', async () => {
    onPut({ kind: 'commit-then-cut' });
    await expect(writing()).rejects.toThrow();
    expect(await settled()).toMatchObject({ ending: 'cut', status: null, committed: true });
    expect(written()).toBe(true);
  });

  it('commit, then cut an upload: the file is there, and nobody was told', async () => {
    emulator.faults.add({ match: { path: '/lucca-files' }, fault: { kind: 'commit-then-cut' } });
    await expect(upload(emulator)).rejects.toThrow();
    expect(emulator.journal.countUploads()).toBe(1);
    expect([...emulator.files.values()]).toMatchObject([{ name: 'test.pdf', attachedTo: [] }]);
  });

  it('commit, then refuse', async () => {
    onPut({ kind: 'commit-then-refuse', status: 502 });
    expect((await writing()).status).toBe(502);
    expect(written()).toBe(true);
  });

  it('answer, then cut: the answer is whole, the next request finds another connection', async () => {
    onPut({ kind: 'answer-then-cut' });
    expect((await writing()).status).toBe(200);
    expect((await get(emulator, '/api/v3/users/416')).status).toBe(200);
    expect(emulator.journal.requests.map(({ ending }) => ending)).toEqual(['answered', 'answered']);
  });

  it.each([0, 20, 1_000_000])('cut in the body of the answer after %i bytes', async (afterBytes) => {
    onPut({ kind: 'cut-in-body', of: 'answer', afterBytes });
    await expect(writing()).rejects.toThrow();
    expect(await settled()).toMatchObject({ ending: 'cut', status: 200, committed: true });
    expect(written()).toBe(true);
  });

  it.each(['answer', 'answer-body'] as const)('stall in place of the %s: done, and silence', async (at) => {
    onPut({ kind: 'stall', at });
    const body = '{"e_quote":{"value":"x"}}';
    const headers = { 'Content-Type': 'application/json' };
    const leaving = AbortSignal.timeout(150);
    await expect(
      call(emulator, 'PUT', '/api/v3/users/416', { body, headers, signal: leaving }),
    ).rejects.toThrow();
    expect(await settled()).toMatchObject({ ending: 'gone', committed: true });
    expect(written()).toBe(true);
  });

  it('stall in the middle of the answer that ends: the answer is whole', async () => {
    onPut({ kind: 'stall', at: 'answer-body', ms: 40 });
    expect(JSON.parse((await writing()).text)).toMatchObject({ data: { id: 416 } });
  });

  it('mislabel: the right body under a wrong name', async () => {
    onPut({ kind: 'mislabel', contentType: 'text/html' });
    const reply = await put(emulator, 416, { e_quote: { value: 'x' } });
    expect(reply.headers.get('content-type')).toBe('text/html');
    expect(reply.body()).toMatchObject({ data: { extendedData: { e_quote: { value: 'x' } } } });
  });
});

describe('which requests', () => {
  const statuses = async (count: number, path = '/api/v3/users/416'): Promise<number[]> => {
    const found: number[] = [];
    for (let sent = 0; sent < count; sent++) found.push((await get(emulator, path)).status);
    return found;
  };
  const fault = { kind: 'refuse', status: 503 } as const;

  it('the first one unless told otherwise', async () => {
    emulator.faults.add({ fault });
    expect(await statuses(3)).toEqual([503, 200, 200]);
  });

  it('the nth, so many times, or always', async () => {
    emulator.faults.add({ match: { nth: 2, times: 2 }, fault });
    expect(await statuses(4)).toEqual([200, 503, 503, 200]);
    const always = emulator.faults.add({ match: { times: 'always' }, fault });
    expect(await statuses(4)).toEqual([503, 503, 503, 503]);
    emulator.faults.remove(always);
    expect(await statuses(1)).toEqual([200]);
  });

  it.each([
    ['the beginning of a path', '/api/v3/users', [503, 503]],
    ['a regular expression', /users$/, [200, 503]],
    ['a regular expression as text', '^/api/v3/users$', [200, 503]],
    ['another path', '/lucca-files', [200, 200]],
  ])('by %s', async (_, path, expected) => {
    emulator.faults.add({ match: { path, times: 'always' }, fault });
    expect([...(await statuses(1)), ...(await statuses(1, '/api/v3/users'))]).toEqual(expected);
  });

  it('by what the body holds', async () => {
    emulator.faults.add({ match: { method: 'PUT', body: 'poison', times: 'always' }, fault });
    expect((await put(emulator, 416, { e_quote: { value: 'sugar' } })).status).toBe(200);
    expect((await put(emulator, 417, { e_quote: { value: 'poison' } })).status).toBe(503);
  });

  it('by the name of a file, sent or referred to', async () => {
    const [good, bad] = [
      await fileId(emulator, { fileName: 'good.pdf' }),
      await fileId(emulator, { fileName: 'bad.pdf' }),
    ];
    emulator.faults.add({ match: { fileName: 'bad.pdf', times: 'always' }, fault });
    expect((await upload(emulator, { fileName: 'good.pdf' })).status).toBe(201);
    expect((await upload(emulator, { fileName: 'bad.pdf' })).status).toBe(503);
    const contracts = (...ids: string[]) => ({
      e_Contrats: ids.map((id) => ({ isNew: true, id: 0, value: { id } })),
    });
    expect((await put(emulator, 416, contracts(good, bad))).status).toBe(503);
    expect((await put(emulator, 416, contracts(good))).status).toBe(200);
  });

  it('the first rule that can strike wins; all of them count, and none is used up by another', async () => {
    emulator.faults.add({ match: { nth: 2 }, fault: { kind: 'refuse', status: 500 } });
    emulator.faults.add({ match: { times: 3 }, fault });
    expect(await statuses(4)).toEqual([503, 500, 503, 503]);
    expect(emulator.faults.list()).toMatchObject([
      { seen: 4, struck: 1 },
      { seen: 4, struck: 3 },
    ]);
  });

  it('none in a wrong form', () => {
    expect(() => emulator.faults.add({ fault: { kind: 'refuse', status: 9000 } })).toThrow();
    expect(() => emulator.faults.add({ match: { nth: 0 }, fault })).toThrow();
    expect(emulator.faults.list()).toEqual([]);
  });
});

it('stops at once, whatever is stalled', async () => {
  emulator.faults.add({ fault: { kind: 'stall', at: 'answer' } });
  const silent = get(emulator, '/api/v3/users/416');
  const gone = expect(silent).rejects.toThrow();
  await expect.poll(() => emulator.journal.requests.length).toBe(1);
  await emulator.stop();
  await gone;
});
