import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import * as fc from 'fast-check';
import { createLog, eraseFromLogs } from '../../../../main/adapters/log/index.ts';
import { createRedactor } from '../../../../main/adapters/log/redact.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const secrets = [
  '/srv/hr/Employés',
  'example.ilucca.net',
  '5f3d9c1a-0b7e-4c55-9f0e-8f6f0a7b1c2d',
  'Dupont',
  "L'Hostis",
];

describe('log', () => {
  it('writes a line an event into a file for its owner alone, and nothing registered ever', async () => {
    const folder = await temporaryFolder();
    const lines: string[] = [];
    const log = createLog({ folder: folder.path, alsoTo: (line) => lines.push(line), now: () => 0 });
    log.register(secrets);
    log.info('directory-read', { employees: 412, partial: false, code: null });
    log.warn('task-failed', { code: 'ENOENT', detail: "open '/srv/hr/Employés/Dupont Jean/RIB/rib.pdf'" });
    log.warn('odd', {
      detail: 'https://example.ilucca.net/api/v3/users?id=4',
      other: 'a\nb DUPONT',
      key: 'lucca application=5f3d9c1a',
    });

    const path = folder.at('logs/classeur.log');
    const text = await readFile(path, 'utf8');
    expect(text.trimEnd().split(/\r?\n/)).toEqual(lines);
    expect(lines[0]).toBe(
      '1970-01-01T00:00:00.000Z info directory-read employees=412 partial=false code=null',
    );
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('code=ENOENT');
    for (const secret of ['hr', 'Dupont', 'DUPONT', 'ilucca', 'rib', '5f3d9c1a'])
      expect(text).not.toContain(secret);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps its files small', async () => {
    const folder = await temporaryFolder();
    const log = createLog({ folder: folder.path, maxBytes: 4000 });
    for (let index = 0; index < 500; index += 1) log.info('event', { index });
    const names = await readdir(folder.at('logs'));
    const sizes = await Promise.all(names.map(async (name) => (await stat(folder.at(`logs/${name}`))).size));
    expect(names.length).toBeLessThanOrEqual(2);
    expect(Math.max(...sizes)).toBeLessThan(4200);
    expect(await readFile(folder.at('logs/classeur.log'), 'utf8')).toContain('index=499');
  });

  it('writes no file where it has no folder', () => {
    const lines: string[] = [];
    createLog({ folder: null, alsoTo: (line) => lines.push(line) }).info('event');
    expect(lines).toHaveLength(1);
  });

  it('says nothing of its own troubles on the console, which would tell paths', async () => {
    const folder = await temporaryFolder();
    await folder.write('logs', 'a file where the folder should be');
    const said: unknown[] = [];
    const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const spies = methods.map((method) =>
      vi.spyOn(console, method).mockImplementation((...words) => void said.push(words)),
    );
    try {
      createLog({ folder: folder.path }).warn('event');
      expect(said).toEqual([]);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });

  it('forgets a person', async () => {
    const folder = await temporaryFolder();
    const log = createLog({ folder: folder.path });
    for (const employee of [416, 4160, 7]) log.warn('write-refused', { employee, status: 400 });
    log.warn('inspection-failed', { document: 'd_01' });
    const erased = await eraseFromLogs(folder.path, [
      { name: 'employee', value: 416 },
      { name: 'document', value: 'd_01' },
    ]);
    expect(erased).toBe(2);
    const text = await readFile(folder.at('logs/classeur.log'), 'utf8');
    expect(text.match(/employee=\d+/g)).toEqual(['employee=4160', 'employee=7']);
    expect(text).not.toContain('d_01');
  });
});

describe('redaction', () => {
  it('leaves ids and codes alone', () => {
    const redactor = createRedactor();
    redactor.register(['Li', 'Dupont', 'Task']);
    for (const text of [
      'ENOENT',
      'd_01',
      'captive-portal',
      'd18261af-3b70-442f-94c2-3995cc8ca02c',
      'http-502',
    ])
      expect(redactor.redact(text)).toBe(text);
  });

  it('lets no registered value through, wherever it is planted and however it is written', () => {
    const redactor = createRedactor();
    redactor.register(secrets);
    const spellings = [
      (secret: string) => secret,
      (secret: string) => secret.toUpperCase(),
      (secret: string) => secret.normalize('NFD'),
      (secret: string) => encodeURIComponent(secret),
      (secret: string) => secret.replaceAll('/', '\\'),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...secrets),
        fc.constantFrom(...spellings),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (secret, spell, before, after) => {
          const text = redactor.redact(`${before} ${spell(secret)} ${after}`);
          expect(text.normalize('NFC').toLowerCase()).not.toContain(secret.toLowerCase());
          expect(text).not.toContain(spell(secret));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    'C:\\Users\\marie\\Documents\\rib.pdf',
    '\\\\serveur\\rh\\Dupont\\rib.pdf',
    'https://example.test/a?b=c',
    'marie.curie@example.test',
    '/home/marie/rib.pdf',
    'Bearer abc.def',
  ])('takes out %s, registered or not', (text) => {
    const redacted = createRedactor().redact(`failed: ${text}`);
    for (const part of ['marie', 'rib', 'Dupont', 'example', 'abc']) expect(redacted).not.toContain(part);
  });
});
