/** Real files of the kinds that offices have, before a tenant that takes what its generation lists and nothing else. */
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseMultipart } from '../../lucca/multipart.ts';
import { makeDocument, type Format } from '../../support/documents/index.ts';
import { msgOf } from '../../support/documents/message.ts';
import { folderOf, sha256 } from '../../support/tree/index.ts';
import { apis, openGeneration } from './tenant.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/documents/${name}`, import.meta.url));
const subject = { firstName: 'Zoé', lastName: 'Weber', employeeNumber: '00042' };
const made = (format: Format): Buffer =>
  makeDocument({ kind: 'contract', subject, format, seed: 'kinds', pages: 2, dotsPerInch: 40 }).bytes;

const office = 'application/vnd.openxmlformats-officedocument';
/** With the type that is sent. */
const kinds: Readonly<Record<string, readonly [bytes: Buffer, contentType: string]>> = {
  'photo.heic': [fixture('photo.heic'), 'image/heic'],
  'trois pages.tif': [fixture('three-pages.tif'), 'image/tiff'],
  'deux pages.tiff': [made('tiff'), 'image/tiff'],
  'scan.jpg': [made('jpeg'), 'image/jpg'],
  'scan.png': [made('png'), 'image/x-png'],
  'courrier.eml': [made('eml'), 'message/rfc822'],
  'courrier.msg': [msgOf('Attestation', 'Bonjour, voici l’attestation.'), 'application/vnd.ms-outlook'],
  'lettre.docx': [made('docx'), `${office}.wordprocessingml.document`],
  'lettre.odt': [made('odt'), 'application/vnd.oasis.opendocument.text'],
  'dossier.zip': [Buffer.from(zipSync({ 'a.txt': strToU8('Bonjour') })), 'application/zip'],
};

/** An ISO file that holds a film's header and no film. */
const film = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  Buffer.from('\0\0\0\x10moov\0\0\0\0\0\0\0\0\0\0\0\x18mdat0123456789abcdef', 'latin1'),
]);
const page = Buffer.from('<!DOCTYPE html><html><body>Bonjour</body></html>');
const drawing = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');

describe.each(apis)('"api": "%s"', (api) => {
  it('takes them byte for byte, under a type of its own list', async () => {
    const tenant = await openGeneration(api, { switches: { contentTypes: 'strict' } });
    const [person] = tenant.lucca.company.employees;
    for (const [name, [bytes]] of Object.entries(kinds))
      await tenant.save(`${folderOf(person!)}/Contrats/${name}`, bytes);
    const ran = await tenant.runOnce(tenant.wishes());
    expect(ran.counts, JSON.stringify([...ran.documents.values()])).toEqual({
      filed: Object.keys(kinds).length,
    });
    const held = tenant.lucca.holdings().map((one) => [one.fileName, one.sha256]);
    expect(new Map(held as [string, string][])).toEqual(
      new Map(Object.entries(kinds).map(([name, [bytes]]) => [name, sha256(bytes)])),
    );
    const sent = tenant.lucca.journal
      .find({ method: 'POST', path: tenant.uploads })
      .map(({ headers, body }) => parseMultipart(headers['content-type'] ?? '', body!, 'decode')[0]!);
    expect(new Map(sent.map((part) => [part.fileName, part.contentType]))).toEqual(
      new Map(Object.entries(kinds).map(([name, [, contentType]]) => [name, contentType])),
    );
  });

  it('asks about the others before anything is sent', async () => {
    const tenant = await openGeneration(api, { switches: { contentTypes: 'strict' } });
    const [person] = tenant.lucca.company.employees;
    const folder = `${folderOf(person!)}/Contrats`;
    await tenant.save(`${folder}/film.mp4`, film);
    await tenant.save(`${folder}/page.html`, page);
    await tenant.save(`${folder}/dessin.svg`, drawing);
    await tenant.save(`${folder}/programme.exe`, Buffer.from('MZ\0\0 a program'));
    const ran = await tenant.runOnce(tenant.wishes());
    const said = new Map(
      [...ran.documents].map(([path, one]) => [
        path.split('/').at(-1),
        'reason' in one ? one.reason : one.state,
      ]),
    );
    expect(said).toEqual(
      new Map([
        ['film.mp4', api === '2024-11-01' ? 'filed' : 'type-refused'],
        ['page.html', 'type-refused'],
        ['dessin.svg', 'type-refused'],
        ['programme.exe', 'type-refused'],
      ]),
    );
    expect(tenant.lucca.files.size).toBe(api === '2024-11-01' ? 1 : 0);
  });

  it('calls a JPEG what the settings say, for a tenant that knows the usual name', async () => {
    const tenant = await openGeneration(api);
    const [person] = tenant.lucca.company.employees;
    await tenant.save(`${folderOf(person!)}/RIB/rib.jpg`, made('jpeg'));
    const { more } = tenant.wishes();
    const usual = { ...(more?.['tenant'] as object), jpegAs: 'image/jpeg' };
    const ran = await tenant.runOnce({ ...tenant.wishes(), more: { tenant: usual } });
    expect(ran.counts).toEqual({ filed: 1 });
    const [sent] = tenant.lucca.journal.find({ method: 'POST', path: tenant.uploads });
    expect(sent?.body?.toString('latin1')).toContain('Content-Type: image/jpeg\r\n');
  });

  it('sends what a person accepts all the same', async () => {
    const tenant = await openGeneration(api);
    const [person] = tenant.lucca.company.employees;
    const path = `${folderOf(person!)}/RIB/rib.inconnu`;
    await tenant.save(path, Buffer.from('bytes of no known kind'));
    const running = await tenant.start(tenant.wishes());
    const asked = await running.until(path, ({ state }) => state === 'attention');
    expect(asked).toMatchObject({ reason: 'type-refused' });
    await running.agent.answer([asked.id], { kind: 'accept' });
    await running.until(path, ({ state }) => state === 'filed');
    const [sent] = tenant.lucca.journal.find({ method: 'POST', path: tenant.uploads });
    const listed = api === 'v3' ? 'application/octet-stream' : 'binary/octet-stream';
    expect(sent?.body?.toString('latin1')).toContain(`Content-Type: ${listed}\r\n`);
  });
});
