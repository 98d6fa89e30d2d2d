/**
 * The app as it ships, every fuse as electron-builder.yml sets it: nothing can attach to it, so it is judged by
 * what a person would see of it from outside. A scan is saved, and Lucca holds it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';

it('starts with every fuse set, takes the key from the keychain, and files a scan', async () => {
  const app = process.env['CLASSEUR_FUSED_APP'];
  if (app === undefined) throw new Error('CLASSEUR_FUSED_APP names no app: run scripts/e2e.mjs');
  const office = await openOffice();
  const profile = await mkdtemp(join(tmpdir(), 'classeur-fused-'));
  const sandbox = process.env['CLASSEUR_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  // The inspector's fuse is off: the argument that would open it does nothing.
  const args = ['--inspect=127.0.0.1:0', '--data', office.data, `--user-data-dir=${profile}`, ...sandbox];
  const child = spawn(app, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    const bytes = await samplePdf('Contrat');
    await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', bytes);
    await until(() => office.lucca.holdings().length === 1, 'Lucca holds the scan');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(office.lucca.holdings()[0]).toMatchObject({ field: 'e_Contrats', sha256 });
    expect(said).not.toMatch(/Debugger listening/);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    child.kill('SIGKILL');
    await ended;
    await office.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
