/** What was filed is read back where Lucca gives a link: the receipt says so, and bytes that differ are never green. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Receipt } from '../../../main/core/model.ts';
import { wrongRequests } from '../../support/lucca-contract/requests.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf, placeAll, sha256 } from '../../support/tree/index.ts';
import { documentsFor, openGeneration, type GenerationOffice } from './tenant.ts';
import type { Running } from '../agent/office.ts';

const api = '2024-11-01';
const wanted = { readBack: true };
const downloads = { method: 'GET', path: '/lucca-api/files/' };

const scan = (seed: string): Buffer =>
  makeDocument({
    kind: 'contract',
    subject: { firstName: 'Zoé', lastName: 'Weber', employeeNumber: '00042' },
    format: 'pdf',
    seed,
  }).bytes;

async function receiptsOf(running: Running): Promise<readonly Receipt[]> {
  const page = await running.ledger.receipts({ text: '', employeeIds: [], offset: 0, limit: 100 });
  return page.items;
}

const downloaded = (office: GenerationOffice): number => office.lucca.journal.find(downloads).length;

describe('reading back', () => {
  it('compares each document, and its receipt says that the bytes are the same', async () => {
    const office = await openGeneration(api);
    const plan = documentsFor(api, office, 12);
    await placeAll(office.root, plan);
    const running = await office.start(office.wishes(wanted));
    await running.quiet();
    const receipts = await receiptsOf(running);
    expect(receipts.map(({ proof }) => proof)).toEqual(plan.map(() => 'bytes'));
    expect(downloaded(office)).toBe(plan.length);
    expect(wrongRequests(office.lucca.journal.requests)).toEqual([]);
    const counted = office.lucca.journal.requests.filter(({ path }) => path !== '/connect/token');
    expect(running.agent.status().requests).toBe(counted.length);
    await running.close();
    // Once: what is filed is not read again.
    const again = await office.start(office.wishes(wanted));
    await again.quiet();
    expect(downloaded(office)).toBe(plan.length);
    expect((await receiptsOf(again)).map(({ proof }) => proof)).toEqual(plan.map(() => 'bytes'));
  });

  it('is done for the targets that say so', async () => {
    const office = await openGeneration(api);
    const [person] = office.lucca.company.employees;
    await office.save(`${folderOf(person!)}/Contrats/contrat.pdf`, scan('contrat'));
    await office.save(`${folderOf(person!)}/RIB/rib.pdf`, scan('rib'));
    const routes = [
      { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true, readBack: true } },
      { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } },
    ];
    const running = await office.start(office.wishes({ routes }));
    await running.quiet();
    const proofs = (await receiptsOf(running)).map(({ target, proof }) => [target, proof]);
    expect(new Map(proofs as [string, string][])).toEqual(
      new Map([
        ['e_Contrats', 'bytes'],
        ['e_RIB', 'answer'],
      ]),
    );
    expect(downloaded(office)).toBe(1);
  });

  it.each(['v3', 'mixed', api] as const)('leaves it at the answer where %s gives no link', async (which) => {
    const office = await openGeneration(which, { switches: { fileLinks: 'absent' } });
    const plan = documentsFor(which, office, 4);
    await placeAll(office.root, plan);
    const running = await office.start(office.wishes(wanted));
    await running.quiet();
    expect((await receiptsOf(running)).map(({ proof }) => proof)).toEqual(plan.map(() => 'answer'));
    expect(downloaded(office)).toBe(0);
  });

  it.each([
    ['a link that has ended', { kind: 'refuse', status: 404 }],
    ['a 401, which is the link’s', { kind: 'refuse', status: 401 }],
    ['a right that is missing', { kind: 'refuse', status: 403 }],
    ['a failing server', { kind: 'refuse', status: 500 }],
    ['a cut', { kind: 'cut-in-body', of: 'answer', afterBytes: 20 }],
    [
      'a description in its place',
      { kind: 'answer', status: 200, contentType: 'application/json', body: '{"id":"x"}' },
    ],
    ['a page in its place', { kind: 'portal', status: 200 }],
    ['a redirect', { kind: 'portal', status: 302 }],
  ] as const)('files all the same with %s', async (_, fault) => {
    const office = await openGeneration(api);
    const plan = documentsFor(api, office, 3);
    await placeAll(office.root, plan);
    office.lucca.faults.add({ match: { ...downloads, times: 'always' }, fault });
    const running = await office.start(office.wishes(wanted));
    await running.quiet();
    expect((await receiptsOf(running)).map(({ proof }) => proof)).toEqual(plan.map(() => 'answer'));
    expect(running.agent.status().counts['filed']).toBe(3);
    expect(running.agent.status().trouble).toBeNull();
  });

  it('is not led to another host', async () => {
    const office = await openGeneration(api);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('bytes');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    office.lucca.faults.add({
      match: { ...downloads, times: 'always' },
      fault: { kind: 'refuse', status: 307, headers: { Location: `${elsewhere}/redirected` } },
    });
    const [document] = documentsFor(api, office, 1);
    await placeAll(office.root, [document!]);
    const ran = await office.runOnce(office.wishes(wanted));
    expect(ran.counts).toEqual({ filed: 1 });
    expect(downloaded(office)).toBe(1);
    expect(asked).toEqual([]);
  });
});

describe('bytes that differ', () => {
  const other = { kind: 'answer', status: 200, contentType: 'application/octet-stream' } as const;

  async function asked(kind: 'single' | 'rows', times: number | 'always', body = 'other bytes') {
    const office = await openGeneration(api);
    const [person] = office.lucca.company.employees;
    const path = `${folderOf(person!)}/${kind === 'single' ? 'RIB/rib.pdf' : 'Contrats/contrat.pdf'}`;
    await office.save(path, scan(kind));
    office.lucca.faults.add({ match: { ...downloads, times }, fault: { ...other, body } });
    const running = await office.start(office.wishes({ ...wanted, afterFiling: 'archive' }));
    const document = await running.until(path, ({ state }) => state === 'attention');
    return { office, running, path, document };
  }

  it.each([
    ['shorter', 'x'],
    ['longer', 'x'.repeat(3_000_000)],
  ])(
    'ask, when they are %s: nothing is green, nothing is put away, nothing is sent again',
    async (_, body) => {
      const { office, running, path, document } = await asked('rows', 'always', body);
      expect(document).toMatchObject({ reason: 'changed-after-filing', fileId: null });
      expect(running.agent.questions()).toMatchObject([
        { differs: true, answers: ['replace', 'add', 'keep'], other: null },
      ]);
      expect(await receiptsOf(running)).toEqual([]);
      await running.close();
      // Neither a restart nor the agent's own journal makes it green.
      const again = await office.runOnce(office.wishes({ ...wanted, afterFiling: 'archive' }));
      expect(again.documents.get(path)).toMatchObject({ state: 'attention', reason: 'changed-after-filing' });
      expect(office.lucca.journal.countUploads()).toBe(1);
      expect(office.lucca.holdings()).toHaveLength(1);
      expect(downloaded(office)).toBe(1);
    },
  );

  it.each(['single', 'rows'] as const)('are replaced where a person says so (%s)', async (kind) => {
    const { office, running, document } = await asked(kind, 1);
    const [bad] = office.lucca.holdings();
    const [asking] = running.agent.questions();
    // What would be refused is not offered.
    expect(asking?.answers.includes('add')).toBe(kind === 'rows');
    expect(await running.agent.answer([document.id], { kind: 'replace' })).toEqual({ ok: true });
    await expect.poll(async () => (await receiptsOf(running)).length, { timeout: 20_000 }).toBe(1);
    const [receipt] = await receiptsOf(running);
    expect(receipt).toMatchObject({
      proof: 'bytes',
      sha256: sha256(scan(kind)),
      replacedFileId: bad!.fileId,
    });
    expect(office.lucca.holdings().map(({ fileId }) => fileId)).toEqual([receipt!.fileId]);
    expect(receipt!.fileId).not.toBe(bad!.fileId);
  });

  it('ask again where the replacement differs too, and never end in a circle', async () => {
    const { office, running, path, document } = await asked('rows', 'always');
    await running.agent.answer([document.id], { kind: 'replace' });
    const first = document.replaces?.fileId;
    const second = await running.until(
      path,
      (one) => one.state === 'attention' && one.replaces?.fileId !== first,
    );
    expect(second.decisions.whenFilled).toBeUndefined();
    expect(office.lucca.journal.countUploads()).toBe(2);
    expect(office.lucca.holdings()).toHaveLength(1);
  });

  it('may stay as they are in Lucca: nothing is sent, and the file stays', async () => {
    const { office, running, path, document } = await asked('rows', 'always');
    await running.agent.answer([document.id], { kind: 'keep' });
    await running.until(path, ({ state }) => state === 'ignored');
    await running.close();
    const again = await office.runOnce(office.wishes(wanted));
    expect(again.documents.get(path)).toMatchObject({ state: 'ignored', reason: 'skipped' });
    expect(office.lucca.journal.countUploads()).toBe(1);
  });
});
