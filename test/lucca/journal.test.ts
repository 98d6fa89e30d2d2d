import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, fileId, form, get, overSocket, pdf, put, upload } from './client.ts';
import { controlEmulator, startEmulator } from './index.ts';
import type { Emulator, EmulatorControl } from './index.ts';

let emulator: Emulator;
let control: EmulatorControl;
let time = 1_000_000;
beforeEach(async () => {
  time = 1_000_000;
  emulator = await startEmulator({ clock: () => time });
  control = controlEmulator(emulator.url);
});
afterEach(() => emulator.stop());

describe('journal', () => {
  it('keeps every request and every byte', async () => {
    const id = await fileId(emulator, { fileName: 'été.pdf' });
    await put(emulator, 416, { e_RIB: { value: { id } } });
    await get(emulator, '/api/v3/users?fields=id&paging=0,5');
    expect(emulator.journal.requests).toMatchObject([
      { id: 1, method: 'POST', path: '/lucca-files/api/uploads', status: 201, committed: true, fileId: id },
      {
        id: 2,
        method: 'PUT',
        path: '/api/v3/users/416',
        query: { fields: 'extendedData,id' },
        status: 200,
        committed: true,
      },
      { id: 3, method: 'GET', query: { fields: 'id', paging: '0,5' }, status: 200, committed: false },
    ]);
    expect(emulator.journal.requests[0]!.body).toEqual(form([{ fileName: 'été.pdf' }]));
    expect(emulator.journal.requests[1]!.body?.toString()).toBe(`{"e_RIB":{"value":{"id":"${id}"}}}`);
    expect(emulator.journal.requests[0]!.headers['content-type']).toBe(
      'multipart/form-data; boundary=frontier',
    );
  });

  it('tells who, what and when of each attachment, another editor’s too', async () => {
    const id = await fileId(emulator);
    time += 5;
    await put(emulator, 417, {
      'e_Visite-medicale': [{ id: 0, value: { e_Convocation: { value: { id } } } }],
    });
    time += 5;
    const rowId = emulator.record(417)['e_Visite-medicale']![0]!.id;
    emulator.removeRow(417, 'e_Visite-medicale', rowId);
    const place = {
      employeeId: 417,
      field: 'e_Visite-medicale',
      subField: 'e_Convocation',
      fileId: id,
      valueId: rowId,
    };
    expect(emulator.journal.attachments).toEqual([
      { kind: 'attached', ...place, at: 1_000_005, requestId: 2 },
      { kind: 'detached', ...place, at: 1_000_010, requestId: null },
    ]);
    expect(emulator.holdings()).toEqual([]);
  });

  it('counts what was done, not what was tried', async () => {
    await upload(emulator, { bytes: Buffer.alloc(0) });
    await put(emulator, 416, { e_nothing: { value: 1 } });
    const id = await fileId(emulator);
    await put(emulator, 416, { e_RIB: { value: { id } } });
    expect([emulator.journal.countUploads(), emulator.journal.countWrites()]).toEqual([1, 1]);
    expect(emulator.journal.find({ method: 'PUT', status: 400 })).toHaveLength(1);
  });

  it('finds the busiest window, wherever it begins', async () => {
    for (const wait of [0, 30_000, 10_000, 19_999, 1, 40_000]) {
      time += wait;
      await get(emulator, '/api/v3/users/416');
    }
    expect(emulator.journal.busiest()).toBe(4);
    expect(emulator.journal.busiest(10_000)).toBe(2);
    expect(emulator.journal.busiest(1_000_000)).toBe(6);
  });

  it('waits for a request to come', async () => {
    const coming = emulator.journal.waitFor(({ method, status }) => method === 'PUT' && status === 200);
    await get(emulator, '/api/v3/users/416');
    await put(emulator, 416, {});
    expect((await coming).id).toBe(2);
    await expect(emulator.journal.waitFor(({ status }) => status === 418, 20)).rejects.toThrow('20 ms');
  });
});

describe('bytes', () => {
  it('are not kept in hash mode, and counted all the same', async () => {
    const thrifty = await startEmulator({ keep: 'hash' });
    try {
      const id = await fileId(thrifty);
      await put(thrifty, 416, { e_RIB: { value: { id } } });
      expect(thrifty.journal.requests.map(({ body }) => body)).toEqual([null, null]);
      expect(thrifty.files.get(id)).toMatchObject({ bytes: null, size: pdf.length });
      expect(thrifty.holdings()).toMatchObject([
        { bytes: pdf.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      ]);
    } finally {
      await thrifty.stop();
    }
  });
});

describe('control plane', () => {
  it('shows the same from outside, without counting', async () => {
    emulator.switches.rateLimit = 2;
    const id = await control.addFile('été.pdf', pdf);
    await control.setValue(416, 'e_RIB', { id });
    await put(emulator, 416, { e_quote: { value: 'x' } });
    expect(await control.holdings()).toEqual(emulator.holdings());
    expect(await control.record(416)).toEqual(emulator.record(416));
    expect(await control.fileBytes(id)).toEqual(pdf);
    expect(await control.files()).toMatchObject([{ id, name: 'été.pdf', attachedTo: [{ employeeId: 416 }] }]);
    expect(await control.journal()).toMatchObject([{ id: 1, method: 'PUT' }]);
    expect(await control.journal(1)).toEqual([]);
    expect((await control.requestBody(1)).toString()).toBe('{"e_quote":{"value":"x"}}');
    expect(await control.attachments()).toMatchObject([
      { kind: 'attached', field: 'e_RIB', requestId: null },
    ]);
    expect(await control.statistics()).toEqual({
      requests: 1,
      uploads: 0,
      writes: 1,
      throttled: 0,
      busiestMinute: 1,
      files: 1,
      holdings: 1,
    });
    expect((await get(emulator, '/api/v3/users/416')).status).toBe(200);
  });

  it('changes switches, and names what it does not know', async () => {
    expect((await control.setSwitches({ multiValueMode: 'replace' })).multiValueMode).toBe('replace');
    expect(emulator.switches.multiValueMode).toBe('replace');
    expect((await control.switches()).multiValueMode).toBe('replace');
    await expect(control.setSwitches({ nothing: 1 } as never)).rejects.toThrow(
      'There is no switch "nothing".',
    );
    await expect(control.record(416).then(() => control.setValue(416, 'e_nothing', 'x'))).rejects.toThrow(
      'e_nothing',
    );
  });

  it('scripts faults, regular expressions too', async () => {
    await control.addFault({
      match: { path: /users\/417$/, times: 'always' },
      fault: { kind: 'refuse', status: 503 },
    });
    expect((await get(emulator, '/api/v3/users/416')).status).toBe(200);
    expect((await get(emulator, '/api/v3/users/417')).status).toBe(503);
    expect(await control.faults()).toMatchObject([{ seen: 1, struck: 1 }]);
    await control.clearFaults();
    expect((await get(emulator, '/api/v3/users/417')).status).toBe(200);
    await expect(control.addFault({ fault: { kind: 'nothing' } as never })).rejects.toThrow();
  });

  it('moves people and keys', async () => {
    const { id } = await control.addEmployee({ firstName: 'Ana', lastName: 'Costa' });
    await control.setEmployee(id, { dtContractEnd: '2020-01-01T00:00:00' });
    expect((await control.company()).employees.at(-1)).toMatchObject({
      id,
      firstName: 'Ana',
      dtContractEnd: '2020-01-01T00:00:00',
    });
    await control.removeEmployee(id);
    expect((await get(emulator, `/api/v3/users/${id}`)).status).toBe(404);
    await control.setRights('Classeur', { writeUsers: false });
    expect((await put(emulator, 416, {})).status).toBe(403);
    const [key] = await control.keys();
    await control.revokeKey('Classeur');
    expect((await call(emulator, 'GET', '/api/v3/users/416', { key: key!.key })).status).toBe(401);
    await control.addKey(key!);
    expect((await get(emulator, '/api/v3/users/416')).status).toBe(200);
  });

  it('is not for pages that a browser has open', async () => {
    const forged = { Origin: 'https://attacker.example' };
    expect((await get(emulator, '/__emulator/holdings', { headers: forged })).status).toBe(403);
    const request =
      'GET /__emulator/holdings HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n';
    expect((await overSocket(emulator.port, Buffer.from(request))).text).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('forgets the journal on request', async () => {
    await get(emulator, '/api/v3/users/416');
    await control.clearJournal();
    expect(emulator.journal.requests).toEqual([]);
    expect((await control.statistics()).requests).toBe(0);
  });
});

describe('another editor', () => {
  it('sets, adds to and empties fields past every rule of the API', async () => {
    emulator.setRights('Classeur', { sections: { Discipline: 'none' } });
    const id = await fileId(emulator);
    const [first] = emulator.setValue(416, 'e_Sanctions', [{ id }]);
    const second = emulator.addRow(416, 'e_Sanctions', { id });
    expect(emulator.holdings().map(({ valueId }) => valueId)).toEqual([first, second]);
    emulator.setValue(416, 'e_Sanctions', null);
    expect(emulator.holdings()).toEqual([]);
  });

  it('removing a person removes what they held', async () => {
    emulator.setValue(416, 'e_RIB', { id: await fileId(emulator) });
    emulator.removeEmployee(416);
    expect(emulator.holdings()).toEqual([]);
    expect(emulator.journal.attachments.at(-1)).toMatchObject({ kind: 'detached', employeeId: 416 });
  });
});
